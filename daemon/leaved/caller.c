#include "caller.h"

#include "base/text.h"
#include "identity.h"
#include "sign_on.h"

#include <string.h>

/* ----------------------------------------------------------------- person */

/* 教學組: by the unit, or by the post. */
bool
caller_arranges_cover(
    const struct leaved_conf *conf, const char *post, const char *unit)
{
	static const char *const units[] = {"教學組"};
	static const char *const posts[] = {"教學組長"};

	return chain_ends_with(post, chain_words(&conf->cover_posts, posts)) ||
	    chain_ends_with(unit, chain_words(&conf->cover_units, units));
}

static enum rc
take_person(void *context, const struct sql_row *row, struct err *err)
{
	struct office *office = context;
	struct caller *caller = &office->caller;

	(void)err;
	caller->arranges_cover = caller_arranges_cover(
	    office->conf, sql_row_text(row, 4), sql_row_text(row, 5));
	(void)text_copy(
	    caller->account, sizeof(caller->account), sql_row_text(row, 0));
	(void)text_copy(
	    caller->school, sizeof(caller->school), sql_row_text(row, 1));
	caller->is_personnel = sql_row_number(row, 2) > 0;
	caller->portal = (struct portal_session){
	    sql_row_number(row, 6), sql_row_number(row, 7)};
	caller->sessions_from_s = sql_row_number(row, 8);
	return strcmp(sql_row_text(row, 3), "active") == 0
	    ? RC_OK
	    : err_set(err, RC_DENIED, "not active");
}

enum verdict
caller_take(struct office *office, const char *uuid)
{
	struct caller *caller = &office->caller;
	struct err err;
	enum rc rc = sql_begin(office->sql, SQL_READ, &err);

	if (rc != RC_OK)
		return office_fail("caller", rc, &err);
	rc = sql_each(office->sql,
	    "SELECT p.account, p.school, (SELECT count(*) FROM place pl"
	    " JOIN holder h ON h.place = pl.uuid WHERE pl.code = p.school"
	    " AND pl.kind = 'role' AND pl.name = 'personnel'"
	    " AND h.person_dn = p.dn), p.state, p.admin_post, COALESCE((SELECT"
	    " MIN(u.name) FROM place u WHERE u.dn = p.unit_dn AND u.kind ="
	    " 'unit'), ''), p.changed_s, p.sign_outs, p.sessions_from_s"
	    " FROM person p WHERE p.uuid = ?",
	    (struct sql_visit){take_person, office}, &err,
	    SQL_VALUES(sql_text(uuid)));
	sql_rollback(office->sql);
	if (rc == RC_DENIED)
		return VERDICT_NOT_ACTIVE;
	if (rc != RC_OK)
		return office_fail("caller", rc, &err);
	if (caller->account[0] == '\0')
		return VERDICT_NO_PERSON;
	(void)text_copy(caller->uuid, sizeof(caller->uuid), uuid);
	return VERDICT_OK;
}

/* Who begins a session, or has one. */
static enum verdict
check_front(struct office *office, const struct serve_question *question)
{
	if (question->op == OP_LEAVE_SIGN_ON)
		return sign_on_check(office, question);
	return wire_has(&question->in, F_TOKEN)
	    ? sign_on_check_token(office, question)
	    : sign_on_session(office, question);
}

static bool
is_over(const struct office *office)
{
	const struct leave_session *session = &office->signed_on;
	const struct caller *caller = &office->caller;

	return portal_session_is_over(&session->portal, &caller->portal) ||
	    session->signed_on_s < caller->sessions_from_s;
}

/* What a front says of rights is not asked: nobody is IT there. */
static enum verdict
identify_at_front(struct office *office, const struct serve_question *question)
{
	enum verdict verdict;

	if (question->op == OP_LEAVE_FEED_READ)
		return VERDICT_OK; /* who has the address */
	verdict = check_front(office, question);
	if (verdict == VERDICT_OK)
		verdict = caller_take(office, office->signed_on.uuid);
	return verdict == VERDICT_OK && is_over(office) ? VERDICT_SIGN_IN_AGAIN
							: verdict;
}

enum verdict
caller_identify(struct office *office, const struct serve_question *question)
{
	struct identity identity = {"", false};
	enum verdict verdict;

	if (question->door == DOOR_FRONT)
		return identify_at_front(office, question);
	if (!wire_has(&question->in, F_SESSION)) {
		office->caller.is_it = question->door == DOOR_CTL;
		office->caller.is_mailer = question->door == DOOR_MAILER;
		return office->caller.is_it || office->caller.is_mailer
		    ? VERDICT_OK
		    : VERDICT_SIGN_IN_AGAIN;
	}
	verdict = identity_of_session(office, question, &identity);
	if (verdict == VERDICT_OK)
		verdict = caller_take(office, identity.uuid);
	if (verdict == VERDICT_OK)
		office->caller.is_it = identity.is_it;
	return verdict;
}
