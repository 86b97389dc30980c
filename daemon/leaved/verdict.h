/*
 * verdict.h - what leaved answers, in words.
 *
 * Shape:  one table: a verdict, its stable name, its class, its sentence in
 *         two languages. Every refusal of the rules (refusal.h) is a verdict
 *         of the same name.
 * Units:  none.
 * Errors: none.
 * Source: texts ours; the names of refusals are leave-calc(1)'s.
 */
#ifndef LEAVED_VERDICT_H
#define LEAVED_VERDICT_H

#include "base/err.h"
#include "refusal.h"

enum verdict {
	VERDICT_OK = REFUSAL_NONE,
	/* 1 ... REFUSAL_COUNT - 1: the refusals */
	VERDICT_SIGN_IN_AGAIN = REFUSAL_COUNT,
	VERDICT_NO_SCOPE,
	VERDICT_NOT_ALLOWED,
	VERDICT_OTHER_SCHOOL,
	VERDICT_NO_PERSON,
	VERDICT_NO_LETTER,
	VERDICT_READ_WARNING,
	VERDICT_NOT_YET,
	VERDICT_NO_FILE,
	VERDICT_BAD_FILE,
	VERDICT_TOO_LARGE,
	VERDICT_PAPERS_LATE,
	VERDICT_NOT_ACTIVE,
	VERDICT_BAD_FIELD,
	VERDICT_COVER_BUSY,
	VERDICT_CHANGED_MEANWHILE,
	VERDICT_DIRECTORY_AWAY,
	VERDICT_DATABASE_AWAY,
	VERDICT_BUSY,
	VERDICT_FAULT,
	VERDICT_COUNT
};

struct verdict_text {
	const char *name;
	enum rc rc;
	const char *zh, *en; /* of BAD_FIELD and READ_WARNING with one %s */
};

const struct verdict_text *verdict_text(enum verdict verdict);

/* For a failure of the database that nobody explained better. */
enum verdict verdict_of_rc(enum rc rc);

#endif
