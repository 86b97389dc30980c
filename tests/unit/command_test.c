/*
 * portal-admin's commands against a server of a few lines: ask() is ours here,
 * standard input and output are files.
 */
#include "tools/command.h"

#include "unit.h"

#include <pthread.h>
#include <sys/stat.h>
#include <unistd.h>

const struct command *const command_tables[] = {admin_people, admin_import,
    admin_structure, admin_leave, admin_keys, admin_audit, NULL};

/* ------------------------------------------------------------ the server */

static struct {
	pthread_mutex_t lock;
	unsigned asked;      /* questions of this run */
	enum op op;          /* of the last one */
	char seen[1024];     /* its fields: "name=value;" */
	unsigned step_ups;   /* so many answers want the password first */
	unsigned pages;      /* a list has so many */
	unsigned offline_at; /* from this question on nobody answers */
	bool has_put;        /* people were put: again they are the same */
} server = {.lock = PTHREAD_MUTEX_INITIALIZER};

static void
see(const struct wire_in *in)
{
	size_t len = 0;

	server.op = (enum op)in->kind;
	server.seen[0] = '\0';
	for (unsigned field = F_NONE + 1; field < FIELD_COUNT; field++) {
		char number[24];
		const char *text = number;

		if (!wire_has(in, (enum field)field))
			continue;
		(void)snprintf(number, sizeof(number), "%lld",
		    (long long)wire_number(in, (enum field)field, 0));
		if (field_rule(field)->type != FIELD_NUMBER)
			text = wire_text(in, (enum field)field);
		len += (size_t)snprintf(server.seen + len,
		    sizeof(server.seen) - len, "%s=%s;",
		    field_rule(field)->name, text);
	}
}

/* Of people the mail decides: "new…" is created, "odd…" is refused. */
static enum rc
answer_person(struct wire_out *out, const struct wire_in *in)
{
	const char *mail = wire_text(in, F_MAIL);
	const char *result = "same";

	if (strncmp(mail, "odd", 3) == 0) {
		wire_put_text(out, F_TEXT, "kindergarten");
		return RC_DENIED;
	}
	if (strncmp(mail, "new", 3) == 0 && !server.has_put)
		result = "created";
	wire_put_text(out, F_RESULT, result);
	wire_put_text(out, F_ACCOUNT, "account");
	return RC_OK;
}

static enum rc
answer_fill(struct wire_out *out, const struct wire_in *in)
{
	if (server.step_ups > 0) {
		server.step_ups--;
		wire_put_text(out, F_REASON, "step_up");
		wire_put_text(out, F_TEXT, "your own password, please");
		return RC_DENIED;
	}
	switch ((unsigned)in->kind) {
	case OP_PERSON_PUT:
		return answer_person(out, in);
	case OP_SCHOOL_LIST:
		wire_row_begin(out);
		wire_put_text(out, F_SCHOOL, "353601");
		wire_put_text(out, F_NAME, "\"和平\"");
		wire_row_end(out);
		if (--server.pages > 0)
			wire_put_text(out, F_CURSOR, "next");
		return RC_OK;
	case OP_CODE_SHOW:
		wire_put_text(out, F_CODE, "1234 5678 9012");
		return RC_OK;
	default:
		return RC_OK;
	}
}

enum rc __wrap_ask(const struct ask_door *door, struct wire_out *question,
    struct wire_in *answer, void *buf, size_t size, struct err *err);
enum rc __wrap_query_door(
    struct ask_door *door, const char *path, struct err *err);

enum rc
__wrap_query_door(struct ask_door *door, const char *path, struct err *err)
{
	(void)err;
	*door = (struct ask_door){.path = path};
	return RC_OK;
}

enum rc
__wrap_ask(const struct ask_door *door, struct wire_out *question,
    struct wire_in *answer, void *buf, size_t size, struct err *err)
{
	struct wire_out out;
	struct wire_in in;
	enum rc rc;

	(void)door;
	(void)pthread_mutex_lock(&server.lock);
	*answer = (struct wire_in){0};
	assert_rc(RC_OK, wire_end(question, err), err);
	assert_rc(RC_OK,
	    wire_parse_question(&in, question->at, question->len, err), err);
	see(&in);
	if (++server.asked >= server.offline_at && server.offline_at > 0) {
		(void)pthread_mutex_unlock(&server.lock);
		return err_set(err, RC_OFFLINE, "nobody answers");
	}
	wire_begin(&out, buf, size, RC_OK);
	rc = answer_fill(&out, &in);
	out.at[5] = (uint8_t)rc;
	assert_rc(RC_OK, wire_end(&out, err), err);
	assert_rc(RC_OK,
	    wire_parse_answer(answer, (enum op)in.kind, buf, out.len, err),
	    err);
	(void)pthread_mutex_unlock(&server.lock);
	return rc == RC_OK ? rc : err_set(err, rc, "refused");
}

/* --------------------------------------------------------------- one run */

static char folder[] = "/tmp/command_test.XXXXXX";
static char output[65536];

static void
file_write(const char *name, const void *bytes, size_t len)
{
	char path[128];
	FILE *file;

	(void)snprintf(path, sizeof(path), "%s/%s", folder, name);
	file = fopen(path, "w");
	assert_non_null(file);
	assert_int_equal(fwrite(bytes, 1, len, file), len);
	assert_int_equal(fclose(file), 0);
}

static int
redirect(int fd, const char *name, const char *mode)
{
	char path[128];
	FILE *file;
	int kept = dup(fd);

	(void)snprintf(path, sizeof(path), "%s/%s", folder, name);
	file = fopen(path, mode);
	assert_non_null(file);
	assert_return_code(dup2(fileno(file), fd), 0);
	assert_int_equal(fclose(file), 0);
	return kept;
}

static void
restore(int fd, int kept)
{
	assert_return_code(dup2(kept, fd), 0);
	assert_int_equal(close(kept), 0);
}

static enum rc
run_bytes(
    const char *const *words, const void *input, size_t len, struct err *err)
{
	static struct call call;
	char room[12][128], *argv[12] = {NULL}; /* getopt may reorder */
	int argc = 0, in, out, errors;
	FILE *file;
	char path[128];
	enum rc rc;

	memset(&call, 0, sizeof(call));
	server.asked = 0;
	while (words[argc] != NULL) {
		(void)snprintf(
		    room[argc], sizeof(room[argc]), "%s", words[argc]);
		argv[argc] = room[argc];
		argc++;
	}
	call.command = command_find(argv[0], argc > 1 ? argv[1] : NULL);
	assert_non_null(call.command);
	file_write("in", input, len);
	(void)fflush(stdout);
	in = redirect(STDIN_FILENO, "in", "r");
	out = redirect(STDOUT_FILENO, "out", "w");
	errors = redirect(STDERR_FILENO, "err", "w");
	argc -= call.command->verb[0] != '\0';
	rc = command_parse(
	    &call, argc, argv + (call.command->verb[0] != '\0' ? 1 : 0), err);
	if (rc == RC_OK)
		rc = command_run(&call, err);
	(void)fflush(stdout);
	restore(STDIN_FILENO, in);
	restore(STDOUT_FILENO, out);
	restore(STDERR_FILENO, errors);
	(void)snprintf(path, sizeof(path), "%s/out", folder);
	file = fopen(path, "r");
	assert_non_null(file);
	output[fread(output, 1, sizeof(output) - 1, file)] = '\0';
	assert_int_equal(fclose(file), 0);
	return rc;
}

#define RUN(input, err, ...)                                       \
	run_bytes((const char *const[]){__VA_ARGS__, NULL}, input, \
	    strlen(input), err)

/* -------------------------------------------------------------- the tests */

static void
arguments_options_and_what_is_asked_become_one_question(void **state)
{
	struct err err;

	(void)state;
	assert_rc(RC_OK,
	    RUN("a123456789\n", &err, "person", "add", "353601", "王大明",
		"--mail", "new@example.edu", "--posted-from", "115/8/1"),
	    &err);
	assert_int_equal(server.op, OP_PERSON_PUT);
	assert_string_equal(server.seen,
	    "national_id=a123456789;mail=new@example.edu;lang=en;"
	    "name=王大明;school=353601;posted_from=2026-08-01;");
	assert_string_equal(output, "account: account\nresult: created\n");
	assert_rc(RC_OK,
	    RUN("", &err, "group", "part", "teachers", "wang.daming"), &err);
	assert_string_equal(server.seen,
	    "account=wang.daming;lang=en;group=teachers;wanted=0;");
}

static void
a_value_that_is_none_is_never_sent(void **state)
{
	struct err err;

	(void)state;
	assert_rc(RC_INPUT,
	    RUN("x\n", &err, "person", "add", "1", "x", "--posted-from",
		"soon"),
	    &err);
	assert_rc(RC_INPUT, RUN("", &err, "key", "retire", "id", "one"), &err);
	assert_rc(RC_INPUT, RUN("", &err, "person", "show", "a\tb"), &err);
	assert_rc(RC_INPUT, RUN("", &err, "person", "show", "\xff"), &err);
	assert_rc(RC_INPUT,
	    RUN("", &err, "person", "show",
		"a name that is longer than any account or anything else that "
		"there could "
		"ever be"),
	    &err);
	assert_int_equal(server.asked, 0);
}

static void
a_list_has_all_its_pages_under_one_head(void **state)
{
	struct err err;

	(void)state;
	server.pages = 3;
	assert_rc(RC_OK, RUN("", &err, "school", "list"), &err);
	assert_int_equal(server.asked, 3);
	assert_string_equal(output,
	    "school\tname\tkind\n353601\t\"和平\"\t\n353601\t\"和平\"\t\n"
	    "353601\t\"和平\"\t\n");
	server.pages = 1;
	assert_rc(RC_OK, RUN("", &err, "school", "list", "--json"), &err);
	assert_string_equal(
	    output, "{\"school\":\"353601\",\"name\":\"\\\"和平\\\"\"}\n");
}

static void
the_password_is_asked_for_when_the_server_wants_it(void **state)
{
	struct err err;

	(void)state;
	server.step_ups = 1;
	assert_rc(RC_OK,
	    RUN("my own one\n", &err, "code", "show", "wang", "--why", "x"),
	    &err);
	assert_int_equal(server.asked, 2);
	assert_non_null(strstr(server.seen, "password=my own one;"));
	assert_string_equal(output, "code: 1234 5678 9012\n");
	/* What was asked for before is not asked for again. */
	server.step_ups = 1;
	assert_rc(RC_OK,
	    RUN("A123456789\nmy own one\n", &err, "person", "take-in",
		"353601"),
	    &err);
	assert_string_equal(server.seen,
	    "national_id=A123456789;password=my own one;lang=en;"
	    "school=353601;");
	server.step_ups = 2;
	assert_rc(RC_DENIED,
	    RUN("wrong\n", &err, "code", "show", "wang", "--why", "x"), &err);
	server.step_ups = 0;
}

static void
the_input_may_end_early_or_be_odd(void **state)
{
	static const struct {
		const char *bytes;
		size_t len;
		enum rc rc;
	} cases[] = {
	    {"", 0, RC_ABSENT},
	    {"A123456789", 10, RC_OK},
	    {"A123456789\r\n", 12, RC_OK},
	    {"A1234\0"
	     "6789\n",
		11, RC_INPUT},
	    {"\xff\n", 2, RC_INPUT},
	};
	static const char *const words[] = {"id", "print", NULL};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct err err = {""};

		assert_rc(cases[i].rc,
		    run_bytes(words, cases[i].bytes, cases[i].len, &err), &err);
	}
}

static void
each_hex_line_gets_one_answer(void **state)
{
	static const char input[] =
	    "41313233343536373839\n"     /* A123456789 */
	    "61313233343536373839\r\n"   /* a123456789 */
	    "efbca1313233343536373839\n" /* full-width A */
	    "EFBCA1313233343536373839\n" /* the same in capitals */
	    "20413132333435363738390A\n" /* blanks around */
	    "41313233343536373838\n"     /* last digit wrong */
	    "41333233343536373839\n"     /* A323456789 */
	    "413132333435363738\n"       /* nine characters */
	    "4131323334353637383939\n"   /* eleven */
	    "\n"                         /* none */
	    "4\n"                        /* half a byte */
	    "4131323334353637383\n"      /* and with more before it */
	    "zz\n"                       /* no hex */
	    " 41313233343536373839\n"    /* a blank is no hex */
	    "0x41\n"                     /* nor is this */
	    "41313233340036373839\n"     /* NUL in it */
	    "4131323334353637383900\n"   /* NUL behind it */
	    "c1a1313233343536373839\n"   /* overlong */
	    "ff\n"                       /* no UTF-8 */
	    "4131\0"
	    "3233\n"                /* NUL in the line itself */
	    "41313233343536373839"; /* no line end */
	static const char output_expected[] =
	    "ok A123456789\nok A123456789\nok A123456789\nok A123456789\n"
	    "ok A123456789\nno checksum\nno shape\nno length\nno length\n"
	    "no length\nno encoding\nno encoding\nno encoding\nno encoding\n"
	    "no encoding\nno encoding\nno encoding\nno encoding\n"
	    "no encoding\nno encoding\nok A123456789\n";
	static const char *const words[] = {"id", "check", "--hex", NULL};
	struct err err;

	(void)state;
	assert_rc(
	    RC_OK, run_bytes(words, input, sizeof(input) - 1, &err), &err);
	assert_string_equal(output, output_expected);
}

static void
a_huge_hex_line_is_one_answer_too(void **state)
{
	static const char *const words[] = {"id", "check", "--hex", NULL};
	static const char after[] = "\n41313233343536373839\n";
	size_t len = 3 << 20;
	char *input = malloc(len + sizeof(after));
	struct err err;

	(void)state;
	assert_non_null(input);
	memset(input, '4', len);
	memcpy(input + len, after, sizeof(after));
	assert_rc(RC_OK, run_bytes(words, input, len + sizeof(after) - 1, &err),
	    &err);
	assert_string_equal(output, "no length\nok A123456789\n");
	/* the longest that is read, and one digit more */
	memcpy(input + 8192, after, sizeof(after));
	assert_rc(RC_OK,
	    run_bytes(words, input, 8192 + sizeof(after) - 1, &err), &err);
	assert_string_equal(output, "no length\nok A123456789\n");
	free(input);
}

static const char roster[] = "national_id,name,kind,mail\n"
			     "A123456789,甲,TEACHER,new1@example.edu\n"
			     "A800000014,乙,TEACHER,old1@example.edu\n"
			     "F131104093,丙,TEACHER,odd1@example.edu\n"
			     "H900000022,丁,TEACHER,new2@example.edu\n";

static char roster_path[128];

static void
roster_write(const char *text)
{
	file_write("roster.csv", text, strlen(text));
	(void)snprintf(
	    roster_path, sizeof(roster_path), "%s/roster.csv", folder);
}

static void
a_roster_is_planned_first_and_then_applied(void **state)
{
	struct err err;

	(void)state;
	roster_write(roster);
	server.has_put = false;
	assert_rc(RC_DENIED,
	    RUN("", &err, "import", roster_path, "--school", "1"), &err);
	assert_int_equal(server.asked, 4);
	assert_non_null(strstr(server.seen, "plan=1"));
	assert_string_equal(output,
	    "2\tcreated\taccount\t甲\t\n4\trefused\t\t丙\trefused\n"
	    "5\tcreated\taccount\t丁\t\n"
	    "plan: created 2, changed 0, same 1, refused 1\n");
	assert_rc(RC_INPUT,
	    RUN("", &err, "import", roster_path, "--school", "1", "--yes"),
	    &err);
	assert_int_equal(server.asked, 8);
	assert_null(strstr(server.seen, "plan=1"));
	assert_non_null(strstr(server.seen, "school=1;"));
	assert_non_null(strstr(output,
	    "4\trefused\t\t丙\trefused\n"
	    "import: created 2, changed 0, same 1, refused 1\n"));
}

static void
the_same_roster_again_asks_for_no_change(void **state)
{
	struct err err;

	(void)state;
	roster_write(roster);
	server.has_put = true;
	assert_rc(RC_INPUT,
	    RUN("", &err, "import", roster_path, "--school", "1", "--yes"),
	    &err);
	assert_int_equal(server.asked, 4);
	assert_string_equal(output,
	    "4\trefused\t\t丙\trefused\n"
	    "plan: created 0, changed 0, same 3, refused 1\n");
	server.has_put = false;
}

static void
a_roster_with_a_fault_asks_nothing(void **state)
{
	struct err err;

	(void)state;
	roster_write("national_id,name,kind\nA123456788,甲,TEACHER\n"
		     "A123456789,乙,PIRATE\n");
	assert_rc(RC_INPUT,
	    RUN("", &err, "import", roster_path, "--school", "1", "--yes"),
	    &err);
	assert_non_null(strstr(err.text, "2 faults"));
	roster_write(roster); /* no school anywhere */
	assert_rc(
	    RC_INPUT, RUN("", &err, "import", roster_path, "--yes"), &err);
	assert_non_null(strstr(err.text, "4 faults"));
	assert_rc(
	    RC_ABSENT, RUN("", &err, "import", "/nonexistent", "--yes"), &err);
	assert_rc(RC_INPUT, RUN("", &err, "import", folder, "--yes"), &err);
	assert_int_equal(server.asked, 0);
}

static void
a_server_that_goes_away_stops_the_import_with_its_line(void **state)
{
	struct err err;

	(void)state;
	roster_write(roster);
	server.offline_at = 1;
	assert_rc(RC_OFFLINE,
	    RUN("", &err, "import", roster_path, "--school", "1", "--yes"),
	    &err);
	assert_non_null(strstr(err.text, "line 2"));
	server.offline_at = 0;
}

static void
every_command_has_help_in_both_languages(void **state)
{
	(void)state;
	for (size_t t = 0; command_tables[t] != NULL; t++)
		for (const struct command *row = command_tables[t];
		     row->noun != NULL; row++) {
			char *zh, *en;
			size_t size;
			FILE *out = open_memstream(&zh, &size);

			assert_int_equal(setenv("LC_ALL", "zh_TW.UTF-8", 1), 0);
			command_help(out, row);
			assert_int_equal(fclose(out), 0);
			out = open_memstream(&en, &size);
			assert_int_equal(setenv("LC_ALL", "C", 1), 0);
			command_help(out, row);
			assert_int_equal(fclose(out), 0);
			assert_non_null(strstr(zh, "用法："));
			assert_non_null(strstr(zh, row->zh));
			assert_non_null(strstr(en, row->en));
			assert_non_null(strstr(row->example, row->noun));
			assert_non_null(strstr(row->example, row->verb));
			free(zh);
			free(en);
		}
}

static bool
sends(const struct command *row, unsigned field)
{
	for (size_t i = 0; i < COMMAND_ARGUMENTS_MAX; i++)
		if (row->argument[i] == field)
			return true;
	return field_in(row->options, field) || field_in(row->asks, field) ||
	    row->flag == field ||
	    (field == F_PLAN && (row->switches & SWITCH_PLAN) != 0);
}

static void
what_a_command_sends_its_question_may_carry(void **state)
{
	(void)state;
	for (size_t t = 0; command_tables[t] != NULL; t++)
		for (const struct command *row = command_tables[t];
		     row->noun != NULL; row++) {
			if (row->op == OP_NONE)
				continue;
			for (unsigned f = F_NONE + 1; f < FIELD_COUNT; f++) {
				bool is_sent = sends(row, f);

				if (is_sent && !op_takes(row->op, f))
					fail_msg("%s %s sends %s, which its "
						 "question may not carry",
					    row->noun, row->verb,
					    field_rule(f)->name);
				if (row->run == NULL && !is_sent &&
				    op_needs(row->op, f))
					fail_msg("%s %s cannot send %s, which "
						 "its question must carry",
					    row->noun, row->verb,
					    field_rule(f)->name);
			}
		}
}

static int
folder_make(void **state)
{
	(void)state;
	(void)unsetenv("XDG_RUNTIME_DIR");
	return mkdtemp(folder) != NULL && setenv("HOME", folder, 1) == 0 &&
		setenv("LC_ALL", "C", 1) == 0
	    ? 0
	    : -1;
}

static int
folder_remove(void **state)
{
	static const char *const names[] = {"in", "out", "err", "roster.csv"};
	char path[128];

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		(void)snprintf(path, sizeof(path), "%s/%s", folder, names[i]);
		(void)unlink(path);
	}
	return rmdir(folder);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(arguments_options_and_what_is_asked_become_one_question),
    cmocka_unit_test(a_value_that_is_none_is_never_sent),
    cmocka_unit_test(a_list_has_all_its_pages_under_one_head),
    cmocka_unit_test(the_password_is_asked_for_when_the_server_wants_it),
    cmocka_unit_test(the_input_may_end_early_or_be_odd),
    cmocka_unit_test(each_hex_line_gets_one_answer),
    cmocka_unit_test(a_huge_hex_line_is_one_answer_too),
    cmocka_unit_test(a_roster_is_planned_first_and_then_applied),
    cmocka_unit_test(the_same_roster_again_asks_for_no_change),
    cmocka_unit_test(a_roster_with_a_fault_asks_nothing),
    cmocka_unit_test(a_server_that_goes_away_stops_the_import_with_its_line),
    cmocka_unit_test(every_command_has_help_in_both_languages),
    cmocka_unit_test(what_a_command_sends_its_question_may_carry),
};

UNIT_MAIN_IN(tests, folder_make, folder_remove)
