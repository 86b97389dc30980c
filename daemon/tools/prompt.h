/*
 * prompt.h - what is asked of a person at a terminal, or of a program.
 *
 * Shape:  one line at a time. From /dev/tty with a label, without echo where
 *         it is a secret, when standard input is a terminal; else, or from a
 *         given descriptor, plain lines in the order in which they are asked.
 *         Never from argv or the environment, which other users may see.
 * Units:  sizes count the NUL.
 * Errors: RC_INPUT too long, or a control character in it; RC_ABSENT the
 *         input ended; RC_DENIED interrupted (the terminal echoes again).
 * Source: termios(3); getpass(3) is obsolete and keeps its buffer.
 */
#ifndef TOOLS_PROMPT_H
#define TOOLS_PROMPT_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>

struct prompt {
	int fd;
	bool is_tty;
};

/* `fd` -1: choose as above. */
enum rc prompt_open(struct prompt *prompt, int fd, struct err *err);
void prompt_close(struct prompt *prompt);

/* Says something to the person; programs are not told. */
void prompt_say(const struct prompt *prompt, const char *text);

enum rc prompt_line(struct prompt *prompt, const char *label, bool is_secret,
    char *line, size_t size, struct err *err);

#endif
