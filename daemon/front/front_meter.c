#include "front_meter.h"

#include "base/tally.h"

#include <stdlib.h>

enum { STATUS_FULL = 503, CLASS_FIRST = 2, CLASS_LAST = 5 };

enum number {
	ANSWERED, /* 2xx, and the other classes in their order */
	REFUSED_FULL = ANSWERED + CLASS_LAST - CLASS_FIRST + 1,
	REFUSED_AWAY,
	ASKED, /* RC_OK, and the others */
	ASKED_MS = ASKED + RC_COUNT,
};

static const struct meter_rule rules[] = {
    [ANSWERED + 0] = {"http_requests", "status=\"2xx\""},
    [ANSWERED + 1] = {"http_requests", "status=\"3xx\""},
    [ANSWERED + 2] = {"http_requests", "status=\"4xx\""},
    [ANSWERED + 3] = {"http_requests", "status=\"5xx\""},
    [REFUSED_FULL] = {"http_refused", "why=\"full\""},
    [REFUSED_AWAY] = {"http_refused", "why=\"away\""},
    [ASKED + RC_OK] = {"asked", "result=\"ok\""},
    [ASKED + RC_INPUT] = {"asked", "result=\"input\""},
    [ASKED + RC_DENIED] = {"asked", "result=\"denied\""},
    [ASKED + RC_ABSENT] = {"asked", "result=\"absent\""},
    [ASKED + RC_EXISTS] = {"asked", "result=\"exists\""},
    [ASKED + RC_BUSY] = {"asked", "result=\"busy\""},
    [ASKED + RC_OFFLINE] = {"asked", "result=\"offline\""},
    [ASKED + RC_FAULT] = {"asked", "result=\"fault\""},
    [ASKED_MS] = {"asked_ms", ""},
};

struct meter *
front_meter_new(void)
{
	struct meter *meter = malloc(sizeof(*meter));

	if (meter == NULL)
		abort();
	meter_init(meter, rules, sizeof(rules) / sizeof(rules[0]));
	return meter;
}

void
front_meter_answered(const struct front *front,
    const struct http_request *request, const struct http_answer *answer)
{
	int status = answer->status != 0 ? answer->status : 200;
	int class = status / 100;

	if (class >= CLASS_FIRST && class <= CLASS_LAST)
		meter_add(
		    front->meter, (size_t)(ANSWERED + class - CLASS_FIRST), 1);
	if (status == STATUS_FULL)
		meter_add(front->meter,
		    request->refusal == STATUS_FULL ? REFUSED_FULL
						    : REFUSED_AWAY,
		    1);
}

void
front_meter_asked(const struct front *front, enum rc rc, int64_t ms)
{
	meter_add(front->meter, (size_t)ASKED + rc, 1);
	meter_add(front->meter, ASKED_MS, ms);
}

void
front_meter_put(void *ctx, struct wire_out *out)
{
	const struct front *front = ctx;
	struct http_load load = http_load(front->http);

	tally_put_row(out, "connections", "", load.connections);
	tally_put_row(out, "http_waiting", "", load.waiting);
	meter_put(front->meter, out);
	if (front->kind->count != NULL)
		front->kind->count(front, out);
}
