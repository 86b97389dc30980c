#include "csv.h"

#include <string.h>

enum byte_class { QUOTE, COMMA, RETURN, FEED, NUL, OTHER, CLASS_COUNT };

enum state {
	EMPTY,    /* nothing of a record yet */
	START,    /* of a field, behind a comma */
	PLAIN,    /* within a field that has no quotes */
	QUOTED,   /* within quotes */
	CLOSED,   /* behind a quote: the end, or the first of a doubled one */
	RETURNED, /* behind the CR of a record */
	BLANK,    /* behind the CR of an empty line */
	SPOILT,   /* until the line ends */
	STATE_COUNT,
};

enum action {
	NOTHING,
	BEGIN,      /* a field */
	BEGIN_KEEP, /* and this is its first byte */
	BEGIN_END,  /* and it is empty */
	BEGIN_LAST, /* and it is empty and the last */
	KEEP,
	END,  /* of the field */
	LAST, /* of the record's fields */
	NUL_FAULT,
	QUOTE_FAULT,
	CR_FAULT,
	ACTION_COUNT,
};

static const struct step {
	unsigned char action, next;
} steps[STATE_COUNT][CLASS_COUNT] = {
    [EMPTY] = {[QUOTE] = {BEGIN, QUOTED},
	[COMMA] = {BEGIN_END, START},
	[RETURN] = {NOTHING, BLANK},
	[FEED] = {NOTHING, EMPTY},
	[NUL] = {NUL_FAULT, SPOILT},
	[OTHER] = {BEGIN_KEEP, PLAIN}},
    [START] = {[QUOTE] = {BEGIN, QUOTED},
	[COMMA] = {BEGIN_END, START},
	[RETURN] = {BEGIN, RETURNED},
	[FEED] = {BEGIN_LAST, EMPTY},
	[NUL] = {NUL_FAULT, SPOILT},
	[OTHER] = {BEGIN_KEEP, PLAIN}},
    [PLAIN] = {[QUOTE] = {QUOTE_FAULT, SPOILT},
	[COMMA] = {END, START},
	[RETURN] = {NOTHING, RETURNED},
	[FEED] = {LAST, EMPTY},
	[NUL] = {NUL_FAULT, SPOILT},
	[OTHER] = {KEEP, PLAIN}},
    [QUOTED] = {[QUOTE] = {NOTHING, CLOSED},
	[COMMA] = {KEEP, QUOTED},
	[RETURN] = {KEEP, QUOTED},
	[FEED] = {KEEP, QUOTED},
	[NUL] = {NUL_FAULT, SPOILT},
	[OTHER] = {KEEP, QUOTED}},
    [CLOSED] = {[QUOTE] = {KEEP, QUOTED},
	[COMMA] = {END, START},
	[RETURN] = {NOTHING, RETURNED},
	[FEED] = {LAST, EMPTY},
	[NUL] = {NUL_FAULT, SPOILT},
	[OTHER] = {QUOTE_FAULT, SPOILT}},
    [RETURNED] = {[QUOTE] = {CR_FAULT, SPOILT},
	[COMMA] = {CR_FAULT, SPOILT},
	[RETURN] = {CR_FAULT, SPOILT},
	[FEED] = {LAST, EMPTY},
	[NUL] = {NUL_FAULT, SPOILT},
	[OTHER] = {CR_FAULT, SPOILT}},
    [BLANK] = {[QUOTE] = {CR_FAULT, SPOILT},
	[COMMA] = {CR_FAULT, SPOILT},
	[RETURN] = {CR_FAULT, SPOILT},
	[FEED] = {NOTHING, EMPTY},
	[NUL] = {NUL_FAULT, SPOILT},
	[OTHER] = {CR_FAULT, SPOILT}},
    [SPOILT] = {[QUOTE] = {NOTHING, SPOILT},
	[COMMA] = {NOTHING, SPOILT},
	[RETURN] = {NOTHING, SPOILT},
	[FEED] = {NOTHING, EMPTY},
	[NUL] = {NOTHING, SPOILT},
	[OTHER] = {NOTHING, SPOILT}},
};

/* What each action does, in this order; the first fault ends it. */
static const struct {
	bool begins, keeps, ends, is_last;
	enum csv_fault fault;
} deeds[ACTION_COUNT] = {
    [BEGIN] = {.begins = true},
    [BEGIN_KEEP] = {.begins = true, .keeps = true},
    [BEGIN_END] = {.begins = true, .ends = true},
    [BEGIN_LAST] = {.begins = true, .ends = true, .is_last = true},
    [KEEP] = {.keeps = true},
    [END] = {.ends = true},
    [LAST] = {.ends = true, .is_last = true},
    [NUL_FAULT] = {.fault = CSV_NUL},
    [QUOTE_FAULT] = {.fault = CSV_QUOTE},
    [CR_FAULT] = {.fault = CSV_CR},
};

static const char mark[] = "\xef\xbb\xbf";
enum { MARK_LEN = sizeof(mark) - 1, MARK_PAST };

static enum byte_class
class_of(char byte)
{
	switch (byte) {
	case '"':
		return QUOTE;
	case ',':
		return COMMA;
	case '\r':
		return RETURN;
	case '\n':
		return FEED;
	case '\0':
		return NUL;
	default:
		return OTHER;
	}
}

void
csv_begin(struct csv *csv, csv_reader *read, void *context)
{
	memset(csv, 0, sizeof(*csv));
	csv->read = read;
	csv->context = context;
	csv->line = 1;
	csv->record.line = 1;
}

static void
record_tell(struct csv *csv, enum csv_fault fault)
{
	csv->record.fault = fault;
	if (fault != CSV_OK)
		csv->record.count = 0;
	csv->read(csv->context, &csv->record);
}

static enum csv_fault
byte_put(struct csv *csv, char byte)
{
	if (csv->used == CSV_RECORD_SIZE)
		return CSV_LONG;
	csv->bytes[csv->used++] = byte;
	return CSV_OK;
}

static enum csv_fault
field_begin(struct csv *csv)
{
	if (csv->record.count == CSV_FIELDS_MAX)
		return CSV_WIDE;
	csv->record.field[csv->record.count++] = csv->bytes + csv->used;
	return CSV_OK;
}

static enum csv_fault
act(struct csv *csv, enum action action, char byte)
{
	enum csv_fault fault = deeds[action].fault;

	if (fault == CSV_OK && deeds[action].begins)
		fault = field_begin(csv);
	if (fault == CSV_OK && deeds[action].keeps)
		fault = byte_put(csv, byte);
	if (fault == CSV_OK && deeds[action].ends)
		fault = byte_put(csv, '\0');
	return fault;
}

static void
byte_take(struct csv *csv, char byte)
{
	const struct step *step = &steps[csv->state][class_of(byte)];
	enum csv_fault fault = act(csv, step->action, byte);

	csv->state = step->next;
	if (fault != CSV_OK || deeds[step->action].is_last)
		record_tell(csv, fault);
	if (fault != CSV_OK)
		csv->state = byte == '\n' ? EMPTY : SPOILT;
	csv->line += byte == '\n';
	if (csv->state != EMPTY)
		return;
	csv->used = 0;
	csv->record.count = 0;
	csv->record.line = csv->line;
}

/* The start of the input, where a byte order mark is passed over. */
static bool
is_mark(struct csv *csv, char byte)
{
	size_t seen = csv->mark_len;

	if (seen < MARK_LEN && byte == mark[seen]) {
		csv->mark_len++;
		return true;
	}
	csv->mark_len = MARK_PAST;
	for (size_t i = 0; seen < MARK_LEN && i < seen; i++)
		byte_take(csv, mark[i]);
	return false;
}

void
csv_feed(struct csv *csv, const void *bytes, size_t len)
{
	const char *at = bytes;

	for (size_t i = 0; i < len; i++)
		if (csv->mark_len == MARK_PAST || !is_mark(csv, at[i]))
			byte_take(csv, at[i]);
}

void
csv_end(struct csv *csv)
{
	if (csv->mark_len < MARK_LEN)
		for (size_t i = 0; i < csv->mark_len; i++)
			byte_take(csv, mark[i]);
	if (csv->state == QUOTED)
		record_tell(csv, CSV_OPEN);
	else if (csv->state != EMPTY)
		byte_take(csv, '\n');
}

void
csv_cell(csv_writer *write, void *context, const char *text)
{
	write(context, "\"", 1);
	if (text[0] != '\0' && strchr("=+-@\t\r", text[0]) != NULL)
		write(context, "'", 1);
	while (*text != '\0') {
		size_t plain = strcspn(text, "\"");

		write(context, text, plain);
		text += plain;
		if (*text == '"') {
			write(context, "\"\"", 2);
			text++;
		}
	}
	write(context, "\"", 1);
}
