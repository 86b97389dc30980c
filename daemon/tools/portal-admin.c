/*
 * portal-admin - the desk of personnel and IT, at a terminal.
 *
 * Rights: none of its own. It speaks to identityd, and about leave to leaved,
 *         at ctl.sock where root and the group portal-it are IT, or at
 *         self.sock where personnel sign in, and opens no directory, no key,
 *         no table and no outbox. What it may do, those two decide.
 */
#include "base/jail.h"
#include "command.h"
#include "words.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#define METRICS(daemon)                                            \
	{                                                          \
		"metrics", daemon, "/run/" daemon "/metrics.sock", \
		    "/run/" daemon "/metrics.sock"                 \
	}

/* Where whoever answers a noun, with that or any verb, is; the last row has
 * all others. */
static const struct {
	const char *noun, *verb, *ctl_socket, *self_socket;
} servers[] = {
    {"leave", NULL, "/run/leaved/ctl/ctl.sock", "/run/leaved/self/self.sock"},
    METRICS("portal-front"),
    METRICS("portal-mailer"),
    METRICS("leave-front"),
    METRICS("leave-mailer"),
    {NULL, NULL, "/run/identityd/ctl/ctl.sock",
	"/run/identityd/self/self.sock"},
};

const struct command *const command_tables[] = {admin_people, admin_import,
    admin_structure, admin_leave, admin_keys, admin_metrics, admin_audit, NULL};

static const struct option options[] = {
    {"help", no_argument, NULL, 'h'},
    {"commands", no_argument, NULL, 'c'},
    {"socket", required_argument, NULL, 's'},
    {0},
};

static void
help_print(FILE *out)
{
	(void)fputs(
	    words("用法：portal-admin [--socket PATH] 指令 [參數]\n\n",
		"usage: portal-admin [--socket PATH] COMMAND [ARGUMENT]\n\n"),
	    out);
	command_list(out, NULL);
	(void)fputs(
	    words("\n每個指令：portal-admin 指令 --help；--json 以 JSON "
		  "輸出。密碼與身分證字號不寫在指令列，會另外詢問。\n",
		"\nOf each: portal-admin COMMAND --help; --json prints JSON. "
		"Passwords and national\nIDs are never arguments: they are "
		"asked for.\n"),
	    out);
}

/* For the completion and the tests: "noun verb", TAB, its options. */
static void
commands_print(void)
{
	for (size_t t = 0; command_tables[t] != NULL; t++)
		for (const struct command *row = command_tables[t];
		     row->noun != NULL; row++) {
			(void)printf("%s%s%s\t", row->noun,
			    row->verb[0] != '\0' ? " " : "", row->verb);
			command_options(stdout, row);
		}
}

static int
usage_fault(const char *what, const char *text)
{
	(void)fprintf(stderr, "portal-admin: %s: %s\n%s\n", what, text,
	    words("說明：portal-admin --help", "see portal-admin --help"));
	return EX_USAGE;
}

static int
run(struct call *call, int argc, char **argv)
{
	struct err err;
	enum rc rc;

	if (command_parse(call, argc, argv, &err) != RC_OK) {
		(void)fprintf(stderr, "portal-admin: %s\n\n", err.text);
		command_help(stderr, call->command);
		return EX_USAGE;
	}
	if ((call->switches & SWITCH_HELP) != 0) {
		command_help(stdout, call->command);
		return EXIT_SUCCESS;
	}
	rc = command_run(call, &err);
	if (rc != RC_OK)
		(void)fprintf(stderr, "portal-admin: %s\n", err.text);
	if (fflush(stdout) != 0 && rc == RC_OK)
		rc = RC_FAULT;
	return rc_exit(rc);
}

/* The options before the command; the exit code, or -1 to go on. */
static int
options_take(struct call *call, int argc, char **argv)
{
	int value;

	opterr = 0;
	while ((value = getopt_long(argc, argv, "+h", options, NULL)) != -1)
		switch (value) {
		case 'h':
			help_print(stdout);
			return EXIT_SUCCESS;
		case 'c':
			commands_print();
			return EXIT_SUCCESS;
		case 's':
			call->socket = optarg;
			break;
		default:
			return usage_fault(
			    words("不認得的選項", "unknown option"),
			    argv[optind - 1]);
		}
	if (optind < argc)
		return -1;
	help_print(stderr);
	return EX_USAGE;
}

/* Personnel without ctl.sock sign in where all staff may. */
static const char *
socket_of(const struct command *command)
{
	size_t i = 0;

	while (servers[i].noun != NULL &&
	    (strcmp(servers[i].noun, command->noun) != 0 ||
		(servers[i].verb != NULL &&
		    strcmp(servers[i].verb, command->verb) != 0)))
		i++;
	return access(servers[i].ctl_socket, W_OK) == 0
	    ? servers[i].ctl_socket
	    : servers[i].self_socket;
}

int
main(int argc, char **argv)
{
	static struct call call;
	const char *noun, *verb;
	struct err err;
	int code;

	if (jail_memory(&err) != RC_OK) {
		(void)fprintf(stderr, "portal-admin: %s\n", err.text);
		return EX_OSERR;
	}
	code = options_take(&call, argc, argv);
	if (code >= 0)
		return code;
	noun = argv[optind];
	verb = optind + 1 < argc ? argv[optind + 1] : NULL;
	call.command = command_find(noun, verb);
	if (call.command == NULL && verb != NULL &&
	    strcmp(verb, "--help") == 0) {
		command_list(stdout, noun);
		return EXIT_SUCCESS;
	}
	if (call.command == NULL)
		return usage_fault(
		    words("沒有這個指令", "no such command"), noun);
	if (call.socket == NULL)
		call.socket = socket_of(call.command);
	optind += call.command->verb[0] != '\0';
	return run(&call, argc - optind, argv + optind);
}
