#include "csn.h"

#include "base/clock.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

bool
csn_is_of(const char *csn, int64_t server)
{
	uint64_t id;

	return sscanf(csn, "%*[^#]#%*[^#]#%" SCNx64 "#", &id) == 1 &&
	    id == (uint64_t)server;
}

int64_t
csn_lag_s(const char *there, const char *here, int64_t now_s)
{
	int64_t last_s;
	char when[CLOCK_GENERALIZED_SIZE];

	if (strcmp(here, there) >= 0)
		return 0;
	(void)snprintf(when, sizeof(when), "%.14sZ", here);
	(void)clock_parse_generalized(when, &last_s);
	return now_s > last_s ? now_s - last_s : 1;
}
