/*
 * Looking at people: one, or a school's, or those whose letter has not come.
 * Nobody sees another school's; what has no school, IT alone.
 */
#include "people.h"

#include "base/almanac.h"
#include "base/clock.h"
#include "base/text.h"
#include "dir/school.h"
#include "ops_table.h"
#include "page.h"
#include "structure.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FILTER_MAX = 65536 }; /* every unit of some large schools, escaped */

/* ------------------------------------------------------------- one person */

enum { AS_TEXT, AS_DAY };

static const struct {
	enum field field;
	int as;
	bool is_officers; /* the 資訊執秘 sees it too */
	size_t at;
} texts[] = {
#define AT(member) offsetof(struct person, member)
    {F_ACCOUNT, AS_TEXT, true, AT(account)},
    {F_NAME, AS_TEXT, true, AT(name)},
    {F_SCHOOL, AS_TEXT, true, AT(school)},
    {F_LETTER_STATE, AS_TEXT, true, AT(letter_state)},
    {F_DETAIL, AS_TEXT, true, AT(letter_detail)},
    {F_UUID, AS_TEXT, false, AT(uuid)},
    {F_KIND, AS_TEXT, false, AT(kind)},
    {F_ADMIN_POST, AS_TEXT, false, AT(admin_post)},
    {F_SCHEDULE, AS_TEXT, false, AT(schedule)},
    {F_OPENID, AS_TEXT, false, AT(openid)},
    {F_POSTED_FROM, AS_DAY, false, AT(posted_from)},
    {F_POSTED_UNTIL, AS_DAY, false, AT(posted_until)},
    {F_HIRED_ON, AS_DAY, false, AT(hired_on)},
#undef AT
};

static void
put_text(struct wire_out *out, enum field field, int as, const char *value)
{
	char day[ALMANAC_TEXT_SIZE];
	int64_t at_s;

	if (value[0] == '\0')
		return;
	if (as == AS_DAY && clock_parse_generalized(value, &at_s))
		value = almanac_print(almanac_today(at_s), day);
	wire_put_shown(out, field, value);
}

void
people_mask(const char *mail, char masked[PEOPLE_MASK_SIZE])
{
	const char *at = strrchr(mail, '@');
	const char *dot = at != NULL ? strrchr(at, '.') : NULL;

	if (at == NULL)
		(void)text_copy(masked, PEOPLE_MASK_SIZE, "***");
	else
		(void)snprintf(masked, PEOPLE_MASK_SIZE, "%.1s***@%.1s***%s",
		    mail, at + 1, dot != NULL ? dot : "");
}

static void
put_mail(const struct person *person, bool is_whole, struct wire_out *out)
{
	static const enum field fields[] = {F_MAIL, F_MAIL_RECOVERY};
	char masked[PEOPLE_MASK_SIZE];

	for (size_t i = 0; i < person->mail_count && i < 2; i++) {
		people_mask(person->mail[i], masked);
		wire_put_shown(
		    out, fields[i], is_whole ? person->mail[i] : masked);
	}
}

void
people_put(const struct actor *actor, const struct person *person,
    struct wire_out *out)
{
	bool is_self =
	    actor->is_person && strcmp(actor->person.uuid, person->uuid) == 0;
	bool is_whole =
	    is_self || actor_may_in(actor, person->school_dn) == REPLY_OK;
	char unit[PERSON_TEXT_SIZE];

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		if (is_whole || texts[i].is_officers)
			put_text(out, texts[i].field, texts[i].as,
			    (const char *)person + texts[i].at);
	if (school_rdn(person->unit_dn, "ou", unit, sizeof(unit)))
		wire_put_shown(out, F_UNIT, unit);
	wire_put_text(out, F_STATE, person_state_name(person->state));
	put_mail(person, is_whole, out);
	if (!is_whole)
		return;
	wire_put_number(out, F_UID_NUMBER, person->uid_number);
	wire_put_number(out, F_GID_NUMBER, person->gid_number);
	if (person->code.is_there)
		wire_put_number(out, F_EXPIRES, person->code.expires_s);
}

void
people_put_roles(unsigned roles, struct wire_out *out)
{
	char words[48];

	(void)text_print(words, sizeof(words), "%s%s%s",
	    roles & ROLE_PERSONNEL ? "personnel " : "",
	    roles & ROLE_OFFICER ? "officer " : "",
	    roles & ROLE_IT ? "it " : "");
	text_trim(words);
	if (words[0] != '\0')
		wire_put_text(out, F_ROLE, words);
}

enum reply
people_load(struct core *core, const struct actor *actor,
    const struct serve_question *question, struct serve_answer *answer)
{
	struct actor seen = {0};
	struct err err;
	enum reply reply = core_find_person(
	    core, wire_text(&question->in, F_ACCOUNT), &seen.person);
	enum rc rc;

	if (reply == REPLY_OK)
		reply = actor_may_see(actor, &seen.person);
	if (reply != REPLY_OK)
		return reply;
	rc = actor_roles(core, &seen, &err);
	if (rc != RC_OK)
		return core_fail("roles", rc, &err);
	people_put(actor, &seen.person, &answer->out);
	people_put_roles(seen.roles, &answer->out);
	return REPLY_OK;
}

/* ------------------------------------------------------------------ lists */

/* The schools that a list is about: those of `count`, or all of them. */
struct asked {
	bool is_all; /* for IT only */
	size_t count;
	const char *dn[ACTOR_POSTS_MAX];
	struct school school; /* when one was named */
};

static enum reply
schools_asked(struct core *core, const struct actor *actor, const char *code,
    struct asked *asked)
{
	enum reply reply;

	asked->is_all = code == NULL && (actor->roles & ROLE_IT);
	asked->count = 0;
	if (code == NULL) {
		for (size_t i = 0; i < actor->post_count; i++)
			asked->dn[asked->count++] = actor->post[i].school_dn;
		return REPLY_OK;
	}
	reply = structure_find_school(core, actor, code, &asked->school);
	if (reply != REPLY_OK)
		return reply;
	asked->dn[asked->count++] = asked->school.dn;
	return actor_may_see_in(actor, asked->school.dn);
}

/* A filter that grows. */
struct growing {
	char *text;
	size_t used;
};

/* `value` for the first two placeholders. */
static enum rc
grow(struct growing *filter, struct err *err, const char *format,
    const char *value)
{
	enum rc rc = filter_print(filter->text + filter->used,
	    FILTER_MAX - filter->used, err, format, value, value);

	filter->used += strlen(filter->text + filter->used);
	return rc;
}

static enum rc
grow_unit(void *context, const struct dir_entry *entry, struct err *err)
{
	return grow(context, err, "(portalUnitDN=%s)", dir_dn(entry));
}

/* Each school and every unit below it. */
static enum rc
grow_schools(struct core *core, struct growing *filter,
    const struct asked *asked, struct err *err)
{
	static const char *const attrs[] = {"ou", NULL};
	struct dir_query query = {.scope = DIR_SUBTREE,
	    .filter = "(|(objectClass=portalSchool)"
		      "(objectClass=organizationalUnit))",
	    .attrs = attrs};
	enum rc rc = grow(filter, err, "(|", "");

	for (size_t i = 0; rc == RC_OK && i < asked->count; i++) {
		query.base = asked->dn[i];
		rc = dir_search(core->dir, &query, grow_unit, filter, err);
	}
	return rc == RC_OK ? grow(filter, err, ")", "") : rc;
}

static const struct {
	enum field field;
	const char *format;
} terms[] = {
    {F_STATE, "(portalState=%s)"},
    {F_NAME, "(|(cn=*%s*)(uid=*%s*))"},
    {F_LETTER_STATE, "(portalLetterState=%s)"},
};

/* `first` is a term that every list has. */
static enum rc
grow_filter(struct core *core, struct growing *filter, const char *first,
    const struct asked *asked, const struct wire_in *in, struct err *err)
{
	enum rc rc = grow(filter, err, first, "");

	if (rc == RC_OK && !asked->is_all)
		rc = grow_schools(core, filter, asked, err);
	for (size_t i = 0; i < sizeof(terms) / sizeof(terms[0]); i++) {
		const char *value = wire_text(in, terms[i].field);

		if (rc == RC_OK && value != NULL && value[0] != '\0')
			rc = grow(filter, err, terms[i].format, value);
	}
	return rc == RC_OK ? grow(filter, err, ")", "") : rc;
}

/* A search of the schools' people, or of all of them. */
static enum reply
list(struct core *core, const struct actor *actor, const struct wire_in *in,
    struct page_query *query, struct wire_out *out)
{
	char base[FILTER_DN_SIZE];
	struct asked asked;
	struct growing filter = {calloc(1, FILTER_MAX), 0};
	struct err err;
	enum rc rc = filter_dn(
	    base, sizeof(base), core->conf->base_dn, &err, "ou=people");
	enum reply reply =
	    schools_asked(core, actor, wire_text(in, F_SCHOOL), &asked);

	if (rc == RC_OK && filter.text == NULL)
		rc = err_set(&err, RC_FAULT, "no memory");
	if (rc == RC_OK && reply == REPLY_OK)
		rc =
		    grow_filter(core, &filter, query->filter, &asked, in, &err);
	query->base = base;
	query->scope = DIR_ONE;
	query->filter = filter.text;
	query->key = "uid";
	query->attrs = person_attrs;
	if (rc != RC_OK)
		reply = core_fail("list", rc, &err);
	else if (reply == REPLY_OK)
		reply = page_put(core, query, wire_text(in, F_CURSOR), out);
	free(filter.text);
	return reply;
}

/* IT has written an entry that is no person as our schema means one: its row
 * says so, and the list goes on. */
static void
put_odd(
    const struct dir_entry *entry, const struct err *why, struct wire_out *out)
{
	const char *account = dir_value(entry, "uid");

	wire_row_begin(out);
	wire_put_shown(out, F_ACCOUNT, account != NULL ? account : "?");
	wire_put_shown(out, F_DETAIL, why->text);
	wire_row_end(out);
}

static enum rc
put_row(void *context, const struct dir_entry *entry, struct wire_out *out,
    struct err *err)
{
	struct person person;

	if (person_read(&person, entry, err) != RC_OK) {
		put_odd(entry, err, out);
		return RC_OK;
	}
	wire_row_begin(out);
	people_put(context, &person, out);
	wire_row_end(out);
	return RC_OK;
}

/* One by national ID: a list of one or none. */
static enum reply
list_by_id(struct core *core, const struct actor *actor, const char *typed,
    struct wire_out *out)
{
	struct person person;
	struct err err;
	enum rc rc = core_find_by_id(core, typed, &person, &err);

	if (rc == RC_INPUT)
		return REPLY_BAD_NATIONAL_ID;
	if (rc != RC_OK && rc != RC_ABSENT)
		return core_fail("list", rc, &err);
	if (rc == RC_ABSENT || actor_may_see(actor, &person) != REPLY_OK) {
		wire_put_number(out, F_COUNT, 0);
		return REPLY_OK;
	}
	wire_row_begin(out);
	people_put(actor, &person, out);
	wire_row_end(out);
	wire_put_number(out, F_COUNT, 1);
	return REPLY_OK;
}

enum reply
people_list(struct core *core, const struct actor *actor,
    const struct serve_question *question, struct serve_answer *answer)
{
	const char *id = wire_text(&question->in, F_NATIONAL_ID);
	struct actor reader = *actor;
	struct page_query query = {.filter = "(&(objectClass=portalPerson)",
	    .row = put_row,
	    .context = &reader};

	if (id != NULL)
		return list_by_id(core, actor, id, &answer->out);
	return list(core, actor, &question->in, &query, &answer->out);
}

static enum rc
put_letter(void *context, const struct dir_entry *entry, struct wire_out *out,
    struct err *err)
{
	const struct actor *actor = context;
	struct person person;
	int64_t last_s = 0;

	if (person_read(&person, entry, err) != RC_OK) {
		put_odd(entry, err, out);
		return RC_OK;
	}
	for (size_t i = 0; i < person.letter_count; i++)
		if (person.letter_s[i] > last_s)
			last_s = person.letter_s[i];
	wire_row_begin(out);
	wire_put_shown(out, F_ACCOUNT, person.account);
	put_text(out, F_SCHOOL, AS_TEXT, person.school);
	put_text(out, F_LETTER_STATE, AS_TEXT, person.letter_state);
	put_text(out, F_DETAIL, AS_TEXT, person.letter_detail);
	put_mail(
	    &person, actor_may_in(actor, person.school_dn) == REPLY_OK, out);
	wire_put_number(out, F_TIME, last_s);
	wire_row_end(out);
	return RC_OK;
}

enum reply
people_mail_list(struct core *core, const struct actor *actor,
    const struct serve_question *question, struct serve_answer *answer)
{
	struct actor reader = *actor;
	struct page_query query = {
	    .filter = "(&(objectClass=portalPerson)(portalLetterState=*)",
	    .row = put_letter,
	    .context = &reader};

	return list(core, actor, &question->in, &query, &answer->out);
}
