/* What the audit says of acts, and how long it may take to say it.
 * tests/module/audit.sh starts the slapd. */
#include "stage.h"

#include "../unit/unit.h"

#include <pthread.h>
#include <signal.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { SHORT_NS = 100000000, NS = 1000000000 };

static const struct actor it = {.roles = ROLE_IT, .name = "uid 0"};

/* ------------------------------------------------------ a worker that hangs */

static int hang_fd = -1; /* told when dir_add() is called, which never ends */
static bool is_waited_for;
static const char *overtake_dn; /* gets a code of somebody else before ours */

enum rc __real_dir_add(struct dir *, const char *, const struct dir_change *,
    size_t, struct err *);
enum rc __wrap_dir_add(struct dir *, const char *, const struct dir_change *,
    size_t, struct err *);
enum rc __real_dir_modify(
    struct dir *, const struct dir_edit *, struct dir_entry **, struct err *);
enum rc __wrap_dir_modify(
    struct dir *, const struct dir_edit *, struct dir_entry **, struct err *);
int __real_pthread_mutex_clocklock(
    pthread_mutex_t *lock, clockid_t clock, const struct timespec *until);
int __wrap_pthread_mutex_clocklock(
    pthread_mutex_t *lock, clockid_t clock, const struct timespec *until);

enum rc
__wrap_dir_add(struct dir *dir, const char *dn, const struct dir_change *values,
    size_t count, struct err *err)
{
	if (hang_fd >= 0) {
		assert_int_equal(write(hang_fd, "", 1), 1);
		for (;;)
			(void)pause();
	}
	return __real_dir_add(dir, dn, values, count, err);
}

enum rc
__wrap_dir_modify(struct dir *dir, const struct dir_edit *edit,
    struct dir_entry **after, struct err *err)
{
	const struct dir_change other = {
	    DIR_REPLACE, "portalCodeNonce", "0123456789abcdef", 16};
	const struct dir_edit first = {
	    .dn = overtake_dn, .changes = &other, .count = 1};

	if (overtake_dn != NULL && strcmp(edit->dn, overtake_dn) == 0)
		assert_rc(
		    RC_OK, __real_dir_modify(dir, &first, NULL, err), err);
	return __real_dir_modify(dir, edit, after, err);
}

/* Waits as it was asked to, but for the length of it. */
int
__wrap_pthread_mutex_clocklock(
    pthread_mutex_t *lock, clockid_t clock, const struct timespec *until)
{
	struct timespec now;

	assert_int_equal(clock, CLOCK_MONOTONIC);
	(void)clock_gettime(clock, &now);
	assert_in_range(until->tv_sec, now.tv_sec, now.tv_sec + AUDIT_WAIT_S);
	is_waited_for = true;
	now.tv_nsec += SHORT_NS;
	now.tv_sec += now.tv_nsec / NS;
	now.tv_nsec %= NS;
	return __real_pthread_mutex_clocklock(lock, clock, &now);
}

static enum rc
add_entry(struct core *core, const char *target)
{
	struct err err;

	return core_audit(core, &it, "test", target, "", "", "ok", &err);
}

static pid_t
start_hanging(void)
{
	int told[2];
	pid_t pid;
	char byte;

	assert_int_equal(pipe(told), 0);
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		struct core *own = stage_fork();

		hang_fd = told[1];
		(void)add_entry(own, "hangs");
		_exit(0);
	}
	(void)close(told[1]);
	assert_int_equal(read(told[0], &byte, 1), 1);
	(void)close(told[0]);
	return pid;
}

/* ---------------------------------------------------------------- looking */

struct found {
	const char *target;
	char text[1024]; /* "action result reason; ..." */
};

static enum rc
take_entry(void *context, const struct dir_entry *entry, struct err *err)
{
	struct found *found = context;
	const char *reason = dir_value(entry, "portalAuditReason");
	size_t len = strlen(found->text);

	(void)err;
	(void)snprintf(found->text + len, sizeof(found->text) - len,
	    "%s %s %s; ", dir_value(entry, "portalAuditAction"),
	    dir_value(entry, "portalAuditResult"),
	    reason != NULL ? reason : "-");
	return RC_OK;
}

/* Of everything that was done to that target, in order. */
static const char *
entries_of(struct core *core, const char *target)
{
	static struct found found;
	char filter[FILTER_SIZE];
	const struct dir_query query = {.base = "ou=audit,dc=example,dc=edu",
	    .scope = DIR_ONE,
	    .filter = filter};
	struct err err;

	found = (struct found){.target = target};
	assert_rc(RC_OK,
	    filter_print(
		filter, sizeof(filter), &err, "(portalAuditTarget=%s)", target),
	    &err);
	assert_rc(RC_OK,
	    dir_search(core->dir, &query, take_entry, &found, &err), &err);
	return found.text;
}

/* -------------------------------------------------------------- the tests */

static void
a_worker_that_hangs_keeps_the_others_for_a_bounded_time(void **state)
{
	struct core *core = stage_core();
	char head[AUDIT_HEAD_SIZE];
	struct err err;
	pid_t pid;

	(void)state;
	assert_int_equal(add_entry(core, "before"), RC_OK);
	pid = start_hanging();
	assert_int_equal(add_entry(core, "while"), RC_OFFLINE);
	assert_true(is_waited_for);
	assert_int_equal(audit_head(core->audit, core->dir,
			     core->ring[RING_AUDIT], head, &err),
	    RC_OFFLINE);
	assert_int_equal(kill(pid, SIGKILL), 0);
	assert_int_equal(waitpid(pid, NULL, 0), pid);
	assert_int_equal(add_entry(core, "after"), RC_OK);
	assert_string_equal(entries_of(core, "while"), "");
}

/* Between reading and issuing, somebody else has issued one. */
static void
a_code_that_was_not_issued_after_all_has_a_second_entry(void **state)
{
	struct core *core = stage_core();
	const struct stage_answer *answer;

	(void)state;
	stage_person(core, "twice", 1, STAGE_SCHOOL, "new");
	overtake_dn = "uid=twice,ou=people,dc=example,dc=edu";
	answer = stage_ask_as(core, &it, OP_CODE_ISSUE, desk_code_issue,
	    F_ACCOUNT, "twice", F_WHY, "no mail", F_NONE);
	overtake_dn = NULL;
	assert_int_equal(answer->reply, REPLY_CHANGED_MEANWHILE);
	assert_false(wire_has(&answer->in, F_CODE));
	assert_string_equal(entries_of(core, "twice"),
	    "code_issue issued no mail; code_issue changed_meanwhile -; ");
}

static void
a_renaming_says_the_new_name(void **state)
{
	struct core *core = stage_core();

	(void)state;
	stage_person(core, "oldname", 2, STAGE_SCHOOL, "new");
	assert_int_equal(
	    stage_ask_as(core, &it, OP_PERSON_RENAME, transfer_rename,
		F_ACCOUNT, "oldname", F_NAME, "newname", F_WHY, "typo", F_NONE)
		->reply,
	    REPLY_OK);
	assert_string_equal(entries_of(core, "oldname"),
	    "person_rename renamed -> newname: typo; "
	    "person_rename renamed -> newname: typo; ");
	stage_person(core, "plain", 3, STAGE_SCHOOL, "new");
	assert_int_equal(
	    stage_ask_as(core, &it, OP_PERSON_RENAME, transfer_rename,
		F_ACCOUNT, "plain", F_NAME, "simple", F_NONE)
		->reply,
	    REPLY_OK);
	assert_string_equal(entries_of(core, "plain"),
	    "person_rename renamed -> simple; "
	    "person_rename renamed -> simple; ");
}

static void
a_schools_group_is_made_with_an_entry(void **state)
{
	struct core *core = stage_core();

	(void)state;
	assert_int_equal(stage_ask_as(core, &it, OP_PERSON_PUT, enrol_put,
			     F_SCHOOL, "014602", F_NATIONAL_ID, stage_id(4),
			     F_NAME, "示範", F_ACCOUNT, "firsthere", F_NONE)
			     ->reply,
	    REPLY_OK);
	assert_string_equal(
	    entries_of(core, "school-014602"), "person_put created -; ");
	assert_string_equal(
	    entries_of(core, "firsthere"), "person_put created -; ");
}

/* Whoever verifies the chain has what lists show, and no more. */
static void
what_a_list_shows_is_what_was_hashed(void **state)
{
	struct core *core = stage_core();
	const struct stage_answer *answer;
	char hash[AUDIT_HASH_SIZE], before[AUDIT_HASH_SIZE], long_text[700];
	struct wire_in row;
	struct err err;

	(void)state;
	memset(long_text, 'x', sizeof(long_text) - 1);
	long_text[sizeof(long_text) - 1] = '\0';
	assert_int_equal(add_entry(core, "short"), RC_OK);
	assert_rc(RC_OK,
	    core_audit(
		core, &it, "test", long_text, long_text, long_text, "ok", &err),
	    &err);
	answer =
	    stage_ask_as(core, &it, OP_AUDIT_LIST, report_audit_list, F_NONE);
	assert_true(answer->in.row_count > 1);
	wire_row(&answer->in, answer->in.row_count - 2, &row);
	(void)snprintf(before, sizeof(before), "%s", wire_text(&row, F_HASH));
	wire_row(&answer->in, answer->in.row_count - 1, &row);
	audit_chain_hash(
	    &(struct audit_entry){.home = wire_number(&row, F_KID, 0),
		.seq = wire_number(&row, F_SEQ, 0),
		.time_s = wire_number(&row, F_TIME, 0),
		.actor = wire_text(&row, F_ACTOR),
		.action = wire_text(&row, F_ACTION),
		.target = wire_text(&row, F_TARGET),
		.school = wire_text(&row, F_SCHOOL),
		.reason = wire_text(&row, F_WHY),
		.result = wire_text(&row, F_RESULT)},
	    before, hash);
	assert_string_equal(hash, wire_text(&row, F_HASH));
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(a_worker_that_hangs_keeps_the_others_for_a_bounded_time),
    cmocka_unit_test(a_code_that_was_not_issued_after_all_has_a_second_entry),
    cmocka_unit_test(a_renaming_says_the_new_name),
    cmocka_unit_test(a_schools_group_is_made_with_an_entry),
    cmocka_unit_test(what_a_list_shows_is_what_was_hashed),
};

UNIT_MAIN(tests)
