/*
 * machines_bench.c - what a hall of lab machines costs their directory.
 *
 * usage: machines_bench poll COUNT TURNS SLAPD_PID
 *        machines_bench watch COUNT WRITES SLAPD_PID
 *
 * poll: COUNT machines ask what is new, TURNS times each; nothing is. watch: as
 * many are told of each of WRITES changes. Prints slapd's microseconds of CPU
 * per poll, or per write beside those of a write that nobody watches.
 * machines.sh starts the server.
 */
#include "dir/sync.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { COUNT_MAX = 5000, HEAR_MAX = 100000, TIMEOUT_MS = 10000 };

struct machine {
	struct dir *dir;
	char cookie[SYNC_COOKIE_SIZE];
	struct sync_watch watch;
	long heard;
};

static clockid_t slapd_clock;

static void
check(enum rc rc, const struct err *err)
{
	if (rc == RC_OK)
		return;
	(void)fprintf(stderr, "machines_bench: %s\n", err->text);
	exit(1);
}

static double
slapd_us(void)
{
	struct timespec used;

	if (clock_gettime(slapd_clock, &used) != 0)
		check(RC_FAULT, &(struct err){"no such slapd"});
	return (double)used.tv_sec * 1e6 + (double)used.tv_nsec / 1e3;
}

static struct dir *
open_dir(const char *uri, const char *dn, const char *password)
{
	const char *uris[] = {uri, NULL};
	const struct dir_conf conf = {.uris = uris,
	    .ca_file = getenv("SLAPD_CA"),
	    .bind_dn = dn,
	    .password = password,
	    .timeout_ms = TIMEOUT_MS};
	struct dir *dir;
	struct err err;

	check(dir_open(&conf, &dir, &err), &err);
	return dir;
}

/* ------------------------------------------------------------- machines */

static enum rc
count_event(void *context, enum sync_event event,
    const uint8_t uuid[SYNC_UUID_SIZE], const struct dir_entry *entry,
    struct err *err)
{
	struct machine *machine = context;

	(void)event;
	(void)uuid;
	(void)entry;
	(void)err;
	machine->heard++;
	return RC_OK;
}

/* As labd asks. */
static struct sync_query
query_of_people(void)
{
	static const char *const attrs[] = {"uid", "uidNumber", "gidNumber",
	    "homeDirectory", "loginShell", "portalState", "pwdChangedTime",
	    NULL};

	return (struct sync_query){.base = getenv("PEOPLE"),
	    .filter = "(objectClass=posixAccount)",
	    .attrs = attrs};
}

static void
poll_once(struct machine *machine)
{
	struct sync_query query = query_of_people();
	bool is_complete;
	struct err err;

	check(sync_poll(machine->dir, &query, machine->cookie, count_event,
		  machine, &is_complete, &err),
	    &err);
}

static void
watch_on(struct machine *machine)
{
	struct sync_query query = query_of_people();
	bool is_complete;
	struct err err;

	check(sync_watch(machine->dir, &query, machine->cookie, count_event,
		  machine, &is_complete, &machine->watch, &err),
	    &err);
	machine->heard = 0;
}

static void
hear_until(struct machine *machine, long count)
{
	struct err err;

	for (int i = 0; machine->heard < count; i++) {
		if (i == HEAR_MAX)
			check(RC_FAULT, &(struct err){"a change is lost"});
		check(sync_hear(machine->dir, &machine->watch, machine->cookie,
			  count_event, machine, &err),
		    &err);
	}
}

/* -------------------------------------------------------------- measures */

static void
measure_polls(struct machine *machines, long count, long turns)
{
	double began_us;

	for (long i = 0; i < count; i++)
		poll_once(&machines[i]);
	began_us = slapd_us();
	for (long turn = 0; turn < turns; turn++)
		for (long i = 0; i < count; i++)
			poll_once(&machines[i]);
	(void)printf(
	    "%.1f\n", (slapd_us() - began_us) / (double)(count * turns));
}

static void
write_some(struct dir *writer, long from, long count)
{
	char dn[256], shell[64];
	struct err err;

	(void)snprintf(dn, sizeof(dn), "uid=anna,%s", getenv("PEOPLE"));
	for (long i = from; i < from + count; i++) {
		const struct dir_change change = {
		    DIR_REPLACE, "loginShell", shell, 0};
		const struct dir_edit edit = {
		    .dn = dn, .changes = &change, .count = 1};

		(void)snprintf(shell, sizeof(shell), "/bin/shell%ld", i);
		check(dir_modify(writer, &edit, NULL, &err), &err);
	}
}

static void
measure_writes(struct machine *machines, long count, long writes)
{
	struct dir *writer = open_dir(getenv("SLAPD_LDAPI"), NULL, NULL);
	double alone_us, began_us = slapd_us();

	write_some(writer, 0, writes);
	alone_us = slapd_us() - began_us;
	for (long i = 0; i < count; i++)
		watch_on(&machines[i]);
	began_us = slapd_us();
	write_some(writer, writes, writes);
	for (long i = 0; i < count; i++)
		hear_until(&machines[i], writes);
	(void)printf("%.1f %.1f\n", (slapd_us() - began_us) / (double)writes,
	    alone_us / (double)writes);
	dir_close(writer);
}

int
main(int argc, char **argv)
{
	long count = argc > 2 ? strtol(argv[2], NULL, 10) : 0;
	long times = argc > 3 ? strtol(argv[3], NULL, 10) : 0;
	struct machine *machines = calloc(COUNT_MAX, sizeof(*machines));

	if (machines == NULL || argc != 5 || count < 1 || count > COUNT_MAX ||
	    times < 1 ||
	    clock_getcpuclockid(
		(pid_t)strtol(argv[4], NULL, 10), &slapd_clock) != 0) {
		(void)fprintf(stderr,
		    "usage: machines_bench poll|watch COUNT TIMES SLAPD_PID\n");
		return 2;
	}
	for (long i = 0; i < count; i++)
		machines[i].dir = open_dir(getenv("SLAPD_LDAPS"),
		    getenv("MACHINE"), getenv("MACHINE_PASSWORD"));
	if (strcmp(argv[1], "poll") == 0)
		measure_polls(machines, count, times);
	else
		measure_writes(machines, count, times);
	for (long i = 0; i < count; i++)
		dir_close(machines[i].dir);
	free(machines);
	return 0;
}
