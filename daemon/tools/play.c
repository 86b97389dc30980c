#include "play.h"
#include "answer.h"

enum refusal
play_span(struct play *p, struct span *span)
{
	const char *from = fields_text(p->f, p->event, "from", true);
	const char *to = fields_text(p->f, p->event, "to", true);

	if (from == NULL || to == NULL)
		return REFUSAL_BAD_DATE;
	return answer_read_span(from, to, span);
}

const char *
play_text(struct play *p, const char *key, const char *fallback)
{
	const char *text = fields_text(p->f, p->event, key, fallback == NULL);

	return text == NULL ? (fallback == NULL ? "" : fallback) : text;
}

const char *
play_maybe(struct play *p, const char *key)
{
	return fields_text(p->f, p->event, key, false);
}

enum refusal
play_find(struct play *p)
{
	p->request = book_find(&p->stage->book, play_text(p, "id", NULL));
	return p->request == NULL ? REFUSAL_UNKNOWN_REQUEST : REFUSAL_NONE;
}

bool
play_by_personnel(struct play *p)
{
	const char *by = play_maybe(p, "by");

	return by != NULL &&
	    approval_has_role(&p->stage->book.people, by, APPROVAL_PERSONNEL);
}
