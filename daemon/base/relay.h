/*
 * relay.h - what the acceptor and its workers say to each other.
 *
 * Shape:  packets over a SOCK_SEQPACKET pair: a head, then a wire frame. Both
 *         ends are one program, so the head is a plain struct. With a question
 *         goes the asker's socket: an answer that is due at once is written by
 *         the worker, which spares a turn of the acceptor.
 * Units:  due_ms monotonic milliseconds.
 * Errors: false: the other end is gone.
 * Source: ours.
 */
#ifndef BASE_RELAY_H
#define BASE_RELAY_H

#include "wire.h"

#include <stdbool.h>
#include <sys/types.h>

struct relay_head {
	uint32_t slot;
	uint32_t door; /* enum door */
	uid_t uid;
	gid_t gid;
	pid_t pid;
	int64_t asked_ms; /* of a question */
	int64_t due_ms;   /* of an answer */
	/* With the answer's frame. False: all is done and the worker free. */
	bool is_answer;
};

/* `pass` is a descriptor that goes with it, -1: none. */
bool relay_send(int fd, const struct relay_head *head, const void *frame,
    size_t len, int pass);
/* `frame` has room for WIRE_MAX bytes. *passed_fd is the caller's to close, -1:
 * none came. */
bool relay_receive(
    int fd, struct relay_head *head, void *frame, size_t *len, int *passed_fd);

#endif
