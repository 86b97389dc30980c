/* follow.c against a real slapd; tests/module/follow.sh starts it. */
#include "base/clock.h"
#include "labd/follow.h"
#include "../unit/unit.h"

#include "freeze.h"

#include <cdb.h>
#include <fcntl.h>
#include <ldap.h>
#include <limits.h>
#include <poll.h>
#include <sys/stat.h>
#include <sys/wait.h>

#define PEOPLE "ou=people,dc=example,dc=edu"
#define ANNA   "uid=anna," PEOPLE
#define LAB1   "cn=lab1,ou=machines,dc=example,dc=edu"
#define EAST   "o=east,ou=units,dc=example,dc=edu"

enum { TIMEOUT_MS = 400, SLACK_MS = 400, HEARD_MS = 2000, DAY_S = 24 * 3600 };

static struct labd_conf conf;
static struct dir *identityd;
static struct dir *machine;
static struct follow names;
static int64_t now_ms; /* of follow: days pass in no time */

static const char *
env(const char *name)
{
	const char *value = getenv(name);

	if (value == NULL)
		fail_msg("%s is not set: run tests/module/follow.sh", name);
	return value;
}

static void
restart_slapd(void)
{
	assert_int_equal(system(env("SLAPD_RESTART")), 0);
}

/* ------------------------------------------- a server that takes its time */

static int thaw_after_ms;

int __real_ldap_search_ext(LDAP *ld, const char *base, int scope,
    const char *filter, char **attrs, int only, LDAPControl **server,
    LDAPControl **client, struct timeval *timeout, int size, int *id);
int __wrap_ldap_search_ext(LDAP *ld, const char *base, int scope,
    const char *filter, char **attrs, int only, LDAPControl **server,
    LDAPControl **client, struct timeval *timeout, int size, int *id);

/* With thaw_after_ms the server takes that long from here on. */
int
__wrap_ldap_search_ext(LDAP *ld, const char *base, int scope,
    const char *filter, char **attrs, int only, LDAPControl **server,
    LDAPControl **client, struct timeval *timeout, int size, int *id)
{
	pid_t pid = thaw_after_ms > 0 ? slapd_pid() : 0;

	if (pid > 0) {
		freeze(pid);
		if (fork() == 0) {
			(void)poll(NULL, 0, thaw_after_ms);
			_exit(kill(pid, SIGCONT));
		}
		thaw_after_ms = 0;
	}
	return __real_ldap_search_ext(ld, base, scope, filter, attrs, only,
	    server, client, timeout, size, id);
}

/* ------------------------------------------------------- the directory */

static void
put(const char *dn, const char *attr, const char *value)
{
	const struct dir_change change = {DIR_REPLACE, attr, value, 0};
	const struct dir_edit edit = {.dn = dn, .changes = &change, .count = 1};
	struct err err;

	assert_rc(RC_OK, dir_modify(identityd, &edit, NULL, &err), &err);
}

static void
add_person(const char *name, const char *uid)
{
	char dn[128], home[64];
	const struct dir_change values[] = {
	    {DIR_ADD, "objectClass", "inetOrgPerson", 0},
	    {DIR_ADD, "objectClass", "posixAccount", 0},
	    {DIR_ADD, "objectClass", "portalPerson", 0},
	    {DIR_ADD, "uid", name, 0},
	    {DIR_ADD, "cn", name, 0},
	    {DIR_ADD, "sn", name, 0},
	    {DIR_ADD, "uidNumber", uid, 0},
	    {DIR_ADD, "gidNumber", uid, 0},
	    {DIR_ADD, "homeDirectory", home, 0},
	    {DIR_ADD, "portalState", "active", 0},
	    {DIR_ADD, "portalUnitDN", EAST, 0},
	};
	struct err err;

	(void)snprintf(dn, sizeof(dn), "uid=%s," PEOPLE, name);
	(void)snprintf(home, sizeof(home), "/home/%s", name);
	assert_rc(RC_OK,
	    dir_add(identityd, dn, values, sizeof(values) / sizeof(values[0]),
		&err),
	    &err);
}

static void
delete_person(const char *name)
{
	struct err err;
	char dn[128];

	(void)snprintf(dn, sizeof(dn), "uid=%s," PEOPLE, name);
	assert_rc(RC_OK, dir_delete(identityd, dn, &err), &err);
}

/* ------------------------------------------------------------ the names */

/* Reads the file of names; the shell, "" for nobody. */
static const char *
shell_of(const char *name)
{
	static char bytes[NAMES_RECORD_SIZE];
	char path[PATH_MAX], key[NAMES_KEY_SIZE];
	size_t key_len = names_key(key, NAMES_PERSON, name);
	struct names_person person;
	unsigned len;
	int fd;

	(void)snprintf(path, sizeof(path), "%s/" NAMES_FILE, conf.state_dir);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return "";
	if (cdb_seek(fd, key, (unsigned)key_len, &len) <= 0)
		len = 0;
	assert_true(len < sizeof(bytes));
	if (len > 0)
		assert_int_equal(cdb_bread(fd, bytes, (int)len), 0);
	(void)close(fd);
	if (len == 0)
		return "";
	assert_true(names_person_parse(&person, bytes, len));
	return person.shell;
}

static bool
is_known(const char *name)
{
	return *shell_of(name) != '\0';
}

static enum rc
turn(void)
{
	bool is_changed;
	struct err err;

	return follow_turn(&names, now_ms, &is_changed, &err);
}

static void
later(int seconds)
{
	now_ms += (int64_t)seconds * 1000;
}

static void
turn_later(int seconds)
{
	bool is_changed;
	struct err err;

	later(seconds);
	assert_rc(RC_OK, follow_turn(&names, now_ms, &is_changed, &err), &err);
}

static void
open_names(enum labd_sync sync, const char *first, const char *second)
{
	static const char *uris[3];
	struct dir_conf dir_conf = {
	    .uris = uris,
	    .ca_file = conf.ca_file,
	    .bind_dn = conf.bind_dn,
	    .password = conf.password,
	    .timeout_ms = TIMEOUT_MS,
	    .backoff_min_ms = 100,
	    .backoff_max_ms = 100,
	};
	struct err err;

	uris[0] = first;
	uris[1] = second;
	conf.sync = (int)sync;
	assert_rc(RC_OK, dir_open(&dir_conf, &machine, &err), &err);
	follow_open(&names, &conf, machine, now_ms);
}

static void
close_names(void)
{
	follow_close(&names);
	dir_close(machine);
}

static void
reopen(enum labd_sync sync)
{
	close_names();
	open_names(sync, env("SLAPD_LDAPS"), NULL);
}

/* Hears, at a standing clock, until the shell is that one. */
static void
hear_until(const char *name, const char *shell)
{
	int64_t until_ms = clock_mono_ms() + HEARD_MS;

	while (strcmp(shell_of(name), shell) != 0) {
		assert_int_equal(turn(), RC_OK);
		if (clock_mono_ms() >= until_ms)
			fail_msg("%s has '%s', not '%s'", name, shell_of(name),
			    shell);
		(void)poll(NULL, 0, 5);
	}
}

static int
start(void **state)
{
	struct err err;

	(void)state;
	assert_rc(
	    RC_OK, labd_conf_load(env("LAB_CONF"), &conf, stderr, &err), &err);
	assert_rc(RC_OK,
	    dir_open(
		&(struct dir_conf){
		    .uris = (const char *[]){env("SLAPD_LDAPI"), NULL},
		    .timeout_ms = 10000},
		&identityd, &err),
	    &err);
	open_names(LABD_POLL, env("SLAPD_LDAPS"), NULL);
	turn_later(0);
	return 0;
}

static int
stop(void **state)
{
	(void)state;
	close_names();
	dir_close(identityd);
	labd_conf_wipe(&conf);
	return 0;
}

/* --------------------------------------------------------------- tests */

static void
a_poll_brings_what_is_new_changed_and_gone(void **state)
{
	(void)state;
	assert_true(is_known("anna"));
	put(ANNA, "loginShell", "/bin/poll");
	add_person("new", "21001");
	delete_person("emil");
	assert_int_equal(turn(), RC_OK);
	assert_false(is_known("new"));
	turn_later(12);
	assert_string_equal(shell_of("anna"), "/bin/poll");
	assert_true(is_known("new"));
	assert_false(is_known("emil"));
}

static void
a_server_that_tells_by_itself_is_heard_between_turns(void **state)
{
	(void)state;
	reopen(LABD_PERSIST);
	turn_later(0);
	put(ANNA, "loginShell", "/bin/persist");
	hear_until("anna", "/bin/persist");
	add_person("heard", "21002");
	hear_until("heard", conf.shell);
	delete_person("heard");
	hear_until("heard", "");
	put(ANNA, "mail", "anna@example.edu");
	put(ANNA, "loginShell", "/bin/again");
	hear_until("anna", "/bin/again");
	turn_later(12); /* the same connection asks whether it is still there */
	put(ANNA, "loginShell", "/bin/persist");
	hear_until("anna", "/bin/persist");
}

static void
what_was_missed_while_the_connection_was_lost_is_told(void **state)
{
	(void)state;
	restart_slapd();
	put(ANNA, "loginShell", "/bin/missed");
	delete_person("new");
	(void)turn();
	turn_later(12);
	hear_until("anna", "/bin/missed");
	assert_false(is_known("new"));
	put(ANNA, "loginShell", "/bin/persist");
	hear_until("anna", "/bin/persist");
}

static void
a_frozen_server_is_noticed_though_it_tells_nothing(void **state)
{
	int64_t began_ms;

	(void)state;
	freeze(slapd_pid());
	later(12);
	began_ms = clock_mono_ms();
	assert_int_equal(turn(), RC_OFFLINE);
	assert_in_range(
	    clock_mono_ms() - began_ms, 0, 2 * TIMEOUT_MS + SLACK_MS);
	kill(slapd_pid(), SIGCONT);
	assert_true(is_known("anna"));
	put(ANNA, "loginShell", "/bin/thawed");
	(void)poll(NULL, 0, 200); /* the back-off of the connection */
	turn_later(3);
	hear_until("anna", "/bin/thawed");
}

static void
a_slow_refresh_has_its_time(void **state)
{
	int64_t began_ms;

	(void)state;
	reopen(LABD_POLL);
	put(ANNA, "loginShell", "/bin/slow");
	turn_later(0);
	put(ANNA, "loginShell", "/bin/slower");
	thaw_after_ms = 2 * TIMEOUT_MS;
	began_ms = clock_mono_ms();
	turn_later(12);
	assert_true(clock_mono_ms() - began_ms >= 2 * TIMEOUT_MS);
	assert_string_equal(shell_of("anna"), "/bin/slower");
	assert_true(wait(NULL) > 0);
}

static void
a_changed_access_rule_shows_after_a_day(void **state)
{
	(void)state;
	put(LAB1, "portalMachineSchool", "o=west,ou=units,dc=example,dc=edu");
	turn_later(12);
	assert_true(is_known("anna"));
	turn_later(DAY_S * 8 / 10);
	assert_true(is_known("anna"));
	turn_later(DAY_S * 4 / 10);
	assert_false(is_known("anna"));
	assert_true(is_known("elsewhere"));
	put(LAB1, "portalMachineSchool", EAST);
	turn_later(12);
	assert_false(is_known("anna"));
	follow_flush(&names);
	assert_int_equal(turn(), RC_OK);
	assert_true(is_known("anna"));
}

static void
a_refresh_that_fails_changes_nothing(void **state)
{
	char *base = conf.base;

	(void)state;
	follow_flush(&names);
	conf.base = (char[]){"ou=nowhere,dc=example,dc=edu"};
	assert_int_not_equal(turn(), RC_OK);
	conf.base = base;
	assert_true(is_known("anna"));
	put(ANNA, "loginShell", "/bin/after");
	turn_later(12);
	assert_string_equal(shell_of("anna"), "/bin/after");
}

static void
a_cookie_that_the_server_does_not_take_is_healed(void **state)
{
	(void)state;
	add_person("stale", "21003");
	turn_later(12);
	assert_true(is_known("stale"));
	delete_person("stale");
	(void)snprintf(names.cookies[STATE_PERSON], SYNC_COOKIE_SIZE, "never");
	put(ANNA, "loginShell", "/bin/healed");
	turn_later(12);
	assert_string_equal(shell_of("anna"), "/bin/healed");
	assert_false(is_known("stale"));
	put(ANNA, "loginShell", "/bin/whole");
	turn_later(12);
	assert_string_equal(shell_of("anna"), "/bin/whole");
}

static void
another_question_is_answered_anew(void **state)
{
	char *filter = conf.people_filter;

	(void)state;
	conf.people_filter =
	    (char[]){"(&(objectClass=posixAccount)(!(uid=anna)))"};
	reopen(LABD_POLL);
	turn_later(12);
	assert_false(is_known("anna"));
	conf.people_filter = filter;
	reopen(LABD_POLL);
	turn_later(12);
	assert_true(is_known("anna"));
}

static void
a_server_that_knows_less_is_passed_over(void **state)
{
	(void)state;
	close_names();
	open_names(LABD_POLL, env("OLD_LDAPS"), env("SLAPD_LDAPS"));
	put(ANNA, "loginShell", "/bin/newer");
	turn_later(0);
	assert_string_equal(shell_of("anna"), "/bin/newer");
	put(ANNA, "loginShell", "/bin/newest");
	turn_later(12);
	assert_string_equal(shell_of("anna"), "/bin/newest");
}

static void
if_all_know_less_they_are_believed(void **state)
{
	(void)state;
	close_names();
	open_names(LABD_POLL, env("OLD_LDAPS"), NULL);
	turn_later(0);
	assert_string_equal(shell_of("anna"), conf.shell);
	assert_true(is_known("emil"));
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(a_poll_brings_what_is_new_changed_and_gone),
    cmocka_unit_test(a_server_that_tells_by_itself_is_heard_between_turns),
    cmocka_unit_test(what_was_missed_while_the_connection_was_lost_is_told),
    cmocka_unit_test(a_frozen_server_is_noticed_though_it_tells_nothing),
    cmocka_unit_test(a_slow_refresh_has_its_time),
    cmocka_unit_test(a_changed_access_rule_shows_after_a_day),
    cmocka_unit_test(a_refresh_that_fails_changes_nothing),
    cmocka_unit_test(a_cookie_that_the_server_does_not_take_is_healed),
    cmocka_unit_test(another_question_is_answered_anew),
    cmocka_unit_test(a_server_that_knows_less_is_passed_over),
    cmocka_unit_test(if_all_know_less_they_are_believed),
};

UNIT_MAIN_IN(tests, start, stop)
