#include "listener.h"

#include "text.h"

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

/* A socket that nobody serves any more is replaced; nothing else is. */
static enum rc
clear_path(const struct sockaddr_un *address, struct err *err)
{
	struct stat status;
	int fd, failed;

	if (lstat(address->sun_path, &status) != 0)
		return RC_OK; /* bind() says what is wrong */
	if (!S_ISSOCK(status.st_mode))
		return err_set(err, RC_EXISTS, "%s: exists and is no socket",
		    address->sun_path);
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0)
		return err_set(err, RC_FAULT, "socket: %m");
	failed =
	    connect(fd, (const struct sockaddr *)address, sizeof(*address));
	(void)close(fd);
	if (failed == 0)
		return err_set(err, RC_EXISTS, "%s: served by another process",
		    address->sun_path);
	(void)unlink(address->sun_path);
	return RC_OK;
}

enum rc
listener_open(const struct listener *listener, int *out, struct err *err)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	const char *path = listener->path;
	enum rc rc;
	int fd;

	if (!text_copy(address.sun_path, sizeof(address.sun_path), path))
		return err_set(err, RC_FAULT, "%s: path too long", path);
	rc = clear_path(&address, err);
	if (rc != RC_OK)
		return rc;
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0)
		return err_set(err, RC_FAULT, "socket: %m");
	/* Nobody may connect before listen(), so the mode is set in time. */
	if (bind(fd, (struct sockaddr *)&address, sizeof(address)) != 0 ||
	    (listener->group != (gid_t)-1 &&
		chown(path, (uid_t)-1, listener->group) != 0) ||
	    chmod(path, listener->mode) != 0 ||
	    listen(fd, LISTENER_BACKLOG) != 0) {
		(void)close(fd);
		return err_set(err, RC_FAULT, "%s: %m", path);
	}
	*out = fd;
	return RC_OK;
}
