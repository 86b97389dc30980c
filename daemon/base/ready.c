#include "ready.h"

#include "text.h"

#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

void
ready_tell(void)
{
	static const char word[] = "READY=1";
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	const char *path = getenv("NOTIFY_SOCKET");
	socklen_t len;
	int fd;

	if (path == NULL ||
	    !text_copy(address.sun_path, sizeof(address.sun_path), path))
		return;
	len =
	    (socklen_t)(offsetof(struct sockaddr_un, sun_path) + strlen(path));
	if (address.sun_path[0] == '@') /* a name outside the file system */
		address.sun_path[0] = '\0';
	fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return;
	(void)sendto(fd, word, sizeof(word) - 1, MSG_NOSIGNAL,
	    (struct sockaddr *)&address, len);
	(void)close(fd);
}
