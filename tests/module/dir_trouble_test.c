/* dir.c with a slapd that is frozen, restarted, another one or none:
 * tests/module/dir_trouble.sh starts it. */
#include "anna.h"
#include "base/clock.h"
#include "freeze.h"

#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <arpa/inet.h>
#include <unistd.h>

enum { IMPATIENT_MS = 400, SLACK_MS = 390 };

static struct dir *
open_impatient(void)
{
	return anna_open(anna_env("SLAPD_LDAPS"), NULL, IMPATIENT_MS);
}

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
		dirs[i] = anna_open_sharing(
		    anna_env("SLAPD_LDAPS"), NULL, IMPATIENT_MS, &health);
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
	struct dir *dir = anna_open_tls();
	struct dir_bound bound;
	struct dir_entry *anna;
	struct err err;

	assert_rc(RC_OK,
	    dir_bind(dir, ANNA, "first paSSword of 17 geese", &bound, &err),
	    &err);
	assert_int_equal(system(anna_env("SLAPD_RESTART")), 0);
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

	assert_int_equal(system(anna_env("SLAPD_RESTART")), 0);
	assert_rc(RC_OK, dir_modify(*state, &edit, &after, &err), &err);
	assert_string_equal(dir_value(after, "portalSignOutCount"), "1");
	dir_entry_free(after);
}

static void
a_person_lost_is_not_the_service_found(void **state)
{
	struct dir *dir = anna_open_local();
	struct dir_bound bound;
	struct err err;
	char name[128];

	(void)state;
	assert_rc(RC_OK,
	    dir_bind(dir, ANNA, "first paSSword of 17 geese", &bound, &err),
	    &err);
	assert_int_equal(system(anna_env("SLAPD_RESTART")), 0);
	assert_rc(RC_OFFLINE, dir_whoami(dir, name, sizeof(name), &err), &err);
	dir_close(dir);
}

static void
a_server_that_another_ca_signed_is_no_server(void **state)
{
	const char *uris[] = {anna_env("SLAPD_LDAPS"), NULL};
	struct dir_conf conf = {.uris = uris, .ca_file = anna_env("OTHER_CA")};
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
	const char *port = strrchr(anna_env("SLAPD_LDAPS"), ':');
	struct dir_bound bound;
	struct dir *dir;
	struct err err;

	(void)state;
	(void)snprintf(uri, sizeof(uri), "ldaps://127.0.0.2%s", port);
	dir = anna_open(uri, NULL, IMPATIENT_MS);
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
	struct dir *dir = anna_open(uri, NULL, IMPATIENT_MS);
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
	dir = anna_open(uri, anna_env("SLAPD_LDAPS"), PATIENT_MS);
	assert_rc(RC_OK,
	    dir_bind(dir, ANNA, "first paSSword of 17 geese", &bound, &err),
	    &err);
	assert_string_equal(dir_server(dir), anna_env("SLAPD_LDAPS"));
	dir_close(dir);
	/* Frozen, then back: ldapi is the second way to the same server. */
	dir = anna_open(
	    anna_env("SLAPD_LDAPS"), anna_env("SLAPD_LDAPI"), IMPATIENT_MS);
	freeze(slapd_pid());
	assert_rc(RC_OFFLINE, dir_bind(dir, ANNA, "x", &bound, &err), &err);
	kill(slapd_pid(), SIGCONT);
	/* It backs off for 300 ms at most; the second may answer until then. */
	for (int i = 0; i < 1000 &&
	     (dir_bind(dir, ANNA, "first paSSword of 17 geese", &bound, &err) !=
		     RC_OK ||
		 strcmp(dir_server(dir), anna_env("SLAPD_LDAPS")) != 0);
	     i++)
		usleep(10000);
	assert_rc(RC_OK,
	    dir_bind(dir, ANNA, "first paSSword of 17 geese", &bound, &err),
	    &err);
	assert_string_equal(dir_server(dir), anna_env("SLAPD_LDAPS"));
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

static const struct CMUnitTest tests[] = {
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
