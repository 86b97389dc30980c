/*
 * err.h - how a function says that it failed.
 *
 * Shape:  enum rc is the class, eight of them because eight is what the edges
 *         can act on; struct err is the sentence, owned by the caller. The
 *         innermost function starts the sentence, outer ones put context
 *         before it: "identityd.conf: line 3: unknown key 'colour'".
 * Units:  a sentence has ERR_TEXT_SIZE - 1 bytes at most; more is cut, never
 *         within a character.
 * Errors: these.
 * Source: ours.
 */
#ifndef BASE_ERR_H
#define BASE_ERR_H

enum rc {
	RC_OK,
	RC_INPUT,  /* the asker's value is malformed; asking again won't help */
	RC_DENIED, /* understood and refused */
	RC_ABSENT, /* no such thing */
	RC_EXISTS, /* there is one already, or it has changed meanwhile */
	RC_BUSY,   /* a limit is reached; later may work */
	RC_OFFLINE, /* a server cannot be reached or does not answer in time */
	RC_FAULT,   /* ours: disk, memory, configuration, a bug */
};
#define RC_COUNT (RC_FAULT + 1)

enum { ERR_TEXT_SIZE = 256 };

struct err {
	char text[ERR_TEXT_SIZE];
};

/* Starts the sentence and returns `rc`, so that a failure is one line. */
enum rc err_set(struct err *err, enum rc rc, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Puts "context: " before the sentence and returns `rc`. */
enum rc err_context(struct err *err, enum rc rc, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* "ok", "input", "denied" …: the class as logs and tools print it. */
const char *rc_name(enum rc rc);

/* The edge rc -> exit code of a command (sysexits.h where it has a word). */
int rc_exit(enum rc rc);

#endif
