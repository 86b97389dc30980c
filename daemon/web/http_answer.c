/* What a page says besides its body; http.c sends it. */
#include "http.h"

#include "base/text.h"

void
http_set_cookie(struct http_answer *answer, const char *name, const char *value,
    int max_age_s)
{
	struct err err;

	if (answer->cookie_count < HTTP_COOKIES_MAX &&
	    cookie_print(answer->cookies[answer->cookie_count], COOKIE_SIZE,
		name, value, max_age_s, &err) == RC_OK)
		answer->cookie_count++;
}

void
http_redirect(struct http_answer *answer, const char *location)
{
	answer->status = 303;
	(void)text_copy(answer->location, sizeof(answer->location), location);
}
