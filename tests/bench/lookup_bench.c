/*
 * lookup_bench.c - what it costs to find one person among many.
 *
 * usage: lookup_bench people COUNT	LDIF of so many, for slapadd
 *        lookup_bench find COUNT TIMES	"account MICROSECONDS" and "id ..." a
 *					line, TIMES of each, of anybody
 *
 * Finds as identityd does, by calling what it calls, in the directory that
 * SLAPD_LDAPI and STAGE_DIR (stage.h) say. lookup.sh makes it.
 */
#include "../module/stage.h"

#include "../unit/unit.h"
#include "base/text.h"
#include "identityd/national_id.h"

#include <time.h>

enum { COUNT_MAX = 2000000, SCHOOL_SIZE = 60 };

static double
now_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

static void
print_person(const struct keyring_key *key, int number)
{
	char index[NATIONAL_ID_INDEX_SIZE];

	national_id_index(key->key, key->kid, stage_id(number), index);
	printf("dn: uid=p%d,ou=people,dc=example,dc=edu\n"
	       "objectClass: inetOrgPerson\nobjectClass: posixAccount\n"
	       "objectClass: portalPerson\nuid: p%d\ncn: p%d\nsn: p\n"
	       "mail: p%d@school.example\nuidNumber: %d\ngidNumber: %d\n"
	       "homeDirectory: /home/p%d\nloginShell: /bin/bash\n"
	       "portalState: active\nportalStaffKind: TEACHER\n"
	       "portalUnitDN: o=%06d,ou=units,dc=example,dc=edu\n"
	       "portalNationalIdIndex: %s\n\n",
	    number, number, number, number, 100000 + number, 100000 + number,
	    number, number / SCHOOL_SIZE, index);
}

static void
find_account(struct core *core, int number)
{
	struct person person;
	struct err err;
	char account[32];

	(void)snprintf(account, sizeof(account), "p%d", number);
	assert_rc(RC_OK,
	    person_by_account(
		core->dir, core->conf->base_dn, account, &person, &err),
	    &err);
}

static void
find_id(struct core *core, int number)
{
	struct person person;
	struct err err;

	assert_rc(RC_OK, core_find_by_id(core, stage_id(number), &person, &err),
	    &err);
}

/* Somebody else each time: a stride that shares no factor with any COUNT. */
static void
find_many(struct core *core, int count, int times)
{
	static const struct {
		const char *name;
		void (*find)(struct core *core, int number);
	} ways[] = {{"account", find_account}, {"id", find_id}};

	for (int i = 0; i < times; i++)
		for (size_t w = 0; w < sizeof(ways) / sizeof(ways[0]); w++) {
			int number = (int)((int64_t)i * 7919 % count);
			double start_us = now_us();

			ways[w].find(core, number);
			printf("%s %.3f\n", ways[w].name, now_us() - start_us);
		}
}

int
main(int argc, char **argv)
{
	int64_t count = 0, times = 0;
	struct core *core;

	if (argc < 3 || !text_number(argv[2], 1, COUNT_MAX, &count) ||
	    (strcmp(argv[1], "find") == 0) != (argc == 4) ||
	    (argc == 4 && !text_number(argv[3], 1, COUNT_MAX, &times))) {
		fprintf(stderr,
		    "usage: lookup_bench people COUNT\n"
		    "       lookup_bench find COUNT TIMES\n");
		return 2;
	}
	core = stage_core();
	if (times > 0) {
		find_account(core, 0); /* connects */
		find_many(core, (int)count, (int)times);
		return 0;
	}
	for (int i = 0; i < count; i++)
		print_person(keyring_newest(core->ring[RING_ID]), i);
	return 0;
}
