/*
 * names_bench.c - what the file of names costs to make and to read.
 *
 *	names_bench make COUNT	into /var/lib/labd: milliseconds of work for
 *				what the directory said, for the file of names,
 *				the same after one change; its kilobytes, ours
 *				at most
 *	names_bench read COUNT ROUNDS MODULE NAME	nanoseconds a look-up
 *				by name, uid, groups of, of nobody; the first
 *				one in a process
 *	names_bench known COUNT ROUNDS MODULE NAME	by name and the first,
 *				in time that passes: a module may ask others
 *
 * MODULE is any libnss_NAME.so.2 that knows person0 ... with uid 20000 ...
 */
#include "labd/names_file.h"

#include <dlfcn.h>
#include <nss.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum {
	UID_FIRST = 200000,
	GROUP_PEOPLE = 100, /* a group for each hundred */
	FIRSTS = 50,        /* processes for the first look-up */
	RECORD_SIZE = 8192,
};

/* Our own work: nothing here waits, and the machine may be busy otherwise. */
static clockid_t watch = CLOCK_PROCESS_CPUTIME_ID;

static int64_t
now_ns(void)
{
	struct timespec now;

	(void)clock_gettime(watch, &now);
	return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static void
fail(const char *what)
{
	(void)fprintf(stderr, "names_bench: %s\n", what);
	exit(1);
}

/* ---------------------------------------------------------------- making */

static void
make_uuid(uint8_t uuid[SYNC_UUID_SIZE], char kind, uint32_t i)
{
	memset(uuid, kind, SYNC_UUID_SIZE);
	memcpy(uuid, &i, sizeof(i));
}

static void
put_person(struct state_delta *delta, uint32_t i, const char *shell)
{
	char name[32], dn[96], home[64], record[RECORD_SIZE];
	uint8_t uuid[SYNC_UUID_SIZE];
	const struct state_person person = {
	    .names = {UID_FIRST + i, UID_FIRST + i, name, "", home, shell},
	    .dn = dn,
	    .state = "active",
	    .changed = "20260101000000Z",
	};

	(void)snprintf(name, sizeof(name), "person%u", i);
	(void)snprintf(
	    dn, sizeof(dn), "uid=%s,ou=people,dc=example,dc=edu", name);
	(void)snprintf(home, sizeof(home), "/home/%s", name);
	make_uuid(uuid, 'p', i);
	state_delta_put(delta, SYNC_ENTRY, uuid, record,
	    state_person_print(record, sizeof(record), &person));
}

static void
put_group(struct state_delta *delta, uint32_t i, uint32_t count)
{
	char name[32], dn[96], members[32 * GROUP_PEOPLE], record[RECORD_SIZE];
	uint8_t uuid[SYNC_UUID_SIZE];
	struct state_group group = {.gid = UID_FIRST + count + i,
	    .name = name,
	    .dn = dn,
	    .members = members};

	for (uint32_t at = 0; at < GROUP_PEOPLE; at++)
		group.members_len +=
		    (size_t)snprintf(members + group.members_len, 32,
			"uperson%u", i * GROUP_PEOPLE + at) +
		    1;
	(void)snprintf(name, sizeof(name), "group%u", i);
	(void)snprintf(
	    dn, sizeof(dn), "cn=%s,ou=groups,dc=example,dc=edu", name);
	make_uuid(uuid, 'g', i);
	state_delta_put(delta, SYNC_ENTRY, uuid, record,
	    state_group_print(record, sizeof(record), &group));
}

/* Milliseconds, as in build(). */
static int64_t
apply(struct state *state, struct state_delta *delta)
{
	int64_t began_ns = now_ns();
	bool is_changed;
	struct err err;

	delta->cookie = "c";
	if (state_apply(state, NAMES_DIR, delta, &is_changed, &err) != RC_OK ||
	    state_open(state, NAMES_DIR, &err) != RC_OK)
		fail(err.text);
	state_delta_wipe(delta);
	return (now_ns() - began_ns) / 1000000;
}

static int64_t
build(struct state *state)
{
	const struct names_plan plan = {.dir = NAMES_DIR,
	    .id_min = NAMES_ID_MIN,
	    .is_listed = true,
	    .passwd = "/etc/passwd",
	    .group = "/etc/group"};
	int64_t began_ns = now_ns();
	struct names_count count;
	struct err err;

	if (names_file_build(&plan, state, &count, &err) != RC_OK)
		fail(err.text);
	return (now_ns() - began_ns) / 1000000;
}

static int
make(uint32_t count)
{
	struct state_delta people = {.kind = STATE_PERSON};
	struct state_delta groups = {.kind = STATE_GROUP};
	struct state state = {0};
	int64_t told_ms, built_ms, again_ms;
	struct rusage usage;
	struct stat status;

	for (uint32_t i = 0; i < count; i++)
		put_person(&people, i, "/bin/bash");
	for (uint32_t i = 0; i < count / GROUP_PEOPLE; i++)
		put_group(&groups, i, count);
	told_ms = apply(&state, &people) + apply(&state, &groups);
	built_ms = build(&state);
	put_person(&people, 0, "/bin/sh");
	again_ms = apply(&state, &people) + build(&state);
	if (getrusage(RUSAGE_SELF, &usage) != 0 ||
	    stat(NAMES_PATH, &status) != 0)
		fail(NAMES_PATH);
	(void)printf("%lld %lld %lld %lld %ld\n", (long long)told_ms,
	    (long long)built_ms, (long long)again_ms,
	    (long long)status.st_size / 1024, usage.ru_maxrss);
	state_close(&state);
	return 0;
}

/* --------------------------------------------------------------- reading */

struct module {
	enum nss_status (*by_name)(
	    const char *, struct passwd *, char *, size_t, int *);
	enum nss_status (*by_uid)(
	    uid_t, struct passwd *, char *, size_t, int *);
	enum nss_status (*groups_of)(
	    const char *, gid_t, long *, long *, gid_t **, long, int *);
};

static void *
function(void *handle, const char *module, const char *name)
{
	char symbol[128];
	void *found;

	(void)snprintf(symbol, sizeof(symbol), "_nss_%s_%s", module, name);
	found = dlsym(handle, symbol);
	if (found == NULL)
		fail(symbol);
	return found;
}

static void
open_module(struct module *module, const char *path, const char *name)
{
	void *handle = dlopen(path, RTLD_NOW);

	if (handle == NULL)
		fail(dlerror());
	*(void **)&module->by_name = function(handle, name, "getpwnam_r");
	*(void **)&module->by_uid = function(handle, name, "getpwuid_r");
	*(void **)&module->groups_of = function(handle, name, "initgroups_dyn");
}

/* One look-up of its kind of person `i`; true when it is as expected. */
typedef bool look_up(const struct module *module, uint32_t i);

static bool
look_name(const struct module *module, uint32_t i)
{
	char name[32], buf[1024];
	struct passwd person;
	int error;

	(void)snprintf(name, sizeof(name), "person%u", i);
	return module->by_name(name, &person, buf, sizeof(buf), &error) ==
	    NSS_STATUS_SUCCESS &&
	    person.pw_uid == UID_FIRST + i;
}

static bool
look_uid(const struct module *module, uint32_t i)
{
	char buf[1024];
	struct passwd person;
	int error;

	return module->by_uid(UID_FIRST + i, &person, buf, sizeof(buf),
		   &error) == NSS_STATUS_SUCCESS &&
	    person.pw_uid == UID_FIRST + i;
}

static bool
look_groups(const struct module *module, uint32_t i)
{
	char name[32];
	long start = 0, size = 16;
	static gid_t *groups;
	int error;

	if (groups == NULL)
		groups = calloc((size_t)size, sizeof(*groups));
	(void)snprintf(name, sizeof(name), "person%u", i);
	return module->groups_of(name, 1, &start, &size, &groups, 64, &error) ==
	    NSS_STATUS_SUCCESS &&
	    start == 1;
}

static bool
look_nobody(const struct module *module, uint32_t i)
{
	char name[32], buf[1024];
	struct passwd person;
	int error;

	(void)snprintf(name, sizeof(name), "nobody%u", i);
	return module->by_name(name, &person, buf, sizeof(buf), &error) ==
	    NSS_STATUS_NOTFOUND;
}

static double
time_of(const struct module *module, look_up *look, uint32_t count, long rounds)
{
	uint32_t at = 1;
	int64_t began_ns = now_ns();

	for (long i = 0; i < rounds; i++) {
		at = at * 1664525 + 1013904223;
		if (!look(module, at % count))
			fail("a look-up found something else");
	}
	return (double)(now_ns() - began_ns) / (double)rounds;
}

/* Of a process that has not looked up anything; the median. */
static int
by_size(const void *a, const void *b)
{
	int64_t left = *(const int64_t *)a, right = *(const int64_t *)b;

	return (left > right) - (left < right);
}

static double
first_of(const char *path, const char *name, uint32_t person)
{
	int64_t times[FIRSTS];
	char command[512];

	(void)snprintf(command, sizeof(command),
	    "/proc/%ld/exe once %d %u '%s' '%s'", (long)getpid(), (int)watch,
	    person, path, name);
	for (int i = 0; i < FIRSTS; i++) {
		FILE *once = popen(command, "re");
		long long took_ns = -1;

		if (once == NULL || fscanf(once, "%lld", &took_ns) != 1 ||
		    pclose(once) != 0)
			fail("the first look-up found nobody");
		times[i] = took_ns;
	}
	qsort(times, FIRSTS, sizeof(times[0]), by_size);
	return (double)times[FIRSTS / 2];
}

/* A forked process would first have to copy the pages that it shares. */
static int
read_once(uint32_t person, const char *path, const char *name)
{
	struct module module;
	int64_t began_ns;

	open_module(&module, path, name);
	began_ns = now_ns();
	if (!look_name(&module, person))
		fail("somebody is not known");
	(void)printf("%lld\n", (long long)(now_ns() - began_ns));
	return 0;
}

static int
read_names(uint32_t count, long rounds, const char *path, const char *name)
{
	static look_up *const looks[] = {
	    look_name, look_uid, look_groups, look_nobody};
	struct module module;
	double first_ns;

	open_module(&module, path, name);
	first_ns = first_of(path, name, count / 2);
	for (size_t i = 0; i < sizeof(looks) / sizeof(looks[0]); i++)
		(void)printf(
		    "%.0f ", time_of(&module, looks[i], count, rounds));
	(void)printf("%.0f\n", first_ns);
	return 0;
}

static int
read_known(uint32_t count, long rounds, const char *path, const char *name)
{
	struct module module;
	double first_ns;

	watch = CLOCK_MONOTONIC;
	open_module(&module, path, name);
	first_ns = first_of(path, name, count / 2);
	for (uint32_t i = 0; i < count; i++) /* nobody is new to a daemon */
		if (!look_name(&module, i))
			fail("somebody is not known");
	(void)printf("%.0f %.0f\n", time_of(&module, look_name, count, rounds),
	    first_ns);
	return 0;
}

int
main(int argc, char **argv)
{
	if (argc == 3 && strcmp(argv[1], "make") == 0)
		return make((uint32_t)strtoul(argv[2], NULL, 10));
	if (argc == 6 && strcmp(argv[1], "read") == 0)
		return read_names((uint32_t)strtoul(argv[2], NULL, 10),
		    strtol(argv[3], NULL, 10), argv[4], argv[5]);
	if (argc == 6 && strcmp(argv[1], "known") == 0)
		return read_known((uint32_t)strtoul(argv[2], NULL, 10),
		    strtol(argv[3], NULL, 10), argv[4], argv[5]);
	if (argc == 6 && strcmp(argv[1], "once") == 0) {
		watch = (clockid_t)strtol(argv[2], NULL, 10);
		return read_once(
		    (uint32_t)strtoul(argv[3], NULL, 10), argv[4], argv[5]);
	}
	fail("make COUNT | read|known COUNT ROUNDS MODULE NAME");
}
