#include "smtp.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "smtp_talk.h"

#define SMTP_PLAIN "smtp://"
#define SMTP_TLS   "smtps://"

enum letter_state {
	LETTER_NONE,
	LETTER_WAITS, /* for a line */
	LETTER_TALKS, /* on its line, in a thread of its own */
	LETTER_OVER,
};

enum { RELAY_NONE = -1 };

/* A conversation: with that relay, when its connection was kept. */
struct smtp_line {
	struct smtp_talk talk;
	int relay;
	struct smtp_letter *letter; /* NULL: free */
};

/* While it talks, `rc`, `why` and the line's talk are the thread's, and the
 * rest stays as it is. */
struct smtp_letter {
	struct smtp *smtp;
	uint8_t index;
	enum letter_state state;
	uint64_t turn; /* of those that wait, who came first */
	const char *to, *message;
	int relay;          /* the first that may still be asked */
	bool was_sent_back; /* by a relay that had others of ours */
	struct smtp_line *line;
	pthread_t thread;
	enum rc rc; /* and its sentence */
	struct err why;
};

/* ------------------------------------------------------------- settings */

static bool
is_relay_url(const char *url)
{
	const char *host = NULL;

	if (strncmp(url, SMTP_PLAIN, strlen(SMTP_PLAIN)) == 0)
		host = url + strlen(SMTP_PLAIN);
	else if (strncmp(url, SMTP_TLS, strlen(SMTP_TLS)) == 0)
		host = url + strlen(SMTP_TLS);
	/* No user, password or path: each has its own setting. */
	return host != NULL && *host != '\0' &&
	    strspn(host,
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
		"0123456789.-:[]") == strlen(host);
}

enum rc
smtp_check(const struct smtp_conf *conf, struct err *err)
{
	if (conf->relays->count == 0)
		return err_set(err, RC_INPUT, "relays: none is given");
	if (conf->relays->count > SMTP_RELAYS_MAX)
		return err_set(
		    err, RC_INPUT, "relays: more than %d", SMTP_RELAYS_MAX);
	for (size_t i = 0; i < conf->relays->count; i++) {
		const char *url = conf->relays->items[i];

		if (!is_relay_url(url))
			return err_set(err, RC_INPUT,
			    "relays: '%s' is not smtp://HOST[:PORT] or "
			    "smtps://HOST[:PORT]",
			    url);
		if (*conf->user != '\0' && conf->tls != SMTP_TLS_REQUIRED &&
		    strncmp(url, SMTP_TLS, strlen(SMTP_TLS)) != 0)
			return err_set(err, RC_INPUT,
			    "user: %s would get the password in the clear; "
			    "set tls = \"required\"",
			    url);
	}
	if ((*conf->user != '\0') != (*conf->password_file != '\0'))
		return err_set(
		    err, RC_INPUT, "user and password_file go together");
	if (conf->helo[strspn(conf->helo,
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
		"0123456789.-")] != '\0')
		return err_set(err, RC_INPUT, "helo: not a host name");
	return RC_OK;
}

/* --------------------------------------------------------- open and close */

static enum rc
add_relays(struct smtp *smtp, struct err *err)
{
	const struct conf_list *urls = smtp->conf.relays;
	const char *helo = smtp->conf.helo;

	for (size_t i = 0; i < urls->count; i++) {
		struct smtp_relay *relay = &smtp->relays[smtp->relay_count++];

		relay->room = relay->borne = smtp->conf.line_count;
		if (!text_print(relay->url, sizeof(relay->url), "%s%s%s",
			urls->items[i], *helo != '\0' ? "/" : "", helo))
			return err_set(err, RC_INPUT,
			    "relays: '%s' is too long", urls->items[i]);
	}
	return RC_OK;
}

enum rc
smtp_open(struct smtp *smtp, const struct smtp_conf *conf, struct err *err)
{
	enum rc rc = smtp_check(conf, err);

	*smtp = (struct smtp){.conf = *conf};
	if (rc == RC_OK)
		rc = add_relays(smtp, err);
	if (rc == RC_OK)
		rc = smtp_talk_start(err);
	if (rc != RC_OK)
		return rc;
	if (pipe2(smtp->over_fd, O_CLOEXEC | O_NONBLOCK) != 0)
		return err_set(err, RC_FAULT, "pipe: %s", strerror(errno));
	smtp->lines = calloc((size_t)conf->line_count, sizeof(*smtp->lines));
	smtp->letters =
	    calloc((size_t)conf->line_count, sizeof(*smtp->letters));
	if (smtp->lines == NULL || smtp->letters == NULL)
		abort();
	for (int i = 0; i < conf->line_count; i++) {
		smtp->lines[i].relay = RELAY_NONE;
		smtp->letters[i] =
		    (struct smtp_letter){.smtp = smtp, .index = (uint8_t)i};
	}
	/* What is wrong with the password is told at once. */
	rc = smtp_talk_open(&smtp->lines[0].talk, conf, err);
	if (rc != RC_OK)
		smtp_close(smtp);
	return rc;
}

void
smtp_rest(struct smtp *smtp)
{
	for (int i = 0; smtp->lines != NULL && i < smtp->conf.line_count; i++) {
		struct smtp_line *line = &smtp->lines[i];

		assert(line->letter == NULL);
		smtp_talk_close(&line->talk);
		line->relay = RELAY_NONE;
	}
}

void
smtp_close(struct smtp *smtp)
{
	if (smtp->lines == NULL)
		return;
	smtp_rest(smtp);
	free(smtp->lines);
	free(smtp->letters);
	smtp->lines = NULL;
	(void)close(smtp->over_fd[0]);
	(void)close(smtp->over_fd[1]);
}

/* ------------------------------------------------------------------- lines */

/* How many lines are busy with that relay or have it still connected. */
static int
lines_to(const struct smtp *smtp, int relay)
{
	int count = 0;

	for (int i = 0; i < smtp->conf.line_count; i++) {
		const struct smtp_line *line = &smtp->lines[i];

		count += line->letter != NULL ? line->letter->relay == relay
					      : line->relay == relay;
	}
	return count;
}

/* A free line, one that is connected to that relay where there is one. */
static struct smtp_line *
free_line(struct smtp *smtp, int relay)
{
	struct smtp_line *found = NULL;

	for (int i = 0; i < smtp->conf.line_count; i++) {
		struct smtp_line *line = &smtp->lines[i];

		if (line->letter == NULL &&
		    (found == NULL || line->relay == relay))
			found = line;
	}
	return found;
}

/* NULL: the letter must wait. One that was sent back already does not knock at
 * the same door again, but waits until a line that is through is free. */
static struct smtp_line *
line_for(struct smtp_letter *letter)
{
	struct smtp *smtp = letter->smtp;
	struct smtp_line *line = free_line(smtp, letter->relay);

	if (!smtp_relay_has_room(&smtp->relays[letter->relay]))
		return NULL;
	if (letter->was_sent_back && line->relay != letter->relay &&
	    lines_to(smtp, letter->relay) > 0)
		return NULL;
	return line;
}

static void *
talk(void *ctx)
{
	struct smtp_letter *letter = ctx;
	const struct smtp *smtp = letter->smtp;

	letter->rc =
	    smtp_talk_send(&letter->line->talk, smtp->relays[letter->relay].url,
		letter->to, letter->message, &letter->why);
	(void)!write(smtp->over_fd[1], &letter->index, 1);
	return NULL;
}

static void
begin_talk(struct smtp_letter *letter, struct smtp_line *line)
{
	struct smtp *smtp = letter->smtp;

	letter->line = line;
	letter->state = LETTER_OVER;
	letter->rc = smtp_talk_open(&line->talk, &smtp->conf, &letter->why);
	if (letter->rc != RC_OK)
		return;
	if (pthread_create(&letter->thread, NULL, talk, letter) != 0) {
		letter->rc = err_set(&letter->why, RC_FAULT, "no thread");
		return;
	}
	letter->state = LETTER_TALKS; /* it may have ended already */
	line->letter = letter;
	smtp_relay_begin(&smtp->relays[letter->relay]);
}

/* The relay failed: is another try worth it? */
static bool
may_try_again(struct smtp_letter *letter, int64_t mono_ms)
{
	struct smtp *smtp = letter->smtp;
	bool is_crowded = smtp_relay_failed(&smtp->relays[letter->relay],
	    lines_to(smtp, letter->relay), mono_ms, &letter->why);

	/* It may have the letter already: no other relay now. */
	if (letter->line->talk.may_have_it || smtp->is_stopping)
		return false;
	if (is_crowded && !letter->was_sent_back)
		letter->was_sent_back = true;
	else
		letter->relay++;
	return true;
}

static void
end_talk(struct smtp_letter *letter, int64_t mono_ms)
{
	struct smtp *smtp = letter->smtp;
	struct smtp_line *line = letter->line;

	(void)pthread_join(letter->thread, NULL);
	line->letter = NULL;
	/* libcurl hangs up after anything else. */
	line->relay = letter->rc == RC_OK ? letter->relay : RELAY_NONE;
	letter->state = LETTER_OVER;
	if (letter->rc != RC_OFFLINE)
		smtp_relay_took(
		    &smtp->relays[letter->relay], smtp->conf.line_count);
	else if (may_try_again(letter, mono_ms))
		letter->state = LETTER_WAITS;
}

/* ---------------------------------------------------------------- in turn */

/* Who waits, the first that came after `turn`; NULL: nobody. */
static struct smtp_letter *
next_waiting(struct smtp *smtp, uint64_t turn)
{
	struct smtp_letter *next = NULL;

	for (int i = 0; i < smtp->conf.line_count; i++) {
		struct smtp_letter *letter = &smtp->letters[i];

		if (letter->state == LETTER_WAITS && letter->turn > turn &&
		    (next == NULL || letter->turn < next->turn))
			next = letter;
	}
	return next;
}

/* To the first relay that is up, if it has room; over, when none is up. */
static void
send_out(struct smtp_letter *letter, int64_t mono_ms)
{
	struct smtp *smtp = letter->smtp;
	struct smtp_line *line;

	for (; letter->relay < smtp->relay_count; letter->relay++) {
		struct smtp_relay *relay = &smtp->relays[letter->relay];

		if (smtp_relay_rests(relay, mono_ms)) {
			(void)text_copy(letter->why.text,
			    sizeof(letter->why.text), relay->why);
			continue;
		}
		if ((line = line_for(letter)) != NULL)
			begin_talk(letter, line);
		return;
	}
	letter->rc = RC_OFFLINE;
	letter->state = LETTER_OVER;
}

void
smtp_begin(struct smtp *smtp, int at, const char *to, const char *message)
{
	struct smtp_letter *letter = &smtp->letters[at];

	assert(letter->state == LETTER_NONE);
	*letter = (struct smtp_letter){.smtp = smtp,
	    .index = letter->index,
	    .state = LETTER_WAITS,
	    .turn = ++smtp->turns,
	    .to = to,
	    .message = message};
}

void
smtp_turn(struct smtp *smtp, int64_t mono_ms)
{
	struct smtp_letter *letter;
	uint8_t at;

	if (smtp->lines == NULL)
		return;
	while (read(smtp->over_fd[0], &at, 1) == 1)
		end_talk(&smtp->letters[at], mono_ms);
	letter = next_waiting(smtp, 0);
	for (; letter != NULL; letter = next_waiting(smtp, letter->turn))
		send_out(letter, mono_ms);
}

int
smtp_fd(const struct smtp *smtp)
{
	return smtp->lines != NULL ? smtp->over_fd[0] : -1;
}

bool
smtp_end(struct smtp *smtp, int at, enum rc *rc, struct err *why)
{
	struct smtp_letter *letter = &smtp->letters[at];

	if (letter->state != LETTER_OVER)
		return false;
	*rc = letter->rc == RC_BUSY ? RC_OFFLINE : letter->rc;
	*why = letter->why;
	letter->state = LETTER_NONE;
	return true;
}

int
smtp_connections(const struct smtp *smtp)
{
	int count = 0;

	for (int i = 0; smtp->lines != NULL && i < smtp->conf.line_count; i++)
		count += smtp->lines[i].letter != NULL ||
		    smtp->lines[i].relay != RELAY_NONE;
	return count;
}

void
smtp_stop(struct smtp *smtp)
{
	struct smtp_letter *letter;

	smtp->is_stopping = true;
	if (smtp->lines == NULL)
		return;
	while ((letter = next_waiting(smtp, 0)) != NULL) {
		letter->rc = err_set(&letter->why, RC_OFFLINE, "told to stop");
		letter->state = LETTER_OVER;
	}
}
