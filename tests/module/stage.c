#include "stage.h"

#include "../unit/unit.h"
#include "base/clock.h"
#include "base/text.h"
#include "seal/keyfile.h"
#include "identityd/national_id.h"

#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

const char stage_password[] = "Blue-Harbor-77";

static struct identityd_conf conf;
static struct core shared = {.conf = &conf};

static const char *
env(const char *name)
{
	const char *value = getenv(name);

	if (value == NULL)
		fail_msg("%s is not set: run tests/stage.sh", name);
	return value;
}

static void
make_conf(void)
{
	char path[512];
	struct err err;
	FILE *file;

	(void)snprintf(
	    path, sizeof(path), "%s/identityd.conf", env("STAGE_DIR"));
	file = fopen(path, "we");
	assert_non_null(file);
	(void)fprintf(file,
	    "base_dn = \"dc=example,dc=edu\";\nldap_uri = \"%s\";\n"
	    "key_dir = \"%s/keys\";\noutbox_dir = \"%s/outbox\";\n"
	    "letter_gap_minutes = 0;\nletters_per_day = 8;\n"
	    "requests_per_hour = 1000000;\nmisses_per_hour = 100000;\n"
	    "redeem_fails_per_hour = 100000;\n",
	    env("SLAPD_LDAPI"), env("STAGE_DIR"), env("STAGE_DIR"));
	(void)fclose(file);
	assert_rc(RC_OK, identityd_conf_load(&conf, path, stderr, &err), &err);
}

static void
make_rings(void)
{
	char path[512];
	struct err err;

	(void)mkdir(conf.key_dir, 0700);
	(void)mkdir(conf.outbox_dir, 0770);
	for (int i = 0; i < CORE_RING_COUNT; i++) {
		enum core_ring ring = (enum core_ring)i;
		uint32_t kid;

		core_ring_path(&shared, ring, path);
		if (access(path, F_OK) != 0)
			assert_rc(RC_OK,
			    keyfile_add(
				path, core_ring_name(ring), 20000, &kid, &err),
			    &err);
	}
}

struct core *
stage_fork(void)
{
	struct core *core = malloc(sizeof(*core));
	struct err err;

	assert_non_null(core);
	*core = (struct core){.conf = shared.conf,
	    .limit = shared.limit,
	    .audit = shared.audit,
	    .signing = shared.signing,
	    .now_s = clock_now_s()};
	assert_rc(RC_OK, core_open(core, &err), &err);
	return core;
}

struct core *
stage_core(void)
{
	static struct core *core;

	if (core != NULL)
		return core;
	assert_true(sodium_init() >= 0);
	make_conf();
	make_rings();
	shared.limit = limit_new();
	shared.audit = audit_new(conf.home, conf.base_dn);
	shared.signing = signing_new();
	core = stage_fork();
	return core;
}

/* The last digit makes the sum of 1,9,8,...,1,1 a multiple of ten. */
const char *
stage_id(int number)
{
	static char id[NATIONAL_ID_SIZE];
	int sum = 1 * 1 + 0 * 9; /* A is 10 */

	(void)snprintf(id, sizeof(id), "A1%07d0", number);
	for (int i = 1; i < 9; i++)
		sum += (id[i] - '0') * (9 - i);
	id[9] = (char)('0' + (10 - sum % 10) % 10);
	return id;
}

void
stage_person(struct core *core, const char *account, int number,
    const char *unit_dn, const char *state)
{
	const struct keyring_key *key = keyring_newest(core->ring[RING_ID]);
	char index[NATIONAL_ID_INDEX_SIZE], dn[FILTER_DN_SIZE], mail[128];
	char uid_number[16];
	const struct dir_change values[] = {
	    {DIR_ADD, "objectClass", "inetOrgPerson", 0},
	    {DIR_ADD, "objectClass", "posixAccount", 0},
	    {DIR_ADD, "objectClass", "portalPerson", 0},
	    {DIR_ADD, "uid", account, 0},
	    {DIR_ADD, "cn", "\xe7\xa4\xba\xe7\xaf\x84", 0},
	    {DIR_ADD, "sn", "\xe7\xa4\xba", 0},
	    {DIR_ADD, "mail", mail, 0},
	    {DIR_ADD, "uidNumber", uid_number, 0},
	    {DIR_ADD, "gidNumber", uid_number, 0},
	    {DIR_ADD, "homeDirectory", "/home/stage", 0},
	    {DIR_ADD, "portalState", state, 0},
	    {DIR_ADD, "portalUnitDN", unit_dn, 0},
	    {DIR_ADD, "portalNationalIdIndex", index, 0},
	};
	struct err err;

	national_id_index(key->key, key->kid, stage_id(number), index);
	(void)snprintf(mail, sizeof(mail), "%s@school.example", account);
	(void)snprintf(uid_number, sizeof(uid_number), "%d", 250000 + number);
	(void)snprintf(
	    dn, sizeof(dn), "uid=%s,ou=people,dc=example,dc=edu", account);
	assert_rc(RC_OK,
	    dir_add(core->dir, dn, values, sizeof(values) / sizeof(values[0]),
		&err),
	    &err);
}

void
stage_load(struct core *core, const char *account, struct person *person)
{
	struct err err;

	assert_rc(RC_OK,
	    person_by_account(
		core->dir, core->conf->base_dn, account, person, &err),
	    &err);
}

static void
put(struct wire_out *out, enum field field, const char *text)
{
	int64_t number;

	if (field_rule(field)->type != FIELD_NUMBER) {
		wire_put_text(out, field, text);
		return;
	}
	assert_true(text_number(text, INT64_MIN, INT64_MAX, &number));
	wire_put_number(out, field, number);
}

static const struct stage_answer *
vask(struct core *core, const struct actor *actor, enum op op, core_op *run,
    va_list args)
{
	static uint8_t question_bytes[WIRE_MAX], answer_bytes[WIRE_MAX];
	static struct stage_answer got;
	struct serve_question question = {.op = op, .door = DOOR_SELF};
	struct serve_answer answer = {0};
	struct wire_out out;
	struct err err;
	int field;

	wire_begin(&out, question_bytes, sizeof(question_bytes), (uint16_t)op);
	while ((field = va_arg(args, int)) != F_NONE)
		put(&out, (enum field)field, va_arg(args, char *));
	assert_rc(RC_OK, wire_end(&out, &err), &err);
	assert_rc(RC_OK,
	    wire_parse_question(&question.in, question_bytes, out.len, &err),
	    &err);
	question.asked_ms = clock_mono_ms();
	wire_begin(&answer.out, answer_bytes, sizeof(answer_bytes), RC_OK);
	core->say[0] = '\0';
	core->letter_count = 0;
	got.reply = run(core, actor, &question, &answer);
	got.due_ms = answer.due_ms == 0 ? 0 : answer.due_ms - question.asked_ms;
	assert_rc(RC_OK, wire_end(&answer.out, &err), &err);
	assert_rc(RC_OK,
	    wire_parse_answer(&got.in, op, answer_bytes, answer.out.len, &err),
	    &err);
	return &got;
}

const struct stage_answer *
stage_ask(struct core *core, enum op op, core_op *run, ...)
{
	static const struct actor stranger = {
	    .roles = ROLE_ANYONE, .name = "stage", .subject = "stage"};
	const struct stage_answer *answer;
	va_list args;

	va_start(args, run);
	answer = vask(core, &stranger, op, run, args);
	va_end(args);
	return answer;
}

const struct stage_answer *
stage_ask_as(
    struct core *core, const struct actor *actor, enum op op, core_op *run, ...)
{
	const struct stage_answer *answer;
	va_list args;

	va_start(args, run);
	answer = vask(core, actor, op, run, args);
	va_end(args);
	return answer;
}

void
stage_actor(
    struct core *core, const char *account, int64_t ago_s, struct actor *actor)
{
	struct err err;

	*actor = (struct actor){.roles = ROLE_SELF, .is_person = true};
	stage_load(core, account, &actor->person);
	session_of(&actor->session, &actor->person, core->now_s - ago_s);
	(void)text_copy(actor->name, sizeof(actor->name), account);
	(void)text_copy(actor->subject, sizeof(actor->subject), "stage");
	assert_rc(RC_OK, actor_roles(core, actor, &err), &err);
}

/* -------------------------------------------------------------- check codes */

enum reply
stage_forgot(struct core *core, int number, const char *mail)
{
	return stage_ask(core, OP_FORGOT, reset_forgot, F_NATIONAL_ID,
	    stage_id(number), F_MAIL, mail, F_NONE)
	    ->reply;
}

enum reply
stage_redeem(
    struct core *core, int number, const char *code, const char *password)
{
	return stage_ask(core, OP_REDEEM, reset_redeem, F_NATIONAL_ID,
	    stage_id(number), F_CODE, code, F_PASSWORD, password, F_NONE)
	    ->reply;
}

void
stage_issue(struct core *core, const char *account, char code[CODE_SIZE])
{
	struct person person;
	struct err err;

	stage_load(core, account, &person);
	assert_rc(RC_OK, claim_issue(core, &person, true, NULL, &err), &err);
	assert_rc(RC_OK, claim_derive(core, &person, code, &err), &err);
}

void
stage_wrong(char wrong[CODE_SIZE], const char right[CODE_SIZE], int which)
{
	memcpy(wrong, right, CODE_SIZE);
	wrong[which % CODE_DIGITS] = (char)('0' +
	    (right[which % CODE_DIGITS] - '0' + 1 + which / CODE_DIGITS) % 10);
}

bool
stage_logs_in(struct core *core, const char *account, const char *password)
{
	struct dir_bound bound;
	struct person person;
	struct err err;

	stage_load(core, account, &person);
	return dir_bind(core->person_dir, person.dn, password, &bound, &err) ==
	    RC_OK;
}

/* --------------------------------------------------------- what IT changes */

void
stage_modify(
    struct core *core, const char *account, const char *attr, const char *value)
{
	const struct dir_change change = {DIR_REPLACE, attr, value, 0};
	struct dir_edit edit = {.changes = &change, .count = 1};
	struct person person;
	struct err err;

	stage_load(core, account, &person);
	edit.dn = person.dn;
	assert_rc(RC_OK, dir_modify(core->dir, &edit, NULL, &err), &err);
}

int
stage_letters(struct core *core)
{
	struct err err;
	int count;

	assert_rc(
	    RC_OK, outbox_count(&core->outbox, OUTBOX_DUE, &count, &err), &err);
	return count;
}

/* ------------------------------------------------------------------ dying */

bool
stage_completes(
    void (*job)(struct core *core, const char *arg), const char *arg, int k)
{
	pid_t pid = fork();

	if (pid == 0) {
		struct core *core = stage_fork();

		mortal_begin(k);
		job(core, arg);
		_exit(0);
	}
	return mortal_completed(pid);
}
