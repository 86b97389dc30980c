#include "lab_offline.h"

#include "base/clock.h"
#include "base/text.h"
#include "dir/filter.h"
#include "lab_person.h"

#include <string.h>

/* The class that the kept password gives, and the word for it. */
static enum lab_reason
reason_of(enum rc rc)
{
	static const enum lab_reason reasons[RC_COUNT] = {
	    [RC_OK] = LAB_AWAY,
	    [RC_INPUT] = LAB_MALFORMED,
	    [RC_DENIED] = LAB_WRONG,
	    [RC_ABSENT] = LAB_OFFLINE,
	    [RC_EXISTS] = LAB_FAULT,
	    [RC_BUSY] = LAB_AWAY_WAIT,
	    [RC_OFFLINE] = LAB_AWAY_LONG,
	    [RC_FAULT] = LAB_FAULT,
	};

	return reasons[rc];
}

enum rc
lab_offline_auth(struct lab *lab, const char *account, const char *password,
    struct lab_answer *answer, struct err *err)
{
	struct lab_person person;
	struct offline_person kept;
	enum rc rc;

	answer->reason = LAB_OFFLINE;
	if (!lab_person_recall(lab, account, &person))
		return err_set(err, RC_OFFLINE, "not known when it was there");
	rc = lab_person_check(lab, account, &person, answer, err);
	if (rc != RC_OK)
		return rc;
	kept = (struct offline_person){account, person.uid, person.changed};
	rc = offline_check(&lab->store, &kept, password, clock_now_s(), err);
	answer->reason = reason_of(rc);
	return rc == RC_ABSENT ? RC_OFFLINE : rc;
}

/* ------------------------------------------------------------- keeping */

/* "%d" and "%u" in the filter become the escaped DN and account. */
static bool
make_filter(const char *from, const char *dn, const char *account, char *dst,
    size_t size)
{
	char value[FILTER_SIZE];
	struct err err;
	size_t len = 0;

	for (; *from != '\0'; from++) {
		const char *insert = NULL;

		if (from[0] == '%' && from[1] == 'd')
			insert = dn;
		else if (from[0] == '%' && from[1] == 'u')
			insert = account;
		if (insert == NULL) {
			value[0] = *from;
			value[1] = '\0';
		} else if (filter_print(value, sizeof(value), &err, "%s",
			       insert) == RC_OK) {
			from++;
		} else {
			return false;
		}
		if (!text_copy(dst + len, size - len, value))
			return false;
		len += strlen(value);
	}
	return true;
}

/* Where roles and groups are: by default what people's branch is in. */
static const char *
never_base(const struct labd_conf *conf)
{
	const char *parent = strchr(conf->base, ',');

	if (*conf->offline_base != '\0')
		return conf->offline_base;
	return parent == NULL ? conf->base : parent + 1;
}

/* RC_ABSENT: may be kept. Anything else: may not, or nobody knows. */
static enum rc
find_never(struct lab *lab, const struct lab_person *person,
    const char *account, struct err *err)
{
	static const char *const no_attrs[] = {"1.1", NULL};
	char filter[2 * FILTER_SIZE];
	const struct dir_query query = {.base = never_base(lab->conf),
	    .scope = DIR_SUBTREE,
	    .filter = filter,
	    .attrs = no_attrs};
	struct dir_entry *entry = NULL;
	enum rc rc;

	if (*lab->conf->offline_never == '\0')
		return RC_ABSENT;
	if (!make_filter(lab->conf->offline_never, person->dn, account, filter,
		sizeof(filter)))
		return err_set(err, RC_FAULT, "offline_never is too long");
	rc = dir_find(lab->names, &query, &entry, err);
	dir_entry_free(entry);
	return rc;
}

static enum rc
keep(struct lab *lab, const struct lab_person *person, const char *account,
    const char *password, struct err *err)
{
	const struct offline_person kept = {
	    account, person->uid, person->changed};
	enum rc rc;

	if (offline_is_fresh(&lab->store, &kept, clock_now_s()))
		return RC_OK;
	rc = find_never(lab, person, account, err);
	if (rc == RC_ABSENT)
		return offline_put(
		    &lab->store, &kept, password, clock_now_s(), err);
	if (rc == RC_OK || rc == RC_EXISTS) /* found once or more often */
		return offline_drop(&lab->store, person->uid, err);
	return rc;
}

enum rc
lab_offline_after(struct lab *lab, const char *account, const char *password,
    enum rc said, struct err *err)
{
	struct lab_person person;
	struct offline_person kept;

	if (!lab_person_recall(lab, account, &person))
		return RC_OK;
	if (said == RC_OK)
		return keep(lab, &person, account, password, err);
	if (said != RC_DENIED)
		return RC_OK;
	kept = (struct offline_person){account, person.uid, person.changed};
	(void)offline_refused(&lab->store, &kept, password, err);
	return RC_OK;
}

static bool
is_same(void *context, const char *account, int64_t uid, const char *changed)
{
	struct lab *lab = context;
	struct lab_person person;

	return lab_person_recall(lab, account, &person) && person.uid == uid &&
	    strcmp(person.changed, changed) == 0;
}

enum rc
lab_offline_sweep(struct lab *lab, struct err *err)
{
	/* Without the names nothing is known about anybody: forget nobody. */
	if (state_open(&lab->known, lab->conf->state_dir, err) != RC_OK)
		return RC_OK;
	return offline_sweep(&lab->store, clock_now_s(), is_same, lab, err);
}
