#include "lab_auth.h"

#include "base/text.h"
#include "dir/filter.h"
#include "lab_local.h"

#include <string.h>

enum { BACKOFF_MS = 10000 }; /* workers; the prober is quicker than that */

struct dir_conf
lab_dir_conf(const struct labd_conf *conf, struct dir_health *health)
{
	return (struct dir_conf){
	    .uris = (const char *const *)conf->servers.items,
	    .ca_file = conf->ca_file,
	    .bind_dn = conf->bind_dn,
	    .password = conf->password,
	    .timeout_ms = (int)conf->timeout_ms,
	    .backoff_min_ms = BACKOFF_MS,
	    .backoff_max_ms = BACKOFF_MS,
	    .health = health,
	};
}

enum rc
lab_open(struct lab *lab, const struct labd_conf *conf,
    struct dir_health *health, struct err *err)
{
	struct dir_conf dir_conf = lab_dir_conf(conf, health);
	enum rc rc;

	*lab = (struct lab){.conf = conf};
	rc = dir_open(&dir_conf, &lab->names, err);
	if (rc != RC_OK)
		return rc;
	dir_conf.bind_dn = NULL;
	dir_conf.password = NULL;
	rc = dir_open(&dir_conf, &lab->people, err);
	if (rc != RC_OK)
		lab_close(lab);
	return rc;
}

void
lab_close(struct lab *lab)
{
	dir_close(lab->names);
	dir_close(lab->people);
	*lab = (struct lab){0};
}

static enum lab_reason
reason_of(enum rc rc)
{
	static const enum lab_reason reasons[RC_COUNT] = {
	    [RC_OK] = LAB_OK,
	    [RC_INPUT] = LAB_MALFORMED,
	    [RC_DENIED] = LAB_WRONG,
	    [RC_ABSENT] = LAB_UNKNOWN,
	    [RC_EXISTS] = LAB_FAULT,
	    [RC_BUSY] = LAB_BUSY,
	    [RC_OFFLINE] = LAB_OFFLINE,
	    [RC_FAULT] = LAB_FAULT,
	};

	return reasons[rc];
}

static enum rc
answer_with(struct lab_answer *answer, enum rc rc, enum lab_reason reason)
{
	answer->reason = reason;
	return rc;
}

/* ------------------------------------------------------- who it is */

/* The account name is the value byte for byte: the directory compares without
 * case, but home directories and sudoers do not. */
static bool
has_exact_name(
    const struct dir_entry *entry, const char *attr, const char *account)
{
	const char *name;

	for (size_t i = 0; i < dir_count(entry, attr); i++) {
		name = dir_value_at(entry, attr, i);
		if (name != NULL && strcmp(name, account) == 0)
			return true;
	}
	return false;
}

static enum rc
find_person(struct lab *lab, const char *account, struct dir_entry **person,
    struct err *err)
{
	const struct labd_conf *conf = lab->conf;
	const char *attrs[] = {conf->name_attribute, "uidNumber", "gidNumber",
	    *conf->state_attribute != '\0' ? conf->state_attribute : NULL,
	    NULL};
	char filter[FILTER_SIZE], escaped[FILTER_SIZE];
	struct dir_query query = {.base = conf->base,
	    .scope = DIR_SUBTREE,
	    .filter = filter,
	    .attrs = attrs};
	enum rc rc;

	*person = NULL;
	rc = filter_print(escaped, sizeof(escaped), err, "=%s)", account);
	if (rc != RC_OK)
		return rc;
	if (!text_print(filter, sizeof(filter), "(&%s(%s%s)",
		conf->people_filter, conf->name_attribute, escaped))
		return err_set(err, RC_FAULT, "people_filter is too long");
	rc = dir_find(lab->names, &query, person, err);
	if (rc == RC_OK &&
	    !has_exact_name(*person, conf->name_attribute, account))
		rc = err_set(err, RC_ABSENT, "the name differs in case");
	if (rc == RC_DENIED) /* the machine may not look: nothing is known */
		rc = RC_FAULT;
	return rc;
}

static bool
number_of(const struct dir_entry *entry, const char *attr, int64_t min,
    int64_t *number)
{
	const char *text = dir_value(entry, attr);

	return text != NULL && dir_count(entry, attr) == 1 &&
	    text_number(text, 0, UINT32_MAX, number) &&
	    lab_name_is_free_number(*number, min);
}

static enum rc
check_numbers(struct lab *lab, const struct dir_entry *person,
    const char *account, struct lab_answer *answer, struct err *err)
{
	int64_t gid, min = lab->conf->uid_min;
	bool is_local;
	enum rc rc;

	if (!number_of(person, "uidNumber", min, &answer->uid_number) ||
	    !number_of(person, "gidNumber", min, &gid)) {
		(void)err_set(err, RC_DENIED, "%s: uid or gid is reserved",
		    dir_dn(person));
		return answer_with(answer, RC_DENIED, LAB_RESERVED);
	}
	rc = lab_local_has(
	    LAB_LOCAL_PASSWD, account, answer->uid_number, &is_local, err);
	if (rc != RC_OK)
		return answer_with(answer, rc, LAB_FAULT);
	if (!is_local)
		return RC_OK;
	(void)err_set(err, RC_DENIED, "a local account has this name or uid");
	return answer_with(answer, RC_DENIED, LAB_RESERVED);
}

static bool
is_active(const struct lab *lab, const struct dir_entry *person)
{
	const char *attr = lab->conf->state_attribute;
	const char *state;

	if (*attr == '\0')
		return true;
	state = dir_value(person, attr);
	return state != NULL && strcmp(state, lab->conf->state_active) == 0;
}

/* The person of that name whom this machine may let in at all. */
static enum rc
take_person(struct lab *lab, const char *account, struct dir_entry **person,
    struct lab_answer *answer, struct err *err)
{
	enum rc rc;

	*person = NULL;
	*answer = (struct lab_answer){LAB_OK, -1, -1, -1};
	if (!lab_name_is_good(account)) {
		(void)err_set(err, RC_INPUT, "no account can have this name");
		return answer_with(answer, RC_INPUT, LAB_MALFORMED);
	}
	rc = find_person(lab, account, person, err);
	if (rc != RC_OK)
		return answer_with(answer, rc, reason_of(rc));
	return check_numbers(lab, *person, account, answer, err);
}

/* ----------------------------------------------------- the password */

static enum rc
take_no(const struct dir_bound *bound, struct lab_answer *answer)
{
	if (bound->policy == DIR_POLICY_LOCKED)
		answer->reason = LAB_LOCKED;
	else if (bound->policy == DIR_POLICY_EXPIRED)
		answer->reason = LAB_EXPIRED;
	else
		answer->reason = LAB_WRONG;
	return RC_DENIED;
}

static enum rc
take_yes(const struct dir_bound *bound, struct lab_answer *answer)
{
	answer->expires_in_s = bound->expires_in_s;
	answer->grace_count = bound->grace_count;
	if (bound->policy == DIR_POLICY_MUST_CHANGE)
		answer->reason = LAB_MUST_CHANGE;
	else if (bound->grace_count >= 0)
		answer->reason = LAB_GRACE;
	else if (bound->expires_in_s >= 0)
		answer->reason = LAB_EXPIRING;
	return RC_OK;
}

enum rc
lab_auth(struct lab *lab, const char *account, const char *password,
    struct lab_answer *answer, struct err *err)
{
	struct dir_entry *person;
	struct dir_bound bound;
	enum rc rc = take_person(lab, account, &person, answer, err);

	if (rc == RC_OK) {
		rc = dir_bind(
		    lab->people, dir_dn(person), password, &bound, err);
		answer->reason = reason_of(rc);
		if (rc == RC_DENIED)
			rc = take_no(&bound, answer);
		else if (rc == RC_OK && !is_active(lab, person))
			rc = answer_with(answer,
			    err_set(err, RC_DENIED, "not active"),
			    LAB_INACTIVE);
		else if (rc == RC_OK)
			rc = take_yes(&bound, answer);
	}
	dir_entry_free(person);
	return rc;
}

enum rc
lab_account(struct lab *lab, const char *account, struct lab_answer *answer,
    struct err *err)
{
	struct dir_entry *person;
	enum rc rc = take_person(lab, account, &person, answer, err);

	if (rc == RC_OK && !is_active(lab, person))
		rc = answer_with(answer, err_set(err, RC_DENIED, "not active"),
		    LAB_INACTIVE);
	dir_entry_free(person);
	return rc;
}
