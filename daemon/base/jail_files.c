#include "jail.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Newer than Debian 12's <linux/landlock.h>. */
struct ruleset {
	uint64_t fs, net, scoped;
};
enum { RULESET_VERSION = 1, RULE_PATH_BENEATH = 1 };

/* What may be done below a path, as bits of `fs`. */
enum { MAY_EXECUTE = 1 << 0, MAY_READ_FILE = 1 << 2, MAY_READ_DIR = 1 << 3 };
struct rule {
	uint64_t may;
	int fd;
} __attribute__((packed));

/* Everything that each version of the kernel's interface can forbid. */
static const struct {
	size_t size; /* of the ruleset it knows */
	struct ruleset all;
} abi[] = {
    [1] = {8, {0x1fff, 0, 0}},
    [2] = {8, {0x3fff, 0, 0}},      /* and linking across folders */
    [3] = {8, {0x7fff, 0, 0}},      /* and truncating */
    [4] = {16, {0x7fff, 0x3, 0}},   /* and TCP: bind, connect */
    [5] = {16, {0xffff, 0x3, 0}},   /* and ioctl on devices */
    [6] = {24, {0xffff, 0x3, 0x3}}, /* and abstract sockets, signals */
};
enum { ABI_MAX = sizeof(abi) / sizeof(abi[0]) - 1 };

/* Of this kernel, or 0. */
static int
find_version(struct err *err)
{
	long version = syscall(
	    SYS_landlock_create_ruleset, NULL, (size_t)0, RULESET_VERSION);

	if (version < 1)
		(void)err_set(err, RC_ABSENT, "no landlock here: %m");
	return version > ABI_MAX ? ABI_MAX : version < 1 ? 0 : (int)version;
}

/* What it handles is forbidden everywhere, until a rule allows it. */
static int
make_ruleset(int version, const struct ruleset *ruleset, struct err *err)
{
	long fd =
	    syscall(SYS_landlock_create_ruleset, ruleset, abi[version].size, 0);

	if (fd < 0)
		(void)err_set(err, RC_FAULT, "landlock: %m");
	return (int)fd;
}

/* Closes it. */
static enum rc
enter(int fd, struct err *err)
{
	long done = syscall(SYS_landlock_restrict_self, fd, 0);

	if (done != 0)
		(void)err_set(err, RC_FAULT, "landlock: %m");
	(void)close(fd);
	return done == 0 ? RC_OK : RC_FAULT;
}

enum rc
jail_files(struct err *err)
{
	int version = find_version(err);
	int fd;

	if (version == 0)
		return RC_ABSENT;
	fd = make_ruleset(version, &abi[version].all, err);
	return fd < 0 ? RC_FAULT : enter(fd, err);
}

static enum rc
allow_reading(int ruleset, const char *path, struct err *err)
{
	struct rule rule = {.may = MAY_EXECUTE | MAY_READ_FILE,
	    .fd = open(path, O_PATH | O_CLOEXEC)};
	struct stat status;
	long done;

	if (rule.fd < 0)
		return RC_OK;
	if (fstat(rule.fd, &status) == 0 && S_ISDIR(status.st_mode))
		rule.may |= MAY_READ_DIR;
	done = syscall(
	    SYS_landlock_add_rule, ruleset, RULE_PATH_BENEATH, &rule, 0);
	(void)close(rule.fd);
	return done == 0 ? RC_OK
			 : err_set(err, RC_FAULT, "landlock: %s: %m", path);
}

enum rc
jail_reading(const char *const *paths, size_t count, struct err *err)
{
	int version = find_version(err);
	struct ruleset ruleset = abi[version].all;
	enum rc rc = RC_OK;
	int fd;

	if (version == 0)
		return RC_ABSENT;
	ruleset.net = 0;
	fd = make_ruleset(version, &ruleset, err);
	if (fd < 0)
		return RC_FAULT;
	for (size_t i = 0; rc == RC_OK && i < count; i++)
		rc = allow_reading(fd, paths[i], err);
	if (rc == RC_OK)
		return enter(fd, err);
	(void)close(fd);
	return rc;
}
