/*
 * login_bench.c - what a login costs, beside what it cannot cost less than.
 *
 * usage: login_bench USER COUNT PERMIT PORTAL
 *	COUNT rounds of: a login through the PAM service PERMIT, a bind of that
 *	person over a connection that is open already, a login through the
 *	service PORTAL. Prints the milliseconds of the three, a round a line.
 *
 * usage: login_bench crowd USER COUNT PORTAL
 *	COUNT logins through PORTAL by each of CROWD processes at once, then as
 *	many binds, each over a connection of its own. Prints how many there
 *	were in a second, of both.
 *
 * login.sh starts the servers.
 */
#include "dir/dir.h"

#include <security/pam_appl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define PASSWORD "right paSSword of 41 kites"

enum { COUNT_MAX = 100000, CROWD = 8 };

static double
now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static int
converse(int count, const struct pam_message **messages,
    struct pam_response **responses, void *context)
{
	(void)context;
	*responses = calloc((size_t)count, sizeof(**responses));
	for (int i = 0; i < count; i++) {
		if (messages[i]->msg_style == PAM_PROMPT_ECHO_OFF)
			(*responses)[i].resp = strdup(PASSWORD);
	}
	return PAM_SUCCESS;
}

static void
log_in(const char *service, const char *user)
{
	const struct pam_conv conv = {converse, NULL};
	pam_handle_t *pamh;
	int code =
	    pam_start_confdir(service, user, &conv, getenv("PAM_DIR"), &pamh);

	if (code == PAM_SUCCESS)
		code = pam_authenticate(pamh, 0);
	if (code == PAM_SUCCESS)
		code = pam_acct_mgmt(pamh, 0);
	if (code != PAM_SUCCESS) {
		fprintf(stderr, "%s, %s: %s\n", service, user,
		    pam_strerror(pamh, code));
		exit(1);
	}
	pam_end(pamh, code);
}

static struct dir *
open_dir(void)
{
	const char *uris[] = {getenv("SLAPD_LDAPS"), NULL};
	const struct dir_conf conf = {
	    .uris = uris, .ca_file = getenv("SLAPD_CA"), .timeout_ms = 10000};
	struct dir *dir;
	struct err err;

	if (dir_open(&conf, &dir, &err) != RC_OK) {
		fprintf(stderr, "%s\n", err.text);
		exit(1);
	}
	return dir;
}

static void
bind_warm(struct dir *dir, const char *user)
{
	struct dir_bound bound;
	struct err err;
	char dn[256];

	(void)snprintf(dn, sizeof(dn), "uid=%s,%s", user, getenv("PEOPLE"));
	if (dir_bind(dir, dn, PASSWORD, &bound, &err) != RC_OK) {
		fprintf(stderr, "bind: %s\n", err.text);
		exit(1);
	}
}

static void
rounds(const char *user, int count, const char *permit, const char *portal)
{
	struct dir *dir = open_dir();

	/* The first round only warms up. */
	for (int i = -1; i < count; i++) {
		double at_ms[4];

		at_ms[0] = now_ms();
		log_in(permit, user);
		at_ms[1] = now_ms();
		bind_warm(dir, user);
		at_ms[2] = now_ms();
		log_in(portal, user);
		at_ms[3] = now_ms();
		if (i >= 0)
			printf("%.4f %.4f %.4f\n", at_ms[1] - at_ms[0],
			    at_ms[2] - at_ms[1], at_ms[3] - at_ms[2]);
	}
	dir_close(dir);
}

/* By a service, or by binds where it is NULL; how many in a second. */
static double
crowd(const char *user, int count, const char *service)
{
	double began_ms = now_ms();
	int status, failed = 0;

	for (int i = 0; i < CROWD; i++) {
		struct dir *dir;

		if (fork() != 0)
			continue;
		dir = open_dir();
		for (int turn = 0; turn < count; turn++) {
			if (service != NULL)
				log_in(service, user);
			else
				bind_warm(dir, user);
		}
		_exit(0);
	}
	for (int i = 0; i < CROWD; i++)
		failed += wait(&status) < 0 || status != 0;
	if (failed > 0)
		exit(1);
	return CROWD * count * 1e3 / (now_ms() - began_ms);
}

static int
count_of(const char *text)
{
	int count = (int)strtol(text, NULL, 10);

	return count > 0 && count <= COUNT_MAX ? count : 0;
}

int
main(int argc, char **argv)
{
	if (argc == 5 && strcmp(argv[1], "crowd") == 0 &&
	    count_of(argv[3]) > 0) {
		int count = count_of(argv[3]);
		double logins = crowd(argv[2], count, argv[4]);

		printf("%.2f %.2f\n", logins, crowd(argv[2], count, NULL));
		return 0;
	}
	if (argc == 5 && count_of(argv[2]) > 0) {
		rounds(argv[1], count_of(argv[2]), argv[3], argv[4]);
		return 0;
	}
	fprintf(stderr, "usage: login_bench [crowd] USER COUNT ...\n");
	return 2;
}
