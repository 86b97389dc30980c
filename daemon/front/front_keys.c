#include "front_keys.h"

#include <string.h>

enum rc
front_keys_check(const struct front_keys *conf, struct err *err)
{
	if (conf->hosts.count == 0)
		return err_set(err, RC_INPUT, "hosts: must be given");
	for (size_t i = 0; i < conf->hosts.count; i++)
		if (strchr(conf->hosts.items[i], ':') != NULL)
			return err_set(err, RC_INPUT,
			    "hosts: \"%s\": a name without port",
			    conf->hosts.items[i]);
	return RC_OK;
}
