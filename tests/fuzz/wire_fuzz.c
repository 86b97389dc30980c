/* Both directions: the first byte is 0 for a question, else an answer to that
 * op. What is parsed is written again, and must read the same. */
#include "base/wire.h"

#include <assert.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static uint8_t again[2 * WIRE_MAX];

static void
write_fields(struct wire_out *out, const struct wire_in *in)
{
	for (unsigned field = 1; field < FIELD_COUNT; field++) {
		const struct field_rule *rule = field_rule(field);

		if (!wire_has(in, field) || rule->type == FIELD_ROW)
			continue;
		if (rule->type == FIELD_NUMBER) {
			wire_put_number(out, field, wire_number(in, field, 0));
			continue;
		}
		assert(strlen(wire_text(in, field)) == in->len[field]);
		assert(in->len[field] <= rule->max);
		wire_put_text(out, field, wire_text(in, field));
	}
}

static void
write_rows(struct wire_out *out, const struct wire_in *in)
{
	for (size_t i = 0; i < in->row_count; i++) {
		struct wire_in row;

		wire_row(in, i, &row);
		wire_row_begin(out);
		write_fields(out, &row);
		wire_row_end(out);
	}
}

static enum rc
parse(struct wire_in *in, unsigned op, const uint8_t *data, size_t size)
{
	struct err err;

	if (op == 0)
		return wire_parse_question(in, data, size, &err);
	return wire_parse_answer(in, (enum op)op, data, size, &err);
}

static void
check_same(const struct wire_in *in, const struct wire_in *second)
{
	for (unsigned field = 1; field < FIELD_COUNT; field++)
		assert(wire_has(in, field) == wire_has(second, field));
	assert(in->row_count == second->row_count);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct wire_in in, second;
	struct wire_out out;
	struct err err;

	if (size < 5 || wire_length(data + 1) > WIRE_MAX)
		return 0;
	if (parse(&in, data[0], data + 1, size - 1) != RC_OK)
		return 0;
	wire_begin(&out, again, sizeof(again), in.kind);
	write_fields(&out, &in);
	write_rows(&out, &in);
	assert(wire_end(&out, &err) == RC_OK);
	assert(parse(&second, data[0], again, out.len) == RC_OK);
	check_same(&in, &second);
	assert(out.len == size - 1);
	return 0;
}
