/* Lists of what others may have written by LDAP: one value that is too long or
 * odd never spoils the rest. tests/module/lists.sh starts the slapd. */
#include "stage.h"

#include "../unit/unit.h"
#include "base/clock.h"

enum { LONG = 600, ENTRIES = 250, PAGES_MAX = 100 };

static const struct actor it = {.roles = ROLE_IT, .name = "uid 0"};
static char long_text[LONG + 1];

/* ------------------------------------------------ a directory that gives up */

static int give_up_after = -1; /* entries; -1: never */

struct counted {
	dir_each *each;
	void *context;
	int left;
};

enum rc __real_dir_search(struct dir *dir, const struct dir_query *query,
    dir_each *each, void *context, struct err *err);
enum rc __wrap_dir_search(struct dir *dir, const struct dir_query *query,
    dir_each *each, void *context, struct err *err);

static enum rc
count_down(void *context, const struct dir_entry *entry, struct err *err)
{
	struct counted *counted = context;

	if (counted->left-- == 0)
		return err_set(err, RC_BUSY, "time is up");
	return counted->each(counted->context, entry, err);
}

enum rc
__wrap_dir_search(struct dir *dir, const struct dir_query *query,
    dir_each *each, void *context, struct err *err)
{
	struct counted counted = {each, context, give_up_after};

	return give_up_after < 0
	    ? __real_dir_search(dir, query, each, context, err)
	    : __real_dir_search(dir, query, count_down, &counted, err);
}

/* ------------------------------- an entry that slapd would not let us write */

enum rc __real_person_read(
    struct person *person, const struct dir_entry *entry, struct err *err);
enum rc __wrap_person_read(
    struct person *person, const struct dir_entry *entry, struct err *err);

enum rc
__wrap_person_read(
    struct person *person, const struct dir_entry *entry, struct err *err)
{
	if (strncmp(dir_dn(entry), "uid=odd,", 8) == 0)
		return err_set(err, RC_FAULT, "no portalState");
	return __real_person_read(person, entry, err);
}

/* -------------------------------------------------------------- the tools */

static void
add(struct core *core, const char *dn, const char *const *pairs)
{
	struct dir_change values[10];
	struct err err;
	size_t count = 0;

	for (; pairs[0] != NULL; pairs += 2)
		values[count++] =
		    (struct dir_change){DIR_ADD, pairs[0], pairs[1], 0};
	assert_rc(RC_OK, dir_add(core->dir, dn, values, count, &err), &err);
}

/* The field of the row whose `key` is `is`; NULL when there is none. */
static const char *
cell(const struct wire_in *in, enum field key, const char *is, enum field field)
{
	for (size_t i = 0; i < in->row_count; i++) {
		static struct wire_in row;

		wire_row(in, i, &row);
		if (wire_has(&row, key) &&
		    strcmp(wire_text(&row, key), is) == 0)
			return wire_text(&row, field);
	}
	return NULL;
}

static void
assert_cut(const char *shown, enum field field)
{
	size_t len = field_rule(field)->max;

	assert_non_null(shown);
	assert_int_equal(strlen(shown), len);
	assert_memory_equal(shown, long_text, len - 3);
	assert_string_equal(shown + len - 3, "\xe2\x80\xa6");
}

static const struct wire_in *
list(struct core *core, enum op op, core_op *run)
{
	const struct stage_answer *answer =
	    stage_ask_as(core, &it, op, run, F_NONE);

	assert_int_equal(answer->reply, REPLY_OK);
	return &answer->in;
}

/* -------------------------------------------------------------- the tests */

static void
a_value_that_is_too_long_is_cut_and_the_list_goes_on(void **state)
{
	const char *const school[] = {"objectClass", "organization",
	    "objectClass", "portalSchool", "o", "019998", "portalSchoolCode",
	    "019998", "portalSchoolKind", "elementary", "displayName",
	    long_text, NULL};
	const char *const app[] = {"objectClass", "portalApp", "cn", "webitr",
	    "portalAppURL", long_text, "displayName", long_text, NULL};
	const char *const group[] = {"objectClass", "posixGroup", "objectClass",
	    "portalGroup", "cn", "wordy", "gidNumber", "4711", "description",
	    long_text, NULL};
	struct core *core = stage_core();
	const struct wire_in *in;

	(void)state;
	stage_person(core, "wordy", 1, STAGE_SCHOOL, "new");
	stage_modify(core, "wordy", "cn", long_text);
	stage_modify(core, "wordy", "portalAdminPost", long_text);
	add(core, "o=019998,ou=units,dc=example,dc=edu", school);
	add(core, "cn=webitr,ou=apps,dc=example,dc=edu", app);
	add(core, "cn=wordy,ou=groups,dc=example,dc=edu", group);
	in = list(core, OP_PERSON_LIST, people_list);
	assert_cut(cell(in, F_ACCOUNT, "wordy", F_NAME), F_NAME);
	assert_cut(cell(in, F_ACCOUNT, "wordy", F_ADMIN_POST), F_ADMIN_POST);
	assert_non_null(cell(in, F_ACCOUNT, "personnel1", F_NAME));
	in = list(core, OP_SCHOOL_LIST, structure_school_list);
	assert_cut(cell(in, F_SCHOOL, "019998", F_NAME), F_NAME);
	assert_non_null(cell(in, F_SCHOOL, "014501", F_KIND));
	in = list(core, OP_APP_LIST, app_list);
	assert_cut(cell(in, F_APP, "webitr", F_URL), F_URL);
	in = list(core, OP_GROUP_LIST, group_list);
	assert_cut(cell(in, F_GROUP, "wordy", F_NAME), F_NAME);
}

static void
a_control_character_is_shown_as_a_strange_one(void **state)
{
	struct core *core = stage_core();

	(void)state;
	stage_person(core, "tabbed", 2, STAGE_SCHOOL, "new");
	stage_modify(core, "tabbed", "cn", "A\tB");
	assert_string_equal(cell(list(core, OP_PERSON_LIST, people_list),
				F_ACCOUNT, "tabbed", F_NAME),
	    "A\xef\xbf\xbd"
	    "B");
}

static void
an_entry_that_is_no_person_says_so_in_its_row(void **state)
{
	const char *const odd[] = {"objectClass", "inetOrgPerson",
	    "objectClass", "portalPerson", "uid", "odd", "cn", "Odd", "sn",
	    "Odd", "portalState", "new", "portalLetterState", "sent",
	    "portalUnitDN", STAGE_SCHOOL, NULL};
	struct core *core = stage_core();
	const struct wire_in *in;

	(void)state;
	add(core, "uid=odd,ou=people,dc=example,dc=edu", odd);
	in = list(core, OP_PERSON_LIST, people_list);
	assert_non_null(
	    strstr(cell(in, F_ACCOUNT, "odd", F_DETAIL), "no portalState"));
	assert_non_null(cell(in, F_ACCOUNT, "personnel1", F_STATE));
	in = list(core, OP_MAIL_LIST, people_mail_list);
	assert_non_null(cell(in, F_ACCOUNT, "odd", F_DETAIL));
}

static void
fill_audit(struct core *core)
{
	struct err err;

	for (int i = 0; i < ENTRIES; i++)
		assert_rc(RC_OK,
		    core_audit(
			core, &it, "test", "target", "014501", "", "ok", &err),
		    &err);
}

/* Every page of the list in that order: how many entries, each with the number
 * that follows the one before. */
static int64_t
walk_audit(struct core *core, const char *order, int64_t first, int step)
{
	char cursor[64];
	int64_t seen = 0;

	/* Before the first key of either order. */
	(void)snprintf(cursor, sizeof(cursor), order != NULL ? "0" : "1");
	do {
		const struct stage_answer *answer = stage_ask_as(core, &it,
		    OP_AUDIT_LIST, report_audit_list, F_CURSOR, cursor,
		    order != NULL ? F_STATE : F_NONE, order, F_NONE);

		assert_int_equal(answer->reply, REPLY_OK);
		for (size_t i = 0; i < answer->in.row_count; i++) {
			struct wire_in row;

			wire_row(&answer->in, i, &row);
			assert_int_equal(wire_number(&row, F_SEQ, -1),
			    first + step * seen++);
		}
		(void)snprintf(cursor, sizeof(cursor), "%s",
		    wire_has(&answer->in, F_CURSOR)
			? wire_text(&answer->in, F_CURSOR)
			: "");
	} while (cursor[0] != '\0' && seen <= PAGES_MAX * ENTRIES);
	return seen;
}

static void
an_audit_list_has_every_entry_once_on_its_pages(void **state)
{
	struct core *core = stage_core();
	int64_t all;

	(void)state;
	fill_audit(core);
	all = walk_audit(core, NULL, 1, 1);
	assert_true(all >= ENTRIES);
	assert_int_equal(walk_audit(core, "newest", all, -1), all);
}

/* One entry of another host, as replication brings it. */
static void
add_of_home(struct core *core, int64_t home, int64_t seq, int64_t time_s)
{
	char dn[128], cn[64], number[32], when[CLOCK_GENERALIZED_SIZE];
	const struct dir_change values[] = {
	    {DIR_ADD, "objectClass", "portalAudit", 0},
	    {DIR_ADD, "cn", cn, 0},
	    {DIR_ADD, "portalAuditSeq", number, 0},
	    {DIR_ADD, "portalAuditTime", when, 0},
	    {DIR_ADD, "portalAuditActor", "there", 0},
	    {DIR_ADD, "portalAuditAction", "code_issue", 0},
	    {DIR_ADD, "portalAuditResult", "ok", 0},
	};
	struct err err;

	(void)snprintf(number, sizeof(number), "%lld", (long long)seq);
	(void)snprintf(cn, sizeof(cn), "%lld-%s", (long long)home, number);
	(void)snprintf(dn, sizeof(dn), "cn=%s,ou=audit,dc=example,dc=edu", cn);
	clock_generalized(time_s, when);
	assert_rc(RC_OK,
	    dir_add(core->dir, dn, values, sizeof(values) / sizeof(values[0]),
		&err),
	    &err);
}

static void
the_newest_of_all_hosts_come_in_the_order_of_time(void **state)
{
	enum { ELSEWHERE = 77, SHOWN = 3 };
	static const int64_t homes[SHOWN] = {ELSEWHERE, 0, ELSEWHERE};
	struct core *core = stage_core();
	const struct stage_answer *answer;
	int64_t later_s = core->now_s + 100;
	struct err err;

	(void)state;
	add_of_home(core, ELSEWHERE, 1, later_s);
	core->now_s = later_s + 1;
	assert_rc(RC_OK,
	    core_audit(core, &it, "test", "last", "", "", "ok", &err), &err);
	add_of_home(core, ELSEWHERE, 2, later_s + 2);
	answer = stage_ask_as(core, &it, OP_AUDIT_LIST, report_audit_list,
	    F_STATE, "newest", F_NONE);
	assert_true(answer->in.row_count >= SHOWN);
	for (size_t i = 0; i < SHOWN; i++) {
		struct wire_in row;

		wire_row(&answer->in, i, &row);
		assert_int_equal(wire_number(&row, F_KID, -1),
		    homes[i] != 0 ? homes[i] : core->conf->home);
	}
	assert_true(walk_audit(core, NULL, 1, 1) >= ENTRIES);
}

static void
an_audit_list_in_no_known_order_is_refused(void **state)
{
	(void)state;
	assert_int_equal(stage_ask_as(stage_core(), &it, OP_AUDIT_LIST,
			     report_audit_list, F_STATE, "oldest", F_NONE)
			     ->reply,
	    REPLY_BAD_FIELD);
}

/* What it gave is not a page: nobody would miss the rest. */
static void
a_directory_that_gives_up_is_not_a_full_page(void **state)
{
	struct core *core = stage_core();
	const struct stage_answer *answer;

	(void)state;
	give_up_after = 5;
	answer =
	    stage_ask_as(core, &it, OP_AUDIT_LIST, report_audit_list, F_NONE);
	give_up_after = -1;
	assert_int_equal(answer->reply, REPLY_OFFLINE);
	assert_false(wire_has(&answer->in, F_CURSOR));
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(a_value_that_is_too_long_is_cut_and_the_list_goes_on),
    cmocka_unit_test(a_control_character_is_shown_as_a_strange_one),
    cmocka_unit_test(an_entry_that_is_no_person_says_so_in_its_row),
    cmocka_unit_test(an_audit_list_has_every_entry_once_on_its_pages),
    cmocka_unit_test(the_newest_of_all_hosts_come_in_the_order_of_time),
    cmocka_unit_test(an_audit_list_in_no_known_order_is_refused),
    cmocka_unit_test(a_directory_that_gives_up_is_not_a_full_page),
};

static int
start(void **state)
{
	(void)state;
	memset(long_text, 'x', LONG);
	(void)stage_core();
	return 0;
}

UNIT_MAIN_IN(tests, start, NULL)
