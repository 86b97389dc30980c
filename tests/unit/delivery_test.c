/* Letters' way to a Maildir. */
#include "mail/delivery.h"
#include "outbox_box.h"

enum { RELAYS = 40 };

/* ------------------------------------------------------------ a delivery */

static char nothing[] = "", name[] = "P", from[] = "p@example.edu";
static char relay[] = "smtp://relay.example", folder[96];
static char *relays[RELAYS];
static struct mailer_conf conf = {.outbox_dir = outbox_top,
    .socket = nothing,
    .transport = MAILER_MAILDIR,
    .relays = {.items = relays, .count = RELAYS},
    .ca_file = nothing,
    .user = nothing,
    .password_file = nothing,
    .helo = nothing,
    .connections = 2,
    .give_up_hours = 24,
    .maildir = folder,
    .from = from,
    .reply_to = nothing,
    .site_zh = name,
    .site_en = name,
    .contact_zh = name,
    .contact_en = name};
static struct delivery delivery;

static int
begin(void **state)
{
	struct err err;

	for (int i = 0; i < RELAYS; i++)
		relays[i] = relay;
	assert_int_equal(make_dir(state), 0);
	(void)snprintf(folder, sizeof(folder), "%s/Maildir", outbox_top);
	assert_rc(RC_OK, delivery_open(&delivery, &conf, &err), &err);
	return 0;
}

static int
end(void **state)
{
	delivery_close(&delivery);
	return remove_dir(state);
}

/* The value of that row of its numbers; -1: there is none. */
static int64_t
number(const char *row_name, const char *labels)
{
	static uint8_t bytes[WIRE_MAX];
	struct wire_out out;
	struct wire_in in, row;
	struct err err;

	wire_begin(&out, bytes, sizeof(bytes), RC_OK);
	mail_meter_put(&delivery.meter, &out);
	assert_rc(RC_OK, wire_end(&out, &err), &err);
	assert_rc(RC_OK,
	    wire_parse_answer(&in, OP_METRICS, bytes, out.len, &err), &err);
	for (size_t i = 0; i < in.row_count; i++) {
		wire_row(&in, i, &row);
		if (strcmp(wire_text(&row, F_NAME), row_name) == 0 &&
		    (labels == NULL ||
			strcmp(wire_text(&row, F_DETAIL), labels) == 0))
			return wire_number(&row, F_COUNT, -1);
	}
	return -1;
}

/* ------------------------------------------------------------- the tests */

static void
with_a_maildir_no_relay_is_told_however_many_are_set(void **state)
{
	(void)state;
	assert_int_equal(number("connections", NULL), 0);
	assert_int_equal(number("relay_up", NULL), -1);
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, begin, end)

static const struct CMUnitTest tests[] = {
    CASE(with_a_maildir_no_relay_is_told_however_many_are_set),
};

UNIT_MAIN(tests)
