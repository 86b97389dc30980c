/*
 * served.h - serve() in a process of its own, and what asks it.
 *
 * Shape:  served_setup() and served_teardown() around each test, which starts
 *         the server itself. What its handler does is in the question's LANG:
 *         "die", "slow", "park", "make" (a file at made_path: its worker dies
 *         once the answer has gone), "fail", "wrong"; anything else comes back.
 *         The questions are OP_RULES'.
 * Units:  *_MS.
 * Errors: a failed assertion.
 * Source: ours.
 */
#ifndef UNIT_SERVED_H
#define UNIT_SERVED_H

#include "base/serve.h"
#include "unit.h"

enum {
	UID_MAX = 300, /* at self and kept; 2 at ctl */
	QUESTION_MS = 1500,
	DEADLINE_MS = 4000,
	PARK_MS = 800,
	FRAME_SIZE = 64,
};

/* Three doors; the second keeps who has asked. */
extern char self_path[96], kept_path[96], ctl_path[96], made_path[96];
extern pid_t server;

void served_handle(void *ctx, const struct serve_question *question,
    struct serve_answer *answer);
int served_setup(void **state);
int served_teardown(void **state);
void start_server(int workers);
int stop_server(void); /* its status; -1 when there is none */

bool is_listening(const char *path);
/* Until somebody takes connections there, or nobody; 5 s at most. */
void await_listening(const char *path, bool wanted);
int connect_to(const char *path);
/* The question as bytes; returns their count. */
size_t question_frame(const char *what, uint8_t frame[FRAME_SIZE]);
/* Reads an answer to OP_RULES until the end; its class, or -1 when closed
 * unanswered. */
int answer_class(int fd);

#endif
