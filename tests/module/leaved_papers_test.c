/*
 * Papers of requests on a real database: what comes in, who sees it, and what
 * a request still lacks. tests/module/leaved_papers_*.sh run it on both.
 */
#include "school.h"

#include "../unit/unit.h"
#include "base/almanac.h"
#include "leaved/papers.h"

#include <sodium.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SIZE = 70000, DAY_S = 86400 };

static unsigned char pdf[SIZE];
static char id[BOOK_ID_SIZE];

static const char *
base64(const unsigned char *bytes, size_t len)
{
	static char text[PART_TEXT_LEN + 8];

	return sodium_bin2base64(
	    text, sizeof(text), bytes, len, sodium_base64_VARIANT_ORIGINAL);
}

static const struct school_answer *
begin(struct office *office, const char *who, const char *name,
    const unsigned char *bytes, size_t len, size_t size)
{
	char count[24];

	(void)snprintf(count, sizeof(count), "%zu", size);
	return school_ask(office, who, OP_LEAVE_ATTACH, F_REQUEST, id, F_NAME,
	    name, F_COUNT, count, F_DATA, base64(bytes, len), F_NONE);
}

static const struct school_answer *
go_on(struct office *office, const char *who, const char *attachment, int n,
    const unsigned char *bytes, size_t len)
{
	char seq[24];

	(void)snprintf(seq, sizeof(seq), "%d", n);
	return school_ask(office, who, OP_LEAVE_ATTACH, F_REQUEST, id, F_NAME,
	    "x", F_ATTACHMENT, attachment, F_SEQ, seq, F_DATA,
	    base64(bytes, len), F_NONE);
}

static const struct school_answer *
attach_small(struct office *office, const char *who)
{
	return begin(office, who, "證明.pdf", pdf, 100, 100);
}

static const char *
lacking(struct office *office)
{
	return school_text(
	    school_ask(office, "a.teach", OP_LEAVE_LOAD, F_REQUEST, id, F_NONE),
	    F_PAPER);
}

static void
withdraw(struct office *office)
{
	school_act_ok(office, "a.teach", id, "withdraw", "withdrawn");
}

static void
file_sick(struct office *office, const char *from, const char *until)
{
	school_file_ok(office, "a.teach", "病假", from, until, id);
}

/* ------------------------------------------------------------------ parts */

static void
a_paper_comes_in_in_parts_and_comes_back_the_same(void **state)
{
	struct office *office = school_office();
	static unsigned char back[SIZE];
	const struct school_answer *answer;
	char attachment[BOOK_ID_SIZE];
	size_t len, have = 0;

	(void)state;
	file_sick(office, "2026-09-07", "2026-09-08");
	answer =
	    begin(office, "a.teach", "C:\\x\\診斷.pdf", pdf, PART_LEN, SIZE);
	assert_verdict("ok", answer);
	assert_string_equal(school_text(answer, F_RESULT), "more");
	assert_string_equal(school_text(answer, F_NAME), "診斷.pdf");
	(void)snprintf(attachment, sizeof(attachment), "%s",
	    school_text(answer, F_ATTACHMENT));
	assert_string_equal(lacking(office), "missing");
	assert_verdict("no_file",
	    school_ask(office, "a.teach", OP_LEAVE_PAPER, F_ATTACHMENT,
		attachment, F_NONE));
	for (int gap = 2; gap > -2; gap -= 3)
		assert_verdict("bad_field",
		    go_on(office, "a.teach", attachment, gap, pdf + PART_LEN,
			SIZE - PART_LEN));
	answer = go_on(
	    office, "a.teach", attachment, 1, pdf + PART_LEN, SIZE - PART_LEN);
	assert_verdict("ok", answer);
	assert_string_equal(school_text(answer, F_RESULT), "added");
	assert_string_equal(lacking(office), "there");
	for (const char *seq = "0"; seq != NULL;
	     seq = *seq == '0' ? "1" : NULL) {
		const char *data;

		answer = school_ask(office, "a.pers", OP_LEAVE_PAPER,
		    F_ATTACHMENT, attachment, F_SEQ, seq, F_NONE);
		data = school_text(answer, F_DATA);
		assert_int_equal(sodium_base642bin(back + have, SIZE - have,
				     data, strlen(data), NULL, &len, NULL,
				     sodium_base64_VARIANT_ORIGINAL),
		    0);
		have += len;
	}
	assert_int_equal(have, SIZE);
	assert_memory_equal(back, pdf, SIZE);
	withdraw(office);
}

static const char *
offered(struct office *office, const char *who)
{
	return school_text(
	    school_ask(office, who, OP_LEAVE_LOAD, F_REQUEST, id, F_NONE),
	    F_ACTION);
}

static void
what_may_be_done_with_papers_is_offered(void **state)
{
	struct office *office = school_office();

	(void)state;
	file_sick(office, "2026-09-07", "2026-09-08");
	assert_non_null(
	    strstr(offered(office, "a.teach"), "papers attach detach"));
	assert_non_null(
	    strstr(offered(office, "a.pers"), "papers attach detach"));
	assert_null(strstr(offered(office, "a.mate"), "papers"));
	withdraw(office);
	assert_string_equal(offered(office, "a.teach"), "papers");
	assert_string_equal(offered(office, "a.pers"), "papers detach");
}

static void
what_is_no_paper_is_refused_by_its_bytes(void **state)
{
	struct office *office = school_office();
	static const unsigned char page[] =
	    "<html><script>alert(1)</script></html>";

	(void)state;
	file_sick(office, "2026-09-07", "2026-09-08");
	assert_verdict("bad_file",
	    begin(
		office, "a.teach", "x.pdf", page, sizeof(page), sizeof(page)));
	assert_verdict("too_large",
	    begin(office, "a.teach", "x.pdf", pdf, 100, 100000000));
	assert_verdict(
	    "too_large", begin(office, "a.teach", "x.pdf", pdf, 100, 50));
	assert_verdict("bad_field",
	    school_ask(office, "a.teach", OP_LEAVE_ATTACH, F_REQUEST, id,
		F_NAME, "x", F_COUNT, "3", F_DATA, "not base64!", F_NONE));
	for (int i = 0; i < PAPERS_MAX; i++)
		assert_verdict("ok", attach_small(office, "a.teach"));
	assert_verdict("too_large", attach_small(office, "a.teach"));
	withdraw(office);
}

static void
half_a_paper_is_none_and_goes_after_an_hour(void **state)
{
	struct office *office = school_office();
	int64_t now_s = (int64_t)almanac_day(2026, 9, 1) * DAY_S;
	struct err err;

	(void)state;
	file_sick(office, "2026-09-07", "2026-09-08");
	assert_verdict("ok", begin(office, "a.teach", "x.pdf", pdf, 100, 200));
	office_begin(office, now_s + PAPERS_STALE_S + 1);
	assert_rc(RC_OK, papers_tidy(office, &err), &err);
	assert_int_equal(
	    school_number(office,
		"SELECT count(*) FROM attachment WHERE request = ?", id),
	    0);
	withdraw(office);
}

static void
the_same_part_from_two_at_once_is_one(void **state)
{
	struct office *office = school_office();
	char attachment[BOOK_ID_SIZE];
	int status;

	(void)state;
	file_sick(office, "2026-09-07", "2026-09-08");
	(void)snprintf(attachment, sizeof(attachment), "%s",
	    school_text(begin(office, "a.teach", "x.pdf", pdf, 100, 200),
		F_ATTACHMENT));
	for (int n = 0; n < 2; n++)
		if (fork() == 0) {
			enum verdict verdict = go_on(school_fork(), "a.teach",
			    attachment, 1, pdf + 100, 100)
						   ->verdict;

			_exit(verdict != VERDICT_OK &&
			    verdict != VERDICT_NO_FILE);
		}
	for (int n = 0; n < 2; n++)
		assert_true(wait(&status) > 0 && status == 0);
	assert_int_equal(
	    school_number(office,
		"SELECT CAST(SUM(size) AS BIGINT) FROM attachment_part"
		" WHERE attachment = ?",
		attachment),
	    200);
	assert_string_equal(lacking(office), "there");
	withdraw(office);
}

/* --------------------------------------------------------- what is lacking */

static void
two_days_of_sick_leave_need_a_paper_however_they_are_split(void **state)
{
	struct office *office = school_office();
	char first[BOOK_ID_SIZE];

	(void)state;
	file_sick(office, "2026-09-07", "2026-09-07");
	assert_string_equal(lacking(office), "none");
	(void)snprintf(first, sizeof(first), "%s", id);
	file_sick(office, "2026-09-08", "2026-09-08");
	assert_string_equal(lacking(office), "missing");
	assert_verdict("ok", attach_small(office, "a.teach"));
	assert_string_equal(lacking(office), "there");
	withdraw(office);
	school_act_ok(office, "a.teach", first, "withdraw", "withdrawn");
}

static void
official_leave_needs_the_number_of_a_letter(void **state)
{
	struct office *office = school_office();
	const struct school_answer *answer;

	(void)state;
	school_file_ok(office, "a.teach", "公假", "2026-09-07T09:00",
	    "2026-09-07T10:00", id);
	assert_string_equal(lacking(office), "letter");
	withdraw(office);
	answer = school_ask(office, "a.teach", OP_LEAVE_FILE, F_TYPE, "公假",
	    F_STARTS, "2026-09-07T09:00", F_ENDS, "2026-09-07T10:00", F_FACTS,
	    "letter=府教人字第1150000001號;destination=市政府", F_NONE);
	assert_verdict("ok", answer);
	assert_string_equal(school_text(answer, F_PAPER), "there");
	(void)snprintf(id, sizeof(id), "%s", school_text(answer, F_REQUEST));
	withdraw(office);
}

/* ----------------------------------------------------------------- who may */

static void
papers_are_handed_in_until_the_days_are_over(void **state)
{
	struct office *office = school_office();
	int64_t now_s = (int64_t)almanac_day(2026, 9, 1) * DAY_S;
	int64_t over_s = (int64_t)almanac_day(2026, 9, 8) * DAY_S +
	    (int64_t)office->rules.settings.paper_days * DAY_S;
	char attachment[BOOK_ID_SIZE];

	(void)state;
	file_sick(office, "2026-09-07", "2026-09-08");
	for (const char *const *who =
		 (const char *const[]){"a.head", "a.pers", "a.boss", NULL};
	     *who != NULL; who++)
		assert_verdict("ok", school_act(office, *who, id, "approve"));
	school_at(over_s);
	assert_verdict("ok", attach_small(office, "a.teach"));
	school_at(over_s + DAY_S);
	assert_verdict("papers_late", attach_small(office, "a.teach"));
	(void)snprintf(attachment, sizeof(attachment), "%s",
	    school_text(attach_small(office, "a.pers"), F_ATTACHMENT));
	school_at(now_s);
	assert_verdict("wrong_state",
	    school_ask(office, "a.teach", OP_LEAVE_DETACH, F_ATTACHMENT,
		attachment, F_NONE));
	assert_verdict("ok",
	    school_ask(office, "a.pers", OP_LEAVE_DETACH, F_ATTACHMENT,
		attachment, F_WHY, "傳錯人", F_NONE));
	assert_verdict("ok", school_act(office, "a.pers", id, "cancel"));
	assert_int_equal(school_number(office,
			     "SELECT count(*) FROM audit WHERE target = ?"
			     " AND action = 'leave_detach'",
			     id),
	    1);
}

static int
make_pdf(void **state)
{
	(void)state;
	(void)school_office();
	randombytes_buf(pdf, sizeof(pdf));
	memcpy(pdf, "%PDF-1.7\n", 9);
	return 0;
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(a_paper_comes_in_in_parts_and_comes_back_the_same),
    cmocka_unit_test(what_may_be_done_with_papers_is_offered),
    cmocka_unit_test(what_is_no_paper_is_refused_by_its_bytes),
    cmocka_unit_test(half_a_paper_is_none_and_goes_after_an_hour),
    cmocka_unit_test(the_same_part_from_two_at_once_is_one),
    cmocka_unit_test(
	two_days_of_sick_leave_need_a_paper_however_they_are_split),
    cmocka_unit_test(official_leave_needs_the_number_of_a_letter),
    cmocka_unit_test(papers_are_handed_in_until_the_days_are_over),
};

UNIT_MAIN_IN(tests, make_pdf, NULL)
