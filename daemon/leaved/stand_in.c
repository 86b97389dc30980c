/*
 * Who stands in for somebody, in the order in which they are asked.
 */
#include "base/text.h"
#include "leave_ops.h"

#include <string.h>

struct deputies {
	char uuids[APPROVAL_DEPUTIES_MAX][BOOK_ID_SIZE];
	size_t count;
};

enum verdict
stand_in_find(struct office *office, enum field field, const char *account,
    char uuid[BOOK_ID_SIZE])
{
	int64_t here = 0;
	struct err err;
	enum verdict verdict = office_find(office, account, uuid);
	enum rc rc;

	if (verdict == VERDICT_NO_PERSON)
		return office_bad(office, field, AMISS_NOT_HERE, account);
	if (verdict != VERDICT_OK)
		return verdict;
	rc = sql_get_number(office->sql,
	    "SELECT count(*) FROM person WHERE uuid = ? AND school = ?"
	    " AND state = 'active'",
	    &here, &err,
	    SQL_VALUES(sql_text(uuid), sql_text(office->folder.school)));
	if (rc != RC_OK)
		return office_fail("deputy", rc, &err);
	return here == 1 ? VERDICT_OK
			 : office_bad(office, field, AMISS_NOT_HERE, account);
}

enum verdict
stand_in_add(struct office *office, const char *uuid)
{
	struct err err;
	enum rc rc =
	    chain_add(&office->folder, office->sql, uuid, office->now, &err);

	return rc == RC_OK ? VERDICT_OK : office_fail("deputy", rc, &err);
}

/* Accounts with blanks between: colleagues in service, not oneself. */
static enum verdict
read_one(struct office *office, const char *account, struct deputies *list)
{
	char *uuid;
	enum verdict verdict;

	if (list->count == APPROVAL_DEPUTIES_MAX)
		return office_bad(office, F_DEPUTY, AMISS_SIX_DEPUTIES, NULL);
	uuid = list->uuids[list->count];
	verdict = stand_in_find(office, F_DEPUTY, account, uuid);
	if (verdict != VERDICT_OK)
		return verdict;
	if (strcmp(uuid, office->folder.uuid) == 0)
		return (enum verdict)REFUSAL_DEPUTY_IS_APPLICANT;
	for (size_t i = 0; i < list->count; i++)
		if (strcmp(list->uuids[i], uuid) == 0)
			return office_bad(
			    office, F_DEPUTY, AMISS_TWICE, account);
	list->count++;
	return VERDICT_OK;
}

static enum verdict
read_list(struct office *office, const char *text, struct deputies *list)
{
	char account[FOLDER_TEXT_SIZE];
	enum verdict verdict = VERDICT_OK;

	list->count = 0;
	while (verdict == VERDICT_OK && *(text += strspn(text, " ")) != '\0') {
		size_t len = strcspn(text, " ");

		if (!text_print(
			account, sizeof(account), "%.*s", (int)len, text))
			return office_bad(office, F_DEPUTY, AMISS_LONG, NULL);
		verdict = read_one(office, account, list);
		text += len;
	}
	return verdict;
}

static enum verdict
put_list(struct office *office, const struct deputies *list)
{
	const char *uuid = office->folder.uuid;
	struct err err;
	enum rc rc =
	    sql_change(office->sql, "DELETE FROM deputy WHERE person = ?", NULL,
		&err, SQL_VALUES(sql_text(uuid)));

	for (size_t i = 0; rc == RC_OK && i < list->count; i++)
		rc = sql_change(office->sql,
		    "INSERT INTO deputy (person, n, deputy) VALUES (?, ?, ?)",
		    NULL, &err,
		    SQL_VALUES(sql_text(uuid), sql_number((int64_t)i),
			sql_text(list->uuids[i])));
	return rc == RC_OK ? VERDICT_OK : office_fail("deputies", rc, &err);
}

static void
answer_list(struct office *office, const char *const *uuids, size_t count,
    struct wire_out *out)
{
	char text[FOLDER_TEXT_SIZE * 2] = "", account[FOLDER_TEXT_SIZE];
	size_t len = 0;

	for (size_t i = 0; i < count; i++) {
		office_account(office, uuids[i], account);
		(void)text_print(text + len, sizeof(text) - len, "%s%s",
		    i > 0 ? " " : "", account);
		len += strlen(text + len);
	}
	wire_put_shown(out, F_DEPUTY, text);
}

enum verdict
stand_in_list(struct office *office, const struct serve_question *question,
    struct serve_answer *answer)
{
	const char *text = wire_text(&question->in, F_DEPUTY);
	const char *uuids[APPROVAL_DEPUTIES_MAX];
	const struct book *book = &office->folder.book;
	struct deputies list = {.count = 0};
	char uuid[BOOK_ID_SIZE];
	enum verdict verdict =
	    office_find(office, wire_text(&question->in, F_ACCOUNT), uuid);

	if (verdict == VERDICT_OK)
		verdict = office_folder(office, uuid, false);
	if (verdict == VERDICT_OK)
		verdict = office_may(
		    office, OP_LEAVE_DEPUTIES, office_standing(office, NULL));
	if (verdict != VERDICT_OK)
		return verdict;
	if (text == NULL) {
		for (size_t i = 0; i < book->deputy_count; i++)
			uuids[i] = book->deputies[i];
		answer_list(office, uuids, book->deputy_count, &answer->out);
		return VERDICT_OK;
	}
	verdict = read_list(office, text, &list);
	if (verdict == VERDICT_OK)
		verdict = put_list(office, &list);
	if (verdict == VERDICT_OK)
		verdict = office_note(office, OP_LEAVE_DEPUTIES,
		    office->folder.account, office->folder.school, text, "set");
	for (size_t i = 0; i < list.count; i++)
		uuids[i] = list.uuids[i];
	if (verdict == VERDICT_OK)
		answer_list(office, uuids, list.count, &answer->out);
	wire_put_text(&answer->out, F_RESULT, "set");
	return verdict;
}
