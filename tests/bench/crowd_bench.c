/*
 * crowd_bench.c - what identityd is asked for, and what slapd alone would do.
 *
 * usage: crowd_bench WORK FIRST COUNT ASKERS, as crowd.h says; an item is a
 * person of crowd_roster (tests/crowd.sh imports it). Works in the town of
 * tests/town.sh; `bare` work goes past identityd, to slapd itself.
 */
#include "crowd.h"

#include "../module/town.h"

#include "../unit/unit.h"
#include "base/text.h"
#include "dir/filter.h"

enum { CODE_TEXT_SIZE = 65 };

#define PASSWORD "Blue-Harbor-77"
#define PEOPLE   "ou=people," TOWN_BASE

static struct dir *bare; /* this asker's own connection to slapd */
static char (*code_of)[CODE_TEXT_SIZE];

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
	    mail, sizeof(mail), "%s@school.example", crowd_account(item));
	ask_letter(item, mail, "letter_sent");
}

static const char *
due_kind(int item)
{
	return item % 2 == 0 ? "known" : "unknown";
}

/* By turns somebody we know and somebody of whom there is no record. */
static void
due(int item)
{
	if (item % 2 == 0)
		forgot(item);
	else
		ask_letter(CROWD_ITEMS_MAX + item, "nobody@school.example",
		    "no_record");
}

static void
read_code(int item)
{
	const struct town_answer *answer = town_ask(TOWN_ROOT, OP_CODE_SHOW,
	    F_ACCOUNT, crowd_account(item), F_WHY, "bench", F_NONE);

	assert_string_equal(answer->reason, "ok");
	(void)text_copy(code_of[item - crowd_first()], CODE_TEXT_SIZE,
	    wire_text(&answer->in, F_CODE));
}

static void
redeem(int item)
{
	town_expect("ok", TOWN_NOBODY, OP_REDEEM, F_NATIONAL_ID, town_id(item),
	    F_CODE, code_of[item - crowd_first()], F_PASSWORD, PASSWORD,
	    F_NONE);
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
	const struct dir_edit edit = {.dn = dn_of(crowd_account(item)),
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
	    .dn = dn_of(crowd_account(item)), .changes = &change, .count = 1};
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
	    person_by_account(
		bare, TOWN_BASE, crowd_account(item), &person, &err),
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

static const struct crowd_work works[] = {
    {"forgot", NULL, forgot, NULL},
    {"due", NULL, due, due_kind},
    {"redeem", read_code, redeem, NULL},
    {"bare-modify", open_bare, bare_modify, NULL},
    {"bare-password", open_bare, bare_password, NULL},
    {"bare-search", open_bare, bare_search, NULL},
    {"bare-add", open_bare, bare_add, NULL},
};

int
main(int argc, char **argv)
{
	code_of = crowd_shared(CROWD_ITEMS_MAX * sizeof(*code_of));
	return crowd_main(argc, argv, works, sizeof(works) / sizeof(works[0]));
}
