/*
 * A roster reads the same whole and in pieces, and a row holds what its line
 * may hold. The first byte says how long the pieces are.
 */
#include "identityd/national_id.h"
#include "identityd/roster.h"

#include <assert.h>
#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

struct told {
	size_t rows, faults;
	uint64_t sum; /* of every byte of every row, in order */
};

static void
row_tell(void *context, const struct roster_row *row)
{
	struct told *told = context;
	char canonical[NATIONAL_ID_SIZE];
	const char *id = row->value[ROSTER_NATIONAL_ID];

	told->rows++;
	assert(strlen(id) == NATIONAL_ID_LEN);
	(void)national_id_parse(id, strlen(id), canonical);
	assert(strcmp(id, canonical) == 0);
	for (int i = 0; i < ROSTER_COLUMN_COUNT; i++)
		for (const char *at = row->value[i]; *at != '\0'; at++) {
			assert((unsigned char)*at >= ' ');
			told->sum = told->sum * 31 + (unsigned char)*at;
		}
}

static void
fault_tell(void *context, const struct roster_fault *fault)
{
	struct told *told = context;

	told->faults++;
	assert(fault->line > 0 && fault->zh != NULL && fault->en != NULL);
}

static struct told
read_in_pieces(const unsigned char *data, size_t size, size_t piece)
{
	struct told told = {0};
	struct roster_sink sink = {&told, row_tell, fault_tell};
	struct roster *roster = roster_new(&sink);

	assert(roster != NULL);
	for (size_t at = 0; at < size; at += piece)
		roster_feed(
		    roster, data + at, size - at < piece ? size - at : piece);
	roster_end(roster);
	roster_free(roster);
	return told;
}

int
LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
	struct told whole, pieces;

	if (size < 2)
		return 0;
	whole = read_in_pieces(data + 1, size - 1, size);
	pieces = read_in_pieces(data + 1, size - 1, data[0] % 16 + 1u);
	assert(whole.rows == pieces.rows && whole.faults == pieces.faults);
	assert(whole.sum == pieces.sum);
	return 0;
}
