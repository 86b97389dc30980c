#include "leave_ops.h"

static const struct {
	office_op *run;
	bool writes;
	enum field change; /* a question without it only looks */
} table[OP_COUNT] = {
    [OP_LEAVE_SIGN_ON] = {sign_on, true},
    [OP_LEAVE_SESSION] = {sign_on_program, true, F_TOKEN},
    [OP_LEAVE_SELF] = {staffroom_self, false},
    [OP_LEAVE_STAFF] = {staffroom_list, false},
    [OP_LEAVE_TYPES] = {choice_types, false},
    [OP_LEAVE_FILE] = {apply_file, true},
    [OP_LEAVE_DECIDE] = {decide, true},
    [OP_LEAVE_LOAD] = {look_request, false},
    [OP_LEAVE_LIST] = {look_list, false},
    [OP_LEAVE_BALANCE] = {look_balance, false},
    [OP_LEAVE_LINES] = {look_lines, false},
    [OP_LEAVE_DEPUTIES] = {stand_in_list, true, F_DEPUTY},
    [OP_LEAVE_CLOSURE] = {announce_closure, true},
    [OP_LEAVE_CALENDAR] = {announce_calendar, true},
    [OP_LEAVE_ADJUST] = {settle_adjust, true},
    [OP_LEAVE_CLOSE] = {year_end_close, true},
    [OP_LEAVE_CARRY] = {year_end_carry, true},
    [OP_LEAVE_EXPORT] = {inspect_export, false},
    [OP_LEAVE_RECOUNT] = {inspect_recount, false},
    [OP_LEAVE_CHECK] = {inspect_check, false},
    [OP_LEAVE_SETTINGS] = {setting_list, true, F_NAME},
    [OP_LEAVE_PERIODS] = {lessons_periods, true, F_TABLE},
    [OP_LEAVE_LESSONS] = {lessons_table, true, F_TABLE},
    [OP_LEAVE_BOARD] = {board_list, false},
    [OP_LEAVE_COVER] = {board_cover, true},
    [OP_LEAVE_OVERTIME] = {overtime_file, true},
    [OP_LEAVE_OVERTIME_DECIDE] = {overtime_decide, true},
    [OP_LEAVE_OVERTIME_LIST] = {overtime_list, false},
    [OP_LEAVE_OPENING] = {opening_take, true},
    [OP_LEAVE_REPORT] = {report_list, false},
    [OP_LEAVE_ATTACH] = {papers_add, true},
    [OP_LEAVE_PAPERS] = {papers_list, false},
    [OP_LEAVE_PAPER] = {papers_load, false},
    [OP_LEAVE_DETACH] = {papers_remove, true},
    [OP_LEAVE_PUNCH] = {punches_add, true},
    [OP_LEAVE_PUNCHES] = {punches_list, false},
    [OP_LEAVE_TRIP] = {travel_register, true},
    [OP_LEAVE_TRIPS] = {travel_list, false},
    [OP_LEAVE_AGENDA] = {agenda_list, false},
    [OP_LEAVE_FEED] = {agenda_feed, true, F_WANTED},
    [OP_LEAVE_FEED_READ] = {agenda_read, false},
    [OP_METRICS] = {gauges, false},
    [OP_LETTER_FILL] = {mailbag_fill, false},
    [OP_LETTER_STATE] = {mailbag_note, true},
};

static bool
does_write(const struct serve_question *question)
{
	enum field change = table[question->op].change;

	return table[question->op].writes &&
	    (change == F_NONE || wire_has(&question->in, change));
}

enum verdict
leave_ops_answer(struct office *office, const struct serve_question *question,
    struct serve_answer *answer)
{
	enum op op = question->op;

	if (op >= OP_COUNT || table[op].run == NULL)
		return VERDICT_NOT_ALLOWED;
	return does_write(question)
	    ? office_write(office, table[op].run, question, answer)
	    : office_read(office, table[op].run, question, answer);
}
