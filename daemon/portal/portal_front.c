/*
 * portal-front - the portal's pages, behind nginx.
 *
 * Rights: a unix socket that nginx connects to, and identityd's front.sock to
 *         ask at. No key, no directory, no network; once it is locked in, no
 *         file either. It acts within the sessions and passwords that pass
 *         through it and no further: what a visitor may do, identityd decides
 *         at every question.
 * Start:  settings, translations and templates are read, the socket is made;
 *         then the process locks itself in, and only then meets a browser.
 */
#include "front.h"
#include "front_jail.h"

#include "base/daemon.h"
#include "base/log.h"
#include "base/ready.h"

#include <signal.h>
#include <sodium.h>
#include <time.h>

enum { STOP_MS = 5000 }; /* for who is being answered when told to stop */

/* Blocked here and in every thread: waited for in one place. */
static void
block_signals(sigset_t *stop)
{
	(void)sigemptyset(stop);
	(void)sigaddset(stop, SIGTERM);
	(void)sigaddset(stop, SIGINT);
	(void)sigprocmask(SIG_BLOCK, stop, NULL);
}

static enum rc
load(void *settings, const char *path, FILE *faults, struct err *err)
{
	return portal_front_conf_load(settings, path, faults, err);
}

static enum rc
serve_browsers(struct front *front, struct err *err)
{
	const struct http_conf conf = {.socket = front->conf->socket,
	    .group = (gid_t)front->conf->nginx_gid,
	    .admit = route_admit,
	    .serve = route_serve,
	    .ctx = &front->site};
	struct http *http;
	sigset_t stop;
	int signal_number;
	enum rc rc;

	block_signals(&stop);
	rc = http_open(&http, &conf, err);
	if (rc != RC_OK)
		return rc;
	rc = front_jail(err);
	if (rc == RC_OK)
		rc = http_start(http, err);
	if (rc == RC_OK) {
		log_info("ready socket=%s", conf.socket);
		ready_tell();
		(void)sigwait(&stop, &signal_number);
	}
	http_stop(http, STOP_MS);
	if (rc == RC_OK)
		log_info("stopped");
	return rc;
}

static enum rc
run(void *settings, struct err *err)
{
	static struct front front;
	enum rc rc;

	if (sodium_init() < 0)
		return err_set(err, RC_FAULT, "libsodium: no start");
	tzset(); /* reads its file now: HTTP's dates need it later */
	rc = front_open(&front, settings, err);
	if (rc == RC_OK)
		rc = serve_browsers(&front, err);
	front_close(&front);
	return rc;
}

int
main(int argc, char **argv)
{
	static struct portal_front_conf conf;
	const struct daemon daemon = {.name = "portal-front",
	    .config = "/etc/portal/portal-front.conf",
	    .keys = portal_front_keys,
	    .key_count = portal_front_key_count,
	    .settings = &conf,
	    .load = load,
	    .run = run};

	return daemon_main(argc, argv, &daemon);
}
