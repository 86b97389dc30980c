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

static void
put_home(int64_t home, struct dir *dir, struct wire_out *out)
{
	char label[LABEL_SIZE];
	struct err err;

	(void)text_print(
	    label, sizeof(label), "home=\"%lld\"", (long long)home);
	tally_put_row(out, "directory_up", label,
	    dir != NULL && dir_probe(dir, &err) == RC_OK);
}

/* This host's own directory, and those that other codes have their home at. */
static void
put_homes(struct core *core, struct wire_out *out)
{
	put_home(core->conf->home, core->dir, out);
	for (size_t i = 0; i < core->conf->homes.count; i++) {
		int64_t home = identityd_conf_home_at(core->conf, i);

		if (home != core->conf->home)
			put_home(home, core_home(core, home), out);
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
