/*
 * wire.h - one question or answer as bytes.
 *
 * Shape:  u32 length of the rest, u16 kind (enum op or enum rc), then fields:
 *         u8 field, u16 length, bytes. Big-endian. Text carries its NUL, so a
 *         parsed message hands out C strings that live as long as its bytes.
 *         A row is a field that holds fields; it may repeat, and not nest.
 * Units:  bytes; WIRE_MAX bounds a whole message.
 * Errors: RC_INPUT for anything the catalogue (ops.h) does not allow; writing
 *         past the end is remembered and told by wire_end().
 * Source: ours. libc only: guests link it.
 */
#ifndef BASE_WIRE_H
#define BASE_WIRE_H

#include "err.h"
#include "ops.h"

enum {
	WIRE_HEAD = 6,    /* length and kind */
	WIRE_MAX = 65536, /* a page of a list fits; a socket buffer holds it */
	WIRE_ROWS_MAX = 256, /* rows in one answer */
};

struct wire_out {
	uint8_t *at;
	size_t size, len;
	size_t row; /* where the open row started, 0 when none */
	bool is_full;
};

void wire_begin(struct wire_out *out, void *buf, size_t size, uint16_t kind);
void wire_put_text(struct wire_out *out, enum field field, const char *text);
/* The same for a value that others may have written: text_show()n, so that one
 * value that its field cannot hold never spoils the whole message. */
void wire_put_shown(struct wire_out *out, enum field field, const char *text);
void wire_put_number(struct wire_out *out, enum field field, int64_t number);
void wire_row_begin(struct wire_out *out);
void wire_row_end(struct wire_out *out);
/* Room for a row of this many bytes, its head counted? */
bool wire_has_room(const struct wire_out *out, size_t len);
/* Begins anew: an answer of class `rc` with a stable reason and a sentence. */
void wire_fail(struct wire_out *out, void *buf, size_t size, enum rc rc,
    const char *reason, const char *text);
/* Fills in the length; RC_FAULT when something did not fit. */
enum rc wire_end(struct wire_out *out, struct err *err);

struct wire_in {
	uint16_t kind;
	uint16_t len[FIELD_COUNT]; /* without a text's NUL */
	const uint8_t *at[FIELD_COUNT];
	uint16_t row_len[WIRE_ROWS_MAX];
	const uint8_t *row[WIRE_ROWS_MAX];
	size_t row_count;
};

/* The total length that the first four bytes tell; 0 when out of bounds. */
size_t wire_length(const uint8_t head[4]);

/* `bytes` is borrowed. The question: kind is an op, its fields are allowed. */
enum rc wire_parse_question(
    struct wire_in *in, const void *bytes, size_t len, struct err *err);
/* The answer to `op`: kind is an enum rc. */
enum rc wire_parse_answer(struct wire_in *in, enum op op, const void *bytes,
    size_t len, struct err *err);
/* The fields of row `index`, which the parse above has checked; none past
 * row_count. */
void wire_row(const struct wire_in *in, size_t index, struct wire_in *row);

bool wire_has(const struct wire_in *in, enum field field);
/* NULL, or `fallback`, when absent. */
const char *wire_text(const struct wire_in *in, enum field field);
/* A text that is not empty, or NULL. */
const char *wire_given(const struct wire_in *in, enum field field);
int64_t wire_number(
    const struct wire_in *in, enum field field, int64_t fallback);

#endif
