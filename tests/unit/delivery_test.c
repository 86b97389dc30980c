/* Letters' way to a Maildir, past an identityd and a disk with faults. */
#include "mail/delivery.h"
#include "base/clock.h"
#include "outbox_box.h"

#include <errno.h>

enum { LETTERS = 40, RELAYS = 40 };

/* ------------------------------------------------------------- identityd */

enum { WELL, DEAD, NO_PROMISE, STRANGE }; /* what it thinks of a letter */
static int verdict;
static int fills; /* how often it was asked what is in one */

enum rc __wrap_ask(const struct ask_door *door, struct wire_out *question,
    struct wire_in *answer, void *buf, size_t size, struct err *err);

static void
fill(struct wire_out *out, void *buf, size_t size)
{
	fills++;
	if (verdict == DEAD)
		wire_fail(out, buf, size, RC_ABSENT, "no_code", "no live code");
	if (verdict == NO_PROMISE)
		wire_fail(out, buf, size, RC_INPUT, "bad_value", "no promise");
	if (verdict == DEAD || verdict == NO_PROMISE)
		return;
	wire_put_text(out, F_MAIL, "wang@example.edu");
	wire_put_text(
	    out, F_LETTER_KIND, verdict == STRANGE ? "spam" : "reset");
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
		fill(&out, buf, size);
	assert_rc(RC_OK, wire_end(&out, err), err);
	assert_rc(RC_OK,
	    wire_parse_answer(answer, asked.kind, buf, out.len, err), err);
	return answer->kind == RC_OK
	    ? RC_OK
	    : err_set(err, answer->kind, "%s", wire_text(answer, F_TEXT));
}

/* -------------------------------------------------------------- the disk */

static bool does_refuse;

int __real_renameat(int a, const char *b, int c, const char *d);
int __real_unlinkat(int fd, const char *name, int flags);
int __wrap_renameat(int a, const char *b, int c, const char *d);
int __wrap_unlinkat(int fd, const char *name, int flags);

int
__wrap_renameat(int a, const char *b, int c, const char *d)
{
	errno = EROFS;
	return does_refuse ? -1 : __real_renameat(a, b, c, d);
}

int
__wrap_unlinkat(int fd, const char *name, int flags)
{
	errno = EROFS;
	return does_refuse ? -1 : __real_unlinkat(fd, name, flags);
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

	verdict = WELL, fills = 0, does_refuse = false;
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
a_letter_that_the_disk_holds_back_is_counted_once(void **state)
{
	static const struct {
		int verdict;
		const char *labels;
	} cases[] = {
	    {DEAD, "result=\"dropped\""},
	    {NO_PROMISE, "result=\"set_aside\""},
	    {STRANGE, "result=\"failed\""},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		verdict = cases[i].verdict;
		put_one(&delivery.outbox, WHO, 1);
		does_refuse = true;
		for (int tries = 0; tries < 3; tries++)
			assert_int_equal(look(), RC_FAULT);
		assert_int_equal(number("deliveries", cases[i].labels), 0);
		does_refuse = false;
		assert_int_equal(look(), RC_OK);
		assert_int_equal(number("deliveries", cases[i].labels), 1);
	}
	assert_int_equal(files_in("due"), 0);
	assert_int_equal(files_in("bad"), 1);
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
    CASE(a_letter_that_the_disk_holds_back_is_counted_once),
    CASE(with_a_maildir_no_relay_is_told_however_many_are_set),
};

UNIT_MAIN(tests)
