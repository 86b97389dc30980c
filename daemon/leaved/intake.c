#include "intake.h"

#include "base/text.h"

enum { DETAIL_SIZE = 400, ROW_ROOM = 1000 };

void
intake_fault(void *context, const struct columns_fault *fault)
{
	struct intake *intake = context;
	bool is_english = intake->office->is_english;
	const char *what = is_english ? fault->en : fault->zh;
	const char *value = fault->column == NULL ? fault->value
	    : is_english                          ? fault->column->en
						  : fault->column->zh;
	char text[DETAIL_SIZE];

	intake->refused++;
	intake->office->is_trial = true;
	if (intake->refused > INTAKE_TOLD ||
	    !wire_has_room(intake->out, ROW_ROOM))
		return;
	(void)text_print(text, sizeof(text), "%s%s%.200s", what,
	    value[0] == '\0' ? ""
		: is_english ? ": "
			     : "：",
	    value);
	wire_row_begin(intake->out);
	wire_put_number(intake->out, F_SEQ, (int64_t)fault->line);
	wire_put_text(intake->out, F_RESULT, "refused");
	wire_put_shown(intake->out, F_DETAIL, text);
	wire_row_end(intake->out);
}

void
intake_refuse(struct intake *intake, size_t line, const char *zh,
    const char *en, const char *value)
{
	const struct columns_fault fault = {
	    line, zh, en, value == NULL ? "" : value, NULL};

	intake_fault(intake, &fault);
}

enum verdict
intake_end(struct intake *intake, bool is_plan)
{
	bool is_refused = intake->refused > 0;

	if (intake->verdict != VERDICT_OK)
		return intake->verdict;
	wire_put_text(intake->out, F_RESULT,
	    is_refused    ? "refused"
		: is_plan ? "plan"
			  : "imported");
	wire_put_number(
	    intake->out, F_COUNT, is_refused ? intake->refused : intake->taken);
	return VERDICT_OK;
}
