#include "wire.h"

#include "text.h"

#include <assert.h>
#include <string.h>

static const uint8_t always_answered[] = {F_REASON, F_TEXT, F_NONE};

/* What may stand in a message. */
struct allowed {
	bool is[FIELD_COUNT];
};

static void
allow(struct allowed *allowed, const uint8_t *fields)
{
	for (; fields != NULL && *fields != F_NONE; fields++)
		allowed->is[*fields] = true;
}

static void
store_u16(uint8_t *at, size_t value)
{
	at[0] = (uint8_t)(value >> 8);
	at[1] = (uint8_t)value;
}

static size_t
load_u16(const uint8_t *at)
{
	return (size_t)at[0] << 8 | at[1];
}

void
wire_begin(struct wire_out *out, void *buf, size_t size, uint16_t kind)
{
	*out = (struct wire_out){.at = buf, .size = size, .len = WIRE_HEAD};
	out->is_full = size < WIRE_HEAD;
	if (!out->is_full)
		store_u16(out->at + 4, kind);
}

bool
wire_has_room(const struct wire_out *out, size_t len)
{
	size_t size = out->size < WIRE_MAX ? out->size : WIRE_MAX;

	return !out->is_full && len <= size - out->len;
}

static void
put(struct wire_out *out, enum field field, const void *bytes, size_t len)
{
	if (!wire_has_room(out, 3 + len)) {
		out->is_full = true;
		return;
	}
	out->at[out->len] = (uint8_t)field;
	store_u16(out->at + out->len + 1, len);
	if (len > 0)
		memcpy(out->at + out->len + 3, bytes, len);
	out->len += 3 + len;
}

void
wire_put_text(struct wire_out *out, enum field field, const char *text)
{
	put(out, field, text, strlen(text) + 1);
}

void
wire_put_shown(struct wire_out *out, enum field field, const char *text)
{
	const struct field_rule *rule = field_rule(field);
	char shown[FIELD_TEXT_MAX + 1];

	assert(rule->max < sizeof(shown));
	(void)text_show(
	    shown, (size_t)rule->max + 1, text, rule->type == FIELD_LINES);
	wire_put_text(out, field, shown);
}

void
wire_put_number(struct wire_out *out, enum field field, int64_t number)
{
	uint8_t bytes[8];

	for (int i = 0; i < 8; i++)
		bytes[i] = (uint8_t)((uint64_t)number >> (56 - 8 * i));
	put(out, field, bytes, sizeof(bytes));
}

void
wire_row_begin(struct wire_out *out)
{
	out->row = out->len;
	put(out, F_ROW, NULL, 0);
}

void
wire_row_end(struct wire_out *out)
{
	if (!out->is_full)
		store_u16(out->at + out->row + 1, out->len - out->row - 3);
	out->row = 0;
}

void
wire_fail(struct wire_out *out, void *buf, size_t size, enum rc rc,
    const char *reason, const char *text)
{
	wire_begin(out, buf, size, (uint16_t)rc);
	wire_put_text(out, F_REASON, reason);
	wire_put_text(out, F_TEXT, text);
}

enum rc
wire_end(struct wire_out *out, struct err *err)
{
	size_t rest;

	if (out->is_full)
		return err_set(err, RC_FAULT, "message too long");
	rest = out->len - 4;
	store_u16(out->at, rest >> 16);
	store_u16(out->at + 2, rest & 0xffff);
	return RC_OK;
}

size_t
wire_length(const uint8_t head[4])
{
	size_t rest = load_u16(head) << 16 | load_u16(head + 2);

	return rest < WIRE_HEAD - 4 || rest > WIRE_MAX - 4 ? 0 : rest + 4;
}

/* What a value of this field may be; `len` counts a text's NUL. */
static bool
is_valid(const struct field_rule *rule, const uint8_t *at, size_t len)
{
	if (rule->type == FIELD_NUMBER)
		return len == 8;
	if (rule->type == FIELD_ROW)
		return len <= rule->max;
	if (len == 0 || at[len - 1] != '\0' || len - 1 > rule->max ||
	    memchr(at, '\0', len - 1) != NULL)
		return false;
	if (rule->type == FIELD_PASSWORD)
		return len > 1;
	if (!text_is_utf8(at, len - 1))
		return false;
	if (rule->type == FIELD_TEXT)
		return !text_has_control(at, len - 1);
	return text_are_lines(at, len - 1);
}

static enum rc
take(struct wire_in *in, unsigned field, const uint8_t *at, size_t len,
    struct err *err)
{
	const struct field_rule *rule = field_rule(field);

	if (!is_valid(rule, at, len))
		return err_set(err, RC_INPUT, "%s: not valid", rule->name);
	if (rule->type == FIELD_ROW) {
		if (in->row_count == WIRE_ROWS_MAX)
			return err_set(err, RC_INPUT, "too many rows");
		in->row[in->row_count] = at;
		in->row_len[in->row_count++] = (uint16_t)len;
		return RC_OK;
	}
	if (in->at[field] != NULL)
		return err_set(err, RC_INPUT, "%s: given twice", rule->name);
	in->at[field] = at;
	in->len[field] = (uint16_t)(rule->type == FIELD_NUMBER ? len : len - 1);
	return RC_OK;
}

static enum rc
parse_fields(struct wire_in *in, const uint8_t *at, size_t len,
    const struct allowed *allowed, struct err *err)
{
	while (len > 0) {
		size_t field_len;
		enum rc rc;

		if (len < 3 || (field_len = load_u16(at + 1)) > len - 3)
			return err_set(err, RC_INPUT, "field cut short");
		if (at[0] == F_NONE || at[0] >= FIELD_COUNT ||
		    !allowed->is[at[0]])
			return err_set(err, RC_INPUT,
			    "field %u is not allowed here", at[0]);
		rc = take(in, at[0], at + 3, field_len, err);
		if (rc != RC_OK)
			return rc;
		at += 3 + field_len;
		len -= 3 + field_len;
	}
	return RC_OK;
}

static enum rc
parse_rows(const struct wire_in *in, struct allowed *allowed, struct err *err)
{
	allowed->is[F_ROW] = false;
	for (size_t i = 0; i < in->row_count; i++) {
		struct wire_in row = {0};
		enum rc rc = parse_fields(
		    &row, in->row[i], in->row_len[i], allowed, err);

		if (rc != RC_OK)
			return err_context(err, rc, "row %zu", i);
	}
	return RC_OK;
}

static enum rc
parse_head(
    struct wire_in *in, const uint8_t *bytes, size_t len, struct err *err)
{
	*in = (struct wire_in){0};
	if (len < WIRE_HEAD || wire_length(bytes) != len)
		return err_set(err, RC_INPUT, "length does not match");
	in->kind = (uint16_t)load_u16(bytes + 4);
	return RC_OK;
}

enum rc
wire_parse_question(
    struct wire_in *in, const void *bytes, size_t len, struct err *err)
{
	const uint8_t *at = bytes;
	const struct op_rule *op;
	struct allowed allowed = {0};
	enum rc rc = parse_head(in, at, len, err);

	if (rc != RC_OK)
		return rc;
	op = op_rule(in->kind);
	if (op == NULL)
		return err_set(err, RC_INPUT, "no operation %u", in->kind);
	allow(&allowed, op->must);
	allow(&allowed, op->may);
	rc = parse_fields(in, at + WIRE_HEAD, len - WIRE_HEAD, &allowed, err);
	if (rc != RC_OK)
		return err_context(err, rc, "%s", op->name);
	for (const uint8_t *must = op->must; must != NULL && *must != F_NONE;
	     must++)
		if (!wire_has(in, *must))
			return err_set(err, RC_INPUT, "%s: %s is missing",
			    op->name, field_rule(*must)->name);
	return RC_OK;
}

enum rc
wire_parse_answer(struct wire_in *in, enum op op, const void *bytes, size_t len,
    struct err *err)
{
	const uint8_t *at = bytes;
	const struct op_rule *rule = op_rule(op);
	struct allowed allowed = {0};
	enum rc rc = parse_head(in, at, len, err);

	if (rc != RC_OK)
		return rc;
	if (in->kind >= RC_COUNT || rule == NULL)
		return err_set(err, RC_INPUT, "no answer class %u", in->kind);
	allow(&allowed, always_answered);
	allow(&allowed, rule->answer);
	rc = parse_fields(in, at + WIRE_HEAD, len - WIRE_HEAD, &allowed, err);
	return rc == RC_OK ? parse_rows(in, &allowed, err) : rc;
}

void
wire_row(const struct wire_in *in, size_t index, struct wire_in *row)
{
	struct allowed all;
	struct err err;

	memset(&all, true, sizeof(all));
	*row = (struct wire_in){.kind = in->kind};
	if (index >= in->row_count)
		return;
	(void)parse_fields(row, in->row[index], in->row_len[index], &all, &err);
}

bool
wire_has(const struct wire_in *in, enum field field)
{
	return field == F_ROW ? in->row_count > 0 : in->at[field] != NULL;
}

const char *
wire_text(const struct wire_in *in, enum field field)
{
	return (const char *)in->at[field];
}

const char *
wire_given(const struct wire_in *in, enum field field)
{
	const char *text = wire_text(in, field);

	return text != NULL && text[0] != '\0' ? text : NULL;
}

int64_t
wire_number(const struct wire_in *in, enum field field, int64_t fallback)
{
	uint64_t value = 0;

	if (!wire_has(in, field))
		return fallback;
	for (int i = 0; i < 8; i++)
		value = value << 8 | in->at[field][i];
	return (int64_t)value;
}
