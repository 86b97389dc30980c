/* Every operation on people and what belongs to them, asked by everybody, of
 * the own and of another school. What is refused has changed nothing, and
 * stands in the audit. */
#include "town.h"

#include "../unit/unit.h"
#include "base/text.h"

enum { OP_FIELDS_MAX = 5, PAGES_MAX = 100 };

#define NO    "not_allowed"
#define OTHER "other_school"
#define STATE "wrong_state"

/*
 * amy (new, the own school) and olga (new, the other) are who is asked about;
 * their requests are such that they would change nothing of them, or end in
 * wrong_state, were they allowed.
 */
static const struct rights {
	int op;
	struct {
		int field;
		const char *text;
	} field[OP_FIELDS_MAX];
	const char *reason[TOWN_WHO_COUNT]; /* nobody ... root */
} table[] = {
    /* ---- looking */
    {OP_PERSON_LOAD, {{F_ACCOUNT, "amy"}}, {NO, NO, "ok", "ok", "ok", "ok"}},
    {OP_PERSON_LOAD, {{F_ACCOUNT, "olga"}}, {NO, NO, OTHER, OTHER, "ok", "ok"}},
    {OP_PERSON_LOAD, {{F_ACCOUNT, "nobody1"}},
	{NO, NO, "no_person", "no_person", "no_person", "no_person"}},
    {OP_PERSON_LIST, {{F_NONE, NULL}}, {NO, NO, "ok", "ok", "ok", "ok"}},
    {OP_PERSON_LIST, {{F_SCHOOL, TOWN_SCHOOL}},
	{NO, NO, "ok", "ok", "ok", "ok"}},
    {OP_PERSON_LIST, {{F_SCHOOL, TOWN_OTHER}},
	{NO, NO, OTHER, OTHER, "ok", "ok"}},
    {OP_PERSON_LIST, {{F_SCHOOL, "999999"}},
	{NO, NO, OTHER, OTHER, "no_school", "no_school"}},
    {OP_MAIL_LIST, {{F_NONE, NULL}}, {NO, NO, "ok", "ok", "ok", "ok"}},
    {OP_MAIL_LIST, {{F_SCHOOL, TOWN_OTHER}},
	{NO, NO, OTHER, OTHER, "ok", "ok"}},
    {OP_UNIT_LIST, {{F_SCHOOL, TOWN_SCHOOL}}, {NO, NO, NO, "ok", "ok", "ok"}},
    {OP_UNIT_LIST, {{F_SCHOOL, TOWN_OTHER}}, {NO, NO, NO, OTHER, "ok", "ok"}},
    /* ---- enrolling */
    {OP_PERSON_PUT,
	{{F_SCHOOL, TOWN_SCHOOL}, {F_ACCOUNT, "amy"}, {F_NAME, "示範"}},
	{NO, NO, NO, "ok", "ok", "ok"}},
    {OP_PERSON_PUT,
	{{F_SCHOOL, TOWN_OTHER}, {F_ACCOUNT, "olga"}, {F_NAME, "別名"},
	    {F_PLAN, "1"}},
	{NO, NO, NO, OTHER, "ok", "ok"}},
    {OP_PERSON_PUT, {{F_SCHOOL, TOWN_SCHOOL}, {F_ACCOUNT, "olga"}},
	{NO, NO, NO, "account_taken", "account_taken", "account_taken"}},
    {OP_PERSON_MAIL, {{F_ACCOUNT, "amy"}, {F_MAIL, "amy@school.example"}},
	{NO, NO, NO, "ok", "ok", "ok"}},
    {OP_PERSON_MAIL, {{F_ACCOUNT, "olga"}, {F_MAIL, "olga@school.example"}},
	{NO, NO, NO, OTHER, "ok", "ok"}},
    {OP_PERSON_RENAME, {{F_ACCOUNT, "tina"}, {F_NAME, "tina2"}},
	{NO, NO, NO, STATE, STATE, STATE}},
    {OP_PERSON_RENAME, {{F_ACCOUNT, "olga"}, {F_NAME, "olga"}},
	{NO, NO, NO, OTHER, "ok", "ok"}},
    {OP_PERSON_TAKE_IN, {{F_NATIONAL_ID, "own"}, {F_SCHOOL, TOWN_SCHOOL}},
	{NO, NO, NO, STATE, STATE, STATE}},
    {OP_PERSON_TAKE_IN, {{F_NATIONAL_ID, "other"}, {F_SCHOOL, TOWN_SCHOOL}},
	{NO, NO, NO, "not_released", "not_released", "not_released"}},
    {OP_PERSON_TAKE_IN, {{F_NATIONAL_ID, "own"}, {F_SCHOOL, TOWN_OTHER}},
	{NO, NO, NO, OTHER, "not_released", "not_released"}},
    /* ---- their state; sara is suspended, lena has left, olga is new */
    {OP_PERSON_SUSPEND, {{F_ACCOUNT, "sara"}, {F_WHY, "test"}},
	{NO, NO, NO, NO, STATE, STATE}},
    {OP_PERSON_RESTORE, {{F_ACCOUNT, "amy"}, {F_WHY, "test"}},
	{NO, NO, NO, NO, STATE, STATE}},
    {OP_PERSON_LEAVE, {{F_ACCOUNT, "lena"}, {F_WHY, "test"}},
	{NO, NO, NO, STATE, STATE, STATE}},
    {OP_PERSON_LEAVE, {{F_ACCOUNT, "lola"}, {F_WHY, "test"}},
	{NO, NO, NO, OTHER, STATE, STATE}},
    {OP_PERSON_RELEASE, {{F_ACCOUNT, "rita"}},
	{NO, NO, NO, OTHER, STATE, STATE}},
    /* personnel do not get anybody out of a suspension */
    {OP_PERSON_LEAVE, {{F_ACCOUNT, "sara"}, {F_WHY, "test"}},
	{NO, NO, NO, STATE, NULL, NULL}},
    {OP_PERSON_RELEASE, {{F_ACCOUNT, "sara"}}, {NO, NO, NO, STATE, NULL, NULL}},
    /* ---- nobody acts on personnel, on IT, on themselves */
    {OP_PERSON_PUT, {{F_SCHOOL, TOWN_SCHOOL}, {F_ACCOUNT, "paul"}},
	{NO, NO, NO, "not_on_colleagues", "ok", "ok"}},
    {OP_PERSON_PUT, {{F_SCHOOL, TOWN_SCHOOL}, {F_ACCOUNT, "ida"}},
	{NO, NO, NO, "not_on_colleagues", "not_on_yourself", "ok"}},
    {OP_PERSON_PUT, {{F_SCHOOL, TOWN_SCHOOL}, {F_ACCOUNT, "petra"}},
	{NO, NO, NO, "not_on_yourself", "ok", "ok"}},
    {OP_PERSON_MAIL, {{F_ACCOUNT, "paul"}, {F_MAIL, "paul@school.example"}},
	{NO, NO, NO, "not_on_colleagues", "ok", "ok"}},
    {OP_PERSON_MAIL, {{F_ACCOUNT, "petra"}, {F_MAIL, "petra@school.example"}},
	{NO, NO, NO, "not_on_yourself", "ok", "ok"}},
    {OP_PERSON_LEAVE, {{F_ACCOUNT, "paul"}, {F_WHY, "test"}},
	{NO, NO, NO, "not_on_colleagues", NULL, NULL}},
    {OP_PERSON_LEAVE, {{F_ACCOUNT, "petra"}, {F_WHY, "test"}},
	{NO, NO, NO, "not_on_yourself", NULL, NULL}},
    {OP_PERSON_RELEASE, {{F_ACCOUNT, "ida"}},
	{NO, NO, NO, "not_on_colleagues", "not_on_yourself", "still_it"}},
    {OP_PERSON_LEAVE, {{F_ACCOUNT, "ida"}, {F_WHY, "test"}},
	{NO, NO, NO, "not_on_colleagues", "not_on_yourself", "still_it"}},
    {OP_PERSON_SUSPEND, {{F_ACCOUNT, "ida"}, {F_WHY, "test"}},
	{NO, NO, NO, NO, "not_on_yourself", NULL}},
    {OP_PERSON_RENAME, {{F_ACCOUNT, "paul"}, {F_NAME, "paul2"}},
	{NO, NO, NO, "not_on_colleagues", STATE, STATE}},
    /* ---- structure is IT's */
    {OP_SCHOOL_PUT, {{F_SCHOOL, TOWN_SCHOOL}, {F_NAME, "第一國小"}},
	{NO, NO, NO, NO, "ok", "ok"}},
    {OP_SCHOOL_LIST, {{F_NONE, NULL}}, {NO, NO, "ok", "ok", "ok", "ok"}},
    {OP_UNIT_PUT, {{F_SCHOOL, TOWN_SCHOOL}, {F_UNIT, "教務處"}},
	{NO, NO, NO, NO, "ok", "ok"}},
    {OP_ROLE_PUT, {{F_ROLE, "personnel"}, {F_ACCOUNT, "tina"}, {F_WANTED, "0"}},
	{NO, NO, NO, NO, "ok", "ok"}},
    {OP_ROLE_PUT,
	{{F_ROLE, "personnel"}, {F_ACCOUNT, "tina"}, {F_WANTED, "1"},
	    {F_SCHOOL, TOWN_OTHER}},
	{NO, NO, NO, NO, "not_of_school", "not_of_school"}},
    {OP_ROLE_PUT, {{F_ROLE, "it"}, {F_ACCOUNT, "tina"}, {F_WANTED, "1"}},
	{NO, NO, NO, NO, "it_by_ldap", "it_by_ldap"}},
    {OP_ROLE_LIST, {{F_NONE, NULL}}, {NO, NO, NO, NO, "ok", "ok"}},
    {OP_GROUP_PUT, {{F_GROUP, "robots"}}, {NO, NO, NO, NO, "ok", "ok"}},
    {OP_GROUP_PUT, {{F_GROUP, "it"}},
	{NO, NO, NO, NO, "bad_field", "bad_field"}},
    {OP_GROUP_MEMBER,
	{{F_GROUP, "robots"}, {F_ACCOUNT, "tina"}, {F_WANTED, "0"}},
	{NO, NO, NO, NO, "ok", "ok"}},
    {OP_GROUP_MEMBER, {{F_GROUP, "it"}, {F_ACCOUNT, "tina"}, {F_WANTED, "1"}},
	{NO, NO, NO, NO, NO, NO}},
    {OP_GROUP_LIST, {{F_NONE, NULL}}, {NO, NO, NO, NO, "ok", "ok"}},
    {OP_MACHINE_ADD, {{F_MACHINE, "lab-01"}, {F_SCHOOL, TOWN_SCHOOL}},
	{NO, NO, NO, NO, "exists", "exists"}},
    {OP_MACHINE_DEL, {{F_MACHINE, "lab-99"}},
	{NO, NO, NO, NO, "absent", "absent"}},
    {OP_MACHINE_LIST, {{F_NONE, NULL}}, {NO, NO, NO, NO, "ok", "ok"}},
    {OP_APP_PUT, {{F_APP, "leave"}, {F_URL, "https://leave.example/"}},
	{NO, NO, NO, NO, "ok", "ok"}},
    {OP_APP_DEL, {{F_APP, "none"}}, {NO, NO, NO, NO, "absent", "absent"}},
    {OP_APP_PUT,
	{{F_APP, "leave"}, {F_URL, "https://leave.example/"},
	    {F_KIND, "nowhere"}},
	{NO, NO, NO, NO, "bad_field", "bad_field"}},
    {OP_NOTICE_PUT, {{F_NOTICE, "old"}, {F_TITLE, "舊訊息"}},
	{NO, NO, NO, NO, "ok", "ok"}},
    {OP_NOTICE_PUT,
	{{F_NOTICE, "old"}, {F_TITLE, "舊訊息"}, {F_FROM, "115/9/2"},
	    {F_UNTIL, "115/9/1"}},
	{NO, NO, NO, NO, "bad_date", "bad_date"}},
    {OP_NOTICE_PUT,
	{{F_NOTICE, "old"}, {F_TITLE, "舊訊息"}, {F_FROM, "tomorrow"}},
	{NO, NO, NO, NO, "bad_date", "bad_date"}},
    {OP_NOTICE_PUT,
	{{F_NOTICE, "old"}, {F_TITLE, "舊訊息"}, {F_AUDIENCE, "999999"}},
	{NO, NO, NO, NO, "no_school", "no_school"}},
    {OP_NOTICE_PUT, {{F_NOTICE, "Old, new"}, {F_TITLE, "舊訊息"}},
	{NO, NO, NO, NO, "bad_field", "bad_field"}},
    {OP_NOTICE_PUT, {{F_NOTICE, "old"}, {F_TITLE, " "}},
	{NO, NO, NO, NO, "bad_field", "bad_field"}},
    {OP_NOTICE_DEL, {{F_NOTICE, "none"}}, {NO, NO, NO, NO, "absent", "absent"}},
    {OP_NOTICE_LIST, {{F_STATE, "all"}}, {NO, NO, NO, NO, "ok", "ok"}},
    {OP_NOTICE_LIST, {{F_STATE, "some"}},
	{"bad_field", "bad_field", "bad_field", "bad_field", "bad_field",
	    "bad_field"}},
    {OP_NOTICE_LIST, {{F_NONE, NULL}}, {"ok", "ok", "ok", "ok", "ok", "ok"}},
    {OP_AUDIT_LIST, {{F_FROM, "115/9/1"}}, {NO, NO, NO, "ok", "ok", "ok"}},
    {OP_AUDIT_LIST, {{F_FROM, "yesterday"}},
	{NO, NO, NO, "bad_date", "bad_date", "bad_date"}},
    /* ---- about oneself: who has no session is nobody */
    {OP_SIGN_OUT_ALL, {{F_NONE, NULL}},
	{"malformed", NULL, NULL, NULL, NULL, "malformed"}},
    {OP_EVENT_LIST, {{F_NONE, NULL}},
	{"malformed", "ok", "ok", "ok", "ok", "malformed"}},
    {OP_MAIL_CHANGE, {{F_MAIL, "amy@new.example"}},
	{"malformed", NULL, NULL, NULL, NULL, "malformed"}},
    {OP_MAIL_CONFIRM, {{F_MAIL, "amy@new.example"}, {F_CODE, "123456789012"}},
	{"malformed", "wrong_confirm", "wrong_confirm", "wrong_confirm",
	    "wrong_confirm", "malformed"}},
    {OP_MAIL_DROP, {{F_NONE, NULL}},
	{"malformed", "absent", "absent", "absent", "absent", "malformed"}},
    /* ---- what the pages of whoever has signed in show */
    {OP_APP_LIST, {{F_NONE, NULL}}, {NO, "ok", "ok", "ok", "ok", "ok"}},
    {OP_APP_LIST, {{F_KIND, "nowhere"}},
	{NO, "bad_field", "bad_field", "bad_field", "bad_field", "bad_field"}},
};

static void
set_the_scene(void)
{
	town_person("amy", 11, TOWN_SCHOOL);
	town_person("olga", 12, TOWN_OTHER);
	town_person("sara", 13, TOWN_SCHOOL);
	town_person("lena", 14, TOWN_SCHOOL);
	town_person("lola", 15, TOWN_OTHER);
	town_person("rita", 16, TOWN_SCHOOL);
	town_expect("ok", TOWN_ROOT, OP_PERSON_SUSPEND, F_ACCOUNT, "sara",
	    F_WHY, "test", F_NONE);
	town_expect("ok", TOWN_ROOT, OP_PERSON_LEAVE, F_ACCOUNT, "lena", F_WHY,
	    "test", F_NONE);
	town_expect("ok", TOWN_ROOT, OP_PERSON_LEAVE, F_ACCOUNT, "lola", F_WHY,
	    "test", F_NONE);
	town_expect(
	    "ok", TOWN_ROOT, OP_PERSON_RELEASE, F_ACCOUNT, "rita", F_NONE);
	town_expect("ok", TOWN_ROOT, OP_GROUP_PUT, F_GROUP, "robots", F_NONE);
	town_expect("ok", TOWN_ROOT, OP_MACHINE_ADD, F_MACHINE, "lab-01",
	    F_SCHOOL, TOWN_SCHOOL, F_NONE);
	town_expect("ok", TOWN_ROOT, OP_APP_PUT, F_APP, "leave", F_URL,
	    "https://leave.example/", F_NONE);
}

/* "own" and "other" stand for amy's and olga's national ID. */
static const char *
text_of(const struct rights *row, int i)
{
	const char *text = row->field[i].text;

	if (row->field[i].field == F_NATIONAL_ID)
		text = town_id(strcmp(text, "own") == 0 ? 11 : 12);
	return text;
}

static void
expect_row(const struct rights *row, enum town_who who)
{
	const char *text[OP_FIELDS_MAX];
	int field[OP_FIELDS_MAX];

	for (int i = 0; i < OP_FIELDS_MAX; i++) {
		field[i] = row->field[i].field;
		text[i] = field[i] != F_NONE ? text_of(row, i) : NULL;
	}
	town_expect(row->reason[who], who, row->op, field[0], text[0], field[1],
	    text[1], field[2], text[2], field[3], text[3], field[4], text[4],
	    F_NONE);
}

/* The newest entryCSN of everybody that is asked about. */
static void
remember(char csn[8][64])
{
	static const char *const accounts[] = {
	    "amy", "olga", "sara", "lena", "lola", "rita", "paul", "tina"};
	struct person person;

	for (int i = 0; i < 8; i++) {
		town_load(accounts[i], &person);
		(void)text_copy(csn[i], sizeof(csn[i]), person.csn);
	}
}

static int64_t
audit_count(const char *result)
{
	char next[256] = "";
	int64_t count = 0;
	int pages = 0;

	do {
		const struct town_answer *answer =
		    town_ask(TOWN_ROOT, OP_AUDIT_LIST,
			next[0] != '\0' ? F_CURSOR : F_NONE, next, F_NONE);

		assert_string_equal(answer->reason, "ok");
		for (size_t i = 0; i < answer->in.row_count; i++) {
			struct wire_in row;

			wire_row(&answer->in, i, &row);
			count += strcmp(wire_text(&row, F_RESULT), result) == 0;
		}
		next[0] = '\0';
		if (wire_has(&answer->in, F_CURSOR))
			(void)text_copy(next, sizeof(next),
			    wire_text(&answer->in, F_CURSOR));
	} while (next[0] != '\0' && ++pages < PAGES_MAX);
	assert_true(pages < PAGES_MAX);
	return count;
}

static void
everybody_may_what_the_table_says_and_no_more(void **state)
{
	char before[8][64], after[8][64];

	(void)state;
	remember(before);
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		for (int who = 0; who < TOWN_WHO_COUNT; who++)
			if (table[i].reason[who] != NULL)
				expect_row(&table[i], (enum town_who)who);
	remember(after);
	for (int i = 0; i < 8; i++)
		assert_string_equal(before[i], after[i]);
}

/* Each refusal of the table above to somebody who is signed in. */
static void
every_refusal_of_rights_is_audited(void **state)
{
	static const char *const reasons[] = {
	    NO, OTHER, "not_on_colleagues", "not_on_yourself"};

	(void)state;
	for (size_t r = 0; r < sizeof(reasons) / sizeof(reasons[0]); r++) {
		int64_t told = 0;

		for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
			for (int who = TOWN_TEACHER; who < TOWN_WHO_COUNT;
			     who++)
				told += table[i].reason[who] != NULL &&
				    strcmp(table[i].reason[who], reasons[r]) ==
					0;
		assert_true(told > 0);
		assert_true(audit_count(reasons[r]) >= told);
	}
}

/* Anybody may ask at the front, and without a limit for what is refused. */
static void
what_a_stranger_may_not_do_is_not_audited(void **state)
{
	int64_t before = audit_count(NO);

	(void)state;
	town_expect(NO, TOWN_NOBODY, OP_PERSON_LOAD, F_ACCOUNT, "amy", F_NONE);
	assert_int_equal(audit_count(NO), before);
	town_expect(NO, TOWN_TEACHER, OP_PERSON_LOAD, F_ACCOUNT, "amy", F_NONE);
	assert_int_equal(audit_count(NO), before + 1);
}

/* A front that was taken over: it says what it likes about its visitor, and
 * asks what is for other doors. What a session allows is all it gets. */
static void
a_front_that_lies_about_rights_gains_none(void **state)
{
	static const struct {
		enum town_who who;
		int op;
		int field[2];
		const char *value[2];
		const char *reason;
	} lies[] = {
	    /* "my visitor is IT, personnel, root" */
	    {TOWN_TEACHER, OP_PERSON_LIST, {F_ROLE}, {"it"}, "malformed"},
	    {TOWN_NOBODY, OP_PERSON_LIST, {F_ROLE}, {"it"}, "malformed"},
	    {TOWN_TEACHER, OP_PERSON_LOAD, {F_ACCOUNT, F_ACTOR},
		{"amy", "root"}, "malformed"},
	    {TOWN_TEACHER, OP_SESSION, {F_ACCOUNT}, {"ida"}, "malformed"},
	    /* "and comes from the server itself" */
	    {TOWN_TEACHER, OP_PERSON_LOAD, {F_ACCOUNT, F_ADDRESS},
		{"amy", "uid 0"}, NO},
	    {TOWN_NOBODY, OP_SCHOOL_LIST, {F_ADDRESS}, {"127.0.0.1"}, NO},
	    /* sessions of its own making */
	    {TOWN_NOBODY, OP_SESSION, {F_SESSION}, {"it"}, "sign_in_again"},
	    {TOWN_NOBODY, OP_SCHOOL_LIST, {F_SESSION}, {"AAAA"},
		"sign_in_again"},
	    /* questions for other doors */
	    {TOWN_NOBODY, OP_KEY_LIST, {F_NONE}, {NULL}, NULL},
	    {TOWN_NOBODY, OP_ID_INDEX, {F_NATIONAL_ID}, {"A123456789"}, NULL},
	    {TOWN_NOBODY, OP_LETTER_FILL, {F_LETTER}, {"1.letter"}, NULL},
	    {TOWN_NOBODY, OP_SWEEP, {F_NONE}, {NULL}, NULL},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(lies) / sizeof(lies[0]); i++) {
		const struct town_answer *answer = town_ask(lies[i].who,
		    lies[i].op, lies[i].field[0], lies[i].value[0],
		    lies[i].field[1], lies[i].value[1], F_NONE);

		if (answer->rc == RC_OK)
			fail_msg("lie %zu was believed", i);
		if (lies[i].reason != NULL)
			assert_string_equal(answer->reason, lies[i].reason);
		assert_int_equal(answer->in.row_count, 0);
	}
}

/* Every byte of a teacher's session, changed. */
static void
a_session_that_was_touched_is_none(void **state)
{
	char session[1025];
	size_t len;

	(void)state;
	(void)text_copy(session, sizeof(session), town_sign_in("tina"));
	len = strlen(session);
	town_expect("ok", TOWN_NOBODY, OP_SESSION, F_SESSION, session, F_NONE);
	for (size_t i = 0; i < len; i++) {
		char was = session[i];

		session[i] = was == 'A' ? 'B' : 'A';
		town_expect("sign_in_again", TOWN_NOBODY, OP_SESSION, F_SESSION,
		    session, F_NONE);
		session[i] = was;
	}
}

static void
the_officer_sees_a_masked_address_and_no_more_than_its_state(void **state)
{
	static const int hidden[] = {F_UUID, F_OPENID, F_UID_NUMBER, F_KIND,
	    F_POSTED_FROM, F_EXPIRES, F_HIRED_ON};
	const struct town_answer *answer =
	    town_ask(TOWN_OFFICER, OP_PERSON_LOAD, F_ACCOUNT, "amy", F_NONE);

	(void)state;
	assert_string_equal(
	    wire_text(&answer->in, F_MAIL), "a***@s***.example");
	assert_string_equal(wire_text(&answer->in, F_STATE), "new");
	for (size_t i = 0; i < sizeof(hidden) / sizeof(hidden[0]); i++)
		assert_false(wire_has(&answer->in, (enum field)hidden[i]));
	answer =
	    town_ask(TOWN_PERSONNEL, OP_PERSON_LOAD, F_ACCOUNT, "amy", F_NONE);
	assert_string_equal(
	    wire_text(&answer->in, F_MAIL), "amy@school.example");
	assert_true(wire_has(&answer->in, F_UUID));
}

/* Personnel list their own school without naming it; IT sees everybody. */
static void
a_list_holds_the_own_school_only(void **state)
{
	static const struct {
		enum town_who who;
		bool sees_other;
	} cases[] = {
	    {TOWN_OFFICER, false}, {TOWN_PERSONNEL, false}, {TOWN_IT, true}};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct town_answer *answer =
		    town_ask(cases[i].who, OP_PERSON_LIST, F_NONE);
		bool sees_own = false, sees_other = false;

		for (size_t r = 0; r < answer->in.row_count; r++) {
			struct wire_in row;
			const char *account;

			wire_row(&answer->in, r, &row);
			account = wire_text(&row, F_ACCOUNT);
			sees_own |= strcmp(account, "amy") == 0;
			sees_other |= strcmp(account, "olga") == 0;
		}
		assert_true(sees_own);
		assert_int_equal(sees_other, cases[i].sees_other);
	}
}

static int64_t
found(int field, const char *text)
{
	return wire_number(
	    &town_ask(TOWN_PERSONNEL, OP_PERSON_LIST, field, text, F_NONE)->in,
	    F_COUNT, -1);
}

static void
people_are_found_by_a_part_of_name_or_account(void **state)
{
	(void)state;
	assert_int_equal(found(F_NAME, "etr"), 1); /* petra */
	assert_true(found(F_NAME, "示") > 3);
	assert_int_equal(found(F_NAME, "*"), 0);
	town_modify(
	    "uid=amy,ou=people," TOWN_BASE, "portalLetterState", "bounced");
	assert_int_equal(found(F_LETTER_STATE, "bounced"), 1);
	town_modify("uid=amy,ou=people," TOWN_BASE, "portalLetterState", NULL);
}

/* By national ID, too: somebody else's person is nobody. */
static void
a_national_id_finds_people_of_the_own_school_only(void **state)
{
	(void)state;
	assert_int_equal(wire_number(&town_ask(TOWN_PERSONNEL, OP_PERSON_LIST,
					 F_NATIONAL_ID, town_id(11), F_NONE)
					  ->in,
			     F_COUNT, -1),
	    1);
	assert_int_equal(wire_number(&town_ask(TOWN_PERSONNEL, OP_PERSON_LIST,
					 F_NATIONAL_ID, town_id(12), F_NONE)
					  ->in,
			     F_COUNT, -1),
	    0);
}

/* The accounts, or whatever the field is, that a list shows; " amy olga ". */
static const char *
listed(const struct town_answer *answer, enum field field)
{
	static char text[4096];
	size_t used = (size_t)snprintf(text, sizeof(text), " ");

	assert_string_equal(answer->reason, "ok");
	for (size_t i = 0; i < answer->in.row_count; i++) {
		struct wire_in row;

		wire_row(&answer->in, i, &row);
		used += (size_t)snprintf(text + used, sizeof(text) - used,
		    "%s ", wire_text(&row, field));
	}
	return text;
}

/* pia is personnel of both schools, and posted to the other one. */
static void
roles_in_several_schools_all_count(void **state)
{
	static const char *const mine[][2] = {
	    {TOWN_SCHOOL, "amy"}, {TOWN_OTHER, "olga"}};
	char session[1025];

	(void)state;
	town_person("pia", 17, TOWN_OTHER);
	town_activate("pia");
	town_expect("ok", TOWN_ROOT, OP_ROLE_PUT, F_ROLE, "personnel",
	    F_ACCOUNT, "pia", F_WANTED, "1", F_NONE);
	town_add("cn=personnel,o=" TOWN_SCHOOL ",ou=units," TOWN_BASE,
	    "roleOccupant", "uid=pia,ou=people," TOWN_BASE);
	(void)text_copy(session, sizeof(session), town_sign_in("pia"));
	for (int i = 0; i < 2; i++) {
		const char *all;

		town_expect("ok", TOWN_NOBODY, OP_PERSON_LOAD, F_ACCOUNT,
		    mine[i][1], F_SESSION, session, F_NONE);
		town_expect("ok", TOWN_NOBODY, OP_PERSON_PUT, F_ACCOUNT,
		    mine[i][1], F_SCHOOL, mine[i][0], F_NAME, "別名", F_PLAN,
		    "1", F_SESSION, session, F_NONE);
		all = listed(town_ask(TOWN_NOBODY, OP_PERSON_LIST, F_SESSION,
				 session, F_NONE),
		    F_ACCOUNT);
		assert_non_null(strstr(all, mine[i][1]));
		all = listed(town_ask(TOWN_NOBODY, OP_PERSON_LIST, F_SCHOOL,
				 mine[i][0], F_SESSION, session, F_NONE),
		    F_ACCOUNT);
		assert_non_null(strstr(all, mine[i][1]));
		assert_null(strstr(all, mine[1 - i][1]));
		all = listed(town_ask(TOWN_NOBODY, OP_AUDIT_LIST, F_SESSION,
				 session, F_NONE),
		    F_SCHOOL);
		assert_non_null(strstr(all, mine[i][0]));
	}
	assert_string_equal(listed(town_ask(TOWN_NOBODY, OP_SCHOOL_LIST,
				       F_SESSION, session, F_NONE),
				F_SCHOOL),
	    " " TOWN_SCHOOL " " TOWN_OTHER " ");
	town_expect("not_on_colleagues", TOWN_NOBODY, OP_PERSON_PUT, F_ACCOUNT,
	    "paul", F_SCHOOL, TOWN_SCHOOL, F_SESSION, session, F_NONE);
	/* Nor may a colleague of either school touch her. */
	town_expect("other_school", TOWN_PERSONNEL, OP_PERSON_LOAD, F_ACCOUNT,
	    "pia", F_NONE);
}

/* The audit trail of a school is for its own personnel. */
static void
personnel_see_the_audit_of_their_schools_only(void **state)
{
	const char *schools =
	    listed(town_ask(TOWN_PERSONNEL, OP_AUDIT_LIST, F_NONE), F_SCHOOL);

	(void)state;
	assert_non_null(strstr(schools, TOWN_SCHOOL));
	assert_null(strstr(schools, TOWN_OTHER));
	assert_string_equal(listed(town_ask(TOWN_PERSONNEL, OP_AUDIT_LIST,
				       F_SCHOOL, TOWN_OTHER, F_NONE),
				F_SCHOOL),
	    " ");
}

static void
a_blank_is_no_reason(void **state)
{
	static const int ops[] = {OP_CODE_SHOW, OP_CODE_ISSUE,
	    OP_PERSON_SUSPEND, OP_PERSON_RESTORE, OP_PERSON_LEAVE};

	(void)state;
	for (size_t i = 0; i < sizeof(ops) / sizeof(ops[0]); i++) {
		town_expect("bad_field", TOWN_ROOT, ops[i], F_ACCOUNT, "amy",
		    F_WHY, "", F_NONE);
		town_expect("bad_field", TOWN_ROOT, ops[i], F_ACCOUNT, "amy",
		    F_WHY, "  ", F_NONE);
	}
}

/* The row of that link in a list; false when it is not there. */
static bool
find_app(
    enum town_who who, const char *menu, const char *app, struct wire_in *row)
{
	const struct town_answer *answer = town_ask(
	    who, OP_APP_LIST, menu != NULL ? F_KIND : F_NONE, menu, F_NONE);

	for (size_t i = 0; i < answer->in.row_count; i++) {
		wire_row(&answer->in, i, row);
		if (strcmp(wire_text(row, F_APP), app) == 0)
			return true;
	}
	return false;
}

static void
a_teacher_sees_the_links_of_the_menus_and_it_all(void **state)
{
	struct wire_in row;

	(void)state;
	town_expect("ok", TOWN_ROOT, OP_APP_PUT, F_APP, "webitr", F_URL,
	    "https://leave.example/", F_NAME, "WebITR 差勤系統", F_NAME_EN,
	    "Leave", F_KIND, "common", F_SEQ, "3", F_NONE);
	town_expect("ok", TOWN_ROOT, OP_APP_PUT, F_APP, "webitr", F_URL,
	    "https://leave.example/", F_SEQ, "2", F_NONE);
	assert_true(find_app(TOWN_TEACHER, "common", "webitr", &row));
	assert_string_equal(wire_text(&row, F_NAME), "WebITR 差勤系統");
	assert_string_equal(wire_text(&row, F_NAME_EN), "Leave");
	assert_int_equal(wire_number(&row, F_SEQ, -1), 2);
	assert_true(find_app(TOWN_TEACHER, NULL, "webitr", &row));
	assert_false(find_app(TOWN_TEACHER, "useful", "webitr", &row));
	assert_false(find_app(TOWN_TEACHER, NULL, "leave", &row));
	assert_true(find_app(TOWN_IT, NULL, "leave", &row));
	town_expect("ok", TOWN_ROOT, OP_APP_PUT, F_APP, "webitr", F_URL,
	    "https://leave.example/", F_KIND, "", F_NAME_EN, "", F_NONE);
	assert_false(find_app(TOWN_TEACHER, NULL, "webitr", &row));
	assert_true(find_app(TOWN_IT, NULL, "webitr", &row));
	assert_false(wire_has(&row, F_NAME_EN));
	assert_string_equal(wire_text(&row, F_NAME), "WebITR 差勤系統");
}

static void
sweeping_is_done_at_the_servers_own_door_only(void **state)
{
	(void)state;
	for (int who = 0; who < TOWN_ROOT; who++)
		assert_int_equal(
		    town_ask((enum town_who)who, OP_SWEEP, F_PLAN, "1", F_NONE)
			->rc,
		    RC_DENIED);
	town_expect("ok", TOWN_ROOT, OP_SWEEP, F_PLAN, "1", F_NONE);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(everybody_may_what_the_table_says_and_no_more),
    cmocka_unit_test(every_refusal_of_rights_is_audited),
    cmocka_unit_test(what_a_stranger_may_not_do_is_not_audited),
    cmocka_unit_test(a_front_that_lies_about_rights_gains_none),
    cmocka_unit_test(a_session_that_was_touched_is_none),
    cmocka_unit_test(
	the_officer_sees_a_masked_address_and_no_more_than_its_state),
    cmocka_unit_test(a_list_holds_the_own_school_only),
    cmocka_unit_test(people_are_found_by_a_part_of_name_or_account),
    cmocka_unit_test(a_national_id_finds_people_of_the_own_school_only),
    cmocka_unit_test(roles_in_several_schools_all_count),
    cmocka_unit_test(personnel_see_the_audit_of_their_schools_only),
    cmocka_unit_test(a_blank_is_no_reason),
    cmocka_unit_test(a_teacher_sees_the_links_of_the_menus_and_it_all),
    cmocka_unit_test(sweeping_is_done_at_the_servers_own_door_only),
};

static int
start(void **state)
{
	(void)town_open(state);
	set_the_scene();
	return 0;
}

UNIT_MAIN_IN(tests, start, NULL)
