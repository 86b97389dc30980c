/*
 * scenario_fuzz.c - whole histories.
 *
 * Shape:  one JSON text, replayed with the shipped rules.
 * Units:  bytes.
 * Errors: aborts when the recount of any history disagrees.
 * Source: LLVM libFuzzer.
 */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include "tools/scenario.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	json_error_t fault;
	json_t *root = json_loadb(
	    (const char *)data, size, JSON_REJECT_DUPLICATES, &fault);

	if (json_is_object(root))
		assert(scenario_replay(root, "fuzz", "conf/leave", true,
			   true) != SCENARIO_DISAGREES);
	json_decref(root);
	return 0;
}
