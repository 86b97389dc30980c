/*
 * login_bench.c - what a login costs, beside what it cannot cost less than.
 *
 * usage: login_bench USER COUNT PERMIT PORTAL
 *
 * COUNT rounds of: a login through the PAM service PERMIT, a bind of that
 * person over a connection that is open already, a login through the service
 * PORTAL. Prints the milliseconds of the three, a round a line. login.sh starts
 * the servers.
 */
#include "dir/dir.h"

#include <security/pam_appl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define PASSWORD "right paSSword of 41 kites"

enum { COUNT_MAX = 100000 };

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
rounds(struct dir *dir, char *const *argv, int count)
{
	/* The first round only warms up. */
	for (int i = -1; i < count; i++) {
		double at_ms[4];

		at_ms[0] = now_ms();
		log_in(argv[3], argv[1]);
		at_ms[1] = now_ms();
		bind_warm(dir, argv[1]);
		at_ms[2] = now_ms();
		log_in(argv[4], argv[1]);
		at_ms[3] = now_ms();
		if (i >= 0)
			printf("%.4f %.4f %.4f\n", at_ms[1] - at_ms[0],
			    at_ms[2] - at_ms[1], at_ms[3] - at_ms[2]);
	}
}

int
main(int argc, char **argv)
{
	const char *uris[] = {getenv("SLAPD_LDAPS"), NULL};
	const struct dir_conf conf = {
	    .uris = uris, .ca_file = getenv("SLAPD_CA"), .timeout_ms = 10000};
	int count = argc > 2 ? (int)strtol(argv[2], NULL, 10) : 0;
	struct dir *dir;
	struct err err;

	if (argc != 5 || count < 1 || count > COUNT_MAX) {
		fprintf(
		    stderr, "usage: login_bench USER COUNT PERMIT PORTAL\n");
		return 2;
	}
	if (dir_open(&conf, &dir, &err) != RC_OK) {
		fprintf(stderr, "%s\n", err.text);
		return 1;
	}
	rounds(dir, argv, count);
	dir_close(dir);
	return 0;
}
