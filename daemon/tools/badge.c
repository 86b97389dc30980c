#include "badge.h"

#include "base/secret.h"
#include "base/text.h"
#include "words.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static enum rc
badge_path(char path[PATH_MAX], struct err *err)
{
	const char *run = getenv("XDG_RUNTIME_DIR");
	const char *home = getenv("HOME");
	bool is_run = run != NULL && run[0] == '/';

	if (!is_run && (home == NULL || home[0] != '/'))
		return err_set(err, RC_FAULT, "%s",
		    words("沒有 HOME 目錄可以存放登入狀態。",
			"no HOME to keep the session in"));
	if (!text_print(path, PATH_MAX, "%s/%s", is_run ? run : home,
		is_run ? "portal-admin.session" : ".portal-admin.session"))
		return err_set(err, RC_FAULT, "path too long");
	return RC_OK;
}

static enum rc
fd_load(int fd, char badge[BADGE_SIZE], struct err *err)
{
	struct stat st;
	ssize_t len;

	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode) ||
	    st.st_uid != geteuid() || (st.st_mode & 077) != 0)
		return err_set(err, RC_DENIED, "%s",
		    words("登入狀態的檔案不是您一人所有，不予採用。",
			"the session file is not yours alone: not used"));
	len = read(fd, badge, BADGE_SIZE - 1);
	badge[len > 0 ? len : 0] = '\0';
	if (len <= 0 || !text_is_printable_ascii(badge, (size_t)len))
		return err_set(
		    err, RC_ABSENT, "%s", words("尚未登入。", "not signed in"));
	return RC_OK;
}

enum rc
badge_load(char badge[BADGE_SIZE], struct err *err)
{
	char path[PATH_MAX];
	enum rc rc = badge_path(path, err);
	int fd;

	badge[0] = '\0';
	if (rc != RC_OK)
		return rc;
	fd = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0)
		return err_set(
		    err, RC_ABSENT, "%s", words("尚未登入。", "not signed in"));
	rc = fd_load(fd, badge, err);
	(void)close(fd);
	if (rc != RC_OK)
		secret_wipe(badge, BADGE_SIZE);
	return rc;
}

enum rc
badge_store(const char *badge, struct err *err)
{
	size_t len = strlen(badge);
	char path[PATH_MAX];
	enum rc rc = badge_path(path, err);
	bool is_written;
	int fd;

	if (rc != RC_OK)
		return rc;
	(void)unlink(path);
	fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0)
		return err_set(err, RC_FAULT, "%s: %s", path, strerror(errno));
	is_written = write(fd, badge, len) == (ssize_t)len;
	if (close(fd) == 0 && is_written)
		return RC_OK;
	(void)unlink(path);
	return err_set(err, RC_FAULT, "%s: write", path);
}

enum rc
badge_remove(struct err *err)
{
	char path[PATH_MAX];
	enum rc rc = badge_path(path, err);

	if (rc == RC_OK && unlink(path) != 0 && errno != ENOENT)
		rc = err_set(err, RC_FAULT, "%s: %s", path, strerror(errno));
	return rc;
}
