#include "body.h"

#include <stdlib.h>
#include <string.h>

enum { BODY_FIRST = 4096 };

static bool
make_room(struct body *body, size_t len)
{
	size_t size = body->size > 0 ? body->size : BODY_FIRST;
	char *at;

	if (body->is_full || len > BODY_MAX - body->len) {
		body->is_full = true;
		return false;
	}
	if (body->at != NULL && body->len + len <= body->size)
		return true;
	while (size < body->len + len)
		size *= 2;
	at = realloc(body->at, size);
	if (at == NULL) {
		body->is_full = true;
		return false;
	}
	body->at = at;
	body->size = size;
	return true;
}

void
body_put(struct body *body, const void *bytes, size_t len)
{
	if (len == 0 || !make_room(body, len))
		return;
	memcpy(body->at + body->len, bytes, len);
	body->len += len;
}

void
body_text(struct body *body, const char *text)
{
	body_put(body, text, strlen(text));
}

void
body_escaped(struct body *body, const char *text)
{
	static const char *const entities['>' + 1] = {
	    ['&'] = "&amp;",
	    ['<'] = "&lt;",
	    ['>'] = "&gt;",
	    ['"'] = "&quot;",
	    ['\''] = "&#39;",
	};

	while (*text != '\0') {
		size_t plain = strcspn(text, "&<>\"'");

		body_put(body, text, plain);
		text += plain;
		if (*text != '\0')
			body_text(body, entities[(unsigned char)*text++]);
	}
}

void
body_free(struct body *body)
{
	free(body->at);
	*body = (struct body){0};
}
