/*
 * What somebody who watches over machines wants to know, as numbers. The
 * directory may be away: then what it alone knows is left out, and said.
 */
#include "base/tally.h"
#include "base/text.h"
#include "dir/csn.h"
#include "ops_table.h"

#include <stdlib.h>

enum { LABEL_SIZE = 32, CSN_SIZE = 64 };

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

/* The last change by this home that `dir` has; "" when it has none. */
static enum rc
load_csn(struct core *core, struct dir *dir, int64_t home, char csn[CSN_SIZE],
    struct err *err)
{
	static const char attr[] = "contextCSN";
	static const char *const attrs[] = {attr, NULL};
	struct dir_entry *entry;
	enum rc rc = dir_get(dir, core->conf->base_dn, attrs, &entry, err);

	if (rc != RC_OK)
		return rc;
	csn[0] = '\0';
	for (size_t i = 0; i < dir_count(entry, attr); i++) {
		const char *value = dir_value_at(entry, attr, i);

		if (value != NULL && csn_is_of(value, home))
			(void)text_copy(csn, CSN_SIZE, value);
	}
	dir_entry_free(entry);
	return RC_OK;
}

/* Directories are counted as by core_dial(). */
static size_t
providers(const struct core *core)
{
	return 1 + core->conf->homes.count;
}

static size_t
directories(const struct core *core)
{
	return providers(core) + core->conf->replicas.count;
}

static int64_t
server_id(const struct core *core, size_t at)
{
	int64_t id = core->conf->home;

	if (at > 0)
		(void)identityd_conf_other(core->conf, at - 1, &id);
	return id;
}

static bool
is_up(struct core *core, size_t at)
{
	return core_dir_at(core, at) != NULL && !core_is_away(core, at);
}

static void
put_up(struct core *core, struct wire_out *out)
{
	for (size_t at = 0; at < directories(core); at++) {
		char label[LABEL_SIZE];

		(void)text_print(label, sizeof(label), "%s=\"%lld\"",
		    at < providers(core) ? "home" : "replica",
		    (long long)server_id(core, at));
		tally_put_row(out, "directory_up", label, is_up(core, at));
	}
}

/* Of what was written at this home and `from` has, what `to` lacks. */
static void
put_lag(struct core *core, int64_t home, struct dir *from, struct dir *to,
    const char *label, struct wire_out *out)
{
	char there[CSN_SIZE], here[CSN_SIZE];
	struct err err;

	/* In this order: what is written in between is not missing here. */
	if (load_csn(core, from, home, there, &err) == RC_OK &&
	    load_csn(core, to, home, here, &err) == RC_OK)
		tally_put_row(out, "replication_lag_s", label,
		    csn_lag_s(there, here, core->now_s));
}

/* What this host's own directory lacks of what was written at the others. */
static void
put_home_lags(struct core *core, struct wire_out *out)
{
	for (size_t at = 1; at < providers(core); at++) {
		int64_t home = server_id(core, at);
		char label[LABEL_SIZE];

		(void)text_print(
		    label, sizeof(label), "home=\"%lld\"", (long long)home);
		if (is_up(core, at))
			put_lag(core, home, core_dir_at(core, at), core->dir,
			    label, out);
	}
}

/* What a replica lacks of what this host's own directory has. */
static void
put_replica_lag(struct core *core, size_t at, struct wire_out *out)
{
	for (size_t i = 0; is_up(core, at) && i < providers(core); i++) {
		int64_t home = server_id(core, i);
		char label[LABEL_SIZE];

		(void)text_print(label, sizeof(label),
		    "home=\"%lld\",replica=\"%lld\"", (long long)home,
		    (long long)server_id(core, at));
		put_lag(
		    core, home, core->dir, core_dir_at(core, at), label, out);
	}
}

static void
put_own(void *context, struct wire_out *out)
{
	put_outbox(context, out);
	put_up(context, out);
	put_home_lags(context, out);
	for (size_t at = providers(context); at < directories(context); at++)
		put_replica_lag(context, at, out);
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
