/*
 * leave-front - the pages of the leave service, behind nginx.
 *
 * Rights: a unix socket that nginx connects to, and leaved's front.sock to ask
 *         at. No key, no tables, no network; once it is locked in, no file
 *         either. A token of the portal it hands on unread, a session it
 *         carries and cannot make; what a visitor may do, leaved decides at
 *         every question.
 * Start:  settings, translations and templates are read, the socket is made;
 *         then the process locks itself in, and only then meets a browser.
 */
#include "bar.h"
#include "base/daemon.h"
#include "front/front.h"
#include "leave_front_conf.h"
#include "member.h"

static const struct front_kind kind = {.catalogue = "leave",
    .cookie = "__Host-leave",
    .away = PHRASE("The leave service does not answer at the moment. If you "
		   "have just sent something, send it once more later: it is "
		   "not filed twice."),
    .enter = member_enter,
    .leave = member_leave,
    .frame = bar_add};

static enum rc
load(void *settings, const char *path, FILE *faults, struct err *err)
{
	return leave_front_conf_load(settings, path, faults, err);
}

static enum rc
run(void *settings, struct err *err)
{
	static struct front front;
	struct leave_front_conf *conf = settings;
	const struct ask_door door = {
	    .path = conf->leaved_socket, .server_uid = (uid_t)conf->leaved_uid};
	enum rc rc = front_open(&front, &kind, &conf->front, &door, err);

	front.own = conf;
	if (rc == RC_OK)
		rc = front_run(&front, err);
	front_close(&front);
	return rc;
}

int
main(int argc, char **argv)
{
	static struct leave_front_conf conf;
	const struct daemon daemon = {.name = "leave-front",
	    .config = "/etc/portal/leave-front.conf",
	    .keys = leave_front_keys,
	    .key_count = leave_front_key_count,
	    .settings = &conf,
	    .load = load,
	    .run = run};

	return daemon_main(argc, argv, &daemon);
}
