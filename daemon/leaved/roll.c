#include "roll.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_ROOM = 64 };

enum rc
roll_add(struct roll *roll, const char *uuid, struct err *err)
{
	if (roll->count == roll->room) {
		size_t room = roll->room == 0 ? FIRST_ROOM : roll->room * 2;
		void *more;

		if (roll->count >= ROLL_MAX)
			return err_set(err, RC_FAULT, "too many people");
		more = reallocarray(roll->uuids, room, sizeof(*roll->uuids));
		if (more == NULL)
			return err_set(err, RC_FAULT, "no memory for people");
		roll->uuids = more;
		roll->room = room;
	}
	(void)text_copy(roll->uuids[roll->count++], BOOK_ID_SIZE, uuid);
	return RC_OK;
}

enum rc
roll_take(void *context, const struct sql_row *row, struct err *err)
{
	return roll_add(context, sql_row_text(row, 0), err);
}

/* From the end: who was added last is asked about most. */
bool
roll_has(const struct roll *roll, const char *uuid)
{
	for (size_t i = roll->count; i > 0; i--)
		if (strcmp(roll->uuids[i - 1], uuid) == 0)
			return true;
	return false;
}

void
roll_wipe(struct roll *roll)
{
	free(roll->uuids);
	*roll = (struct roll){NULL, 0, 0};
}
