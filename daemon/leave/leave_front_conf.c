#include "leave_front_conf.h"

#include <string.h>

#define AT(member) offsetof(struct leave_front_conf, member)

const struct conf_key leave_front_keys[] = {
    FRONT_KEYS(struct leave_front_conf, "/run/leave-front/leave.sock",
	"/run/leave-front/metrics.sock", "差勤系統", "Leave"),
    {"leaved_socket", CONF_TEXT, AT(leaved_socket),
	"/run/leaved/front/front.sock", 1, 107, NULL,
	"where leaved answers leave-front"},
    {"leaved_uid", CONF_USER, AT(leaved_uid), "0", 0, 4294967294, NULL,
	"user (number or name) of leaved, who alone may answer there"},
    {"portal", CONF_TEXT, AT(portal), NULL, 9, 255, NULL,
	"address of the portal, which signs people on: leaved's issuer"},
    {"client", CONF_TEXT, AT(client), "leave", 1, 64, NULL,
	"what the portal calls leave-front: its app"},
};
const size_t leave_front_key_count =
    sizeof(leave_front_keys) / sizeof(leave_front_keys[0]);

static enum rc
check_front(void *settings, struct err *err)
{
	const struct leave_front_conf *conf = settings;

	return front_keys_check(&conf->front, err);
}

static enum rc
check_portal(void *settings, struct err *err)
{
	const struct leave_front_conf *conf = settings;
	size_t len = strlen(conf->portal);

	return strncmp(conf->portal, "https://", 8) == 0 &&
		conf->portal[len - 1] != '/'
	    ? RC_OK
	    : err_set(err, RC_INPUT,
		  "portal: \"%s\": must be https://NAME, without a path",
		  conf->portal);
}

enum rc
leave_front_conf_load(struct leave_front_conf *conf, const char *path,
    FILE *faults, struct err *err)
{
	static conf_check *const checks[] = {check_front, check_portal};
	enum rc rc = conf_load(
	    path, leave_front_keys, leave_front_key_count, conf, faults, err);

	return rc == RC_OK
	    ? conf_check_all(path, checks, sizeof(checks) / sizeof(checks[0]),
		  conf, faults, err)
	    : rc;
}
