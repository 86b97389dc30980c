#include "probe.h"

#include "base/clock.h"
#include "base/log.h"

enum { NAME_SIZE = 512 };

/* Of the process that probes. */
static struct {
	struct dir *dir;
	bool is_away;
} probes[CORE_DIRS_MAX];

static enum rc
ask(struct dir *dir, struct err *err)
{
	char name[NAME_SIZE];
	enum rc rc = dir_probe(dir, err);

	return rc == RC_OK ? dir_whoami(dir, name, sizeof(name), err) : rc;
}

static enum rc
probe_at(struct core *core, size_t at)
{
	struct err err;
	enum rc rc = RC_OK;
	bool was_away = probes[at].is_away;

	if (probes[at].dir == NULL)
		rc = core_dial(core, at, PROBE_MS, &probes[at].dir, &err);
	if (rc == RC_OK)
		rc = ask(probes[at].dir, &err);
	if (rc == RC_ABSENT)
		return rc;
	probes[at].is_away =
	    rc != RC_OK && atomic_load(&core->health[at].retry_at_ms[0]) != 0;
	if (probes[at].is_away && !was_away)
		log_error("directory is away: %s", err.text);
	if (rc == RC_OK && was_away)
		log_info("directory answers: %s", dir_server(probes[at].dir));
	return rc;
}

bool
probe_is_due(const struct core *core, int64_t asked_ms)
{
	bool is_due = clock_mono_ms() - asked_ms >= PROBE_EVERY_MS;

	for (size_t at = 0; at < CORE_DIRS_MAX; at++)
		is_due |= atomic_load(&core->health[at].retry_at_ms[0]) != 0;
	return is_due;
}

void
probe_run(struct core *core)
{
	for (size_t at = 0; at < CORE_DIRS_MAX; at++)
		if (probe_at(core, at) == RC_ABSENT)
			return;
}
