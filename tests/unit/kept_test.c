/* Lists that many pages show: who asks, when, and who sees what. identityd and
 * the clock are ours. */
#include "portal/kept.h"

#include "base/clock.h"
#include "base/text.h"
#include "front/errand.h"
#include "portal/guest.h"
#include "portal/lobby.h"
#include "unit.h"

enum { SEEN_SIZE = 1024 };

/* ------------------------------------------------------ what is around it */

static struct lobby lobby;
static struct visit visit;

static int64_t now_ms;
static bool is_in;
static const char *school;

static struct {
	int count;        /* questions */
	char cursor[64];  /* of the last */
	const char *said; /* "a b|c": rows of the first page, of the second */
	enum rc rc;
} identityd;

int64_t
clock_mono_ms(void)
{
	return now_ms;
}

const struct lobby *
lobby_of(const struct visit *of)
{
	(void)of;
	return &lobby;
}

bool
guest_is_signed_in(const struct visit *of)
{
	(void)of;
	return is_in;
}

const char *
guest_text(const struct visit *of, enum field field)
{
	(void)of;
	assert_int_equal(field, F_SCHOOL);
	return school;
}

struct errand *
errand_new(const struct visit *of, enum op op)
{
	struct errand *errand = calloc(1, sizeof(*errand));

	assert_non_null(errand);
	errand->visit = of;
	errand->op = op;
	return errand;
}

void
errand_free(struct errand *errand)
{
	free(errand);
}

void
errand_put(struct errand *errand, enum field field, const char *text)
{
	(void)errand;
	assert_int_equal(field, F_CURSOR);
	(void)text_copy(identityd.cursor, sizeof(identityd.cursor), text);
}

const char *
errand_text(const struct errand *errand, enum field field)
{
	const char *text = wire_text(&errand->in, field);

	return text != NULL ? text : "";
}

/* The rows of the page that the cursor names: "" the first, "more" the next. */
static void
print_page(struct wire_out *out)
{
	const char *at = identityd.said, *end = at + strcspn(at, "|");

	if (identityd.cursor[0] != '\0')
		at = end + 1;
	for (; *at != '\0' && *at != '|'; at++) {
		const char title[] = {*at, '\0'};

		wire_row_begin(out);
		wire_put_text(out, F_NOTICE, title);
		wire_row_end(out);
	}
	if (*at == '|')
		wire_put_text(out, F_CURSOR, "more");
}

enum rc
errand_ask(struct errand *errand)
{
	struct wire_out out;
	struct err err;

	identityd.count++;
	assert_int_equal(errand->deadline_ms, ERRAND_EXTRA_MS);
	if (identityd.rc != RC_OK)
		return identityd.rc;
	wire_begin(&out, errand->in_bytes, sizeof(errand->in_bytes), RC_OK);
	print_page(&out);
	assert_rc(RC_OK, wire_end(&out, &err), &err);
	assert_rc(RC_OK,
	    wire_parse_answer(
		&errand->in, errand->op, errand->in_bytes, out.len, &err),
	    &err);
	return RC_OK;
}

/* --------------------------------------------------------------- the tools */

static int
set_up(void **state)
{
	(void)state;
	lobby.kept = kept_new();
	now_ms = 1000000;
	is_in = false;
	school = "";
	memset(&identityd, 0, sizeof(identityd));
	identityd.said = "ab";
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	kept_free(lobby.kept);
	return 0;
}

static void
see(void *context, const struct wire_in *row)
{
	char *seen = context;

	size_t used = strlen(seen);

	assert_true(text_print(
	    seen + used, SEEN_SIZE - used, "%s", wire_text(row, F_NOTICE)));
}

static void
shows(const char *rows)
{
	char seen[SEEN_SIZE] = "";

	kept_rows(&visit, OP_NOTICE_LIST, see, seen);
	assert_string_equal(seen, rows);
}

/* --------------------------------------------------------------- the tests */

static void
one_visitor_asks_and_the_next_ones_see_it(void **state)
{
	(void)state;
	shows("ab");
	identityd.said = "c";
	now_ms += KEPT_S * 1000 - 1;
	shows("ab");
	assert_int_equal(identityd.count, 1);
	now_ms++;
	shows("c");
	assert_int_equal(identityd.count, 2);
}

static void
a_list_has_all_its_pages(void **state)
{
	(void)state;
	identityd.said = "ab|cd";
	shows("abcd");
	assert_int_equal(identityd.count, 2);
}

static void
strangers_and_each_school_are_audiences_of_their_own(void **state)
{
	(void)state;
	shows("ab");
	is_in = true;
	school = "014501";
	identityd.said = "c";
	shows("c");
	school = "014602";
	identityd.said = "d";
	shows("d");
	school = "014501";
	shows("c");
	is_in = false;
	school = "";
	shows("ab");
	assert_int_equal(identityd.count, 3);
}

static void
what_was_changed_is_asked_for_again(void **state)
{
	(void)state;
	shows("ab");
	kept_forget(lobby.kept);
	identityd.said = "";
	shows("");
	assert_int_equal(identityd.count, 2);
}

static void
while_nobody_answers_the_old_list_stays(void **state)
{
	(void)state;
	shows("ab");
	now_ms += KEPT_S * 1000;
	identityd.rc = RC_OFFLINE;
	shows("ab");
	shows("ab");
	assert_int_equal(identityd.count, 2);
	now_ms += KEPT_S * 1000;
	identityd.rc = RC_OK;
	identityd.said = "c";
	shows("c");
}

/* More audiences than there is room for: the oldest is asked for anew. */
static void
the_oldest_list_makes_room(void **state)
{
	char code[16];

	(void)state;
	is_in = true;
	school = code;
	for (int i = 0; i <= KEPT_LISTS_MAX; i++) {
		(void)snprintf(code, sizeof(code), "%06d", i);
		now_ms++;
		shows("ab");
	}
	assert_int_equal(identityd.count, KEPT_LISTS_MAX + 1);
	shows("ab");
	assert_int_equal(identityd.count, KEPT_LISTS_MAX + 1);
	(void)snprintf(code, sizeof(code), "%06d", 0);
	shows("ab");
	assert_int_equal(identityd.count, KEPT_LISTS_MAX + 2);
}

#define KEPT_TEST(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

static const struct CMUnitTest tests[] = {
    KEPT_TEST(one_visitor_asks_and_the_next_ones_see_it),
    KEPT_TEST(a_list_has_all_its_pages),
    KEPT_TEST(strangers_and_each_school_are_audiences_of_their_own),
    KEPT_TEST(what_was_changed_is_asked_for_again),
    KEPT_TEST(while_nobody_answers_the_old_list_stays),
    KEPT_TEST(the_oldest_list_makes_room),
};

UNIT_MAIN(tests)
