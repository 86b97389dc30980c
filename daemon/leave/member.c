#include "member.h"

#include "base/text.h"
#include "front/front.h"
#include "front/screen.h"
#include "welcome.h"

#include <string.h>

/* The answer that says who it is; NULL: nobody. */
static struct errand *
told_of(const struct visit *visit)
{
	return visit->own;
}

static void
forget(struct visit *visit)
{
	errand_free(told_of(visit));
	visit->own = NULL;
}

/* leaved knows the token's person, but not as somebody in service. */
static bool
is_turned_away(const struct errand *errand)
{
	return errand_reason_is(errand, "not_active") ||
	    errand_reason_is(errand, "no_person");
}

/* Not signed on, or no more. What was typed is kept over the sign-on, but for
 * a file: the way leads back to its form. */
static void
send_to_sign_on(struct visit *visit)
{
	if (visit->route->method == HTTP_POST && !visit->is_unread &&
	    !form_has_file(&visit->form))
		welcome_keep(visit);
	else
		welcome_begin(visit, visit->request->path);
}

static bool
may_enter(struct visit *visit)
{
	unsigned is = NEEDS_SIGNED_ON;

	if (member_is_personnel(visit))
		is |= NEEDS_PERSONNEL | NEEDS_TEACHING;
	if (member_arranges_cover(visit))
		is |= NEEDS_TEACHING;
	if ((visit->route->needs & ~is) == 0)
		return true;
	screen_refuse(visit, 403, "");
	return false;
}

static bool
turn_away(struct visit *visit, struct errand *errand)
{
	char said[ERRAND_SAID_SIZE];
	enum rc rc = errand->rc;
	bool is_known = rc == RC_DENIED && !is_turned_away(errand);

	(void)text_copy(said, sizeof(said), errand->said);
	forget(visit);
	if (is_known) {
		front_set_session(visit, "");
		send_to_sign_on(visit);
	} else {
		screen_say(visit, errand_status(rc), said);
	}
	return false;
}

bool
member_enter(struct visit *visit)
{
	char session[COOKIE_VALUE_SIZE];
	struct errand *errand;

	if (visit->route->needs == NEEDS_NOBODY)
		return true;
	if (!front_session(visit, session)) {
		send_to_sign_on(visit);
		return false;
	}
	errand = errand_new(visit, OP_LEAVE_SELF);
	visit->own = errand;
	if (errand_ask(errand) != RC_OK)
		return turn_away(visit, errand);
	front_set_session(visit, errand_text(errand, F_SESSION));
	return may_enter(visit);
}

void
member_leave(struct visit *visit)
{
	forget(visit);
}

bool
member_is_signed_on(const struct visit *visit)
{
	return told_of(visit) != NULL;
}

bool
member_is_personnel(const struct visit *visit)
{
	return text_has_word(member_text(visit, F_ROLE), "personnel");
}

bool
member_arranges_cover(const struct visit *visit)
{
	return text_has_word(member_text(visit, F_ROLE), "cover");
}

bool
member_is_cover(const struct visit *visit)
{
	return strcmp(member_text(visit, F_KIND), "COVER") == 0;
}

const char *
member_text(const struct visit *visit, enum field field)
{
	return told_of(visit) != NULL ? errand_text(told_of(visit), field) : "";
}

const struct leave_front_conf *
member_conf(const struct visit *visit)
{
	return front_of(visit)->own;
}
