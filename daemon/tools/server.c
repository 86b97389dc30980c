#include "server.h"

#include "base/conf.h"
#include "words.h"

#include <string.h>

#define AT(member) offsetof(struct server, member)

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
server_load(struct server *server, const char *path, struct err *err)
{
	enum rc rc;

	*server = (struct server){0};
	rc = conf_load(path, keys, KEYS, server, stderr, err);
	if (rc != RC_OK)
		return rc;
	if (*server->url == '\0')
		return err_set(err, RC_ABSENT, "%s: %s", path,
		    words("沒有設定 server", "no server is set"));
	if (!is_address(server->url))
		return err_set(err, RC_INPUT, "%s: server: %s", path,
		    words("不是 https://主機[:埠]", "not https://HOST[:PORT]"));
	return RC_OK;
}

void
server_wipe(struct server *server)
{
	conf_wipe(keys, KEYS, server);
}
