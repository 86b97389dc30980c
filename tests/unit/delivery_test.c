/* Letters' way to a Maildir, as identityd fills them. */
#include "mail/delivery.h"
#include "base/clock.h"
#include "outbox_box.h"

enum { LETTERS = 40, RELAYS = 40 };

/* ------------------------------------------------------------- identityd */

static int fills; /* how often it was asked what is in one */

enum rc __wrap_ask(const struct ask_door *door, struct wire_out *question,
    struct wire_in *answer, void *buf, size_t size, struct err *err);

static void
fill(struct wire_out *out)
{
	fills++;
	wire_put_text(out, F_MAIL, "wang@example.edu");
	wire_put_text(out, F_LETTER_KIND, "reset");
	wire_put_text(out, F_CODE, "271828182845");
	wire_put_number(out, F_EXPIRES, now_s + HOUR);
}

enum rc
__wrap_ask(const struct ask_door *door, struct wire_out *question,
    struct wire_in *answer, void *buf, size_t size, struct err *err)
{
	struct wire_in asked;
	struct wire_out out;

	(void)door;
	assert_rc(RC_OK, wire_end(question, err), err);
	assert_rc(RC_OK,
	    wire_parse_question(&asked, question->at, question->len, err), err);
	wire_begin(&out, buf, size, RC_OK);
	if (asked.kind == OP_LETTER_FILL)
		fill(&out);
	assert_rc(RC_OK, wire_end(&out, err), err);
	assert_rc(RC_OK,
	    wire_parse_answer(answer, asked.kind, buf, out.len, err), err);
	return RC_OK;
}

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

	fills = 0;
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

/* Begins with every letter that is due; what came of the last. */
static enum rc
look(void)
{
	struct outbox_item item;
	int64_t wait_s;
	struct err err;
	enum rc rc = RC_OK;

	while (outbox_take(&delivery.outbox, OUTBOX_DUE, clock_now_s(), &item,
		   &wait_s, &err) == RC_OK)
		rc = delivery_begin(&delivery, &item, &err);
	return rc;
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
of_many_letters_to_one_address_each_is_asked_about_twice(void **state)
{
	(void)state;
	for (int i = 0; i < LETTERS; i++)
		put_one(&delivery.outbox, WHO, 1);
	for (int i = 0; i < LETTERS; i++) {
		assert_int_equal(look(), RC_OK);
		assert_true(delivery_turn(&delivery));
	}
	assert_int_equal(files_in("due"), 0);
	assert_int_equal(files_in("Maildir/new"), LETTERS);
	/* When it is found, and, but for the first, when its turn comes. */
	assert_int_equal(fills, 2 * LETTERS - 1);
}

static void
with_a_maildir_no_relay_is_told_however_many_are_set(void **state)
{
	(void)state;
	assert_int_equal(number("connections", NULL), 0);
	assert_int_equal(number("relay_up", NULL), -1);
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, begin, end)

static const struct CMUnitTest tests[] = {
    CASE(of_many_letters_to_one_address_each_is_asked_about_twice),
    CASE(with_a_maildir_no_relay_is_told_however_many_are_set),
};

UNIT_MAIN(tests)
