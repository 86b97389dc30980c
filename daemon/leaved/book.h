/*
 * book.h - one person's leave: requests, overtime, and what they cost.
 *
 * Shape:  a person's history as the pure rules see it. Every verb takes the
 *         moment it happens and answers a refusal; what it changed lies in the
 *         book. Hours are reserved when a request is filed and keep until it
 *         itself changes: approving, or cancelling another, moves none. When
 *         rules, calendars or closures become known later, or a request is
 *         cancelled, the amounts of a counting year are laid out anew in the
 *         order of filing (the law looks at a year's total), save what was
 *         drawn from lots such as 補休, which goes back to its own lot; what
 *         changed is listed in `changes`. Closed years keep as they are unless
 *         personnel act.
 * Units:  instants and minutes as in worktime.h.
 * Errors: refusals; a fault (memory, a broken sum) is in `fault` and every
 *         later verb answers wrong_state.
 * Source: LEAVE.md 2 to 5.
 */
#ifndef LEAVED_BOOK_H
#define LEAVED_BOOK_H

#include "approval.h"
#include "entitlement.h"
#include "ledger.h"
#include "request.h"

enum {
	BOOK_ID_SIZE = 48,
	BOOK_SPANS_MAX = 12,
	BOOK_COVER_MAX = 1024,
	BOOK_LESSONS_MAX = 96,
	BOOK_POSTINGS_MAX = 12,
	BOOK_DUTIES_MAX = 24,
	BOOK_CLOSURES_MAX = 128,
	BOOK_CLOSED_MAX = 24,
	BOOK_CHANGES_MAX = 256,
	BOOK_REQUESTS_MAX = 4000,
	BOOK_NO_DAY = INT32_MIN,
};

#define BOOK_ABSENTEEISM "曠職"
#define BOOK_REST        "補休"

/* Reason facts; BOOK_NO_DAY and "" where not told. */
struct facts {
	int registered, birth, death, miscarriage, injury;
	int weeks; /* of pregnancy; -1: not told */
	char relation[RULE_FACT_SIZE];
	char part[RULE_FACT_SIZE]; /* checkup or birth */
	char event[BOOK_ID_SIZE];  /* tells two events of one day apart */
	char letter[BOOK_ID_SIZE];
	char destination[RULE_FACT_SIZE]; /* abroad, mainland */
	bool is_extended;
};

/* Minutes of one day drawn from one lot. Lines inside another type's amount
 * (家庭照顧假 in 事假) count there too, but not in the request's hours. */
struct charge {
	int lot, day, minutes;
	bool is_inside;
};

struct cover {
	int day, from, to; /* minutes of the day */
	char name[BOOK_ID_SIZE];
	char way[RULE_FACT_SIZE]; /* "" : open */
	char who[BOOK_ID_SIZE];   /* a uuid, or somebody's name */
	char funding[BOOK_ID_SIZE];
	char lost[BOOK_ID_SIZE]; /* while it is open: who cannot after all */
	int version;
};

struct request {
	char id[BOOK_ID_SIZE];
	char type[RULE_TYPE_SIZE];
	struct span spans[BOOK_SPANS_MAX];
	size_t span_count;
	struct span cut; /* what is asked to be cancelled */
	struct facts facts;
	enum request_state state;
	int64_t filed_at;
	bool is_late, is_paper_needed, is_report;
	bool has_lost_deputy; /* and none yet who takes the duty over */
	char deputy[APPROVAL_ID_SIZE];
	char offered[APPROVAL_ID_SIZE];    /* the duty, to whom */
	char offered_by[APPROVAL_ID_SIZE]; /* the last time */
	char signed_by[STEPS][APPROVAL_ID_SIZE];
	char instead_of[STEPS][APPROVAL_ID_SIZE];
	bool is_done[STEPS];
	struct charge *charges;
	size_t charge_count;
	int minutes; /* working time asked for, before rounding */
	/* What earlier requests left of the first and last day (others cannot
	 * be shared: that would overlap). */
	struct worktime_day caps[2];
	size_t cap_count;
	struct cover *cover;
	size_t cover_count;
};

struct posting {
	int from;
	enum staff_kind kind;
	char schedule[SCHEDULE_NAME_SIZE];
	char school[BOOK_ID_SIZE];
};

struct duty {
	char person[BOOK_ID_SIZE];
	struct span span;
	bool is_over;
};

/* Of a week, from the term's first day to its last. */
struct lesson {
	int weekday, from, to;
	int first, last;
	char name[BOOK_ID_SIZE];
};

/* What a recalculation did to a request. */
struct change {
	int request;
	int before, after;         /* charged minutes */
	int cut_before, cut_after; /* of them with pay cut */
};

struct closed_year {
	enum year_kind kind;
	int number;
};

struct overtime_sum {
	int key; /* a day, or a month counted from year 0 */
	int minutes, paid;
};

struct book {
	/* Borrowed; the caller may add to them and then tells book_learn(). */
	const struct rules *rules;
	const struct calendar *calendar;
	const struct rule_settings *settings; /* the school's */

	char id[BOOK_ID_SIZE];
	struct service service;
	struct posting postings[BOOK_POSTINGS_MAX];
	size_t posting_count;
	char deputies[APPROVAL_DEPUTIES_MAX][APPROVAL_ID_SIZE];
	size_t deputy_count;
	struct approval_people people;
	struct lesson lessons[BOOK_LESSONS_MAX];
	size_t lesson_count;
	struct duty duties[BOOK_DUTIES_MAX];
	size_t duty_count;
	struct closure closures[BOOK_CLOSURES_MAX];
	size_t closure_count;
	struct closed_year closed[BOOK_CLOSED_MAX];
	size_t closed_count;

	struct request **requests; /* in the order of filing */
	size_t request_count, request_room;
	struct overtime_sum *days, *months;
	size_t day_count, month_count;

	struct ledger ledger;
	int64_t now;
	int learnt; /* the day of knowledge the plan was made with */
	struct change changes[BOOK_CHANGES_MAX];
	size_t change_count;
	struct err fault;
	bool is_broken;
};

/* A filing as it comes from a form. */
struct filing {
	const char *id, *type, *deputy, *by; /* deputy NULL: the first there */
	struct span span;
	struct facts facts;
};

void facts_init(struct facts *facts);

/* The caller's struct; rules and calendar must outlive it. */
void book_init(struct book *book, const struct rules *rules,
    const struct calendar *calendar);
void book_wipe(struct book *book);

/* Moves the book to a moment; what became known since recalculates. */
void book_tick(struct book *book, int64_t now);

/* Rules, calendars, closures, postings or the service changed. */
void book_learn(struct book *book, bool by_personnel);

enum refusal book_file(
    struct book *book, const struct filing *filing, struct request **request);
enum refusal book_resubmit(
    struct book *book, struct request *request, const char *deputy);
enum refusal book_add_closure(struct book *book, const struct closure *closure);

/* NULL when there is none. */
struct request *book_find(const struct book *book, const char *id);

/* Sums of a request. */
int request_charged(const struct book *book, const struct request *r);
int request_pay_cut(const struct book *book, const struct request *r);

/* Everything from scratch: sums of the ledger, and every request laid out anew
 * must give the same charges. */
enum rc book_recount(struct book *book, struct err *err);

/* For the other files of the book. */
void book_enter(struct book *book, const struct request *r,
    enum ledger_kind kind, int lot, int minutes);
/* One entry for each charge of the request. */
void book_enter_all(
    struct book *book, const struct request *r, enum ledger_kind kind);
/* Lays out all live requests in the order of filing; a trial writes nothing
 * and answers whether all charges would stay. */
bool book_lay_out(struct book *book, bool by_personnel, bool is_trial);

/* For the charging in plan.c. */
const struct posting *book_posting(const struct book *book, int day);
struct worktime book_worktime(const struct book *book, int day);
bool book_is_closed(const struct book *book, int day);
int book_today(const struct book *book);

#endif
