#include "staff.h"

#include "base/text.h"
#include "front/errand.h"

#include <string.h>

enum { PAGES_MAX = 8 }; /* answers: 480 people */

static void
add_person(struct view *view, const char *name, const struct wire_in *in,
    const char *chosen)
{
	const char *account = wire_text(in, F_ACCOUNT);
	const char *called = wire_text(in, F_NAME);
	const char *unit = wire_text(in, F_UNIT);
	struct view *row = view_row(view, name);

	view_text(row, "value", account);
	view_print(row, "word", "%s%s%s (%s)", unit != NULL ? unit : "",
	    unit != NULL ? " " : "", called != NULL ? called : account,
	    account);
	view_flag(row, "is_chosen", strcmp(account, chosen) == 0);
}

void
staff_add(struct visit *visit, struct view *view, const char *name,
    const char *chosen)
{
	char cursor[257] = "";

	view_list(view, name);
	for (int page = 0; page < PAGES_MAX; page++) {
		struct errand *errand = errand_new(visit, OP_LEAVE_STAFF);
		enum rc rc;

		errand_put(errand, F_CURSOR, cursor);
		rc = errand_ask(errand);
		for (size_t i = 0; i < errand->in.row_count; i++) {
			struct wire_in row;

			wire_row(&errand->in, i, &row);
			add_person(view, name, &row, chosen);
		}
		(void)text_copy(cursor, sizeof(cursor),
		    rc == RC_OK ? errand_text(errand, F_CURSOR) : "");
		errand_free(errand);
		if (cursor[0] == '\0')
			return;
	}
}
