/*
 * smtp.h - hands a letter to a mail relay.
 *
 * Shape:  one libcurl handle, which keeps its connection (and remembers what it
 *         sent) from letter to letter until smtp_rest(); and relays in order of
 *         preference. A relay that fails as such (refused, no TLS, no login,
 *         "421") rests, longer each time, and the next one is tried; what it
 *         says about a letter counts for that letter.
 * Units:  milliseconds, monotonic.
 * Errors: RC_OK the relay took it (250). RC_DENIED it refused this letter for
 *         good (5xx to RCPT or DATA): err has its words. RC_OFFLINE nobody took
 *         it now; later may work. RC_FAULT this process cannot send at all.
 * Source: RFC 5321 4.2.1 (reply codes), 4.5.4.1 (retry); libcurl.
 */
#ifndef MAIL_SMTP_H
#define MAIL_SMTP_H

#include <stdint.h>

#include "base/conf.h"
#include "base/err.h"

enum {
	SMTP_RELAYS_MAX = 8,
	SMTP_WORDS_SIZE = 200,     /* of a server's reply */
	SMTP_REST_FIRST_MS = 2000, /* then doubled */
	SMTP_REST_MAX_MS = 60000,
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
	int timeout_ms;                 /* for one letter and relay */
};

struct smtp_relay {
	char url[512];
	int64_t rest_until_ms;
	int rest_ms;
	char why[ERR_TEXT_SIZE]; /* it rests */
};

struct smtp {
	struct smtp_conf conf;
	void *curl; /* NULL at rest */
	int relay_count;
	struct smtp_relay relays[SMTP_RELAYS_MAX];
};

/* RC_INPUT: the settings do not go together. Nothing is connected yet. */
enum rc smtp_check(const struct smtp_conf *conf, struct err *err);
enum rc smtp_open(
    struct smtp *smtp, const struct smtp_conf *conf, struct err *err);
void smtp_close(struct smtp *smtp);

/* Nothing more to send for now: hangs up, wipes what libcurl remembers. */
void smtp_rest(struct smtp *smtp);

/* `message` is a whole RFC 5322 message with CRLF line ends. */
enum rc smtp_send(struct smtp *smtp, const char *from, const char *to,
    const char *message, int64_t mono_ms, struct err *err);

#endif
