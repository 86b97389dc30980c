#include "daemon.h"

#include "jail.h"
#include "log.h"

#include <fcntl.h>
#include <getopt.h>
#include <sysexits.h>
#include <unistd.h>

struct options {
	const char *config;
	bool is_debug, is_check, wants_keys, wants_help;
};

static const struct option longs[] = {
    {"config", required_argument, NULL, 'c'},
    {"debug", no_argument, NULL, 'd'},
    {"check", no_argument, NULL, 'n'},
    {"keys", no_argument, NULL, 'k'},
    {"help", no_argument, NULL, 'h'},
    {NULL, 0, NULL, 0},
};

static void
usage(const struct daemon *daemon, FILE *out)
{
	(void)fprintf(out,
	    "usage: %s [-dn] [-c file]\n"
	    "       %s --keys | --help\n"
	    "  -c, --config FILE  settings instead of %s\n"
	    "  -d, --debug        log to standard error, and more of it\n"
	    "  -n, --check        read the settings, say what is wrong, end\n"
	    "      --keys         list every setting with its default\n"
	    "  -h, --help         this text\n",
	    daemon->name, daemon->name, daemon->config);
}

static bool
parse_options(int argc, char **argv, struct options *options)
{
	int option;

	while ((option = getopt_long(argc, argv, "c:dnh", longs, NULL)) != -1)
		switch (option) {
		case 'c':
			options->config = optarg;
			break;
		case 'd':
			options->is_debug = true;
			break;
		case 'n':
			options->is_check = true;
			break;
		case 'k':
			options->wants_keys = true;
			break;
		case 'h':
			options->wants_help = true;
			break;
		default:
			return false;
		}
	return optind == argc;
}

/* Whoever starts us without one of the three gets no log written into a file
 * or an asker's socket that happens to be its successor. */
static void
fill_standard_descriptors(void)
{
	int fd;

	do
		fd = open("/dev/null", O_RDWR | O_CLOEXEC);
	while (fd >= 0 && fd <= STDERR_FILENO);
	if (fd >= 0)
		(void)close(fd);
}

static enum rc
start(
    const struct daemon *daemon, const struct options *options, struct err *err)
{
	enum rc rc = jail_process(err);

	if (rc == RC_OK)
		rc = daemon->load(
		    daemon->settings, options->config, stderr, err);
	if (rc == RC_OK && daemon->check != NULL)
		rc = daemon->check(daemon->settings, err);
	if (rc == RC_OK && !options->is_check)
		rc = daemon->run(daemon->settings, err);
	return rc;
}

/* What stops a daemon is told twice: to the log, and to whoever started it. */
static void
tell(const struct daemon *daemon, const struct options *options,
    const struct err *err)
{
	if (!options->is_check)
		log_error("%s", err->text);
	if (options->is_check || !options->is_debug)
		(void)fprintf(stderr, "%s: %s\n", daemon->name, err->text);
}

int
daemon_main(int argc, char **argv, const struct daemon *daemon)
{
	struct options options = {.config = daemon->config};
	struct err err = {""};
	enum rc rc;

	fill_standard_descriptors();
	if (!parse_options(argc, argv, &options)) {
		usage(daemon, stderr);
		return EX_USAGE;
	}
	if (options.wants_help) {
		usage(daemon, stdout);
		return EX_OK;
	}
	if (options.wants_keys) {
		conf_print_keys(daemon->keys, daemon->key_count, stdout);
		return EX_OK;
	}
	log_open(daemon->name, options.is_debug, options.is_debug);
	rc = start(daemon, &options, &err);
	if (rc != RC_OK)
		tell(daemon, &options, &err);
	conf_wipe(daemon->keys, daemon->key_count, daemon->settings);
	return rc_exit(rc);
}
