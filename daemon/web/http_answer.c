/* What a page says besides its body; http.c sends it. */
#include "http.h"

#include "address.h"
#include "base/text.h"

#include <string.h>

static void
set_cookie(struct http_answer *answer, const struct cookie *cookie)
{
	struct err err;

	if (answer->cookie_count < HTTP_COOKIES_MAX &&
	    cookie_print(answer->cookies[answer->cookie_count], COOKIE_SIZE,
		cookie, &err) == RC_OK)
		answer->cookie_count++;
}

void
http_set_cookie(struct http_answer *answer, const char *name, const char *value,
    int max_age_s)
{
	set_cookie(answer, &(struct cookie){name, value, max_age_s, false});
}

void
http_set_posted_cookie(struct http_answer *answer, const char *name,
    const char *value, int max_age_s)
{
	set_cookie(answer, &(struct cookie){name, value, max_age_s, true});
}

void
http_redirect(struct http_answer *answer, const char *location)
{
	answer->status = 303;
	(void)text_copy(answer->location, sizeof(answer->location), location);
}

void
http_save_as(struct http_answer *answer, const char *name)
{
	if (!address_put(answer->save_as, sizeof(answer->save_as), name) ||
	    name[0] == '\0')
		(void)text_copy(
		    answer->save_as, sizeof(answer->save_as), "file");
}

/* In a header among others: nothing may end it or start another. */
static bool
is_origin(const char *origin)
{
	static const char host[] = "abcdefghijklmnopqrstuvwxyz"
				   "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				   "0123456789.-:[]";
	size_t head = strncmp(origin, "https://", 8) == 0 ? 8
	    : strncmp(origin, "http://", 7) == 0          ? 7
							  : 0;

	return head > 0 && origin[head] != '\0' &&
	    origin[head + strspn(origin + head, host)] == '\0';
}

void
http_allow_form(struct http_answer *answer, const char *origin)
{
	if (is_origin(origin))
		(void)text_copy(
		    answer->form_origin, sizeof(answer->form_origin), origin);
}
