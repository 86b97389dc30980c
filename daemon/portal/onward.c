#include "onward.h"

#include "base/text.h"
#include "web/address.h"

#include <string.h>

bool
onward_is_request(const char *next)
{
	return strncmp(next, OPENID_AUTHORIZE, strlen(OPENID_AUTHORIZE)) == 0;
}

static bool
reprint(const char *given, char next[ONWARD_SIZE])
{
	char bytes[ONWARD_SIZE];
	struct form form;
	struct err err;

	return text_copy(bytes, sizeof(bytes), given) &&
	    openid_request_parse(&form, bytes, &err) == RC_OK &&
	    openid_request_print(&form, "", next);
}

void
onward_get(const struct visit *visit, char next[ONWARD_SIZE])
{
	const char *given = form_has(&visit->form, "next")
	    ? form_text(&visit->form, "next")
	    : form_text(&visit->query, "next");

	if (address_is_path(given))
		(void)text_copy(next, ONWARD_SIZE, given);
	else if (!onward_is_request(given) || !reprint(given, next))
		(void)text_copy(next, ONWARD_SIZE, "/");
}

/* The same page in the other language. */
static void
add_here(struct view *view, const char *path, const char *next)
{
	char here[ONWARD_SIZE];

	if (onward_is_request(next))
		view_print(view, "here", "%s&", next);
	else if (strcmp(next, "/") != 0 &&
	    text_copy(here, sizeof(here), path) &&
	    address_add(here, sizeof(here), "next", next))
		view_print(view, "here", "%s&", here);
}

/* Which service is it, and where do its forms lead? */
void
onward_add_service(
    struct visit *visit, struct view *view, const struct errand *asked)
{
	const char *name = errand_text(asked, F_NAME);

	if (visit->lang == PHRASE_EN && wire_has(&asked->in, F_NAME_EN))
		name = errand_text(asked, F_NAME_EN);
	if (name[0] == '\0')
		name = errand_text(asked, F_APP);
	view_text(view, "service", name);
	view_text(view, "service_origin", errand_text(asked, F_ORIGIN));
	http_allow_form(visit->answer, errand_text(asked, F_ORIGIN));
}

/* As somebody who has not signed in: to be told which service it is, not to
 * sign on. */
static struct errand *
ask_about(struct visit *visit, const char *next)
{
	struct errand *errand = errand_new_stranger(visit, OP_OPENID_AUTHORIZE);
	char bytes[ONWARD_SIZE];
	struct form form;
	struct err err;

	(void)text_copy(bytes, sizeof(bytes), next);
	if (openid_request_parse(&form, bytes, &err) == RC_OK)
		openid_request_put(&form, &errand->out);
	(void)errand_ask(errand);
	return errand;
}

void
onward_add(struct visit *visit, struct view *view, const char *next,
    const struct errand *asked)
{
	struct errand *own = NULL;

	view_text(view, "next", next);
	add_here(view, visit->request->path, next);
	if (!onward_is_request(next))
		return;
	if (asked == NULL)
		asked = own = ask_about(visit, next);
	onward_add_service(visit, view, asked);
	errand_free(own);
}
