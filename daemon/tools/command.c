#include "command.h"

#include "base/almanac.h"
#include "base/secret.h"
#include "base/text.h"
#include "words.h"

#include <getopt.h>
#include <string.h>

static const uint8_t days[] = {
    F_POSTED_FROM, F_POSTED_UNTIL, F_HIRED_ON, F_FROM, F_UNTIL, F_NONE};

/* What a person is asked for, and what stands in a usage. */
static const struct label {
	enum field field;
	const char *zh, *en;
} labels[] = {
    {F_NATIONAL_ID, "身分證字號：", "National ID: "},
    {F_PASSWORD, "您自己的密碼：", "Your own password: "},
};

static const struct {
	const char *name;
	enum command_switch bit;
} switches[] = {
    {"plan", SWITCH_PLAN},
    {"yes", SWITCH_YES},
    {"hex", SWITCH_HEX},
    {"json", SWITCH_JSON},
    {"help", SWITCH_HELP},
};
enum {
	SWITCH_COUNT = sizeof(switches) / sizeof(switches[0]),
	SWITCH_FIRST = FIELD_COUNT, /* getopt values: fields, then switches */
	OPTIONS_MAX = FIELD_COUNT + SWITCH_COUNT + 1,
	USAGE_WIDTH = 76,
	WORD_SIZE = 80,
};

const struct command *
command_find(const char *noun, const char *verb)
{
	for (size_t t = 0; command_tables[t] != NULL; t++)
		for (const struct command *row = command_tables[t];
		     row->noun != NULL; row++) {
			if (strcmp(row->noun, noun) != 0)
				continue;
			if (row->verb[0] == '\0' ||
			    (verb != NULL && strcmp(row->verb, verb) == 0))
				return row;
		}
	return NULL;
}

/* "admin_post" as an option: "admin-post", as an argument: "ADMIN_POST". */
static void
field_word(enum field field, bool is_option, char word[WORD_SIZE])
{
	char *at = word;

	(void)text_copy(word, WORD_SIZE, field_rule(field)->name);
	if (!is_option)
		text_upper(word);
	for (; is_option && *at != '\0'; at++)
		if (*at == '_')
			*at = '-';
}

static bool
is_option(const struct command *command, unsigned field)
{
	return field_in(command->options, field) &&
	    !field_rule(field)->is_secret;
}

static bool
is_needed(const struct command *command, unsigned field)
{
	return command->op != OP_NONE && op_needs(command->op, field);
}

/* One more word of a usage, on a new line where this one is full. */
static void
word_print(FILE *out, size_t *column, const char *word)
{
	if (*column + strlen(word) > USAGE_WIDTH) {
		(void)fputs("\n   ", out);
		*column = 3;
	}
	*column += (size_t)fprintf(out, " %s", word);
}

static void
option_print(
    FILE *out, size_t *column, const struct command *command, enum field field)
{
	bool is_must = command->run == NULL && is_needed(command, field);
	char option[WORD_SIZE], value[WORD_SIZE], word[2 * WORD_SIZE + 8];

	field_word(field, true, option);
	field_word(field, false, value);
	(void)text_print(word, sizeof(word), "%s--%s %s%s", is_must ? "" : "[",
	    option, value, is_must ? "" : "]");
	word_print(out, column, word);
}

static void
usage_print(FILE *out, const struct command *command)
{
	size_t column = sizeof("usage: portal-admin");
	char word[WORD_SIZE];

	(void)fprintf(out, "portal-admin");
	word_print(out, &column, command->noun);
	if (command->verb[0] != '\0')
		word_print(out, &column, command->verb);
	for (size_t i = 0; i < COMMAND_ARGUMENTS_MAX; i++)
		if (command->argument[i] != F_NONE) {
			field_word(command->argument[i], false, word);
			word_print(out, &column, word);
		}
	if (command->operand != NULL)
		word_print(out, &column, command->operand);
	for (unsigned field = F_NONE + 1; field < FIELD_COUNT; field++)
		if (is_option(command, field))
			option_print(out, &column, command, (enum field)field);
	for (size_t i = 0; i < SWITCH_COUNT; i++)
		if ((command->switches & switches[i].bit) != 0) {
			(void)text_print(
			    word, sizeof(word), "[--%s]", switches[i].name);
			word_print(out, &column, word);
		}
	(void)fputc('\n', out);
}

void
command_help(FILE *out, const struct command *command)
{
	const char *more = words(command->zh_more, command->en_more);

	(void)fputs(words("用法：", "usage: "), out);
	usage_print(out, command);
	(void)fprintf(out, "\n%s\n", words(command->zh, command->en));
	if (more != NULL)
		(void)fprintf(out, "\n%s\n", more);
	for (size_t i = 0; i < sizeof(labels) / sizeof(labels[0]); i++)
		if (field_in(command->asks, labels[i].field))
			(void)fprintf(out, "\n%s%s\n",
			    words("會詢問（或由標準輸入讀一行）：",
				"asks for, or reads a line of standard "
				"input: "),
			    field_rule(labels[i].field)->name);
	(void)fprintf(
	    out, "\n%s\n  %s\n", words("例：", "example:"), command->example);
	(void)fprintf(out, "\n%s\n",
	    words("結束碼：0 完成，1 查無，2 已存在，64 用法不對，65 資料不對，"
		  "69 服務沒有回應，70 錯誤，75 稍後再試，77 沒有權限",
		"exit codes: 0 done, 1 no such thing, 2 exists already, 64 "
		"usage, 65 bad value,\n69 no answer, 70 fault, 75 try later, "
		"77 not allowed"));
}

void
command_list(FILE *out, const char *noun)
{
	for (size_t t = 0; command_tables[t] != NULL; t++)
		for (const struct command *row = command_tables[t];
		     row->noun != NULL; row++)
			if (noun == NULL || strcmp(row->noun, noun) == 0)
				(void)fprintf(out, "  %-8s %-8s %s\n",
				    row->noun, row->verb,
				    words(row->zh, row->en));
}

void
command_options(FILE *out, const struct command *command)
{
	const char *blank = "";
	char word[WORD_SIZE];

	for (unsigned field = F_NONE + 1; field < FIELD_COUNT; field++)
		if (is_option(command, field)) {
			field_word((enum field)field, true, word);
			(void)fprintf(out, "%s--%s", blank, word);
			blank = " ";
		}
	for (size_t i = 0; i < SWITCH_COUNT; i++)
		if ((command->switches & switches[i].bit) != 0) {
			(void)fprintf(out, "%s--%s", blank, switches[i].name);
			blank = " ";
		}
	(void)fputc('\n', out);
}

/* Names live in `names` while the options do. */
static void
options_fill(const struct command *command, struct option *options,
    char names[FIELD_COUNT][WORD_SIZE])
{
	unsigned allowed = command->switches | SWITCH_JSON | SWITCH_HELP;
	size_t count = 0;

	for (unsigned field = F_NONE + 1; field < FIELD_COUNT; field++) {
		if (!is_option(command, field))
			continue;
		field_word((enum field)field, true, names[field]);
		options[count++] = (struct option){
		    names[field], required_argument, NULL, (int)field};
	}
	for (int i = 0; i < SWITCH_COUNT; i++)
		if ((allowed & switches[i].bit) != 0)
			options[count++] = (struct option){switches[i].name,
			    no_argument, NULL, SWITCH_FIRST + i};
	options[count] = (struct option){0};
}

static enum rc
arguments_take(struct call *call, int argc, char **argv, struct err *err)
{
	const struct command *command = call->command;
	int at = optind;

	for (size_t i = 0; i < COMMAND_ARGUMENTS_MAX; i++) {
		if (command->argument[i] == F_NONE)
			break;
		if (at < argc)
			call->value[command->argument[i]] = argv[at++];
	}
	if (command->operand != NULL && at < argc)
		call->operand = argv[at++];
	if (at < argc)
		return err_set(err, RC_INPUT, "%s: %s",
		    words("多餘的參數", "one argument too many"), argv[at]);
	return RC_OK;
}

/* Everything the question needs is there, but for what will be asked. */
static enum rc
needs_check(const struct call *call, struct err *err)
{
	const struct command *command = call->command;

	for (unsigned field = F_NONE + 1; field < FIELD_COUNT; field++)
		if (call->value[field] == NULL && command->run == NULL &&
		    is_needed(command, field) && field != command->flag &&
		    !field_in(command->asks, field))
			return err_set(err, RC_INPUT, "%s: %s",
			    words("缺少", "missing"), field_rule(field)->name);
	for (size_t i = 0; i < COMMAND_ARGUMENTS_MAX; i++)
		if (command->argument[i] != F_NONE &&
		    call->value[command->argument[i]] == NULL)
			return err_set(err, RC_INPUT, "%s: %s",
			    words("缺少", "missing"),
			    field_rule(command->argument[i])->name);
	if (command->operand != NULL && call->operand == NULL)
		return err_set(err, RC_INPUT, "%s: %s",
		    words("缺少", "missing"), command->operand);
	return RC_OK;
}

enum rc
command_parse(struct call *call, int argc, char **argv, struct err *err)
{
	char names[FIELD_COUNT][WORD_SIZE];
	struct option options[OPTIONS_MAX];
	enum rc rc;
	int value;

	options_fill(call->command, options, names);
	opterr = 0;
	optind = 0; /* getopt starts anew */
	while ((value = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (value == '?')
			return err_set(err, RC_INPUT, "%s: %s",
			    words("不認得的選項，或缺少其值",
				"unknown option, or its value is missing"),
			    argv[optind - 1]);
		if (value < SWITCH_FIRST)
			call->value[value] = optarg;
		else
			call->switches |= switches[value - SWITCH_FIRST].bit;
	}
	if ((call->switches & SWITCH_HELP) != 0)
		return RC_OK;
	rc = arguments_take(call, argc, argv, err);
	return rc == RC_OK ? needs_check(call, err) : rc;
}

bool
command_put(struct wire_out *out, enum field field, const char *value)
{
	char day_text[ALMANAC_TEXT_SIZE];
	struct err err;
	int64_t number;
	int day;

	if (strlen(value) > field_rule(field)->max)
		return false;
	if (field_rule(field)->type == FIELD_NUMBER) {
		if (!text_number(value, INT64_MIN, INT64_MAX, &number))
			return false;
		wire_put_number(out, field, number);
		return true;
	}
	if (field_in(days, field) && value[0] != '\0') {
		if (almanac_parse(value, &day, &err) != RC_OK)
			return false;
		value = almanac_print(day, day_text);
	}
	wire_put_text(out, field, value);
	return text_is_utf8(value, strlen(value)) &&
	    (field_rule(field)->type == FIELD_LINES
		    ? text_are_lines(value, strlen(value))
		    : !text_has_control(value, strlen(value)));
}

void
command_put_badge(struct call *call, enum op op)
{
	if (call->badge[0] != '\0' && op_takes(op, F_SESSION))
		wire_put_text(&call->query.out, F_SESSION, call->badge);
}

static enum rc
ask_for(struct call *call, enum field field, struct err *err)
{
	SECRET(line, SECRET_PASSWORD_MAX + 1);
	const struct label *label = labels;
	bool is_hidden = field == F_PASSWORD;
	enum rc rc;

	while (label->field != field)
		label++;
	rc = prompt_line(&call->prompt, words(label->zh, label->en), is_hidden,
	    line, sizeof(line), err);
	if (rc == RC_OK && line[0] == '\0')
		return RC_OK; /* not given: the server says if it must be */
	if (rc == RC_OK && !command_put(&call->query.out, field, line))
		rc = err_set(err, RC_INPUT, "%s: %s", field_rule(field)->name,
		    words("太長", "too long"));
	return rc;
}

/* Fills the question from the row and the command line. */
static enum rc
question_fill(struct call *call, const char *cursor, struct err *err)
{
	const struct command *command = call->command;
	struct query *query = &call->query;
	enum rc rc = RC_OK;

	query_begin(query, command->op);
	for (unsigned field = F_NONE + 1; field < FIELD_COUNT; field++)
		if (call->value[field] != NULL &&
		    !command_put(
			&query->out, (enum field)field, call->value[field]))
			return err_set(err, RC_INPUT, "%s: %s",
			    field_rule(field)->name,
			    words("格式不正確", "not a valid value"));
	if (command->flag != F_NONE)
		wire_put_number(
		    &query->out, command->flag, command->flag_value);
	if ((call->switches & SWITCH_PLAN) != 0)
		wire_put_number(&query->out, F_PLAN, 1);
	if (cursor != NULL)
		wire_put_text(&query->out, F_CURSOR, cursor);
	command_put_badge(call, command->op);
	for (size_t i = 0; i < sizeof(labels) / sizeof(labels[0]); i++)
		if (rc == RC_OK && field_in(command->asks, labels[i].field))
			rc = ask_for(call, labels[i].field, err);
	return rc;
}

/* Codes are shown, and people taken in, by whoever has just proved to be who
 * signed in: the same question goes again, with the password. */
static enum rc
ask_stepping_up(struct call *call, const char *cursor, struct err *err)
{
	enum rc rc = question_fill(call, cursor, err);

	if (rc == RC_OK)
		rc = query_ask(&call->query, &call->door, err);
	if (rc != RC_DENIED || !query_reason_is(&call->query, "step_up"))
		return rc;
	rc = ask_for(call, F_PASSWORD, err);
	return rc == RC_OK ? query_ask(&call->query, &call->door, err) : rc;
}

enum rc
command_ask(struct call *call,
    void (*seen)(void *context, const struct wire_in *answer), void *context,
    struct err *err)
{
	struct sheet sheet = {.out = stdout,
	    .is_json = (call->switches & SWITCH_JSON) != 0,
	    .is_csv = call->command->is_csv};
	char cursor[257] = "";
	enum rc rc;

	do {
		const char *next;

		rc = ask_stepping_up(
		    call, cursor[0] != '\0' ? cursor : NULL, err);
		if (rc != RC_OK)
			break;
		sheet_print(&sheet, call->command->op, &call->query.in);
		if (seen != NULL)
			seen(context, &call->query.in);
		if (wire_has(&call->query.in, F_SESSION))
			rc = badge_store(
			    wire_text(&call->query.in, F_SESSION), err);
		next = wire_text(&call->query.in, F_CURSOR);
		(void)text_copy(
		    cursor, sizeof(cursor), next != NULL ? next : "");
	} while (rc == RC_OK && cursor[0] != '\0');
	return rc;
}

enum rc
command_run(struct call *call, struct err *err)
{
	enum rc rc = RC_OK;

	if (call->command->op != OP_NONE)
		rc = query_door(&call->door, call->socket, err);
	if (rc == RC_OK && call->command->op != OP_NONE)
		rc = badge_load(call->badge, err);
	if (rc == RC_OK || rc == RC_ABSENT)
		rc = prompt_open(&call->prompt, -1, err);
	if (rc != RC_OK)
		return rc;
	rc = call->command->run != NULL ? call->command->run(call, err)
					: command_ask(call, NULL, NULL, err);
	prompt_close(&call->prompt);
	query_wipe(&call->query);
	secret_wipe(call->badge, sizeof(call->badge));
	return rc;
}
