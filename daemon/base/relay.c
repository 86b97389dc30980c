#include "relay.h"

#include <errno.h>
#include <sys/socket.h>
#include <sys/uio.h>

bool
relay_send(int fd, const struct relay_head *head, const void *frame, size_t len)
{
	struct iovec parts[] = {
	    {(void *)head, sizeof(*head)},
	    {(void *)frame, len},
	};
	struct msghdr message = {.msg_iov = parts, .msg_iovlen = 2};
	ssize_t sent;

	do {
		sent = sendmsg(fd, &message, MSG_NOSIGNAL);
	} while (sent < 0 && errno == EINTR);
	return sent == (ssize_t)(sizeof(*head) + len);
}

bool
relay_receive(int fd, struct relay_head *head, void *frame, size_t *len)
{
	struct iovec parts[] = {{head, sizeof(*head)}, {frame, WIRE_MAX}};
	struct msghdr message = {.msg_iov = parts, .msg_iovlen = 2};
	ssize_t got;

	do {
		got = recvmsg(fd, &message, 0);
	} while (got < 0 && errno == EINTR);
	if (got < (ssize_t)sizeof(*head))
		return false;
	*len = (size_t)got - sizeof(*head);
	return true;
}
