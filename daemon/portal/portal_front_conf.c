#include "portal_front_conf.h"

#include "proof.h"
#include "web/route.h"

#include <string.h>

#define AT(member) offsetof(struct portal_front_conf, member)

const struct conf_key portal_front_keys[] = {
    {"socket", CONF_TEXT, AT(socket), "/run/portal-front/portal.sock", 1, 107,
	NULL, "where nginx reaches the portal"},
    {"nginx_gid", CONF_GROUP, AT(nginx_gid), "0", 0, 4294967294, NULL,
	"group (number or name) of nginx, which alone may connect there"},
    {"identityd_socket", CONF_TEXT, AT(identityd_socket),
	"/run/identityd/front/front.sock", 1, 107, NULL,
	"where identityd answers fronts"},
    {"identityd_uid", CONF_USER, AT(identityd_uid), "0", 0, 4294967294, NULL,
	"user (number or name) of identityd, who alone may answer there"},
    {"hosts", CONF_LIST, AT(hosts), "", 1, 253, NULL,
	"host names of the portal; a question for any other is refused"},
    {"locale_dir", CONF_TEXT, AT(locale_dir), "/usr/local/share/locale", 1, 255,
	NULL, "where the translations are"},
    {"font", CONF_TEXT, AT(font),
	"/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf", 1, 255, NULL,
	"font of the pictures' letters"},
    {"voice_dir", CONF_TEXT, AT(voice_dir), "/usr/local/share/portal/voice", 1,
	255, NULL, "where the spoken digits are"},
    {"proof_bits", CONF_INT, AT(proof_bits), "18", PROOF_BITS_MIN,
	PROOF_BITS_MAX, NULL, "work instead of a picture: one more doubles it"},
    {"bureau_zh", CONF_TEXT, AT(bureau_zh), "教育局", 1, 128, NULL,
	"whose portal this is, in Chinese"},
    {"bureau_en", CONF_TEXT, AT(bureau_en), "Education Bureau", 1, 128, NULL,
	"the same in English"},
    {"site_zh", CONF_TEXT, AT(site_zh), "資訊服務入口", 1, 128, NULL,
	"what people call the portal, in Chinese"},
    {"site_en", CONF_TEXT, AT(site_en), "Information Portal", 1, 128, NULL,
	"the same in English"},
    {"contact_zh", CONF_TEXT, AT(contact_zh), "教育局資訊單位", 1, 200, NULL,
	"whom to ask last, in Chinese, with telephone"},
    {"contact_en", CONF_TEXT, AT(contact_en),
	"the education bureau's IT office", 1, 200, NULL,
	"the same in English, within a sentence"},
};
const size_t portal_front_key_count =
    sizeof(portal_front_keys) / sizeof(portal_front_keys[0]);

enum rc
portal_front_conf_load(struct portal_front_conf *conf, const char *path,
    FILE *faults, struct err *err)
{
	enum rc rc = conf_load(
	    path, portal_front_keys, portal_front_key_count, conf, faults, err);

	if (rc != RC_OK)
		return rc;
	if (conf->hosts.count == 0)
		return err_set(err, RC_INPUT, "%s: hosts: must be given", path);
	for (size_t i = 0; i < conf->hosts.count; i++)
		if (strchr(conf->hosts.items[i], ':') != NULL)
			return err_set(err, RC_INPUT,
			    "%s: hosts: \"%s\": a name without port", path,
			    conf->hosts.items[i]);
	return RC_OK;
}
