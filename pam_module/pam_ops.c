/*
 * The catalogue as a guest knows it: it asks labd and nobody else. All of it
 * would be pages of pointers to relocate at every login.
 */
#include "base/ops.h"

const struct op_rule *
op_rule(unsigned op)
{
	if (op < OP_LAB_AUTH || op >= OP_COUNT)
		return NULL;
	return &ops_lab[op - OP_LAB_AUTH];
}
