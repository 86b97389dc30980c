/*
 * relay.h - what the acceptor and its workers say to each other.
 *
 * Shape:  packets over a SOCK_SEQPACKET pair: a head, then a wire frame. Both
 *         ends are one program, so the head is a plain struct.
 * Units:  due_ms monotonic milliseconds.
 * Errors: false: the other end is gone.
 * Source: ours.
 */
#ifndef BASE_RELAY_H
#define BASE_RELAY_H

#include "wire.h"

#include <sys/types.h>

struct relay_head {
	uint32_t slot;
	uint32_t door; /* enum door */
	uid_t uid;
	gid_t gid;
	pid_t pid;
	int64_t asked_ms; /* of a question */
	int64_t due_ms;   /* of an answer */
};

bool relay_send(
    int fd, const struct relay_head *head, const void *frame, size_t len);
/* `frame` has room for WIRE_MAX bytes. */
bool relay_receive(int fd, struct relay_head *head, void *frame, size_t *len);

#endif
