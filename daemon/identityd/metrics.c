/*
 * What somebody who watches over machines wants to know, as numbers. The
 * directory may be away: then what it alone knows is left out, and said.
 */
#include "base/tally.h"
#include "base/text.h"
#include "ops_table.h"

#include <stdlib.h>

enum { LABEL_SIZE = 32 };

/* Letters that wait, and how long the first is over its time. */
static void
put_outbox(struct core *core, struct wire_out *out)
{
	struct outbox_item first = {.place = OUTBOX_DUE};
	struct dirent **list;
	int64_t late_s = 0;
	int count;
	struct err err;

	if (outbox_load_list(&core->outbox, OUTBOX_DUE, &list, &count, &err) !=
	    RC_OK) {
		(void)core_fail("metrics", RC_FAULT, &err);
		return;
	}
	if (count > 0 && outbox_name_parse(&first, list[0]->d_name) &&
	    first.due_s < core->now_s)
		late_s = core->now_s - first.due_s;
	tally_put_row(out, "outbox_letters", "", count);
	tally_put_row(out, "outbox_late_s", "", late_s);
	for (int i = 0; i < count; i++)
		free(list[i]);
	free(list);
}

/* People whose last letter ended so. */
static void
put_letters(struct core *core, struct wire_out *out)
{
	static const char *const states[] = {"deferred", "bounced", "failed"};
	char filter[64], label[LABEL_SIZE];
	struct err err;

	for (size_t i = 0; i < sizeof(states) / sizeof(states[0]); i++) {
		int64_t count;

		(void)text_print(filter, sizeof(filter),
		    "(portalLetterState=%s)", states[i]);
		(void)text_print(
		    label, sizeof(label), "state=\"%s\"", states[i]);
		if (core_count_people(core, filter, &count, &err) == RC_OK)
			tally_put_row(out, "letters", label, count);
	}
}

/* A directory counted as by core_dial(), and its home. */
static void
put_up(struct core *core, size_t at, int64_t home, const char *label,
    struct wire_out *out)
{
	tally_put_row(out, "directory_up", label,
	    core_home(core, home) != NULL && !core_is_away(core, at));
}

/* This host's own directory, and those that other codes have their home at. */
static void
put_homes(struct core *core, struct wire_out *out)
{
	for (size_t at = 0; at <= core->conf->homes.count; at++) {
		int64_t home = at == 0
		    ? core->conf->home
		    : identityd_conf_home_at(core->conf, at - 1);
		char label[LABEL_SIZE];

		if (at > 0 && home == core->conf->home)
			continue;
		(void)text_print(
		    label, sizeof(label), "home=\"%lld\"", (long long)home);
		put_up(core, at, home, label, out);
	}
}

static void
put_own(void *context, struct wire_out *out)
{
	put_outbox(context, out);
	put_homes(context, out);
	put_letters(context, out);
}

enum reply
metrics(struct core *core, const struct actor *actor,
    const struct serve_question *question, struct serve_answer *answer)
{
	(void)actor;
	return tally_answer(
		   core->tally, &question->in, put_own, core, &answer->out)
	    ? REPLY_OK
	    : REPLY_BAD_FIELD;
}
