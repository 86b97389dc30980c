#include "smtp_talk.h"

#include <curl/curl.h>
#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/secret.h"
#include "base/text.h"

/* How far a conversation has come: the last command we sent. */
enum phase { PHASE_RELAY, PHASE_RCPT, PHASE_DATA };

static const struct {
	const char *command;
	enum phase phase;
} commands[] = {
    {"EHLO ", PHASE_RELAY},
    {"HELO ", PHASE_RELAY},
    {"MAIL ", PHASE_RELAY},
    {"RCPT ", PHASE_RCPT},
    {"DATA", PHASE_DATA},
};

/* One letter on its way. */
struct transfer {
	const char *message;
	size_t left;
	enum phase phase;
	bool is_over;                /* QUIT: its reply says nothing */
	char words[SMTP_WORDS_SIZE]; /* the last line of the last reply */
};

/* ------------------------------------------------------ libcurl's callbacks */

static size_t
on_read(char *buf, size_t size, size_t count, void *ctx)
{
	struct transfer *transfer = ctx;
	size_t len = size * count;

	if (len > transfer->left)
		len = transfer->left;
	memcpy(buf, transfer->message, len);
	transfer->message += len;
	transfer->left -= len;
	return len;
}

/* A line of a reply. What people will read of it is printable ASCII. */
static size_t
on_reply(char *line, size_t size, size_t count, void *ctx)
{
	struct transfer *transfer = ctx;
	size_t len = size * count, used = 0;

	if (transfer->is_over)
		return len;
	for (size_t i = 0; i < len && used < SMTP_WORDS_SIZE - 1; i++) {
		if (line[i] == '\r' || line[i] == '\n')
			continue;
		transfer->words[used++] =
		    line[i] >= 0x20 && line[i] <= 0x7e ? line[i] : '?';
	}
	transfer->words[used] = '\0';
	return len;
}

/* Only to see which command was sent last; nothing is printed or kept. */
static int
on_debug(CURL *curl, curl_infotype type, char *data, size_t size, void *ctx)
{
	struct transfer *transfer = ctx;

	(void)curl;
	if (type != CURLINFO_HEADER_OUT)
		return 0;
	transfer->is_over = size >= 4 && memcmp(data, "QUIT", 4) == 0;
	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) {
		size_t len = strlen(commands[i].command);

		if (size >= len && memcmp(data, commands[i].command, len) == 0)
			transfer->phase = commands[i].phase;
	}
	return 0;
}

/* ------------------------------------------ libcurl's memory, which forgets */

/* It keeps the last message, hence a code, in buffers of its own. */
static void
wiping_free(void *at)
{
	if (at != NULL)
		secret_wipe(at, malloc_usable_size(at));
	free(at);
}

static void *
wiping_realloc(void *at, size_t size)
{
	void *fresh = malloc(size);
	size_t len = at == NULL ? 0 : malloc_usable_size(at);

	if (fresh == NULL)
		return NULL;
	if (len > 0)
		memcpy(fresh, at, len < size ? len : size);
	wiping_free(at);
	return fresh;
}

enum rc
smtp_talk_start(struct err *err)
{
	return curl_global_init_mem(CURL_GLOBAL_DEFAULT, malloc, wiping_free,
		   wiping_realloc, strdup, calloc) == CURLE_OK
	    ? RC_OK
	    : err_set(err, RC_FAULT, "libcurl does not start");
}

/* --------------------------------------------------------- open and close */

static enum rc
read_password(
    const char *path, char password[SMTP_PASSWORD_SIZE], struct err *err)
{
	int fd = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	struct stat st;
	ssize_t len;

	if (fd < 0)
		return err_set(err, RC_FAULT, "%s: %s", path, strerror(errno));
	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode) ||
	    (st.st_mode & 0077) != 0) {
		(void)close(fd);
		return err_set(
		    err, RC_FAULT, "%s: others may read it; chmod 600", path);
	}
	len = read(fd, password, SMTP_PASSWORD_SIZE - 1);
	(void)close(fd);
	password[len > 0 ? len : 0] = '\0';
	password[strcspn(password, "\r\n")] = '\0';
	if (*password == '\0' || len == SMTP_PASSWORD_SIZE - 1)
		return err_set(
		    err, RC_FAULT, "%s: no password on its first line", path);
	return RC_OK;
}

static enum rc
set_options(CURL *curl, const struct smtp_conf *conf, struct err *err)
{
	static const long use_ssl[] = {
	    [SMTP_TLS_NONE] = CURLUSESSL_NONE,
	    [SMTP_TLS_TRY] = CURLUSESSL_TRY,
	    [SMTP_TLS_REQUIRED] = CURLUSESSL_ALL,
	};
	SECRET(password, SMTP_PASSWORD_SIZE);
	CURLcode bad = CURLE_OK;
	enum rc rc;

#define SET(option, value) \
	(bad = bad != CURLE_OK ? bad : curl_easy_setopt(curl, option, value))
	SET(CURLOPT_PROTOCOLS_STR, "smtp,smtps");
	SET(CURLOPT_PROXY, ""); /* whatever the environment says */
	SET(CURLOPT_NOSIGNAL, 1L);
	SET(CURLOPT_UPLOAD, 1L);
	SET(CURLOPT_MAXCONNECTS, 1L); /* the one that close finds */
	SET(CURLOPT_VERBOSE, 1L);     /* for on_debug() */
	SET(CURLOPT_TIMEOUT_MS, (long)conf->timeout_ms);
	SET(CURLOPT_CONNECTTIMEOUT_MS, (long)conf->timeout_ms);
	SET(CURLOPT_SERVER_RESPONSE_TIMEOUT, conf->timeout_ms / 1000L + 1L);
	SET(CURLOPT_USE_SSL, use_ssl[conf->tls]);
	SET(CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	SET(CURLOPT_READFUNCTION, on_read);
	SET(CURLOPT_HEADERFUNCTION, on_reply);
	SET(CURLOPT_DEBUGFUNCTION, on_debug);
	if (*conf->ca_file != '\0')
		SET(CURLOPT_CAINFO, conf->ca_file);
	if (*conf->user != '\0') {
		rc = read_password(conf->password_file, password, err);
		if (rc != RC_OK)
			return rc;
		SET(CURLOPT_USERNAME, conf->user);
		SET(CURLOPT_PASSWORD, password);
	}
#undef SET
	return bad == CURLE_OK
	    ? RC_OK
	    : err_set(err, RC_FAULT, "libcurl: %s", curl_easy_strerror(bad));
}

enum rc
smtp_talk_open(
    struct smtp_talk *talk, const struct smtp_conf *conf, struct err *err)
{
	enum rc rc;

	if (talk->curl != NULL)
		return RC_OK;
	*talk =
	    (struct smtp_talk){.curl = curl_easy_init(), .from = conf->from};
	if (talk->curl == NULL)
		return err_set(err, RC_FAULT, "libcurl does not start");
	if ((rc = set_options(talk->curl, conf, err)) != RC_OK)
		smtp_talk_close(talk);
	return rc;
}

/* libcurl says QUIT and waits for the answer, as long as for any other: what it
 * reads from now on is the end. */
void
smtp_talk_close(struct smtp_talk *talk)
{
	curl_socket_t fd = CURL_SOCKET_BAD;

	if (talk->curl == NULL)
		return;
	(void)curl_easy_getinfo(talk->curl, CURLINFO_ACTIVESOCKET, &fd);
	if (fd != CURL_SOCKET_BAD)
		(void)shutdown(fd, SHUT_RD);
	curl_easy_cleanup(talk->curl);
	talk->curl = NULL;
}

/* ---------------------------------------------------------------- sending */

/* What the relay's last reply means; `code` is 0 when there was none. */
static enum rc
judge(const struct transfer *transfer, long code)
{
	bool is_about_the_letter =
	    transfer->phase != PHASE_RELAY && code != 421 && code != 530;

	if (is_about_the_letter && code >= 500 && code <= 599)
		return RC_DENIED;
	if (is_about_the_letter && code >= 400 && code <= 499)
		return RC_BUSY;
	return RC_OFFLINE;
}

static enum rc
converse(
    CURL *curl, const char *url, struct transfer *transfer, struct err *err)
{
	char failure[CURL_ERROR_SIZE] = "";
	CURLcode result;
	long code = 0;

	(void)curl_easy_setopt(curl, CURLOPT_READDATA, transfer);
	(void)curl_easy_setopt(curl, CURLOPT_HEADERDATA, transfer);
	(void)curl_easy_setopt(curl, CURLOPT_DEBUGDATA, transfer);
	(void)curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, failure);
	result = curl_easy_perform(curl);
	(void)curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &code);
	(void)curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, NULL);
	if (result == CURLE_OK)
		return RC_OK;
	if (code >= 400 && *transfer->words != '\0')
		return err_set(
		    err, judge(transfer, code), "%s: %s", url, transfer->words);
	return err_set(err, RC_OFFLINE, "%s: %s", url,
	    *failure != '\0' ? failure : curl_easy_strerror(result));
}

enum rc
smtp_talk_send(struct smtp_talk *talk, const char *url, const char *to,
    const char *message, struct err *err)
{
	struct transfer transfer = {
	    .message = message, .left = strlen(message)};
	struct curl_slist *recipients = curl_slist_append(NULL, to);
	enum rc rc;

	if (recipients == NULL)
		return err_set(err, RC_FAULT, "no memory");
	(void)curl_easy_setopt(talk->curl, CURLOPT_URL, url);
	(void)curl_easy_setopt(talk->curl, CURLOPT_MAIL_FROM, talk->from);
	(void)curl_easy_setopt(talk->curl, CURLOPT_MAIL_RCPT, recipients);
	rc = converse(talk->curl, url, &transfer, err);
	talk->may_have_it = transfer.phase == PHASE_DATA;
	curl_slist_free_all(recipients);
	return rc;
}
