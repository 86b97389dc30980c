/*
 * command.h - a command line of portal-admin as a row of a table.
 *
 * Shape:  "NOUN VERB ARGUMENT... [--option VALUE]..." is one question to
 *         identityd, of the noun leave to leaved, of metrics to the daemon
 *         that the verb names: the row says which, and which fields it takes
 *         as arguments, as options, or asks for. Fields that the catalogue
 *         calls secret cannot be arguments or options, whatever a row says:
 *         they are asked for (prompt.h). What is more than one question has a
 *         function. Usage, help and the completion's list are printed from the
 *         rows.
 * Units:  none.
 * Errors: RC_INPUT with the usage; else those of the question.
 * Source: ours; getopt_long(3).
 */
#ifndef TOOLS_COMMAND_H
#define TOOLS_COMMAND_H

#include "badge.h"
#include "prompt.h"
#include "query.h"
#include "sheet.h"

enum { COMMAND_ARGUMENTS_MAX = 3 };

/* Options without a value. --json and --help go with every command. */
enum command_switch {
	SWITCH_PLAN = 1, /* say what would happen, change nothing */
	SWITCH_YES = 2,  /* do not ask */
	SWITCH_HEX = 4,
	SWITCH_JSON = 8,
	SWITCH_HELP = 16,
};

struct call;

struct command {
	const char *noun, *verb; /* verb "": the noun is the command */
	enum op op;              /* OP_NONE: `run` asks none or several */
	enum field argument[COMMAND_ARGUMENTS_MAX];
	const char *operand;    /* one that is no field: FILE, HEAD */
	const uint8_t *options; /* fields; those the question must have, too */
	unsigned switches;      /* enum command_switch, or'ed */
	const uint8_t *asks;    /* fields to prompt for, secret ones included */
	enum field flag;        /* a field that this row sets to `flag_value` */
	int64_t flag_value;
	bool is_csv; /* a list for other programs */
	enum rc (*run)(struct call *call, struct err *err); /* or NULL */
	const char *zh, *en;                                /* one line */
	const char *zh_more, *en_more; /* more of help, or NULL */
	const char *example;
};

/* One run of a command. */
struct call {
	const struct command *command;
	const char *socket;
	const char *value[FIELD_COUNT]; /* as typed; borrowed from argv */
	const char *operand;
	unsigned switches;
	char badge[BADGE_SIZE]; /* "" unless somebody signed in */
	struct prompt prompt;
	struct ask_door door;
	struct query query;
};

/* The tables, each ended by a row without a noun. */
extern const struct command admin_people[], admin_structure[], admin_keys[],
    admin_audit[], admin_import[], admin_leave[], admin_metrics[];
extern const struct command *const command_tables[]; /* ended by NULL */

/* NULL when there is none such; `verb` may be NULL. */
const struct command *command_find(const char *noun, const char *verb);

void command_help(FILE *out, const struct command *command);
/* Its options in one line: "--school --plan". */
void command_options(FILE *out, const struct command *command);
/* All commands, or those of `noun`, a line each. */
void command_list(FILE *out, const char *noun);

/* Reads what follows noun and verb. */
enum rc command_parse(
    struct call *call, int argc, char **argv, struct err *err);

/* Runs the row's function, or asks its question and prints the answer. */
enum rc command_run(struct call *call, struct err *err);

/* For functions: puts a value of any type; false when it is none. */
bool command_put(struct wire_out *out, enum field field, const char *value);
/* The row's question with all pages of its answer: what command_run() does for
 * a row without a function. `seen` hears each answer; NULL is fine. */
enum rc command_ask(struct call *call,
    void (*seen)(void *context, const struct wire_in *answer), void *context,
    struct err *err);
/* Puts the badge, where there is one and the question takes it. */
void command_put_badge(struct call *call, enum op op);

#endif
