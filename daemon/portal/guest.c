#include "guest.h"

#include "base/secret.h"
#include "base/text.h"
#include "front/screen.h"

#include <stdlib.h>
#include <string.h>

static const struct {
	const char *word; /* in F_ROLE */
	enum lobby_needs role;
} roles[] = {
    {"personnel", NEEDS_PERSONNEL},
    {"officer", NEEDS_OFFICER},
    {"it", NEEDS_IT},
};
enum { ROLES = NEEDS_PERSONNEL | NEEDS_OFFICER | NEEDS_IT };

static struct guest *
guest_of(const struct visit *visit)
{
	return visit->own;
}

static unsigned
read_roles(const char *words)
{
	unsigned found = 0;

	while (*words != '\0') {
		size_t len = strcspn(words, " ");

		for (size_t i = 0; i < sizeof(roles) / sizeof(roles[0]); i++)
			if (strlen(roles[i].word) == len &&
			    memcmp(roles[i].word, words, len) == 0)
				found |= roles[i].role;
		words += len;
		words += strspn(words, " ");
	}
	return found;
}

/* Whose session is it? */
static enum rc
recognise(struct visit *visit, struct guest *guest)
{
	struct errand *errand = errand_new(visit, OP_SESSION);
	enum rc rc = errand_ask(errand);

	guest->errand = errand;
	if (rc != RC_OK)
		return rc;
	guest->roles = read_roles(errand_text(errand, F_ROLE));
	guest->must_change = wire_has(&errand->in, F_MUST_CHANGE);
	front_set_session(visit, errand_text(errand, F_SESSION));
	return RC_OK;
}

static void
forget(struct guest *guest)
{
	errand_free(guest->errand);
	guest->errand = NULL;
}

/* To the sign-in page, and from there back to where a GET wanted to go. */
static void
send_to_sign_in(struct visit *visit)
{
	char location[512];

	if (visit->route->method != HTTP_GET ||
	    !text_print(location, sizeof(location), "/sign-in?next=%s",
		visit->request->path))
		(void)text_copy(location, sizeof(location), "/sign-in?ended=1");
	http_redirect(visit->answer, location);
}

static bool
may_enter(struct visit *visit, const struct guest *guest)
{
	unsigned needs = visit->route->needs;

	if (guest->errand == NULL) {
		if ((needs & (NEEDS_SIGNED_IN | ROLES)) == 0)
			return true;
		send_to_sign_in(visit);
		return false;
	}
	if (guest->must_change && (needs & NEEDS_ANY_PASSWORD) == 0) {
		http_redirect(visit->answer, "/password");
		return false;
	}
	if ((needs & ROLES) != 0 && (needs & guest->roles) == 0) {
		screen_refuse(visit, 403, "");
		return false;
	}
	return true;
}

bool
guest_enter(struct visit *visit)
{
	struct guest *guest = calloc(1, sizeof(*guest));
	SECRET(session, COOKIE_VALUE_SIZE);
	enum rc rc = RC_ABSENT;

	if (guest == NULL)
		abort();
	visit->own = guest;
	if (visit->route->needs == NEEDS_NOBODY)
		return true;
	if (front_session(visit, session))
		rc = recognise(visit, guest);
	if (rc == RC_OFFLINE || rc == RC_FAULT || rc == RC_BUSY) {
		char said[ERRAND_SAID_SIZE];

		(void)text_copy(said, sizeof(said), guest->errand->said);
		forget(guest);
		screen_say(visit, errand_status(rc), said);
		return false;
	}
	if (rc != RC_OK) {
		forget(guest);
		if (session[0] != '\0')
			front_set_session(visit, "");
	}
	return may_enter(visit, guest);
}

void
guest_leave(struct visit *visit)
{
	struct guest *guest = guest_of(visit);

	if (guest != NULL)
		forget(guest);
	free(guest);
	visit->own = NULL;
}

bool
guest_is_signed_in(const struct visit *visit)
{
	const struct guest *guest = guest_of(visit);

	return guest != NULL && guest->errand != NULL;
}

bool
guest_must_change(const struct visit *visit)
{
	const struct guest *guest = guest_of(visit);

	return guest != NULL && guest->must_change;
}

bool
guest_has_role(const struct visit *visit, unsigned wanted)
{
	const struct guest *guest = guest_of(visit);

	return guest != NULL && (guest->roles & wanted) != 0;
}

const char *
guest_text(const struct visit *visit, enum field field)
{
	return guest_is_signed_in(visit)
	    ? errand_text(guest_of(visit)->errand, field)
	    : "";
}
