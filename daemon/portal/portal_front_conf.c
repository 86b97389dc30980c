#include "portal_front_conf.h"

#include "proof.h"

#define AT(member) offsetof(struct portal_front_conf, member)

const struct conf_key portal_front_keys[] = {
    FRONT_KEYS(struct portal_front_conf, "/run/portal-front/portal.sock",
	"/run/portal-front/metrics.sock", "資訊服務入口", "Information Portal"),
    {"identityd_socket", CONF_TEXT, AT(identityd_socket),
	"/run/identityd/front/front.sock", 1, 107, NULL,
	"where identityd answers fronts"},
    {"identityd_uid", CONF_USER, AT(identityd_uid), "0", 0, 4294967294, NULL,
	"user (number or name) of identityd, who alone may answer there"},
    {"font", CONF_TEXT, AT(font),
	"/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf", 1, 255, NULL,
	"font of the pictures' letters"},
    {"voice_dir", CONF_TEXT, AT(voice_dir), "/usr/local/share/portal/voice", 1,
	255, NULL, "where the spoken digits are"},
    {"proof_bits", CONF_INT, AT(proof_bits), "18", PROOF_BITS_MIN,
	PROOF_BITS_MAX, NULL, "work instead of a picture: one more doubles it"},
};
const size_t portal_front_key_count =
    sizeof(portal_front_keys) / sizeof(portal_front_keys[0]);

static enum rc
check_front(void *settings, struct err *err)
{
	const struct portal_front_conf *conf = settings;

	return front_keys_check(&conf->front, err);
}

enum rc
portal_front_conf_load(struct portal_front_conf *conf, const char *path,
    FILE *faults, struct err *err)
{
	static conf_check *const checks[] = {check_front};
	enum rc rc = conf_load(
	    path, portal_front_keys, portal_front_key_count, conf, faults, err);

	return rc == RC_OK
	    ? conf_check_all(path, checks, sizeof(checks) / sizeof(checks[0]),
		  conf, faults, err)
	    : rc;
}
