#include "tally.h"

#include "text.h"

#include <stdatomic.h>
#include <sys/mman.h>

enum {
	LABELS_SIZE = 96,
	CURSOR_SIZE = 32,
	ROW_ROOM = 256,                /* bytes of any row of ours */
	ROWS_MAX = WIRE_ROWS_MAX - 32, /* the daemon has some of its own */
	COUNTS = OP_COUNT * RC_COUNT,
};

struct tally {
	unsigned doors;
	_Atomic int64_t count[COUNTS]; /* op by op */
	_Atomic int64_t ms[OP_COUNT];
};

struct tally *
tally_new(unsigned doors)
{
	struct tally *tally = mmap(NULL, sizeof(*tally), PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (tally == MAP_FAILED)
		return NULL;
	tally->doors = doors;
	return tally;
}

void
tally_add(struct tally *tally, enum op op, enum rc rc, int64_t ms)
{
	(void)atomic_fetch_add_explicit(
	    &tally->count[op * RC_COUNT + rc], 1, memory_order_relaxed);
	(void)atomic_fetch_add_explicit(
	    &tally->ms[op], ms, memory_order_relaxed);
}

void
tally_put_row(
    struct wire_out *out, const char *name, const char *labels, int64_t value)
{
	wire_row_begin(out);
	wire_put_text(out, F_NAME, name);
	if (*labels != '\0')
		wire_put_text(out, F_DETAIL, labels);
	wire_put_number(out, F_COUNT, value);
	wire_row_end(out);
}

static void
put_count(struct wire_out *out, size_t i, int64_t value)
{
	char labels[LABELS_SIZE];

	(void)text_print(labels, sizeof(labels), "op=\"%s\",result=\"%s\"",
	    op_rule((unsigned)i / RC_COUNT)->name,
	    rc_name((enum rc)(i % RC_COUNT)));
	tally_put_row(out, "requests", labels, value);
}

static void
put_ms(struct wire_out *out, size_t op, int64_t value)
{
	char labels[LABELS_SIZE];

	(void)text_print(
	    labels, sizeof(labels), "op=\"%s\"", op_rule((unsigned)op)->name);
	tally_put_row(out, "request_ms", labels, value);
}

/* Is number `i` one of an operation that is offered? */
static bool
is_offered(const struct tally *tally, size_t i)
{
	const struct op_rule *rule =
	    op_rule((unsigned)(i < COUNTS ? i / RC_COUNT : i - COUNTS));

	return rule != NULL && (rule->doors & tally->doors) != 0;
}

size_t
tally_put(const struct tally *tally, size_t start, struct wire_out *out)
{
	int rows = 0;

	for (size_t i = start; i < COUNTS + OP_COUNT; i++) {
		if (!is_offered(tally, i))
			continue;
		if (rows++ == ROWS_MAX || !wire_has_room(out, ROW_ROOM))
			return i;
		if (i < COUNTS)
			put_count(out, i,
			    atomic_load_explicit(
				&tally->count[i], memory_order_relaxed));
		else
			put_ms(out, i - COUNTS,
			    atomic_load_explicit(
				&tally->ms[i - COUNTS], memory_order_relaxed));
	}
	return 0;
}

bool
tally_answer(const struct tally *tally, const struct wire_in *in,
    void (*own)(void *context, struct wire_out *out), void *context,
    struct wire_out *out)
{
	const char *cursor = wire_text(in, F_CURSOR);
	char text[CURSOR_SIZE];
	int64_t start = 0;
	size_t next;

	if (cursor != NULL && !text_number(cursor, 0, INT32_MAX, &start))
		return false;
	if (start == 0)
		own(context, out);
	next = tally_put(tally, (size_t)start, out);
	if (next != 0 && text_print(text, sizeof(text), "%zu", next))
		wire_put_text(out, F_CURSOR, text);
	return true;
}
