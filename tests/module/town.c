#include "town.h"

#include "../unit/unit.h"
#include "base/clock.h"
#include "base/text.h"
#include "dir/filter.h"
#include "mail/promise.h"

#include <dirent.h>
#include <unistd.h>

static const char password[] = "Blue-Harbor-77";

static struct dir *it; /* bound as IT, as LDAP tools are */
static char session[TOWN_WHO_COUNT][1025];

static const char *
env(const char *name)
{
	const char *value = getenv(name);

	if (value == NULL)
		fail_msg("%s is not set: run tests/town.sh", name);
	return value;
}

/* ----------------------------------------------------------------- asking */

static void
put_fields(struct wire_out *out, va_list args)
{
	int field;

	while ((field = va_arg(args, int)) != F_NONE) {
		const char *text = va_arg(args, const char *);

		int64_t number;

		if (field_rule((unsigned)field)->type != FIELD_NUMBER) {
			wire_put_text(out, (enum field)field, text);
			continue;
		}
		assert_true(text_number(text, INT64_MIN, INT64_MAX, &number));
		wire_put_number(out, (enum field)field, number);
	}
}

static const struct town_answer *
vask(enum town_who who, int op, va_list args)
{
	static uint8_t question[WIRE_MAX], bytes[WIRE_MAX];
	static struct town_answer answer;
	struct wire_out out;
	struct err err = {""};
	char path[256];
	const struct ask_door door = {
	    .path = path, .any_server = true, .deadline_ms = 20000};
	const char *name = who == TOWN_ROOT ? "ctl" : "front";

	if (op_rule((unsigned)op)->doors == DOOR_MAILER)
		name = "mailer";
	(void)snprintf(
	    path, sizeof(path), "%s/%s/%s.sock", env("TOWN_RUN"), name, name);
	wire_begin(&out, question, sizeof(question), (uint16_t)op);
	put_fields(&out, args);
	if (op_takes((unsigned)op, F_LANG))
		wire_put_text(&out, F_LANG, "en");
	if (op_takes((unsigned)op, F_SESSION) && session[who][0] != '\0')
		wire_put_text(&out, F_SESSION, session[who]);
	answer.in = (struct wire_in){0};
	answer.rc = ask(&door, &out, &answer.in, bytes, sizeof(bytes), &err);
	/* As a browser takes a new cookie. */
	if (session[who][0] != '\0' && wire_has(&answer.in, F_SESSION))
		(void)text_copy(session[who], sizeof(session[who]),
		    wire_text(&answer.in, F_SESSION));
	(void)text_copy(answer.reason, sizeof(answer.reason),
	    wire_has(&answer.in, F_REASON) ? wire_text(&answer.in, F_REASON)
		: answer.rc == RC_OK       ? "ok"
					   : err.text);
	return &answer;
}

const struct town_answer *
town_ask(enum town_who who, int op, ...)
{
	const struct town_answer *answer;
	va_list args;

	va_start(args, op);
	answer = vask(who, op, args);
	va_end(args);
	return answer;
}

void
town_expect(const char *reason, enum town_who who, int op, ...)
{
	const struct town_answer *answer;
	va_list args;

	va_start(args, op);
	answer = vask(who, op, args);
	va_end(args);
	if (strcmp(answer->reason, reason) != 0)
		fail_msg("%s asked %s: %s, not %s",
		    (const char *[]){"nobody", "a teacher", "the officer",
			"personnel", "IT", "root"}[who],
		    op_rule((unsigned)op)->name, answer->reason, reason);
}

const char *
town_sign_in(const char *account)
{
	static char text[1025];
	const struct town_answer *answer = town_ask(TOWN_NOBODY, OP_SIGN_IN,
	    F_ACCOUNT, account, F_PASSWORD, password, F_NONE);

	text[0] = '\0';
	if (answer->rc == RC_OK)
		(void)text_copy(
		    text, sizeof(text), wire_text(&answer->in, F_SESSION));
	return text;
}

/* -------------------------------------------------------------- LDAP tools */

static void
read_secret(char *text, size_t size)
{
	char path[512];
	FILE *file;

	(void)snprintf(path, sizeof(path), "%s/secret/it", env("SLAPD_DIR"));
	file = fopen(path, "re");
	assert_non_null(file);
	assert_non_null(fgets(text, (int)size, file));
	(void)fclose(file);
}

static void
open_it(void)
{
	static char secret[128];
	static const char *uris[2];
	struct dir_conf conf = {.uris = uris,
	    .bind_dn = "uid=it-test,ou=people," TOWN_BASE,
	    .password = secret,
	    .timeout_ms = 10000};
	struct err err;

	read_secret(secret, sizeof(secret));
	uris[0] = env("SLAPD_LDAPI");
	assert_rc(RC_OK, dir_open(&conf, &it, &err), &err);
	assert_rc(RC_OK, dir_probe(it, &err), &err);
}

static void
change(enum dir_op op, const char *dn, const char *attr, const char *value)
{
	const struct dir_change change = {op, attr, value, 0};
	const struct dir_edit edit = {.dn = dn, .changes = &change, .count = 1};
	struct err err;

	assert_rc(RC_OK, dir_modify(it, &edit, NULL, &err), &err);
}

void
town_modify(const char *dn, const char *attr, const char *value)
{
	change(DIR_REPLACE, dn, attr, value);
}

void
town_add(const char *dn, const char *attr, const char *value)
{
	change(DIR_ADD, dn, attr, value);
}

void
town_activate(const char *account)
{
	char dn[256];

	(void)snprintf(dn, sizeof(dn), "uid=%s,ou=people," TOWN_BASE, account);
	town_modify(dn, "portalState", "active");
	town_modify(dn, "userPassword", password);
}

void
town_load(const char *account, struct person *person)
{
	struct err err;

	assert_rc(RC_OK,
	    person_by_account(it, TOWN_BASE, account, person, &err), &err);
}

const char *
town_value(const char *dn, const char *attr)
{
	static char text[512];
	const char *const attrs[] = {attr, NULL};
	struct dir_entry *entry;
	struct err err;

	text[0] = '\0';
	if (dir_get(it, dn, attrs, &entry, &err) != RC_OK)
		return text;
	if (dir_value(entry, attr) != NULL)
		(void)text_copy(text, sizeof(text), dir_value(entry, attr));
	dir_entry_free(entry);
	return text;
}

bool
town_binds(const char *dn, const char *given)
{
	const char *const uris[] = {env("SLAPD_LDAPI"), NULL};
	struct dir_conf conf = {.uris = uris, .timeout_ms = 10000};
	struct dir_bound bound;
	struct dir *dir;
	struct err err;
	enum rc rc;

	assert_rc(RC_OK, dir_open(&conf, &dir, &err), &err);
	rc = dir_bind(dir, dn, given != NULL ? given : password, &bound, &err);
	dir_close(dir);
	assert_true(rc == RC_OK || rc == RC_DENIED);
	return rc == RC_OK;
}

/* ------------------------------------------------------------- the people */

/* The last digit makes the sum of 1,9,8,...,1,1 a multiple of ten. */
const char *
town_id(int number)
{
	static char id[16];
	int sum = 1; /* A is 10: 1 * 1 + 0 * 9 */

	(void)snprintf(id, sizeof(id), "A1%07d0", number);
	for (int i = 1; i < 9; i++)
		sum += (id[i] - '0') * (9 - i);
	id[9] = (char)('0' + (10 - sum % 10) % 10);
	return id;
}

void
town_person(const char *account, int number, const char *school)
{
	char mail[128];

	(void)snprintf(mail, sizeof(mail), "%s@school.example", account);
	town_expect("ok", TOWN_ROOT, OP_PERSON_PUT, F_SCHOOL, school,
	    F_NATIONAL_ID, town_id(number), F_NAME, "示範", F_ACCOUNT, account,
	    F_MAIL, mail, F_NONE);
}

static void
sign_everybody_in(void)
{
	static const char *const accounts[TOWN_WHO_COUNT] = {
	    [TOWN_TEACHER] = "tina",
	    [TOWN_OFFICER] = "otto",
	    [TOWN_PERSONNEL] = "petra",
	    [TOWN_IT] = "ida",
	};

	for (int i = 0; i < TOWN_WHO_COUNT; i++) {
		if (accounts[i] == NULL)
			continue;
		town_activate(accounts[i]);
		(void)text_copy(
		    session[i], sizeof(session[i]), town_sign_in(accounts[i]));
		assert_string_not_equal(session[i], "");
	}
}

int
town_open(void **state)
{
	static const char *const people[] = {
	    "tina", "otto", "petra", "paul", "ida"};

	(void)state;
	open_it();
	town_expect("ok", TOWN_ROOT, OP_SCHOOL_PUT, F_SCHOOL, TOWN_SCHOOL,
	    F_NAME, "第一國小", F_KIND, "elementary", F_NONE);
	town_expect("ok", TOWN_ROOT, OP_SCHOOL_PUT, F_SCHOOL, TOWN_OTHER,
	    F_NAME, "第二國中", F_KIND, "junior_high", F_NONE);
	town_expect("ok", TOWN_ROOT, OP_UNIT_PUT, F_SCHOOL, TOWN_SCHOOL, F_UNIT,
	    "教務處", F_NONE);
	for (int i = 0; i < 5; i++)
		town_person(people[i], 1 + i, TOWN_SCHOOL);
	town_activate("paul");
	town_add("cn=it,ou=groups," TOWN_BASE, "member",
	    "uid=ida,ou=people," TOWN_BASE);
	town_expect("ok", TOWN_ROOT, OP_ROLE_PUT, F_ROLE, "officer", F_ACCOUNT,
	    "otto", F_WANTED, "1", F_NONE);
	town_expect("ok", TOWN_ROOT, OP_ROLE_PUT, F_ROLE, "personnel",
	    F_ACCOUNT, "petra", F_WANTED, "1", F_NONE);
	town_expect("ok", TOWN_ROOT, OP_ROLE_PUT, F_ROLE, "personnel",
	    F_ACCOUNT, "paul", F_WANTED, "1", F_NONE);
	sign_everybody_in();
	return 0;
}

/* ---------------------------------------------------------------- letters */

static bool
read_promise(const char *path, struct promise *promise)
{
	char text[PROMISE_MAX];
	struct err err;
	FILE *file = fopen(path, "re");
	size_t len;

	if (file == NULL)
		return false;
	len = fread(text, 1, sizeof(text), file);
	(void)fclose(file);
	return promise_parse(promise, text, len, &err) == RC_OK;
}

/* Each letter that waits. */
static void
each_letter(
    void (*see)(void *context, const char *name, const struct promise *promise),
    void *context)
{
	char path[1024], due[512];
	struct promise promise;
	struct dirent *file;
	DIR *dir;

	(void)snprintf(due, sizeof(due), "%s/outbox/due", env("TOWN_DIR"));
	dir = opendir(due);
	assert_non_null(dir);
	while ((file = readdir(dir)) != NULL) {
		(void)snprintf(path, sizeof(path), "%s/%s", due, file->d_name);
		if (file->d_name[0] != '.' && read_promise(path, &promise))
			see(context, file->d_name, &promise);
	}
	(void)closedir(dir);
}

struct count {
	const char *kind;
	int count;
	char *to;
	size_t size;
};

static void
count_letter(void *context, const char *name, const struct promise *promise)
{
	struct count *count = context;

	(void)name;
	if (strcmp(letter_kind_name(promise->kind), count->kind) != 0)
		return;
	count->count++;
	if (count->to != NULL)
		(void)text_copy(count->to, count->size, promise->to);
}

int
town_letters(const char *kind, char *to, size_t size)
{
	struct count count = {kind, 0, to, size};

	each_letter(count_letter, &count);
	return count.count;
}

struct search {
	const char *to;
	char name[256]; /* of the newest */
};

static void
find_letter(void *context, const char *name, const struct promise *promise)
{
	struct search *search = context;

	if (strcmp(promise->to, search->to) == 0 &&
	    strcmp(name, search->name) > 0)
		(void)text_copy(search->name, sizeof(search->name), name);
}

const char *
town_code_to(const char *to)
{
	static char code[32];
	const struct town_answer *answer;
	struct search search = {.to = to};

	each_letter(find_letter, &search);
	assert_string_not_equal(search.name, "");
	answer = town_ask(
	    TOWN_NOBODY, OP_LETTER_FILL, F_LETTER, search.name, F_NONE);
	code[0] = '\0';
	if (answer->rc == RC_OK) {
		assert_string_equal(wire_text(&answer->in, F_MAIL), to);
		(void)text_copy(
		    code, sizeof(code), wire_text(&answer->in, F_CODE));
	}
	return code;
}
