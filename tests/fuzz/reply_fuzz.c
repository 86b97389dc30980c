/*
 * reply_fuzz.c - what comes through libcurl, which is faked: a mail relay's
 * replies to portal-mailer, the portal's answers to a tool.
 *
 * The first byte says who speaks, the next how the exchange ends, two are its
 * status. A relay's rest is lines: '>' a command that libcurl sends, '<' a line
 * of a reply. The portal's is the content type in one line, the answer to the
 * first question, a byte 0x1e, the answer to the second. A letter is refused
 * only by a reply about the letter, and what people read of it is ASCII; an
 * answer that is taken is one of the catalogue's.
 */
#include "base/text.h"
#include "mail/smtp_talk.h"
#include "portal/proof.h"
#include "tools/remote.h"
#include "wrap.h"

#include <assert.h>
#include <curl/curl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { INPUT_MAX = 20000, SOLVED_BITS = 4, BETWEEN = 0x1e };

typedef size_t on_bytes(char *bytes, size_t size, size_t count, void *ctx);
typedef int on_trace(
    CURL *curl, curl_infotype type, char *data, size_t size, void *ctx);

static struct {
	CURLcode result;
	long status;
	const char *type;
	char *text; /* what is still to come */
	bool is_portal;
	/* What libcurl was told. */
	on_bytes *take, *header;
	on_trace *trace;
	void *take_ctx, *header_ctx, *trace_ctx;
	/* What a relay has heard and said. */
	char last_command[5], last_reply[4];
} peer;

/* ------------------------------------------------------------- libcurl */

WRAP(CURL *, curl_easy_init, void)
{
	return (CURL *)&peer;
}

WRAP(void, curl_easy_cleanup, CURL *curl)
{
	assert(curl == (CURL *)&peer);
}

CURLcode __wrap_curl_easy_setopt(CURL *curl, CURLoption option, ...);
CURLcode __wrap_curl_easy_getinfo(CURL *curl, CURLINFO info, ...);

CURLcode
__wrap_curl_easy_setopt(CURL *curl, CURLoption option, ...)
{
	va_list rest;
	void *value;

	(void)curl;
	va_start(rest, option);
	value = va_arg(rest, void *);
	va_end(rest);
	if (option == CURLOPT_WRITEFUNCTION)
		peer.take = (on_bytes *)value;
	else if (option == CURLOPT_WRITEDATA)
		peer.take_ctx = value;
	else if (option == CURLOPT_HEADERFUNCTION)
		peer.header = (on_bytes *)value;
	else if (option == CURLOPT_HEADERDATA)
		peer.header_ctx = value;
	else if (option == CURLOPT_DEBUGFUNCTION)
		peer.trace = (on_trace *)value;
	else if (option == CURLOPT_DEBUGDATA)
		peer.trace_ctx = value;
	return CURLE_OK;
}

CURLcode
__wrap_curl_easy_getinfo(CURL *curl, CURLINFO info, ...)
{
	va_list rest;

	(void)curl;
	va_start(rest, info);
	if (info == CURLINFO_RESPONSE_CODE)
		*va_arg(rest, long *) = peer.status;
	else if (info == CURLINFO_CONTENT_TYPE)
		*va_arg(rest, const char **) = peer.type;
	else
		*va_arg(rest, curl_socket_t *) = CURL_SOCKET_BAD;
	va_end(rest);
	return CURLE_OK;
}

/* A line without its mark; as libcurl has it, with its end. */
static void
say_line(char *line, size_t len)
{
	static const char *const commands[] = {
	    "EHLO", "HELO", "MAIL", "RCPT", "DATA"};
	bool is_command = *line == '>';

	line++;
	len--;
	if (!is_command) {
		assert(peer.header(line, 1, len, peer.header_ctx) == len);
		return;
	}
	(void)peer.trace(NULL, CURLINFO_HEADER_OUT, line, len, peer.trace_ctx);
	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++)
		if (len >= 4 && strncmp(line, commands[i], 4) == 0 &&
		    (i == 4 || (len > 4 && line[4] == ' ')))
			(void)text_copy(peer.last_command,
			    sizeof(peer.last_command), commands[i]);
}

static void
say_lines(void)
{
	while (*peer.text != '\0') {
		char *line = peer.text;
		size_t len = strcspn(line, "\n");

		len += line[len] == '\n';
		peer.text += len;
		if (*line == '>' || *line == '<')
			say_line(line, len);
	}
}

static CURLcode
say_body(void)
{
	size_t len = strcspn(peer.text, (char[]){BETWEEN, '\0'});
	char *body = peer.text;

	peer.text += len + (body[len] == BETWEEN);
	for (size_t part = 1000; len > 0; len -= part, body += part) {
		if (part > len)
			part = len;
		if (peer.take(body, 1, part, peer.take_ctx) != part)
			return CURLE_WRITE_ERROR;
	}
	return CURLE_OK;
}

WRAP(CURLcode, curl_easy_perform, CURL *curl)
{
	CURLcode taken = CURLE_OK;

	(void)curl;
	if (peer.is_portal)
		taken = say_body();
	else
		say_lines();
	return taken != CURLE_OK ? taken : peer.result;
}

/* No test has time for more than a little work. */
WRAP(bool, proof_solve, const char *id, const char *form, int bits,
    char number[PROOF_SIZE])
{
	assert(bits >= PROOF_BITS_MIN && bits <= PROOF_BITS_MAX);
	return __real_proof_solve(
	    id, form, bits < SOLVED_BITS ? bits : SOLVED_BITS, number);
}

/* ------------------------------------------------------------- a relay */

static void
check_relay(void)
{
	static const char url[] = "smtp://relay.example";
	static const struct smtp_conf conf = {.ca_file = "",
	    .user = "",
	    .from = "portal@school.example",
	    .timeout_ms = 1000};
	struct smtp_talk talk = {0};
	struct err err;
	bool is_letter;
	enum rc rc;

	assert(smtp_talk_open(&talk, &conf, &err) == RC_OK);
	rc = smtp_talk_send(&talk, url, "anna@school.example", "A\r\n", &err);
	is_letter = strcmp(peer.last_command, "RCPT") == 0 ||
	    strcmp(peer.last_command, "DATA") == 0;
	assert((rc == RC_OK) == (peer.result == CURLE_OK));
	assert(talk.may_have_it == (strcmp(peer.last_command, "DATA") == 0));
	if (rc == RC_DENIED)
		assert(
		    is_letter && peer.status / 100 == 5 && peer.status != 530);
	else if (rc == RC_BUSY)
		assert(
		    is_letter && peer.status / 100 == 4 && peer.status != 421);
	else
		assert(rc == RC_OK || rc == RC_OFFLINE);
	if (rc != RC_OK) {
		assert(strncmp(err.text, url, strlen(url)) == 0);
		assert(text_is_printable_ascii(err.text, strlen(err.text)));
	}
	smtp_talk_close(&talk);
	assert(talk.curl == NULL);
}

/* ------------------------------------------------------------ the portal */

static void
check_fields(const struct wire_in *in)
{
	for (unsigned field = 1; field < FIELD_COUNT; field++) {
		const struct field_rule *rule = field_rule(field);

		if (!wire_has(in, field) || rule->type == FIELD_NUMBER)
			continue;
		assert(rule->type != FIELD_ROW);
		assert(strlen(wire_text(in, field)) <= rule->max);
	}
}

static void
check_portal(enum op op)
{
	static struct query query;
	static char url[] = "https://portal.example", none[] = "";
	const struct portal portal = {.url = url, .ca_file = none};
	struct err err = {""};
	enum rc rc;

	query_begin(&query, op);
	if (op == OP_FORGOT) {
		wire_put_text(&query.out, F_NATIONAL_ID, "A123456789");
		wire_put_text(&query.out, F_MAIL, "a@school.example");
	}
	memset(&query.in, 0, sizeof(query.in));
	rc = remote_ask(&portal, &query, &err);
	assert(rc == RC_OK || err.text[0] != '\0');
	assert(query.in.row_count == 0);
	if (rc == RC_OK)
		assert(query.in.kind == RC_OK && peer.result == CURLE_OK &&
		    strcmp(peer.type, "application/json") == 0);
	check_fields(&query.in);
	query_wipe(&query);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static char text[INPUT_MAX];

	if (size < 4 || size >= sizeof(text))
		return 0;
	memcpy(text, data + 4, size - 4);
	text[size - 4] = '\0';
	memset(&peer, 0, sizeof(peer));
	peer.result = data[1] % (CURL_LAST - 1);
	peer.status = data[2] << 8 | data[3];
	peer.text = text;
	peer.is_portal = data[0] % 3 > 0;
	if (!peer.is_portal) {
		check_relay();
		return 0;
	}
	peer.type = text;
	peer.text = strchrnul(text, '\n');
	if (*peer.text == '\n')
		*peer.text++ = '\0';
	check_portal(data[0] % 3 == 1 ? OP_RULES : OP_FORGOT);
	return 0;
}
