/*
 * crowd_bench.c - several askers at once, each with a share of the same work.
 *
 * usage: crowd_bench WORK FIRST COUNT ASKERS
 *
 * Item FIRST ... FIRST + COUNT - 1 is a person of crowd_roster (bench.sh's
 * callers import it). Prints how many were done and in how many seconds; of
 * `due`, what each question was and how many milliseconds it took. Works in the
 * town of tests/town.sh; `bare` work goes past identityd, to slapd itself.
 */
#include "../module/town.h"

#include "../unit/unit.h"
#include "base/text.h"
#include "dir/filter.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { ITEMS_MAX = 1000000, ASKERS_MAX = 64, CODE_TEXT_SIZE = 65 };

#define PASSWORD "Blue-Harbor-77"
#define PEOPLE   "ou=people," TOWN_BASE

struct work {
	const char *name;
	void (*prepare)(int item); /* before the clock runs; may be NULL */
	void (*ask)(int item);
};

static struct dir *bare; /* this asker's own connection to slapd */
static char (*code_of)[CODE_TEXT_SIZE];
static int first;

static double
now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static const char *
account_of(int item)
{
	static char account[32];

	(void)snprintf(account, sizeof(account), "crowd%d", item);
	return account;
}

/* ------------------------------------------------------------- identityd */

static void
ask_letter(int number, const char *mail, const char *reason)
{
	town_expect(reason, TOWN_NOBODY, OP_FORGOT, F_NATIONAL_ID,
	    town_id(number), F_MAIL, mail, F_NONE);
}

static void
forgot(int item)
{
	char mail[64];

	(void)snprintf(
	    mail, sizeof(mail), "%s@school.example", account_of(item));
	ask_letter(item, mail, "letter_sent");
}

/* By turns somebody we know and somebody of whom there is no record. */
static void
due(int item)
{
	if (item % 2 == 0)
		forgot(item);
	else
		ask_letter(
		    ITEMS_MAX + item, "nobody@school.example", "no_record");
}

static void
read_code(int item)
{
	const struct town_answer *answer = town_ask(TOWN_ROOT, OP_CODE_SHOW,
	    F_ACCOUNT, account_of(item), F_WHY, "bench", F_NONE);

	assert_string_equal(answer->reason, "ok");
	(void)text_copy(code_of[item - first], CODE_TEXT_SIZE,
	    wire_text(&answer->in, F_CODE));
}

static void
redeem(int item)
{
	town_expect("ok", TOWN_NOBODY, OP_REDEEM, F_NATIONAL_ID, town_id(item),
	    F_CODE, code_of[item - first], F_PASSWORD, PASSWORD, F_NONE);
}

/* ----------------------------------------------------------------- slapd */

static void
open_bare(int item)
{
	static const char *uris[2];
	const struct dir_conf conf = {.uris = uris, .timeout_ms = 20000};
	struct err err;

	(void)item;
	if (bare != NULL)
		return;
	uris[0] = getenv("SLAPD_LDAPI");
	assert_rc(RC_OK, dir_open(&conf, &bare, &err), &err);
	assert_rc(RC_OK, dir_probe(bare, &err), &err);
}

static const char *
dn_of(const char *account)
{
	static char dn[FILTER_DN_SIZE];

	(void)snprintf(dn, sizeof(dn), "uid=%s," PEOPLE, account);
	return dn;
}

/* As claim_issue() writes it with a letter; but a "queued" one without its file
 * would be promised again. */
static void
bare_modify(int item)
{
	static const struct dir_change changes[] = {
	    {DIR_REPLACE, "portalCodeNonce", "0123456789abcdef", 16},
	    {DIR_REPLACE, "portalCodeExpires", "20991231000000Z", 0},
	    {DIR_REPLACE, "portalCodeTries", "0", 0},
	    {DIR_REPLACE, "portalCodeKid", "1", 0},
	    {DIR_REPLACE, "portalCodeHome", "1", 0},
	    {DIR_REPLACE, "portalCodePurpose", "1", 0},
	    {DIR_REPLACE, "portalCodeChanged", NULL, 0},
	    {DIR_REPLACE, "portalCodeSpent", NULL, 0},
	    {DIR_ADD, "portalLetterTime", "20260901000000Z", 0},
	    {DIR_REPLACE, "portalLetterMail", "a@school.example", 0},
	    {DIR_REPLACE, "portalLetterState", "sent", 0},
	    {DIR_REPLACE, "portalLetterDetail", NULL, 0},
	};
	const struct dir_edit edit = {.dn = dn_of(account_of(item)),
	    .changes = changes,
	    .count = sizeof(changes) / sizeof(changes[0])};
	struct err err;

	assert_rc(RC_OK, dir_modify(bare, &edit, NULL, &err), &err);
}

/* slapd judges and hashes it. */
static void
bare_password(int item)
{
	static const struct dir_change change = {
	    DIR_REPLACE, "userPassword", PASSWORD, 0};
	const struct dir_edit edit = {
	    .dn = dn_of(account_of(item)), .changes = &change, .count = 1};
	struct err err;

	assert_rc(RC_OK, dir_modify(bare, &edit, NULL, &err), &err);
}

static void
bare_search(int item)
{
	struct person person;
	struct err err;

	/* The roster's people are not there yet: a search without a match. */
	assert_rc(RC_ABSENT,
	    person_by_account(bare, TOWN_BASE, account_of(item), &person, &err),
	    &err);
}

static void
bare_add(int item)
{
	char account[32], uid_number[16], index[32];
	const struct dir_change values[] = {
	    {DIR_ADD, "objectClass", "inetOrgPerson", 0},
	    {DIR_ADD, "objectClass", "posixAccount", 0},
	    {DIR_ADD, "objectClass", "portalPerson", 0},
	    {DIR_ADD, "uid", account, 0},
	    {DIR_ADD, "cn", "bare", 0},
	    {DIR_ADD, "sn", "bare", 0},
	    {DIR_ADD, "mail", "bare@school.example", 0},
	    {DIR_ADD, "uidNumber", uid_number, 0},
	    {DIR_ADD, "gidNumber", uid_number, 0},
	    {DIR_ADD, "homeDirectory", "/home/bare", 0},
	    {DIR_ADD, "loginShell", "/bin/bash", 0},
	    {DIR_ADD, "portalState", "new", 0},
	    {DIR_ADD, "portalStaffKind", "TEACHER", 0},
	    {DIR_ADD, "portalUnitDN", "o=014501,ou=units," TOWN_BASE, 0},
	    {DIR_ADD, "portalNationalIdIndex", index, 0},
	};
	struct err err;

	(void)snprintf(account, sizeof(account), "bare%d", item);
	(void)snprintf(uid_number, sizeof(uid_number), "%d", 1000000 + item);
	(void)snprintf(index, sizeof(index), "{9}%08d", item);
	assert_rc(RC_OK,
	    dir_add(bare, dn_of(account), values,
		sizeof(values) / sizeof(values[0]), &err),
	    &err);
}

/* ------------------------------------------------------------- the crowd */

static const struct work works[] = {
    {"forgot", NULL, forgot},
    {"due", NULL, due},
    {"redeem", read_code, redeem},
    {"bare-modify", open_bare, bare_modify},
    {"bare-password", open_bare, bare_password},
    {"bare-search", open_bare, bare_search},
    {"bare-add", open_bare, bare_add},
};

static const struct work *
work_named(const char *name)
{
	for (size_t i = 0; i < sizeof(works) / sizeof(works[0]); i++)
		if (strcmp(works[i].name, name) == 0)
			return &works[i];
	return NULL;
}

/* Items from..end; `ready` gets a byte before the first, `go` ends at the
 * start. Never returns. */
static void
be_asker(const struct work *work, int from, int end, double *took_ms, int ready,
    int go)
{
	char byte = 0;

	for (int item = from; item < end && work->prepare != NULL; item++)
		work->prepare(item);
	if (write(ready, &byte, 1) != 1)
		_exit(1);
	(void)!read(go, &byte, 1);
	for (int item = from; item < end; item++) {
		double start_ms = now_ms();

		work->ask(item);
		took_ms[item - first] = now_ms() - start_ms;
	}
	_exit(0);
}

static void *
shared(size_t size)
{
	void *at = mmap(NULL, size, PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	assert_true(at != MAP_FAILED);
	return at;
}

/* How long all askers took together. */
static double
run(const struct work *work, int count, int askers, double *took_ms)
{
	int ready[2], go[2], status, failed = 0;
	double start_ms;
	char byte;

	assert_int_equal(pipe2(ready, O_CLOEXEC), 0);
	assert_int_equal(pipe2(go, O_CLOEXEC), 0);
	for (int i = 0; i < askers; i++)
		if (fork() == 0) {
			(void)close(go[1]);
			(void)close(ready[0]);
			be_asker(work,
			    first + (int)((int64_t)count * i / askers),
			    first + (int)((int64_t)count * (i + 1) / askers),
			    took_ms, ready[1], go[0]);
		}
	(void)close(ready[1]);
	(void)close(go[0]);
	for (int i = 0; i < askers; i++)
		assert_int_equal(read(ready[0], &byte, 1), 1);
	start_ms = now_ms();
	(void)close(go[1]);
	while (wait(&status) > 0)
		failed += status != 0;
	assert_int_equal(failed, 0);
	return now_ms() - start_ms;
}

int
main(int argc, char **argv)
{
	const struct work *work = argc == 5 ? work_named(argv[1]) : NULL;
	int64_t start, count, askers;
	double *took_ms, all_ms;

	if (work == NULL || !text_number(argv[2], 0, ITEMS_MAX, &start) ||
	    !text_number(argv[3], 1, ITEMS_MAX, &count) ||
	    !text_number(argv[4], 1, ASKERS_MAX, &askers)) {
		fprintf(stderr, "usage: crowd_bench WORK FIRST COUNT ASKERS\n");
		return 2;
	}
	first = (int)start;
	took_ms = shared((size_t)count * sizeof(*took_ms));
	code_of = shared((size_t)count * sizeof(*code_of));
	all_ms = run(work, (int)count, (int)askers, took_ms);
	if (work->ask != due)
		printf("%d %.6f\n", (int)count, all_ms / 1e3);
	for (int i = 0; work->ask == due && i < count; i++)
		printf("%s %.4f\n", (first + i) % 2 == 0 ? "known" : "unknown",
		    took_ms[i]);
	return 0;
}
