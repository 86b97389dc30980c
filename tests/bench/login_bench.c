/*
 * login_bench.c - what a login costs, beside what it cannot cost less than.
 *
 * For each PAM service given: COUNT logins of one person through libpam; then
 * COUNT binds of that person over one warm connection. Prints p50 and p99 in
 * milliseconds. login.sh starts the servers.
 */
#include "dir/dir.h"

#include <security/pam_appl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define PASSWORD "right paSSword of 41 kites"

enum { COUNT_MAX = 100000 };

static double took_ms[COUNT_MAX];

static double
now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static int
by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static void
print(const char *what, const char *who, int count)
{
	qsort(took_ms, (size_t)count, sizeof(took_ms[0]), by_size);
	printf("%-10s %-8s p50 %7.3f ms  p99 %7.3f ms  (%d)\n", what, who,
	    took_ms[count / 2], took_ms[count * 99 / 100], count);
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
bench_service(const char *service, const char *user, int count)
{
	log_in(service, user);
	for (int i = 0; i < count; i++) {
		double start_ms = now_ms();

		log_in(service, user);
		took_ms[i] = now_ms() - start_ms;
	}
	print(service, user, count);
}

static void
bench_bind(const char *user, int count)
{
	const char *uris[] = {getenv("SLAPD_LDAPS"), NULL};
	const struct dir_conf conf = {
	    .uris = uris, .ca_file = getenv("SLAPD_CA"), .timeout_ms = 10000};
	struct dir_bound bound;
	struct dir *dir;
	struct err err;
	char dn[256];
	enum rc rc;

	(void)snprintf(dn, sizeof(dn), "uid=%s,%s", user, getenv("PEOPLE"));
	rc = dir_open(&conf, &dir, &err);
	for (int i = -1; i < count && rc == RC_OK; i++) {
		double start_ms = now_ms();

		rc = dir_bind(dir, dn, PASSWORD, &bound, &err);
		if (i >= 0)
			took_ms[i] = now_ms() - start_ms;
	}
	if (rc != RC_OK) {
		fprintf(stderr, "bind: %s\n", err.text);
		exit(1);
	}
	print("warm bind", user, count);
	dir_close(dir);
}

int
main(int argc, char **argv)
{
	int count = argc > 2 ? (int)strtol(argv[2], NULL, 10) : 0;

	if (argc < 3 || count < 1 || count > COUNT_MAX) {
		fprintf(
		    stderr, "usage: login_bench user count [service ...]\n");
		return 2;
	}
	for (int i = 3; i < argc; i++)
		bench_service(argv[i], argv[1], count);
	bench_bind(argv[1], count);
	return 0;
}
