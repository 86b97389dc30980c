#include "mail_meter.h"

#include "base/tally.h"
#include "base/text.h"

enum number {
	ENDED, /* as enum mail_end */
	CONNECTIONS = ENDED + MAIL_END_COUNT,
	RELAYS_UP, /* each relay, in the order of the settings */
};
_Static_assert((int)RELAYS_UP + (int)SMTP_RELAYS_MAX <= (int)METER_MAX,
    "each relay has a number");

const char *
mail_end_name(enum mail_end end)
{
	static const char *const names[] = {
	    [MAIL_SENT] = "sent",
	    [MAIL_DEFERRED] = "deferred",
	    [MAIL_BOUNCED] = "bounced",
	    [MAIL_FAILED] = "failed",
	    [MAIL_DROPPED] = "dropped",
	    [MAIL_SET_ASIDE] = "set_aside",
	};

	return names[end];
}

static void
rule(struct mail_meter *meter, size_t which, const char *name,
    const char *label, const char *value)
{
	char *labels = meter->labels[which];

	meter->rules[which] = (struct meter_rule){name, labels};
	if (label != NULL)
		(void)text_print(labels, sizeof(meter->labels[which]),
		    "%s=\"%s\"", label, value);
}

void
mail_meter_init(
    struct mail_meter *meter, struct outbox *outbox, const struct smtp *smtp)
{
	int count = smtp->relay_count;

	*meter = (struct mail_meter){.outbox = outbox};
	for (int i = 0; i < MAIL_END_COUNT; i++)
		rule(meter, (size_t)(ENDED + i), "deliveries", "result",
		    mail_end_name((enum mail_end)i));
	rule(meter, CONNECTIONS, "connections", NULL, NULL);
	for (int i = 0; i < count; i++)
		rule(meter, (size_t)(RELAYS_UP + i), "relay_up", "uri",
		    smtp->conf.relays->items[i]);
	meter_init(&meter->meter, meter->rules, (size_t)(RELAYS_UP + count));
	mail_meter_look(meter, smtp);
}

void
mail_meter_ended(struct mail_meter *meter, enum mail_end end)
{
	meter_add(&meter->meter, (size_t)ENDED + end, 1);
}

void
mail_meter_look(struct mail_meter *meter, const struct smtp *smtp)
{
	meter_set(&meter->meter, CONNECTIONS, smtp_connections(smtp));
	for (int i = 0; i < smtp->relay_count; i++)
		meter_set(&meter->meter, (size_t)(RELAYS_UP + i),
		    !smtp_relay_is_away(&smtp->relays[i]));
}

void
mail_meter_put(void *ctx, struct wire_out *out)
{
	struct mail_meter *meter = ctx;
	struct err err;
	int count;

	meter_put(&meter->meter, out);
	if (outbox_count(meter->outbox, OUTBOX_BAD, &count, &err) == RC_OK)
		tally_put_row(out, "outbox_bad", "", count);
}
