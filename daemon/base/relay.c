#include "relay.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

/* Room for one descriptor, aligned as a control message must be. */
union passed {
	struct cmsghdr head;
	char bytes[CMSG_SPACE(sizeof(int))];
};

static void
put_descriptor(struct msghdr *message, union passed *passed, int fd)
{
	struct cmsghdr *control;

	memset(passed, 0, sizeof(*passed));
	message->msg_control = passed->bytes;
	message->msg_controllen = sizeof(passed->bytes);
	control = CMSG_FIRSTHDR(message);
	control->cmsg_level = SOL_SOCKET;
	control->cmsg_type = SCM_RIGHTS;
	control->cmsg_len = CMSG_LEN(sizeof(int));
	memcpy(CMSG_DATA(control), &fd, sizeof(fd));
}

static int
take_descriptor(struct msghdr *message)
{
	const struct cmsghdr *control = CMSG_FIRSTHDR(message);
	int fd = -1;

	if (control != NULL && control->cmsg_level == SOL_SOCKET &&
	    control->cmsg_type == SCM_RIGHTS)
		memcpy(&fd, CMSG_DATA(control), sizeof(fd));
	return fd;
}

bool
relay_send(int fd, const struct relay_head *head, const void *frame, size_t len,
    int pass)
{
	struct iovec parts[] = {
	    {(void *)head, sizeof(*head)},
	    {(void *)frame, len},
	};
	struct msghdr message = {.msg_iov = parts, .msg_iovlen = 2};
	union passed passed;
	ssize_t sent;

	if (pass >= 0)
		put_descriptor(&message, &passed, pass);
	do {
		sent = sendmsg(fd, &message, MSG_NOSIGNAL);
	} while (sent < 0 && errno == EINTR);
	return sent == (ssize_t)(sizeof(*head) + len);
}

bool
relay_receive(
    int fd, struct relay_head *head, void *frame, size_t *len, int *passed_fd)
{
	struct iovec parts[] = {{head, sizeof(*head)}, {frame, WIRE_MAX}};
	union passed passed;
	struct msghdr message = {.msg_iov = parts,
	    .msg_iovlen = 2,
	    .msg_control = passed.bytes,
	    .msg_controllen = sizeof(passed.bytes)};
	ssize_t got;

	do {
		got = recvmsg(fd, &message, MSG_CMSG_CLOEXEC);
	} while (got < 0 && errno == EINTR);
	*passed_fd = got < 0 ? -1 : take_descriptor(&message);
	if (got < (ssize_t)sizeof(*head)) {
		if (*passed_fd >= 0)
			(void)close(*passed_fd);
		return false;
	}
	*len = (size_t)got - sizeof(*head);
	return true;
}
