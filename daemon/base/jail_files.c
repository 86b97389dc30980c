#include "jail.h"

#include <errno.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Newer than Debian 12's <linux/landlock.h>. */
struct ruleset {
	uint64_t fs, net, scoped;
};
enum { RULESET_VERSION = 1 };

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

enum rc
jail_files(struct err *err)
{
	long version = syscall(
	    SYS_landlock_create_ruleset, NULL, (size_t)0, RULESET_VERSION);
	long fd, done;

	if (version < 1)
		return err_set(err, RC_ABSENT, "no landlock here: %m");
	if (version > ABI_MAX)
		version = ABI_MAX;
	/* No rule follows: what it handles is forbidden everywhere. */
	fd = syscall(SYS_landlock_create_ruleset, &abi[version].all,
	    abi[version].size, 0);
	if (fd < 0)
		return err_set(err, RC_FAULT, "landlock: %m");
	done = syscall(SYS_landlock_restrict_self, (int)fd, 0);
	if (done != 0)
		(void)err_set(err, RC_FAULT, "landlock: %m");
	(void)close((int)fd);
	return done == 0 ? RC_OK : RC_FAULT;
}
