/*
 * smtp_talk.h - a conversation with mail relays, one letter after the other.
 *
 * Shape:  one libcurl handle, which keeps its connection (and remembers what it
 *         sent) from letter to letter until smtp_talk_close(). One thread at a
 *         time may use it.
 * Units:  milliseconds.
 * Errors: RC_OK the relay took the letter (250). RC_DENIED it refused this one
 *         for good (5xx to RCPT or DATA), RC_BUSY for now (4xx): err has its
 *         words. RC_OFFLINE the relay failed as such. RC_FAULT this process
 *         cannot speak at all.
 * Source: RFC 5321 4.2.1 (reply codes), 4.5.4.1 (retry); libcurl.
 */
#ifndef MAIL_SMTP_TALK_H
#define MAIL_SMTP_TALK_H

#include "smtp.h"

struct smtp_talk {
	void *curl; /* NULL at rest */
	const char *from;
	bool may_have_it; /* the relay was given the text of the last letter */
};

/* Makes libcurl wipe what it frees: it keeps the last message, hence a code,
 * in buffers of its own. Once, before the first thread. */
enum rc smtp_talk_start(struct err *err);

/* Ready for a letter; nothing is connected yet. */
enum rc smtp_talk_open(
    struct smtp_talk *talk, const struct smtp_conf *conf, struct err *err);
/* Hangs up, without waiting for a relay that may be frozen. */
void smtp_talk_close(struct smtp_talk *talk);

/* `message` is a whole RFC 5322 message with CRLF line ends. */
enum rc smtp_talk_send(struct smtp_talk *talk, const char *url, const char *to,
    const char *message, struct err *err);

#endif
