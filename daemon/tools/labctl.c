/*
 * labctl - what labd on this machine knows and does.
 *
 * Rights: none of its own. why and flush are for root, which labd checks by
 *         the socket; test-login is an ordinary PAM application; enrol writes
 *         labd's settings, which root alone may.
 */
#include "base/jail.h"
#include "base/names.h"
#include "base/secret.h"
#include "base/text.h"
#include "machine_conf.h"
#include "metrics.h"
#include "prompt.h"
#include "query.h"
#include "setup.h"
#include "words.h"

#include <getopt.h>
#include <pwd.h>
#include <security/pam_appl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

#define SOCKET_PATH "/run/labd/labd.sock"

enum { PASSWORD_SIZE = SECRET_PASSWORD_MAX + 1, LINE_SIZE = 512 };

struct control {
	const char *socket;
	const char *service; /* of test-login */
	const char *pam_dir; /* NULL: the system's */
	const char *folder;  /* of settings */
	const char
	    *operand; /* an account, or an address; NULL: none was given */
	struct query query;
	int bad_count; /* rows that are not well */
};

/* --------------------------------------------------------------- rows */

/* A row's name as a sentence; "%s" is its detail. */
static const struct sentence {
	const char *name;
	const char *zh;
	const char *en;
} sentences[] = {
    {"server", "目錄伺服器 %s", "directory server %s"},
    {"cert_expired", "伺服器憑證已過期,請在伺服器換新憑證(先確認兩邊的時鐘):%s",
	"the server's certificate has expired; renew it there (look at both "
	"clocks first): %s"},
    {"cert_not_yet", "伺服器憑證尚未生效,請確認這台電腦的時鐘:%s",
	"the server's certificate is not valid yet; look at this machine's "
	"clock: %s"},
    {"cert_signer", "伺服器憑證不是由 ca_file 裡的憑證機構簽發:%s",
	"the server's certificate is not signed by an authority in ca_file: "
	"%s"},
    {"cert_name", "伺服器憑證的名稱和設定的位址不同:%s",
	"the server's certificate bears another name than its address here: "
	"%s"},
    {"cert_other", "無法和伺服器建立 TLS 連線:%s",
	"no TLS connection to the server: %s"},
    {"poll", "名單最後更新", "names last asked for"},
    {"people", "帳號數", "people"},
    {"groups", "群組數", "groups"},
    {"left_out", "不採用的項目(保留的名稱或編號、重複、格式)",
	"left out (reserved names or numbers, doubles, odd forms)"},
    {"name", "帳號名稱可以使用", "a name that an account can have"},
    {"local", "不是本機帳號", "not an account of the machine itself"},
    {"known", "最後一次名單裡 %s", "in the last list of names %s"},
    {"directory", "目錄現在的回答 %s", "the directory at this moment %s"},
    {"kept", "離線登入的密碼", "a password for offline logins"},
    {"no_answer", "伺服器沒有回應,請確認名稱和網路:%s",
	"the server does not answer; look at its name and at the network: %s"},
    {"no_ca", "ca_file 不是可以讀取的憑證機構憑證(PEM):%s",
	"ca_file holds no certificates that labd can read (PEM): %s"},
    {"refused", "伺服器不接受這台電腦的 bind_dn 或 password_file 裡的密碼:%s",
	"the server refuses this machine's bind_dn, or the password in "
	"password_file: %s"},
    {"labd", "labd 沒有回應:%s", "labd does not answer: %s"},
    {"settings", "labd -n 指出:%s", "labd -n says: %s"},
    {"names_file", "名稱檔 " NAMES_PATH, "file of names " NAMES_PATH},
    {"nss_module", "NSS 模組 %s", "NSS module %s"},
    {"nsswitch", "/etc/nsswitch.conf 有 portal",
	"portal in /etc/nsswitch.conf"},
    {"pam", "/etc/pam.d/common-auth 有 pam_portal",
	"pam_portal in /etc/pam.d/common-auth"},
};

static void
print_row(struct control *control, const char *name, const char *result,
    const char *detail)
{
	char text[LINE_SIZE];
	const char *format = name;

	for (size_t i = 0; i < sizeof(sentences) / sizeof(sentences[0]); i++) {
		if (strcmp(sentences[i].name, name) == 0)
			format = words(sentences[i].zh, sentences[i].en);
	}
	if (strstr(format, "%s") == NULL)
		(void)text_copy(text, sizeof(text), format);
	else
		(void)snprintf(text, sizeof(text), "%.*s%s",
		    (int)(strstr(format, "%s") - format), format, detail);
	(void)printf("%-8s %s%s%s\n", result, text,
	    strstr(format, "%s") == NULL && *detail != '\0' ? ": " : "",
	    strstr(format, "%s") == NULL ? detail : "");
	control->bad_count += strcmp(result, "bad") == 0;
}

/* The detail of a row: its text, its count, or its time. */
static void
detail_of(const struct wire_in *row, char detail[LINE_SIZE])
{
	time_t at = (time_t)wire_number(row, F_TIME, 0);
	struct tm local;

	*detail = '\0';
	if (wire_has(row, F_DETAIL))
		(void)text_copy(detail, LINE_SIZE, wire_text(row, F_DETAIL));
	else if (wire_has(row, F_COUNT))
		(void)text_print(detail, LINE_SIZE, "%lld",
		    (long long)wire_number(row, F_COUNT, 0));
	else if (at == 0)
		(void)text_copy(detail, LINE_SIZE, words("從未", "never"));
	else if (localtime_r(&at, &local) != NULL)
		(void)strftime(detail, LINE_SIZE, "%Y-%m-%d %H:%M:%S", &local);
}

static enum rc
ask_rows(struct control *control, enum op op, struct err *err)
{
	struct query *query = &control->query;
	char detail[LINE_SIZE];
	struct ask_door door;
	struct wire_in row;
	enum rc rc = query_door(&door, control->socket, err);

	if (rc != RC_OK)
		return rc;
	query_begin(query, op);
	if (control->operand != NULL)
		wire_put_text(&query->out, F_ACCOUNT, control->operand);
	rc = query_ask(query, &door, err);
	if (rc != RC_OK && query_reason_is(query, "root_only"))
		return err_set(
		    err, rc, "%s", words("只有 root 可以。", "only root may."));
	for (size_t i = 0; rc == RC_OK && i < query->in.row_count; i++) {
		wire_row(&query->in, i, &row);
		detail_of(&row, detail);
		print_row(control, wire_text(&row, F_NAME),
		    wire_text(&row, F_RESULT), detail);
	}
	return rc;
}

/* -------------------------------------------------------------- verbs */

static enum rc
run_status(struct control *control, struct err *err)
{
	return ask_rows(control, OP_LAB_STATUS, err);
}

static enum rc
run_why(struct control *control, struct err *err)
{
	const struct passwd *person = getpwnam(control->operand);
	char detail[LINE_SIZE] = "";
	enum rc rc = ask_rows(control, OP_LAB_WHY, err);

	if (person != NULL)
		(void)text_print(detail, sizeof(detail), "uid=%u gid=%u %s",
		    (unsigned)person->pw_uid, (unsigned)person->pw_gid,
		    person->pw_dir);
	if (rc == RC_OK)
		print_row(
		    control, "getent", person == NULL ? "bad" : "ok", detail);
	return rc;
}

static enum rc
run_flush(struct control *control, struct err *err)
{
	return ask_rows(control, OP_LAB_FLUSH, err);
}

static enum rc
run_metrics(struct control *control, struct err *err)
{
	return metrics_print(
	    stdout, "labd", &control->query, control->socket, err);
}

static void
print_setup(void *context, const char *name, bool is_good, const char *detail)
{
	print_row(context, name, is_good ? "ok" : "bad", detail);
}

/* What an administrator would look at one after the other. */
static enum rc
run_check(struct control *control, struct err *err)
{
	struct err why;
	enum rc rc = ask_rows(control, OP_LAB_STATUS, &why);

	if (rc != RC_OK)
		print_row(control, "labd", "bad", why.text);
	setup_check(rc == RC_OK, print_setup, control);
	if (control->bad_count > 0)
		return err_set(err, RC_ABSENT,
		    words("%d 項有問題", "%d things are wrong"),
		    control->bad_count);
	return RC_OK;
}

static enum rc
run_enrol(struct control *control, struct err *err)
{
	SECRET(secret, PASSWORD_SIZE);
	struct prompt prompt;
	enum rc rc = prompt_open(&prompt, -1, err);

	if (rc != RC_OK)
		return rc;
	rc = prompt_line(&prompt,
	    words("這台電腦的密碼: ", "Secret of this machine: "), true, secret,
	    PASSWORD_SIZE, err);
	prompt_close(&prompt);
	if (rc == RC_OK)
		rc = machine_conf_write(
		    control->folder, control->operand, secret, err);
	return rc;
}

/* ---------------------------------------------------------- test-login */

/* libpam frees the answers, and wipes nothing: they are wiped here as far as
 * they are ours. */
static int
converse(int count, const struct pam_message **messages,
    struct pam_response **responses, void *context)
{
	SECRET(line, PASSWORD_SIZE);
	struct prompt *prompt = context;
	struct pam_response *answers = calloc((size_t)count, sizeof(*answers));
	struct err err;
	enum rc rc = RC_OK;

	if (answers == NULL)
		return PAM_BUF_ERR;
	for (int i = 0; rc == RC_OK && i < count; i++) {
		int style = messages[i]->msg_style;

		if (style == PAM_ERROR_MSG || style == PAM_TEXT_INFO) {
			(void)printf("%s\n", messages[i]->msg);
			continue;
		}
		rc = prompt_line(prompt, messages[i]->msg,
		    style == PAM_PROMPT_ECHO_OFF, line, PASSWORD_SIZE, &err);
		if (rc == RC_OK)
			answers[i].resp = strdup(line);
	}
	if (rc == RC_OK) {
		*responses = answers;
		return PAM_SUCCESS;
	}
	for (int i = 0; i < count; i++)
		free(answers[i].resp);
	free(answers);
	return PAM_CONV_ERR;
}

/* The steps of a program that lets people in, without what comes after. */
static int
log_in(pam_handle_t *pamh)
{
	int code = pam_authenticate(pamh, 0);

	(void)printf("authenticate: %s\n", pam_strerror(pamh, code));
	if (code != PAM_SUCCESS)
		return code;
	code = pam_acct_mgmt(pamh, 0);
	(void)printf("account: %s\n", pam_strerror(pamh, code));
	if (code != PAM_NEW_AUTHTOK_REQD)
		return code;
	code = pam_chauthtok(pamh, PAM_CHANGE_EXPIRED_AUTHTOK);
	(void)printf("password change: %s\n", pam_strerror(pamh, code));
	return code;
}

static enum rc
run_test_login(struct control *control, struct err *err)
{
	struct prompt prompt;
	const struct pam_conv conv = {converse, &prompt};
	pam_handle_t *pamh = NULL;
	enum rc rc = prompt_open(&prompt, -1, err);
	int code;

	if (rc != RC_OK)
		return rc;
	code = pam_start_confdir(
	    control->service, control->operand, &conv, control->pam_dir, &pamh);
	if (code == PAM_SUCCESS)
		code = log_in(pamh);
	(void)pam_end(pamh, code);
	prompt_close(&prompt);
	if (code == PAM_SUCCESS)
		return RC_OK;
	return err_set(err,
	    code == PAM_AUTHINFO_UNAVAIL ? RC_OFFLINE : RC_DENIED, "%s: %s",
	    control->operand, words("不能登入", "no login"));
}

/* --------------------------------------------------------------- main */

enum operand_is { OPERAND_NONE, OPERAND_MAY, OPERAND_MUST };

static const struct verb {
	const char *name;
	enum operand_is operand;
	enum rc (*run)(struct control *control, struct err *err);
} verbs[] = {
    {"status", OPERAND_NONE, run_status},
    {"check", OPERAND_NONE, run_check},
    {"why", OPERAND_MUST, run_why},
    {"test-login", OPERAND_MUST, run_test_login},
    {"flush", OPERAND_MAY, run_flush},
    {"metrics", OPERAND_NONE, run_metrics},
    {"enrol", OPERAND_MUST, run_enrol},
};

static int
usage(void)
{
	(void)fprintf(stderr,
	    "usage: labctl [-s socket] status | check | metrics | why user | "
	    "flush [user]\n"
	    "       labctl [-S service] [-P pam.d] test-login user\n"
	    "       labctl [-C directory] enrol address\n");
	return EX_USAGE;
}

static const struct verb *
find_verb(int count, char **words_given)
{
	for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++) {
		const struct verb *verb = &verbs[i];

		if (count < 1 || strcmp(words_given[0], verb->name) != 0)
			continue;
		if ((count == 1 && verb->operand != OPERAND_MUST) ||
		    (count == 2 && verb->operand != OPERAND_NONE))
			return verb;
	}
	return NULL;
}

int
main(int argc, char **argv)
{
	static struct control control = {.socket = SOCKET_PATH,
	    .service = "login",
	    .folder = MACHINE_CONF_FOLDER};
	const struct verb *verb;
	struct err err = {""};
	int option;
	enum rc rc;

	if (jail_memory(&err) != RC_OK) {
		(void)fprintf(stderr, "labctl: %s\n", err.text);
		return EX_OSERR;
	}
	while ((option = getopt(argc, argv, "s:S:P:C:")) != -1) {
		if (option == 's')
			control.socket = optarg;
		else if (option == 'S')
			control.service = optarg;
		else if (option == 'P')
			control.pam_dir = optarg;
		else if (option == 'C')
			control.folder = optarg;
		else
			return usage();
	}
	verb = find_verb(argc - optind, argv + optind);
	if (verb == NULL)
		return usage();
	if (argc - optind == 2)
		control.operand = argv[optind + 1];
	rc = verb->run(&control, &err);
	query_wipe(&control.query);
	if (rc != RC_OK)
		(void)fprintf(stderr, "labctl: %s\n",
		    *err.text != '\0' ? err.text : rc_name(rc));
	return rc_exit(rc);
}
