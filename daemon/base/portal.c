#include "portal.h"

#include "conf.h"

#include <string.h>

#define AT(member) offsetof(struct portal, member)

static const struct conf_key keys[] = {
    {"server", CONF_TEXT, AT(url), "", 0, 255, NULL,
	"the portal, https://HOST[:PORT]"},
    {"ca_file", CONF_TEXT, AT(ca_file), "", 0, 255, NULL,
	"CA certificates (PEM) for it; empty: the system's"},
};
enum { KEYS = sizeof(keys) / sizeof(keys[0]) };

static bool
is_address(const char *url)
{
	static const char scheme[] = "https://";
	const char *host = url + sizeof(scheme) - 1;

	return strncmp(url, scheme, sizeof(scheme) - 1) == 0 && *host != '\0' &&
	    strspn(host,
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
		"0123456789.-:[]") == strlen(host);
}

enum rc
portal_load(
    struct portal *portal, const char *path, FILE *faults, struct err *err)
{
	enum rc rc;

	*portal = (struct portal){0};
	rc = conf_load(path, keys, KEYS, portal, faults, err);
	if (rc != RC_OK)
		return rc;
	if (*portal->url == '\0')
		return err_set(err, RC_ABSENT, "%s: no server is set", path);
	if (!is_address(portal->url))
		return err_set(err, RC_INPUT,
		    "%s: server is not https://HOST[:PORT]", path);
	return RC_OK;
}

void
portal_wipe(struct portal *portal)
{
	conf_wipe(keys, KEYS, portal);
}
