/*
 * smtp.h - hands letters to mail relays, several at once.
 *
 * Shape:  a letter takes a line, whose connection is kept from letter to letter
 *         until smtp_rest(), and talks in a thread of its own; all else is done
 *         in the caller's. The first relay that is up has it.
 *         One that fails as such (refused, no TLS, no login, "421") is given
 *         fewer letters at once, or rests (smtp_relay.h); the letter tries
 *         again, then goes to the next. What a relay says about a letter
 *         counts for that letter.
 * Units:  milliseconds, monotonic.
 * Errors: of a letter: RC_OK the relay took it (250). RC_DENIED it refused it
 *         for good (5xx to RCPT or DATA): err has its words. RC_OFFLINE nobody
 *         took it now; later may work. RC_FAULT this process cannot send.
 * Source: ours; the talk is libcurl's, whose multi interface waits within one
 *         transfer for what comes after DATA, and with it all others.
 */
#ifndef MAIL_SMTP_H
#define MAIL_SMTP_H

#include <stdint.h>

#include "base/conf.h"
#include "smtp_relay.h"

enum {
	SMTP_RELAYS_MAX = 8,
	SMTP_LINES_MAX = 32,
	SMTP_WORDS_SIZE = 200, /* of a server's reply */
	SMTP_PASSWORD_SIZE = 256,
};

enum smtp_tls { SMTP_TLS_NONE, SMTP_TLS_TRY, SMTP_TLS_REQUIRED };

struct smtp_conf {
	const struct conf_list *relays; /* smtp:// and smtps:// URLs */
	enum smtp_tls tls;              /* STARTTLS on smtp:// */
	const char *ca_file;            /* "" for the system's */
	const char *user;               /* "" for no login */
	const char *password_file;      /* mode 0600, first line */
	const char *helo;               /* "" for the host's name */
	const char *from;               /* the envelope's */
	int line_count;                 /* letters at once */
	int timeout_ms;                 /* for one letter and relay */
};

struct smtp {
	struct smtp_conf conf;
	struct smtp_line *lines;     /* NULL: not open */
	struct smtp_letter *letters; /* as many */
	int over_fd[2]; /* from each thread that ends, its letter's number */
	uint64_t turns;
	bool is_stopping;
	int relay_count;
	struct smtp_relay relays[SMTP_RELAYS_MAX];
};

/* RC_INPUT: the settings do not go together. Nothing is connected yet. */
enum rc smtp_check(const struct smtp_conf *conf, struct err *err);
enum rc smtp_open(
    struct smtp *smtp, const struct smtp_conf *conf, struct err *err);
/* Not before every letter is over; of one that is not open: nothing. */
void smtp_close(struct smtp *smtp);

/* Takes letter number `at`, below line_count, which is free; `to` and
 * `message`, a whole RFC 5322 message with CRLF line ends, stay the caller's
 * until smtp_end() says that it is over. */
void smtp_begin(struct smtp *smtp, int at, const char *to, const char *message);
/* Hears who is over and sends who may go: after smtp_begin(), and whenever
 * smtp_fd() is readable (-1: not open). */
void smtp_turn(struct smtp *smtp, int64_t mono_ms);
int smtp_fd(const struct smtp *smtp);
/* Is that letter over? How it ended, and its number is free again. */
bool smtp_end(struct smtp *smtp, int at, enum rc *rc, struct err *why);

/* With relays now: those that talk, and those kept. */
int smtp_connections(const struct smtp *smtp);

/* From now on no letter begins with a relay; those that talk go on. */
void smtp_stop(struct smtp *smtp);

/* Nothing more to send for now, nothing under way: hangs up, and wipes what
 * libcurl remembers. */
void smtp_rest(struct smtp *smtp);

#endif
