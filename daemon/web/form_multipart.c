/* multipart/form-data, read in place. */
#include "form.h"

#include "base/text.h"

#include <string.h>
#include <strings.h>

enum { HEADERS_MAX = 1024 }; /* bytes of one part's headers */

/* filename="..." of the same; NULL when it is not said. */
static char *
read_file_name(char *at)
{
	static const char key[] = "; filename=\"";
	char *file_name = strcasestr(at, key), *quote;

	if (file_name == NULL)
		return NULL;
	file_name += strlen(key);
	quote = strchr(file_name, '"');
	if (quote == NULL)
		return NULL;
	*quote = '\0';
	return file_name;
}

/* name="..." of a Content-Disposition, and what comes with a file. */
static bool
read_name(char *header, char name[FORM_NAME_MAX + 1], char **file_name)
{
	static const char lead[] = "Content-Disposition:";
	char *at, *quote;

	if (strncasecmp(header, lead, sizeof(lead) - 1) != 0)
		return false;
	at = header + sizeof(lead) - 1;
	at += strspn(at, " \t");
	if (strncasecmp(at, "form-data", 9) != 0)
		return false;
	at = strcasestr(at, "; name=\"");
	if (at == NULL)
		return false;
	at += strlen("; name=\"");
	quote = strchr(at, '"');
	if (quote == NULL || quote == at || quote - at > FORM_NAME_MAX)
		return false;
	memcpy(name, at, (size_t)(quote - at));
	name[quote - at] = '\0';
	*file_name = read_file_name(quote);
	return text_is_printable_ascii(name, (size_t)(quote - at));
}

/* The part's headers end with an empty line; its name is in one of them.
 * Returns where the content starts, NULL when there is no name. */
static char *
read_headers(
    char *at, char *end, char name[FORM_NAME_MAX + 1], char **file_name)
{
	char *stop = end - at > HEADERS_MAX ? at + HEADERS_MAX : end;
	bool is_named = false;

	while (at < stop) {
		char *line = memmem(at, (size_t)(stop - at), "\r\n", 2);

		if (line == NULL || memchr(at, '\0', (size_t)(line - at)))
			return NULL;
		if (line == at)
			return is_named ? line + 2 : NULL;
		*line = '\0';
		if (strncasecmp(at, "Content-Disposition:", 20) == 0) {
			if (is_named || !read_name(at, name, file_name))
				return NULL;
			is_named = true;
		}
		at = line + 2;
	}
	return NULL;
}

/* "--boundary" stands first, "\r\n--boundary" between, and "--" after the
 * last. */
enum rc
form_parse_multipart(struct form *form, const char *boundary, char *bytes,
    size_t len, struct err *err)
{
	char mark[FORM_BOUNDARY_MAX + 5], name[FORM_NAME_MAX + 1];
	char *end = bytes + len, *at = bytes;
	size_t mark_len;

	*end = '\0';
	if (!text_print(mark, sizeof(mark), "\r\n--%s", boundary))
		return err_set(err, RC_INPUT, "boundary too long");
	mark_len = strlen(mark);
	if (len < mark_len || memcmp(at, mark + 2, mark_len - 2) != 0)
		return err_set(err, RC_INPUT, "no multipart");
	at += mark_len - 2;
	while (end - at >= 2 && memcmp(at, "\r\n", 2) == 0) {
		char *file_name = NULL, *next;
		char *value = read_headers(at + 2, end, name, &file_name);
		enum rc rc;

		if (value == NULL)
			return err_set(err, RC_INPUT, "a part without a name");
		next = memmem(value, (size_t)(end - value), mark, mark_len);
		if (next == NULL)
			return err_set(err, RC_INPUT, "a part without an end");
		*next = '\0';
		rc = form_take(
		    form, name, value, (size_t)(next - value), true, err);
		if (rc != RC_OK)
			return rc;
		if (file_name != NULL)
			form_take_name(form, name, file_name);
		at = next + mark_len;
	}
	if (end - at < 2 || memcmp(at, "--", 2) != 0)
		return err_set(err, RC_INPUT, "a multipart without an end");
	return RC_OK;
}
