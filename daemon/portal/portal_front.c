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
#include "lobby.h"

#include "base/daemon.h"

static enum rc
load(void *settings, const char *path, FILE *faults, struct err *err)
{
	return portal_front_conf_load(settings, path, faults, err);
}

static enum rc
run(void *settings, struct err *err)
{
	static struct lobby lobby;
	enum rc rc = lobby_open(&lobby, settings, err);

	if (rc == RC_OK)
		rc = front_run(&lobby.front, err);
	lobby_close(&lobby);
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
