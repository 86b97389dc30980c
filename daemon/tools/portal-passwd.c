/*
 * portal-passwd - a staff member's own password, at a terminal.
 *
 * Rights: none of its own; not set-uid. On the server it speaks to identityd
 *         at self.sock, which everybody there may open and which counts by
 *         uid; elsewhere to the portal over TLS.
 *         What it asks for it holds in wiped buffers and sends once; nothing
 *         comes from argv or the environment.
 */
#include "base/jail.h"
#include "base/secret.h"
#include "base/text.h"
#include "prompt.h"
#include "query.h"
#include "remote.h"
#include "words.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sysexits.h>
#include <unistd.h>

enum {
	NATIONAL_ID_TYPED_SIZE = 65, /* the catalogue's 64 bytes */
	MAIL_TYPED_SIZE = 255,
	CODE_TYPED_SIZE = 65,
	ACCOUNT_TYPED_SIZE = 65,
	PASSWORD_SIZE = SECRET_PASSWORD_MAX + 1,
	PASSWORD_TRIES = 3, /* refused ones, before it gives up */
};

#define USUAL_SOCKET "/run/identityd/self/self.sock"

struct visit {
	const char *socket; /* NULL: the usual one, or else the portal */
	const char *config; /* NULL: the usual one, where there is no socket */
	struct ask_door door;
	struct portal portal;
	bool is_remote;
	struct prompt prompt;
	struct query query;
};

typedef enum rc verb_run(struct visit *visit, struct err *err);

static enum rc
visit_ask(struct visit *visit, struct err *err)
{
	return visit->is_remote ? remote_ask(&visit->portal, &visit->query, err)
				: query_ask(&visit->query, &visit->door, err);
}

/* Asks one question that says something, and prints what. */
static enum rc
ask_and_say(struct visit *visit, struct err *err)
{
	enum rc rc = visit_ask(visit, err);
	const char *text = wire_text(&visit->query.in, F_TEXT);

	if (rc == RC_OK && text != NULL)
		(void)printf("%s\n", text);
	return rc;
}

static enum rc
rules_show(struct visit *visit, struct err *err)
{
	enum rc rc;

	if (!visit->prompt.is_tty)
		return RC_OK;
	query_begin(&visit->query, OP_RULES);
	rc = visit_ask(visit, err);
	if (rc == RC_OK && wire_has(&visit->query.in, F_TEXT)) {
		prompt_say(&visit->prompt, wire_text(&visit->query.in, F_TEXT));
		prompt_say(&visit->prompt, "\n");
	}
	return rc;
}

/* The new password, twice where somebody types it. */
static enum rc
new_password(struct visit *visit, char password[PASSWORD_SIZE], struct err *err)
{
	SECRET(again, PASSWORD_SIZE);
	enum rc rc =
	    prompt_line(&visit->prompt, words("新密碼：", "New password: "),
		true, password, PASSWORD_SIZE, err);

	if (rc == RC_OK && password[0] == '\0')
		return err_set(err, RC_INPUT, "%s",
		    words("密碼不可空白。", "the password is empty"));
	if (rc != RC_OK || !visit->prompt.is_tty)
		return rc;
	rc = prompt_line(&visit->prompt,
	    words("重複輸入新密碼：", "New password again: "), true, again,
	    sizeof(again), err);
	if (rc == RC_OK && strcmp(password, again) != 0)
		rc = err_set(err, RC_INPUT, "%s",
		    words("兩次輸入的新密碼不同。",
			"the two new passwords differ"));
	return rc;
}

static enum rc
forgot_run(struct visit *visit, struct err *err)
{
	SECRET(id, NATIONAL_ID_TYPED_SIZE);
	char mail[MAIL_TYPED_SIZE];
	enum rc rc = prompt_line(&visit->prompt,
	    words("身分證字號：", "National ID: "), false, id, sizeof(id), err);

	if (rc == RC_OK)
		rc = prompt_line(&visit->prompt,
		    words("電子信箱：", "Mail address: "), false, mail,
		    sizeof(mail), err);
	if (rc != RC_OK)
		return rc;
	query_begin(&visit->query, OP_FORGOT);
	wire_put_text(&visit->query.out, F_NATIONAL_ID, id);
	wire_put_text(&visit->query.out, F_MAIL, mail);
	return ask_and_say(visit, err);
}

/* What is asked before the new password. */
struct proof {
	char id[NATIONAL_ID_TYPED_SIZE];
	char code[CODE_TYPED_SIZE];
	char account[ACCOUNT_TYPED_SIZE];
	char password[PASSWORD_SIZE];
};

static void
redeem_fill(struct query *query, const struct proof *proof)
{
	query_begin(query, OP_REDEEM);
	wire_put_text(&query->out, F_NATIONAL_ID, proof->id);
	wire_put_text(&query->out, F_CODE, proof->code);
}

static void
change_fill(struct query *query, const struct proof *proof)
{
	query_begin(query, OP_CHANGE);
	wire_put_text(&query->out, F_ACCOUNT, proof->account);
	wire_put_text(&query->out, F_PASSWORD_OLD, proof->password);
}

/*
 * A password that breaks a rule costs neither code nor try: the reason is
 * shown, and a person may type another one.
 */
static enum rc
password_set(struct visit *visit, const struct proof *proof,
    void (*fill)(struct query *, const struct proof *), struct err *err)
{
	SECRET(password, PASSWORD_SIZE);
	enum rc rc = rules_show(visit, err);

	for (int tries = PASSWORD_TRIES; rc == RC_OK; tries--) {
		bool is_refused;

		rc = new_password(visit, password, err);
		if (rc == RC_OK) {
			fill(&visit->query, proof);
			wire_put_text(&visit->query.out, F_PASSWORD, password);
			rc = ask_and_say(visit, err);
			is_refused = query_reason_is(
					 &visit->query, "password_refused") ||
			    query_reason_is(
				&visit->query, "password_in_history");
			if (rc == RC_OK)
				return RC_OK;
		} else {
			is_refused = rc == RC_INPUT;
		}
		if (!is_refused || !visit->prompt.is_tty || tries <= 1)
			return rc;
		prompt_say(&visit->prompt, err->text);
		prompt_say(&visit->prompt, "\n");
		rc = RC_OK;
	}
	return rc;
}

static enum rc
reset_run(struct visit *visit, struct err *err)
{
	struct proof proof = {0};
	enum rc rc;

	SECRET_AREA(proof_span, &proof, sizeof(proof));
	rc = prompt_line(&visit->prompt, words("身分證字號：", "National ID: "),
	    false, proof.id, sizeof(proof.id), err);
	if (rc == RC_OK)
		rc = prompt_line(&visit->prompt,
		    words("檢查碼：", "Check code: "), false, proof.code,
		    sizeof(proof.code), err);
	if (rc == RC_OK)
		rc = password_set(visit, &proof, redeem_fill, err);
	if (rc == RC_OK && wire_has(&visit->query.in, F_ACCOUNT))
		(void)printf(words("密碼已設定，請以帳號 %s 登入。\n",
				 "The password is set. Sign in as %s.\n"),
		    wire_text(&visit->query.in, F_ACCOUNT));
	return rc;
}

static enum rc
change_run(struct visit *visit, struct err *err)
{
	struct proof proof = {0};
	enum rc rc;

	SECRET_AREA(proof_span, &proof, sizeof(proof));
	rc = prompt_line(&visit->prompt, words("帳號：", "Account: "), false,
	    proof.account, sizeof(proof.account), err);
	if (rc == RC_OK)
		rc = prompt_line(&visit->prompt,
		    words("目前的密碼：", "Present password: "), true,
		    proof.password, sizeof(proof.password), err);
	if (rc == RC_OK && proof.password[0] == '\0')
		rc = err_set(err, RC_INPUT, "%s",
		    words("密碼不可空白。", "the password is empty"));
	if (rc == RC_OK)
		rc = password_set(visit, &proof, change_fill, err);
	if (rc == RC_OK)
		(void)printf(
		    "%s\n", words("密碼已變更。", "The password is changed."));
	return rc;
}

static const struct verb {
	const char *name;
	verb_run *run;
	const char *zh, *en;
} verbs[] = {
    {"forgot", forgot_run,
	"首次使用或忘記密碼：寄出檢查碼（身分證字號、電子信箱）",
	"first time, or forgotten: have a check code sent (national ID, mail)"},
    {"reset", reset_run, "以檢查碼設定密碼（身分證字號、檢查碼、新密碼）",
	"set the password with a check code (national ID, code, new one)"},
    {"change", change_run, "變更密碼（帳號、目前的密碼、新密碼）",
	"change the password (account, present one, new one)"},
};
enum { VERB_COUNT = sizeof(verbs) / sizeof(verbs[0]) };

static void
help_print(FILE *out)
{
	(void)fputs(
	    words(
		"用法：portal-passwd [--socket PATH] [--config FILE] [--fd N] "
		"forgot|reset|change\n"
		"      portal-passwd [--socket PATH] [--config FILE] --ask "
		"N\n\n",
		"usage: portal-passwd [--socket PATH] [--config FILE] [--fd N] "
		"forgot|reset|change\n"
		"       portal-passwd [--socket PATH] [--config FILE] --ask "
		"N\n\n"),
	    out);
	for (size_t i = 0; i < VERB_COUNT; i++)
		(void)fprintf(out, "  %-7s %s\n", verbs[i].name,
		    words(verbs[i].zh, verbs[i].en));
	(void)fputs(
	    words("\n所需資料會在終端機詢問；標準輸入不是終端機時，或以 --fd "
		  "指定時，依序每行讀一項。\n例：portal-passwd forgot\n",
		"\nWhat is needed is asked for at the terminal; when standard "
		"input is none, or from\n--fd, it is read a line each, in that "
		"order.\nexample: portal-passwd forgot\n"),
	    out);
	(void)fputs(
	    words("結束碼：0 完成，1 查無，2 已設定，64 用法不對，65 資料不對，"
		  "69 服務沒有回應，70 錯誤，75 稍後再試，77 拒絕\n",
		"exit codes: 0 done, 1 no record, 2 set already, 64 usage, 65 "
		"bad value,\n69 no answer, 70 fault, 75 try later, 77 "
		"refused\n"),
	    out);
}

/* Where identityd is: at its socket, or else behind the portal. */
static enum rc
find_way(struct visit *visit, struct err *err)
{
	struct err fault;
	enum rc rc = RC_OFFLINE;

	if (visit->socket != NULL)
		return query_door(&visit->door, visit->socket, err);
	if (visit->config == NULL)
		rc = query_door(&visit->door, USUAL_SOCKET, err);
	if (rc != RC_OFFLINE)
		return rc;
	rc = portal_load(&visit->portal,
	    visit->config != NULL ? visit->config : PORTAL_CONFIG, stderr,
	    &fault);
	visit->is_remote = rc == RC_OK;
	if (rc == RC_ABSENT && visit->config == NULL)
		return RC_OFFLINE; /* neither here nor there: err says so */
	if (rc == RC_OK)
		return RC_OK;
	*err = fault;
	return err_context(err, rc == RC_ABSENT ? RC_OFFLINE : rc, "%s",
	    words("入口網站的設定不能用", "the settings of the portal"));
}

static int
run(struct visit *visit, const struct verb *verb, int fd)
{
	struct err err;
	enum rc rc = find_way(visit, &err);

	if (rc == RC_OK)
		rc = prompt_open(&visit->prompt, fd, &err);
	if (rc == RC_OK) {
		rc = verb->run(visit, &err);
		prompt_close(&visit->prompt);
	}
	query_wipe(&visit->query);
	portal_wipe(&visit->portal);
	if (rc != RC_OK)
		(void)fprintf(stderr, "portal-passwd: %s\n", err.text);
	return rc_exit(rc);
}

/* ------------------------------------------------------ for a program */

static bool
send_answer(const struct query *query, size_t len, int fd)
{
	return send(fd, query->in_bytes, len, MSG_NOSIGNAL) == (ssize_t)len;
}

/* What never came to an answer is one in our own words. */
static bool
send_failure(struct query *query, enum rc rc, const struct err *err, int fd)
{
	struct wire_out out;
	struct err ignored;

	wire_fail(&out, query->in_bytes, sizeof(query->in_bytes), rc, "portal",
	    err->text);
	return wire_end(&out, &ignored) == RC_OK &&
	    send_answer(query, out.len, fd);
}

/* Takes one question from the descriptor, asks it, sends the answer back. */
static int
relay(struct visit *visit, int fd)
{
	struct query *query = &visit->query;
	struct wire_in asked;
	struct err err;
	bool is_sent;
	enum rc rc;
	ssize_t len = recv(fd, query->out_bytes, sizeof(query->out_bytes), 0);

	if (len <= 0 ||
	    wire_parse_question(&asked, query->out_bytes, (size_t)len, &err) !=
		RC_OK ||
	    asked.kind != OP_REDEEM)
		return EX_DATAERR;
	query->out = (struct wire_out){.at = query->out_bytes,
	    .size = sizeof(query->out_bytes),
	    .len = (size_t)len};
	rc = find_way(visit, &err);
	if (rc == RC_OK)
		rc = visit_ask(visit, &err);
	is_sent = rc == RC_OK || wire_has(&query->in, F_REASON)
	    ? send_answer(query, wire_length(query->in_bytes), fd)
	    : send_failure(query, rc, &err, fd);
	query_wipe(query);
	portal_wipe(&visit->portal);
	return is_sent ? EXIT_SUCCESS : EX_IOERR;
}

static const struct option options[] = {
    {"help", no_argument, NULL, 'h'},
    {"socket", required_argument, NULL, 's'},
    {"config", required_argument, NULL, 'c'},
    {"fd", required_argument, NULL, 'f'},
    {"ask", required_argument, NULL, 'a'},
    {0},
};

int
main(int argc, char **argv)
{
	static struct visit visit;
	int64_t fd = -1, ask_fd = -1;
	struct err err;
	int value;

	if (jail_process(&err) != RC_OK) {
		(void)fprintf(stderr, "portal-passwd: %s\n", err.text);
		return EX_OSERR;
	}
	while ((value = getopt_long(argc, argv, "h", options, NULL)) != -1)
		switch (value) {
		case 'h':
			help_print(stdout);
			return EXIT_SUCCESS;
		case 's':
			visit.socket = optarg;
			break;
		case 'c':
			visit.config = optarg;
			break;
		case 'f':
		case 'a':
			if (text_number(optarg, 0, INT16_MAX,
				value == 'f' ? &fd : &ask_fd))
				break;
			__attribute__((fallthrough));
		default:
			help_print(stderr);
			return EX_USAGE;
		}
	if (ask_fd >= 0 && optind == argc)
		return relay(&visit, (int)ask_fd);
	for (size_t i = 0; i < VERB_COUNT; i++)
		if (optind + 1 == argc &&
		    strcmp(argv[optind], verbs[i].name) == 0)
			return run(&visit, &verbs[i], (int)fd);
	help_print(stderr);
	return EX_USAGE;
}
