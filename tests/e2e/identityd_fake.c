/*
 * identityd_fake.c - identityd as portal-mailer sees it, with faults to order.
 *
 *	identityd_fake put DIR KIND		promises a letter, prints its id
 *	identityd_fake hasten DIR		makes all letters due
 *	identityd_fake serve DIR SOCKET		answers at SOCKET
 *
 * DIR/outbox is the outbox. For each question DIR/mail.ID, or else DIR/mail, is
 * read for the address, and DIR/fault, if there, for a word: dead, busy, odd,
 * silent, strange. What became of letters is appended to DIR/states: "ID STATE
 * DETAIL".
 */
#include "base/clock.h"
#include "base/log.h"
#include "base/serve.h"
#include "base/text.h"
#include "mail/outbox.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define WHO  "6f1c1e2a-0b1d-4c3e-9f00-0123456789ab"
#define CODE "271828182845"

enum { SILENCE_MS = 15000 }; /* longer than anybody waits */

static const char *dir;
static struct outbox outbox;

/* The first line of DIR/`name`; "" when there is none. */
static const char *
order(const char *name)
{
	static char line[512];
	char path[512];
	FILE *file;

	line[0] = '\0';
	(void)snprintf(path, sizeof(path), "%s/%s", dir, name);
	file = fopen(path, "re");
	if (file != NULL) {
		if (fgets(line, sizeof(line), file) == NULL)
			line[0] = '\0';
		(void)fclose(file);
	}
	line[strcspn(line, "\n")] = '\0';
	return line;
}

static const char *
address_of(const struct promise *promise)
{
	char name[64];
	const char *own;

	(void)snprintf(name, sizeof(name), "mail.%s", promise->id);
	own = order(name);
	return own[0] != '\0' ? own : order("mail");
}

static void
fill(const struct promise *promise, struct serve_answer *answer)
{
	unsigned needs = letter_kind_needs(promise->kind);

	wire_put_text(&answer->out, F_MAIL, address_of(promise));
	wire_put_text(
	    &answer->out, F_LETTER_KIND, letter_kind_name(promise->kind));
	if (needs & LETTER_NEEDS_CODE)
		wire_put_text(&answer->out, F_CODE, CODE);
	if (needs & LETTER_NEEDS_UNTIL)
		wire_put_number(
		    &answer->out, F_EXPIRES, promise->created_s + 86400);
	if (needs & LETTER_NEEDS_AT)
		wire_put_number(&answer->out, F_TIME, promise->at_s);
}

static void
note(const struct promise *promise, const struct wire_in *in)
{
	char path[512];
	FILE *file;

	(void)snprintf(path, sizeof(path), "%s/states", dir);
	file = fopen(path, "ae");
	if (file == NULL)
		abort();
	(void)fprintf(file, "%s %s %s\n", promise->id,
	    wire_text(in, F_LETTER_STATE),
	    wire_has(in, F_DETAIL) ? wire_text(in, F_DETAIL) : "");
	(void)fclose(file);
}

static bool
is_ordered_fault(struct serve_answer *answer)
{
	const char *fault = order("fault");

	if (strcmp(fault, "dead") == 0)
		serve_fail(answer, RC_ABSENT, "no_code", "no live code");
	else if (strcmp(fault, "busy") == 0)
		serve_fail(answer, RC_OFFLINE, "offline", "directory away");
	else if (strcmp(fault, "odd") == 0)
		serve_fail(answer, RC_INPUT, "malformed", "what is that?");
	else if (strcmp(fault, "silent") == 0)
		(void)poll(NULL, 0, SILENCE_MS);
	else if (strcmp(fault, "strange") == 0)
		wire_put_text(&answer->out, F_LETTER_KIND, "spam");
	else
		return false;
	return true;
}

static void
handle(void *ctx, const struct serve_question *question,
    struct serve_answer *answer)
{
	struct promise promise;
	struct err err;
	enum rc rc;

	(void)ctx;
	if (question->op == OP_LETTER_FILL && is_ordered_fault(answer))
		return;
	rc = outbox_load(
	    &outbox, wire_text(&question->in, F_LETTER), &promise, &err);
	if (rc != RC_OK)
		serve_fail(answer, rc, rc == RC_INPUT ? "bad_value" : "absent",
		    err.text);
	else if (question->op == OP_LETTER_FILL)
		fill(&promise, answer);
	else
		note(&promise, &question->in);
}

static enum rc
answer_at(const char *path, struct err *err)
{
	const struct serve_door door = {.path = path,
	    .mode = 0600,
	    .group = (gid_t)-1,
	    .door = DOOR_MAILER,
	    .only_uid = (uid_t)-1,
	    .uid_max = 16};
	const struct serve_conf conf = {.doors = &door,
	    .door_count = 1,
	    .worker_count = 1,
	    .question_ms = 1000,
	    .handle = handle};

	return serve(&conf, err);
}

static enum rc
put(const char *kind, struct err *err)
{
	struct promise promise = {.kind = letter_kind_parse(kind),
	    .who = WHO,
	    .created_s = clock_now_s()};
	enum rc rc;

	if (letter_kind_needs(promise.kind) & LETTER_NEEDS_AT)
		promise.at_s = promise.created_s;
	rc = outbox_put(&outbox, &promise, promise.created_s, err);
	if (rc == RC_OK)
		(void)puts(promise.id);
	return rc;
}

int
main(int argc, char **argv)
{
	char path[512];
	struct err err;
	enum rc rc;
	int count;

	if (argc < 3)
		return 64;
	dir = argv[2];
	log_open("identityd_fake", true, false);
	(void)snprintf(path, sizeof(path), "%s/outbox", dir);
	rc = outbox_open(&outbox, path, false, clock_now_s(), &err);
	if (rc == RC_OK && strcmp(argv[1], "put") == 0 && argc == 4)
		rc = put(argv[3], &err);
	else if (rc == RC_OK && strcmp(argv[1], "hasten") == 0)
		rc = outbox_hasten(&outbox, NULL, clock_now_s(), &count, &err);
	else if (rc == RC_OK && strcmp(argv[1], "serve") == 0 && argc == 4)
		rc = answer_at(argv[3], &err);
	if (rc != RC_OK)
		(void)fprintf(stderr, "identityd_fake: %s\n", err.text);
	outbox_close(&outbox);
	return rc_exit(rc);
}
