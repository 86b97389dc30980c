/*
 * daemon.h - how every daemon of ours starts.
 *
 * Shape:  one main() for all: options, settings, the jail, the log; then the
 *         daemon's own run(). It stays in the foreground: whoever starts it,
 *         watches it.
 *             -c, --config FILE  settings instead of the usual ones
 *             -d, --debug        log to standard error, and more of it
 *             -n, --check        read the settings, say what is wrong, end
 *                 --keys         list every setting with default and meaning
 *             -h, --help
 * Units:  none.
 * Errors: the exit code of rc_exit(); EX_USAGE for a wrong option.
 * Source: ours; getopt_long(3).
 */
#ifndef BASE_DAEMON_H
#define BASE_DAEMON_H

#include "conf.h"

struct daemon {
	const char *name;
	const char *config; /* where its settings usually are */
	const struct conf_key *keys;
	size_t key_count;
	void *settings; /* what the keys fill in */
	/* Reads the settings, all faults to `faults`. */
	enum rc (*load)(
	    void *settings, const char *path, FILE *faults, struct err *err);
	/* More that -n should find, before anything starts; may be NULL. */
	enum rc (*check)(void *settings, struct err *err);
	/* Serves until told to stop. */
	enum rc (*run)(void *settings, struct err *err);
};

int daemon_main(int argc, char **argv, const struct daemon *daemon);

#endif
