/* dir.c against a real slapd; tests/module/dir.sh starts it and sets SLAPD_*.
 */
#include "base/clock.h"
#include "dir/dir.h"
#include "dir/filter.h"
#include "../unit/unit.h"

#include "freeze.h"

#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <arpa/inet.h>
#include <unistd.h>

#define PEOPLE "ou=people,dc=example,dc=edu"
#define ANNA   "uid=anna," PEOPLE
#define BERTA  "uid=berta," PEOPLE

enum { PATIENT_MS = 5000, IMPATIENT_MS = 400, SLACK_MS = 390 };

static const char *
env(const char *name)
{
	const char *value = getenv(name);

	if (value == NULL)
		fail_msg("%s is not set: run tests/module/dir.sh", name);
	return value;
}

static pid_t
slapd_pid(void)
{
	FILE *file = fopen(env("SLAPD_PID_FILE"), "re");
	int pid = 0;

	if (file != NULL) {
		if (fscanf(file, "%d", &pid) != 1)
			pid = 0;
		(void)fclose(file);
	}
	assert_true(pid > 1);
	return pid;
}

static struct dir *
open_sharing(const char *uri, const char *second, int timeout_ms,
    struct dir_health *health)
{
	const char *uris[] = {uri, second, NULL};
	const struct dir_conf conf = {.uris = uris,
	    .ca_file = env("SLAPD_CA"),
	    .timeout_ms = timeout_ms,
	    .backoff_min_ms = 200,
	    .backoff_max_ms = 200,
	    .health = health};
	struct err err;
	struct dir *dir;

	assert_rc(RC_OK, dir_open(&conf, &dir, &err), &err);
	return dir;
}

static struct dir *
open_dir(const char *uri, const char *second, int timeout_ms)
{
	return open_sharing(uri, second, timeout_ms, NULL);
}

static struct dir *
open_local(void)
{
	return open_dir(env("SLAPD_LDAPI"), NULL, PATIENT_MS);
}

static struct dir *
open_tls(void)
{
	return open_dir(env("SLAPD_LDAPS"), NULL, PATIENT_MS);
}

static struct dir *
open_impatient(void)
{
	return open_dir(env("SLAPD_LDAPS"), NULL, IMPATIENT_MS);
}

static enum rc
add_anna(struct dir *dir, struct err *err)
{
	static const struct dir_change values[] = {
	    {DIR_ADD, "objectClass", "inetOrgPerson", 0},
	    {DIR_ADD, "objectClass", "posixAccount", 0},
	    {DIR_ADD, "objectClass", "portalPerson", 0},
	    {DIR_ADD, "uid", "anna", 0},
	    {DIR_ADD, "cn", "\xe5\xae\x89\xe5\xa8\x9c", 0},
	    {DIR_ADD, "sn", "An", 0},
	    {DIR_ADD, "uidNumber", "20001", 0},
	    {DIR_ADD, "gidNumber", "20001", 0},
	    {DIR_ADD, "homeDirectory", "/home/anna", 0},
	    {DIR_ADD, "mail", "anna@example.edu", 0},
	    {DIR_ADD, "mail", "an@example.org", 0},
	    {DIR_ADD, "portalState", "active", 0},
	    {DIR_ADD, "portalSignOutCount", "0", 0},
	    {DIR_ADD, "userPassword", "first paSSword of 17 geese", 0},
	};

	return dir_add(
	    dir, ANNA, values, sizeof(values) / sizeof(values[0]), err);
}

static int
make_anna(void **state)
{
	struct dir *dir = open_local();
	struct err err;

	(void)dir_delete(dir, ANNA, &err);
	assert_rc(RC_OK, add_anna(dir, &err), &err);
	*state = dir;
	return 0;
}

static int
close_dir(void **state)
{
	kill(slapd_pid(), SIGCONT);
	dir_close(*state);
	return 0;
}

/* ------------------------------------------------------------- asking */

static void
an_entry_has_its_values(void **state)
{
	static const char *const attrs[] = {"MAIL", "cn", NULL};
	struct dir_entry *anna;
	struct err err;

	assert_rc(RC_OK, dir_get(*state, ANNA, attrs, &anna, &err), &err);
	assert_string_equal(dir_dn(anna), ANNA);
	assert_int_equal(dir_count(anna, "mail"), 2);
	assert_string_equal(dir_value(anna, "mail"), "anna@example.edu");
	assert_string_equal(dir_value_at(anna, "Mail", 1), "an@example.org");
	assert_null(dir_value_at(anna, "mail", 2));
	assert_null(dir_value(anna, "sn"));
	dir_entry_free(anna);
}

static void
nothing_one_and_several_are_told_apart(void **state)
{
	struct dir_query query = {.base = PEOPLE, .scope = DIR_SUBTREE};
	struct dir_entry *entry;
	struct err err;

	query.filter = "(uid=nobody-there)";
	assert_rc(RC_ABSENT, dir_find(*state, &query, &entry, &err), &err);
	assert_null(entry);
	query.filter = "(uid=anna)";
	assert_rc(RC_OK, dir_find(*state, &query, &entry, &err), &err);
	dir_entry_free(entry);
	query.filter = "(uid=*)";
	assert_rc(RC_EXISTS, dir_find(*state, &query, &entry, &err), &err);
	assert_null(entry);
	query.base = "ou=nowhere,dc=example,dc=edu";
	assert_rc(RC_ABSENT, dir_find(*state, &query, &entry, &err), &err);
	assert_int_equal(dir_code(*state), 32);
}

static enum rc
count_entry(void *context, const struct dir_entry *entry, struct err *err)
{
	(void)entry;
	if (++*(int *)context == 99)
		return err_set(err, RC_DENIED, "enough");
	return RC_OK;
}

static void
a_size_limit_and_a_caller_can_end_a_search(void **state)
{
	struct dir_query query = {
	    .base = "dc=example,dc=edu", .scope = DIR_SUBTREE, .size_max = 2};
	struct err err;
	int count = 0;

	assert_rc(RC_BUSY,
	    dir_search(*state, &query, count_entry, &count, &err), &err);
	assert_int_equal(count, 2);
	count = 98;
	query.size_max = 0;
	assert_rc(RC_DENIED,
	    dir_search(*state, &query, count_entry, &count, &err), &err);
	count = 0;
	assert_rc(
	    RC_OK, dir_search(*state, &query, count_entry, &count, &err), &err);
	assert_true(count > 2);
}

static void
whoami_names_the_service_and_then_the_person(void **state)
{
	struct dir *dir = open_tls();
	struct dir_bound bound;
	struct err err;
	char name[128];

	assert_rc(RC_OK, dir_whoami(*state, name, sizeof(name), &err), &err);
	assert_string_equal(name,
	    "dn:cn=identityd,ou=services,"
	    "dc=example,dc=edu");
	assert_rc(RC_OK,
	    dir_bind(dir, ANNA, "first paSSword of 17 geese", &bound, &err),
	    &err);
	assert_rc(RC_OK, dir_whoami(dir, name, sizeof(name), &err), &err);
	assert_string_equal(name, "dn:" ANNA);
	assert_rc(RC_FAULT, dir_whoami(dir, name, 4, &err), &err);
	dir_close(dir);
}

/* ------------------------------------------------------------ binding */

static void
a_password_is_right_wrong_or_not_asked(void **state)
{
	struct dir *dir = open_tls();
	struct dir_bound bound;
	struct err err;

	(void)state;
	assert_rc(RC_OK,
	    dir_bind(dir, ANNA, "first paSSword of 17 geese", &bound, &err),
	    &err);
	assert_int_equal(bound.policy, DIR_POLICY_NONE);
	assert_rc(RC_DENIED, dir_bind(dir, ANNA, "wrong", &bound, &err), &err);
	assert_int_equal(dir_code(dir), 49);
	assert_rc(RC_OK,
	    dir_bind(dir, ANNA, "first paSSword of 17 geese", &bound, &err),
	    &err);
	assert_rc(RC_INPUT, dir_bind(dir, ANNA, "", &bound, &err), &err);
	assert_rc(RC_DENIED,
	    dir_bind(dir, "uid=nobody," PEOPLE, "x", &bound, &err), &err);
	dir_close(dir);
}

static void
five_wrong_ones_lock_and_that_is_told(void **state)
{
	struct dir *dir = open_tls();
	struct dir_bound bound;
	struct err err;

	(void)state;
	for (int i = 0; i < 5; i++)
		assert_rc(RC_DENIED, dir_bind(dir, ANNA, "wrong", &bound, &err),
		    &err);
	assert_rc(RC_DENIED,
	    dir_bind(dir, ANNA, "first paSSword of 17 geese", &bound, &err),
	    &err);
	assert_int_equal(bound.policy, DIR_POLICY_LOCKED);
	dir_close(dir);
}

/* Berta's policy wants a reset password changed; dir.sh makes her. */
static void
must_change_comes_with_the_yes(void **state)
{
	struct dir *dir = open_tls();
	struct dir_bound bound;
	struct err err;

	(void)state;
	assert_rc(RC_OK,
	    dir_bind(dir, BERTA, "first paSSword of 17 geese", &bound, &err),
	    &err);
	assert_int_equal(bound.policy, DIR_POLICY_MUST_CHANGE);
	assert_rc(RC_OK,
	    dir_passwd(dir, BERTA, "first paSSword of 17 geese",
		"second paSSword of 23 boats", &err),
	    &err);
	assert_rc(RC_OK,
	    dir_bind(dir, BERTA, "second paSSword of 23 boats", &bound, &err),
	    &err);
	assert_int_equal(bound.policy, DIR_POLICY_NONE);
	dir_close(dir);
}

static void
a_refused_new_password_says_why(void **state)
{
	struct dir *dir = open_tls();
	struct dir_bound bound;
	struct err err;

	(void)state;
	assert_rc(RC_OFFLINE, dir_passwd(dir, ANNA, "a", "b", &err), &err);
	assert_rc(RC_OK,
	    dir_bind(dir, ANNA, "first paSSword of 17 geese", &bound, &err),
	    &err);
	assert_rc(RC_INPUT,
	    dir_passwd(dir, ANNA, "first paSSword of 17 geese", "short", &err),
	    &err);
	assert_int_equal(dir_policy(dir), DIR_POLICY_TOO_SHORT);
	assert_rc(RC_INPUT,
	    dir_passwd(dir, ANNA, "first paSSword of 17 geese",
		"first paSSword of 17 geese", &err),
	    &err);
	assert_int_equal(dir_policy(dir), DIR_POLICY_IN_HISTORY);
	dir_close(dir);
}

/* ----------------------------------------------------------- changing */

static void
changes_happen_all_or_none(void **state)
{
	static const char *const attrs[] = {"mail", "portalCodeNonce", NULL};
	static const struct dir_change good[] = {
	    {DIR_REPLACE, "mail", "a@example.edu", 0},
	    {DIR_REPLACE, "mail", "b@example.edu", 0},
	    {DIR_ADD, "portalCodeNonce", "\0bytes and more!", 16},
	};
	static const struct dir_change bad[] = {
	    {DIR_DELETE, "mail", NULL, 0},
	    {DIR_DELETE, "portalCodeNonce", "\1bytes and more!", 16},
	};
	struct dir_entry *anna;
	struct err err;
	size_t len;

	assert_rc(RC_OK,
	    dir_modify(*state, &(struct dir_edit){ANNA, good, 3}, NULL, &err),
	    &err);
	assert_rc(RC_ABSENT,
	    dir_modify(*state, &(struct dir_edit){ANNA, bad, 2}, NULL, &err),
	    &err);
	assert_rc(RC_OK, dir_get(*state, ANNA, attrs, &anna, &err), &err);
	assert_int_equal(dir_count(anna, "mail"), 2);
	assert_null(dir_value(anna, "portalCodeNonce"));
	assert_memory_equal(dir_bytes_at(anna, "portalCodeNonce", 0, &len),
	    "\0bytes and more!", 16);
	assert_int_equal(len, 16);
	dir_entry_free(anna);
}

static void
a_false_assertion_changes_nothing_and_a_true_one_reads_back(void **state)
{
	static const char *const back[] = {"portalSignOutCount", NULL};
	static const struct dir_change more = {
	    DIR_INCREMENT, "portalSignOutCount", "1", 0};
	struct dir_edit edit = {
	    ANNA, &more, 1, "(portalSignOutCount<=0)", back};
	struct dir_entry *after;
	struct err err;

	assert_rc(RC_OK, dir_modify(*state, &edit, &after, &err), &err);
	assert_string_equal(dir_value(after, "portalSignOutCount"), "1");
	assert_string_equal(dir_dn(after), ANNA);
	dir_entry_free(after);
	assert_rc(RC_EXISTS, dir_modify(*state, &edit, &after, &err), &err);
	assert_int_equal(dir_code(*state), 122);
	assert_null(after);
	edit.assertion = "((";
	assert_rc(RC_INPUT, dir_modify(*state, &edit, &after, &err), &err);
}

static void
add_rename_and_delete_say_what_stands_in_the_way(void **state)
{
	struct err err;

	assert_rc(RC_EXISTS, add_anna(*state, &err), &err);
	assert_rc(
	    RC_OK, dir_rename(*state, ANNA, "uid=hanna", NULL, &err), &err);
	assert_rc(RC_ABSENT, dir_delete(*state, ANNA, &err), &err);
	assert_rc(RC_OK, dir_delete(*state, "uid=hanna," PEOPLE, &err), &err);
}

static void
a_stranger_may_change_nothing(void **state)
{
	static const struct dir_change change = {
	    DIR_REPLACE, "mail", "x@example.edu", 0};
	struct dir *dir = open_tls();
	struct dir_bound bound;
	struct err err;

	(void)state;
	assert_rc(RC_OK,
	    dir_bind(dir, ANNA, "first paSSword of 17 geese", &bound, &err),
	    &err);
	assert_rc(RC_DENIED,
	    dir_modify(dir, &(struct dir_edit){ANNA, &change, 1}, NULL, &err),
	    &err);
	assert_int_equal(dir_code(dir), 50);
	dir_close(dir);
}

/* ------------------------------------------------------------- trouble */

static void
assert_within(int64_t start_ms, int64_t least_ms, int64_t most_ms)
{
	int64_t took_ms = clock_mono_ms() - start_ms;

	if (took_ms < least_ms || took_ms > most_ms)
		fail_msg("took %lld ms, not %lld to %lld", (long long)took_ms,
		    (long long)least_ms, (long long)most_ms);
}

static void
a_frozen_server_is_left_in_time_and_then_at_once(void **state)
{
	struct dir *warm = open_impatient();
	struct dir *cold = open_impatient();
	struct dir_bound bound;
	struct err err;
	int64_t start_ms;

	(void)state;
	assert_rc(RC_OK,
	    dir_bind(warm, ANNA, "first paSSword of 17 geese", &bound, &err),
	    &err);
	freeze(slapd_pid());
	start_ms = clock_mono_ms();
	assert_rc(RC_OFFLINE,
	    dir_bind(warm, ANNA, "first paSSword of 17 geese", &bound, &err),
	    &err);
	assert_within(start_ms, IMPATIENT_MS, IMPATIENT_MS + SLACK_MS);
	start_ms = clock_mono_ms();
	assert_rc(RC_OFFLINE,
	    dir_bind(warm, ANNA, "first paSSword of 17 geese", &bound, &err),
	    &err);
	assert_within(start_ms, 0, IMPATIENT_MS - 1);
	start_ms = clock_mono_ms();
	assert_rc(RC_OFFLINE,
	    dir_bind(cold, ANNA, "first paSSword of 17 geese", &bound, &err),
	    &err);
	assert_within(start_ms, IMPATIENT_MS, IMPATIENT_MS + SLACK_MS);
	kill(slapd_pid(), SIGCONT);
	assert_rc(RC_OK, dir_probe(warm, &err), &err);
	assert_rc(RC_OK,
	    dir_bind(warm, ANNA, "first paSSword of 17 geese", &bound, &err),
	    &err);
	dir_close(warm);
	dir_close(cold);
}

static void
what_one_meets_spares_those_who_share_its_health(void **state)
{
	struct dir_health health = {0};
	struct dir *dirs[2];
	struct dir_bound bound;
	struct err err;
	int64_t start_ms;

	(void)state;
	for (int i = 0; i < 2; i++) {
		dirs[i] = open_sharing(
		    env("SLAPD_LDAPS"), NULL, IMPATIENT_MS, &health);
		assert_rc(RC_OK,
		    dir_bind(dirs[i], ANNA, "first paSSword of 17 geese",
			&bound, &err),
		    &err);
	}
	freeze(slapd_pid());
	for (int i = 0; i < 2; i++) {
		start_ms = clock_mono_ms();
		assert_rc(RC_OFFLINE,
		    dir_bind(dirs[i], ANNA, "x", &bound, &err), &err);
		assert_within(start_ms, i == 0 ? IMPATIENT_MS : 0,
		    i == 0 ? IMPATIENT_MS + SLACK_MS : IMPATIENT_MS - 1);
	}
	kill(slapd_pid(), SIGCONT);
	assert_rc(RC_OK, dir_probe(dirs[0], &err), &err);
	/* The second one is connected still: its answer is a probe, too. */
	health.retry_at_ms[0] = 1;
	assert_rc(RC_OK,
	    dir_bind(dirs[1], ANNA, "first paSSword of 17 geese", &bound, &err),
	    &err);
	assert_int_equal(health.retry_at_ms[0], 0);
	dir_close(dirs[0]);
	dir_close(dirs[1]);
}

static void
a_restart_is_not_noticed_by_searches_and_binds(void **state)
{
	struct dir *dir = open_tls();
	struct dir_bound bound;
	struct dir_entry *anna;
	struct err err;

	assert_rc(RC_OK,
	    dir_bind(dir, ANNA, "first paSSword of 17 geese", &bound, &err),
	    &err);
	assert_int_equal(system(env("SLAPD_RESTART")), 0);
	assert_rc(RC_OK,
	    dir_bind(dir, ANNA, "first paSSword of 17 geese", &bound, &err),
	    &err);
	assert_rc(RC_OK, dir_get(*state, ANNA, NULL, &anna, &err), &err);
	dir_entry_free(anna);
	dir_close(dir);
}

/* A change on a connection that is dead is sent on a new one: it was not sent
 * yet, so nothing is done twice. */
static void
a_change_after_a_restart_is_done_once(void **state)
{
	static const char *const back[] = {"portalSignOutCount", NULL};
	static const struct dir_change more = {
	    DIR_INCREMENT, "portalSignOutCount", "1", 0};
	const struct dir_edit edit = {ANNA, &more, 1, NULL, back};
	struct dir_entry *after;
	struct err err;

	assert_int_equal(system(env("SLAPD_RESTART")), 0);
	assert_rc(RC_OK, dir_modify(*state, &edit, &after, &err), &err);
	assert_string_equal(dir_value(after, "portalSignOutCount"), "1");
	dir_entry_free(after);
}

static void
a_person_lost_is_not_the_service_found(void **state)
{
	struct dir *dir = open_local();
	struct dir_bound bound;
	struct err err;
	char name[128];

	(void)state;
	assert_rc(RC_OK,
	    dir_bind(dir, ANNA, "first paSSword of 17 geese", &bound, &err),
	    &err);
	assert_int_equal(system(env("SLAPD_RESTART")), 0);
	assert_rc(RC_OFFLINE, dir_whoami(dir, name, sizeof(name), &err), &err);
	dir_close(dir);
}

static void
a_server_that_another_ca_signed_is_no_server(void **state)
{
	const char *uris[] = {env("SLAPD_LDAPS"), NULL};
	struct dir_conf conf = {.uris = uris, .ca_file = env("OTHER_CA")};
	struct dir_bound bound;
	struct dir *dir;
	struct err err;

	(void)state;
	assert_rc(RC_OK, dir_open(&conf, &dir, &err), &err);
	assert_rc(RC_OFFLINE,
	    dir_bind(dir, ANNA, "first paSSword of 17 geese", &bound, &err),
	    &err);
	assert_non_null(strstr(err.text, "not signed by an authority"));
	dir_close(dir);
	conf.ca_file = "/nonexistent";
	assert_rc(RC_OK, dir_open(&conf, &dir, &err), &err);
	assert_rc(RC_OFFLINE,
	    dir_bind(dir, ANNA, "first paSSword of 17 geese", &bound, &err),
	    &err);
	assert_non_null(strstr(err.text, "CA file /nonexistent"));
	dir_close(dir);
}

static void
a_name_the_certificate_does_not_have_is_no_server(void **state)
{
	char uri[64];
	const char *port = strrchr(env("SLAPD_LDAPS"), ':');
	struct dir_bound bound;
	struct dir *dir;
	struct err err;

	(void)state;
	(void)snprintf(uri, sizeof(uri), "ldaps://127.0.0.2%s", port);
	dir = open_dir(uri, NULL, IMPATIENT_MS);
	assert_rc(RC_OFFLINE,
	    dir_bind(dir, ANNA, "first paSSword of 17 geese", &bound, &err),
	    &err);
	dir_close(dir);
}

static int
listen_somewhere(char uri[64])
{
	struct sockaddr_in name = {
	    .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t len = sizeof(name);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	assert_int_equal(bind(fd, (struct sockaddr *)&name, len), 0);
	assert_int_equal(listen(fd, 5), 0);
	assert_int_equal(getsockname(fd, (struct sockaddr *)&name, &len), 0);
	(void)snprintf(uri, 64, "ldaps://127.0.0.1:%d", ntohs(name.sin_port));
	return fd;
}

/* Half a TLS record header, then a byte every 50 ms for ever. */
static pid_t
start_dripper(int fd)
{
	static const char header[] = {22, 3, 3, 64, 0, 2, 0, 63, (char)0xfc};
	pid_t pid = fork();
	int client;

	if (pid != 0)
		return pid;
	client = accept(fd, NULL, NULL);
	for (size_t i = 0;; i++) {
		if (send(client, i < sizeof(header) ? &header[i] : "", 1,
			MSG_NOSIGNAL) != 1)
			_exit(0);
		usleep(50000);
	}
}

static void
a_server_that_drips_bytes_is_left_in_time(void **state)
{
	char uri[64];
	int fd = listen_somewhere(uri);
	pid_t pid = start_dripper(fd);
	struct dir *dir = open_dir(uri, NULL, IMPATIENT_MS);
	struct dir_bound bound;
	struct err err;
	int64_t start_ms = clock_mono_ms();

	(void)state;
	assert_rc(RC_OFFLINE, dir_bind(dir, ANNA, "x", &bound, &err), &err);
	assert_within(start_ms, IMPATIENT_MS, IMPATIENT_MS + SLACK_MS);
	dir_close(dir);
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	close(fd);
}

static void
the_second_server_answers_until_the_first_is_back(void **state)
{
	char uri[64];
	int fd = listen_somewhere(uri);
	struct dir *dir;
	struct dir_bound bound;
	struct err err;

	(void)state;
	close(fd);
	dir = open_dir(uri, env("SLAPD_LDAPS"), PATIENT_MS);
	assert_rc(RC_OK,
	    dir_bind(dir, ANNA, "first paSSword of 17 geese", &bound, &err),
	    &err);
	assert_string_equal(dir_server(dir), env("SLAPD_LDAPS"));
	dir_close(dir);
	/* Frozen, then back: ldapi is the second way to the same server. */
	dir = open_dir(env("SLAPD_LDAPS"), env("SLAPD_LDAPI"), IMPATIENT_MS);
	freeze(slapd_pid());
	assert_rc(RC_OFFLINE, dir_bind(dir, ANNA, "x", &bound, &err), &err);
	kill(slapd_pid(), SIGCONT);
	/* It backs off for 300 ms at most; the second may answer until then. */
	for (int i = 0; i < 1000 &&
	     (dir_bind(dir, ANNA, "first paSSword of 17 geese", &bound, &err) !=
		     RC_OK ||
		 strcmp(dir_server(dir), env("SLAPD_LDAPS")) != 0);
	     i++)
		usleep(10000);
	assert_rc(RC_OK,
	    dir_bind(dir, ANNA, "first paSSword of 17 geese", &bound, &err),
	    &err);
	assert_string_equal(dir_server(dir), env("SLAPD_LDAPS"));
	dir_close(dir);
}

static void
a_faulty_configuration_is_refused_in_words(void **state)
{
	static const struct {
		const char *uri;
		const char *ca_file;
		const char *bind_dn;
		const char *words;
	} cases[] = {
	    {NULL, NULL, NULL, "no directory server"},
	    {"http://x", "ca", NULL, "no LDAP URI"},
	    {"pldap://x", "ca", NULL, "is not ldaps"},
	    {"ldap://x", NULL, NULL, "CA file"},
	    {"ldaps://", "ca", NULL, "names no server"},
	    {"ldaps://x", NULL, NULL, "CA file"},
	    {"ldaps://x", "ca", "cn=x", "go together"},
	};
	struct dir *dir;
	struct err err;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *uris[] = {cases[i].uri, NULL};
		const struct dir_conf conf = {.uris = uris,
		    .ca_file = cases[i].ca_file,
		    .bind_dn = cases[i].bind_dn};

		assert_rc(RC_INPUT, dir_open(&conf, &dir, &err), &err);
		assert_non_null(strstr(err.text, cases[i].words));
		assert_null(dir);
	}
}

#define WITH_ANNA(test) \
	cmocka_unit_test_setup_teardown(test, make_anna, close_dir)

static const struct CMUnitTest tests[] = {
    WITH_ANNA(an_entry_has_its_values),
    WITH_ANNA(nothing_one_and_several_are_told_apart),
    WITH_ANNA(a_size_limit_and_a_caller_can_end_a_search),
    WITH_ANNA(whoami_names_the_service_and_then_the_person),
    WITH_ANNA(a_password_is_right_wrong_or_not_asked),
    WITH_ANNA(five_wrong_ones_lock_and_that_is_told),
    WITH_ANNA(must_change_comes_with_the_yes),
    WITH_ANNA(a_refused_new_password_says_why),
    WITH_ANNA(changes_happen_all_or_none),
    WITH_ANNA(a_false_assertion_changes_nothing_and_a_true_one_reads_back),
    WITH_ANNA(add_rename_and_delete_say_what_stands_in_the_way),
    WITH_ANNA(a_stranger_may_change_nothing),
    WITH_ANNA(a_frozen_server_is_left_in_time_and_then_at_once),
    WITH_ANNA(what_one_meets_spares_those_who_share_its_health),
    WITH_ANNA(a_restart_is_not_noticed_by_searches_and_binds),
    WITH_ANNA(a_change_after_a_restart_is_done_once),
    WITH_ANNA(a_person_lost_is_not_the_service_found),
    WITH_ANNA(a_server_that_another_ca_signed_is_no_server),
    WITH_ANNA(a_name_the_certificate_does_not_have_is_no_server),
    WITH_ANNA(a_server_that_drips_bytes_is_left_in_time),
    WITH_ANNA(the_second_server_answers_until_the_first_is_back),
    cmocka_unit_test(a_faulty_configuration_is_refused_in_words),
};

UNIT_MAIN(tests)
