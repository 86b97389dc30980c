#include "smtp_relay.h"

#include "base/text.h"

bool
smtp_relay_rests(const struct smtp_relay *relay, int64_t now_ms)
{
	return now_ms < relay->rest_until_ms;
}

bool
smtp_relay_has_room(const struct smtp_relay *relay)
{
	return relay->busy < relay->room;
}

bool
smtp_relay_is_away(const struct smtp_relay *relay)
{
	return relay->rest_ms > 0;
}

void
smtp_relay_begin(struct smtp_relay *relay)
{
	relay->busy++;
}

void
smtp_relay_took(struct smtp_relay *relay, int most)
{
	relay->busy--;
	relay->rest_ms = 0;
	if (relay->is_crowded)
		relay->borne = relay->room;
	relay->is_crowded = false;
	if (relay->room >= most ||
	    ++relay->taken <
		(relay->room < relay->borne ? relay->room : SMTP_GROW_AFTER))
		return;
	relay->room++;
	relay->taken = 0;
}

bool
smtp_relay_failed(
    struct smtp_relay *relay, int others, int64_t now_ms, const struct err *why)
{
	int half = (relay->room + 1) / 2;

	relay->busy--;
	relay->taken = 0;
	relay->is_crowded = others >= half;
	relay->room = others > half ? others : half;
	if (others > 0)
		return true;
	relay->rest_ms = relay->rest_ms == 0        ? SMTP_REST_FIRST_MS
	    : relay->rest_ms < SMTP_REST_MAX_MS / 2 ? relay->rest_ms * 2
						    : SMTP_REST_MAX_MS;
	relay->rest_until_ms = now_ms + relay->rest_ms;
	(void)text_copy(relay->why, sizeof(relay->why), why->text);
	return false;
}
