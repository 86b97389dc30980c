#include "feed_door.h"

#include "base/text.h"
#include "front/errand.h"
#include "front/front.h"
#include "member.h"

#include <string.h>

#define ENDING ".ics"

enum { TOKEN_LEN = 64 /* digits */, TOKEN_SIZE = TOKEN_LEN + 1 };

char *
feed_door_print(char address[FEED_DOOR_ADDRESS_SIZE], const struct visit *visit,
    const char *token)
{
	(void)text_print(address, FEED_DOOR_ADDRESS_SIZE,
	    "https://%s/feed/%s" ENDING, visit->request->host, token);
	return address;
}

/* To a program that shows its owner a line at most. */
static void
say(struct visit *visit, int status, const char *text)
{
	visit->answer->status = status;
	visit->answer->type = "text/plain; charset=utf-8";
	body_text(&visit->answer->body, text);
	body_text(&visit->answer->body, "\n");
}

static void
say_absent(struct visit *visit)
{
	say(visit, 404,
	    phrase(visit->lang,
		PHRASE("There is no calendar at this address, or not any "
		       "more.")));
}

/* What the door itself does not let in. */
static void
refuse(struct visit *visit, int status, const char *why)
{
	say(visit, status,
	    phrase(visit->lang, PHRASE("Please try again later")));
	if (why[0] != '\0')
		say(visit, status, why);
}

/* "TOKEN.ics" */
static bool
read_token(const char *rest, char token[TOKEN_SIZE])
{
	if (strlen(rest) != TOKEN_LEN + strlen(ENDING) ||
	    strcmp(rest + TOKEN_LEN, ENDING) != 0 ||
	    strspn(rest, "0123456789abcdef") < TOKEN_LEN)
		return false;
	memcpy(token, rest, TOKEN_LEN);
	token[TOKEN_LEN] = '\0';
	return true;
}

static void
put_lines(struct body *body, const char *lines)
{
	while (*lines != '\0') {
		size_t len = strcspn(lines, "\n");

		body_put(body, lines, len);
		body_text(body, "\r\n");
		lines += len + (lines[len] == '\n');
	}
}

static void
show(struct visit *visit)
{
	char token[TOKEN_SIZE];
	struct errand *errand;

	if (!read_token(visit->rest, token)) {
		say_absent(visit);
		return;
	}
	errand = errand_new_stranger(visit, OP_LEAVE_FEED_READ);
	errand_put(errand, F_SECRET, token);
	if (errand_ask(errand) == RC_OK) {
		visit->answer->type = "text/calendar; charset=utf-8";
		put_lines(&visit->answer->body, errand_text(errand, F_TABLE));
	} else if (errand->rc == RC_ABSENT) {
		say_absent(visit);
	} else {
		say(visit, errand_status(errand->rc), errand->said);
	}
	errand_free(errand);
}

static const struct route routes[] = {
    {FRONT_GET("/feed/*", NEEDS_NOBODY, show), .refuse = refuse},
};
const struct route_table feed_door_routes = FRONT_TABLE(routes);
