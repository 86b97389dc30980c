#include "lab_auth.h"

#include "base/text.h"
#include "dir/dn.h"
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
	state_close(&lab->known);
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

struct person {
	char dn[DN_SIZE];
	int64_t uid;
	int64_t gid;
	bool is_active;
};

static int64_t
number_of(const struct dir_entry *entry, const char *attr)
{
	const char *text = dir_value(entry, attr);
	int64_t number;

	if (text == NULL || dir_count(entry, attr) != 1 ||
	    !text_number(text, 0, UINT32_MAX, &number))
		return -1;
	return number;
}

static bool
is_active(const struct lab *lab, const char *state)
{
	return *lab->conf->state_attribute == '\0' ||
	    (state != NULL && strcmp(state, lab->conf->state_active) == 0);
}

static enum rc
take_entry(struct lab *lab, const char *account, struct dir_entry *entry,
    struct person *person, struct err *err)
{
	const struct labd_conf *conf = lab->conf;

	if (!has_exact_name(entry, conf->name_attribute, account))
		return err_set(err, RC_ABSENT, "the name differs in case");
	if (!text_copy(person->dn, sizeof(person->dn), dir_dn(entry)))
		return err_set(err, RC_FAULT, "a name of %zu bytes",
		    strlen(dir_dn(entry)));
	person->uid = number_of(entry, "uidNumber");
	person->gid = number_of(entry, "gidNumber");
	person->is_active = is_active(lab,
	    *conf->state_attribute == '\0'
		? NULL
		: dir_value(entry, conf->state_attribute));
	return RC_OK;
}

/* As the directory has it at this moment. */
static enum rc
ask_person(struct lab *lab, const char *account, struct person *person,
    struct err *err)
{
	const struct labd_conf *conf = lab->conf;
	const char *attrs[] = {conf->name_attribute, "uidNumber", "gidNumber",
	    *conf->state_attribute != '\0' ? conf->state_attribute : NULL,
	    NULL};
	char filter[FILTER_SIZE], value[FILTER_SIZE];
	struct dir_query query = {.base = conf->base,
	    .scope = DIR_SUBTREE,
	    .filter = filter,
	    .attrs = attrs};
	struct dir_entry *entry = NULL;
	enum rc rc;

	rc = filter_print(value, sizeof(value), err, "=%s)", account);
	if (rc == RC_OK &&
	    !text_print(filter, sizeof(filter), "(&%s(%s%s)",
		conf->people_filter, conf->name_attribute, value))
		rc = err_set(err, RC_FAULT, "people_filter is too long");
	if (rc == RC_OK)
		rc = dir_find(lab->names, &query, &entry, err);
	if (rc == RC_OK)
		rc = take_entry(lab, account, entry, person, err);
	dir_entry_free(entry);
	/* If the machine may not look, nothing is known. */
	return rc == RC_DENIED ? RC_FAULT : rc;
}

/* As the last poll had it: good enough to know whose password to ask about,
 * because the directory judges that and the state anew. */
static bool
recall_person(struct lab *lab, const char *account, struct person *person)
{
	struct state_person known;
	struct err err;

	if (state_open(&lab->known, lab->conf->state_dir, &err) != RC_OK ||
	    state_find(&lab->known, account, &known, &err) != RC_OK ||
	    !is_active(lab, known.state) ||
	    !text_copy(person->dn, sizeof(person->dn), known.dn))
		return false;
	person->uid = known.names.uid;
	person->gid = known.names.gid;
	person->is_active = true;
	return true;
}

/* ------------------------------------------- whom we may let in at all */

static enum rc
check_name(const char *account, struct lab_answer *answer, struct err *err)
{
	*answer = (struct lab_answer){
	    .uid_number = -1, .expires_in_s = -1, .grace_count = -1};
	if (lab_name_is_good(account))
		return RC_OK;
	(void)err_set(err, RC_INPUT, "no account can have this name");
	return answer_with(answer, RC_INPUT, LAB_MALFORMED);
}

static enum rc
check_numbers(struct lab *lab, const char *account, const struct person *person,
    struct lab_answer *answer, struct err *err)
{
	int64_t min = lab->conf->uid_min;
	struct lab_local local;
	bool is_local;
	enum rc rc;

	answer->uid_number = person->uid;
	if (!lab_name_is_free_number(person->uid, min) ||
	    !lab_name_is_free_number(person->gid, min)) {
		(void)err_set(err, RC_DENIED, "uid or gid is reserved");
		return answer_with(answer, RC_DENIED, LAB_RESERVED);
	}
	rc = lab_local_load(LAB_LOCAL_PASSWD, &local, err);
	is_local = lab_local_has(&local, account, person->uid);
	lab_local_wipe(&local);
	if (rc != RC_OK)
		return answer_with(answer, rc, LAB_FAULT);
	if (!is_local)
		return RC_OK;
	(void)err_set(err, RC_DENIED, "a local account has this name or uid");
	return answer_with(answer, RC_DENIED, LAB_RESERVED);
}

static enum rc
ask_and_check(struct lab *lab, const char *account, struct person *person,
    struct lab_answer *answer, struct err *err)
{
	enum rc rc = ask_person(lab, account, person, err);

	if (rc != RC_OK)
		return answer_with(answer, rc, reason_of(rc));
	return check_numbers(lab, account, person, answer, err);
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

static enum rc
try_password(struct lab *lab, const struct person *person, const char *password,
    struct lab_answer *answer, struct err *err)
{
	struct dir_bound bound;
	enum rc rc = dir_bind(lab->people, person->dn, password, &bound, err);

	answer->reason = reason_of(rc);
	if (rc == RC_DENIED)
		return take_no(&bound, answer);
	if (rc != RC_OK)
		return rc;
	if (!person->is_active) {
		(void)err_set(err, RC_DENIED, "not active");
		return answer_with(answer, RC_DENIED, LAB_INACTIVE);
	}
	return take_yes(&bound, answer);
}

/* Somebody known who is refused may have another name in the directory since
 * the last poll. */
static enum rc
try_known(struct lab *lab, const char *account, const char *password,
    struct person *known, struct lab_answer *answer, struct err *err)
{
	struct person person;
	struct err ignored;
	enum rc rc = check_numbers(lab, account, known, answer, err);

	if (rc != RC_OK)
		return rc;
	rc = try_password(lab, known, password, answer, err);
	if (rc != RC_DENIED || answer->reason != LAB_WRONG)
		return rc;
	if (ask_person(lab, account, &person, &ignored) != RC_OK ||
	    strcmp(person.dn, known->dn) == 0)
		return rc;
	*known = person;
	rc = check_numbers(lab, account, known, answer, err);
	return rc != RC_OK ? rc
			   : try_password(lab, known, password, answer, err);
}

/* Leaves lab->people bound as `person` when the answer is yes. */
static enum rc
prove(struct lab *lab, const char *account, const char *password,
    struct person *person, struct lab_answer *answer, struct err *err)
{
	enum rc rc = check_name(account, answer, err);

	if (rc != RC_OK)
		return rc;
	if (recall_person(lab, account, person))
		return try_known(lab, account, password, person, answer, err);
	rc = ask_and_check(lab, account, person, answer, err);
	return rc != RC_OK ? rc
			   : try_password(lab, person, password, answer, err);
}

enum rc
lab_auth(struct lab *lab, const char *account, const char *password,
    struct lab_answer *answer, struct err *err)
{
	struct person person;

	return prove(lab, account, password, &person, answer, err);
}

/* ------------------------------------------------------ its change */

static enum lab_reason
refusal_of(enum dir_policy policy)
{
	static const enum lab_reason reasons[DIR_POLICY_COUNT] = {
	    [DIR_POLICY_NONE] = LAB_WEAK,
	    [DIR_POLICY_EXPIRED] = LAB_EXPIRED,
	    [DIR_POLICY_LOCKED] = LAB_LOCKED,
	    [DIR_POLICY_MUST_CHANGE] = LAB_MAY_NOT_CHANGE,
	    [DIR_POLICY_MAY_NOT_CHANGE] = LAB_MAY_NOT_CHANGE,
	    [DIR_POLICY_OLD_MISSING] = LAB_WRONG,
	    [DIR_POLICY_QUALITY] = LAB_WEAK,
	    [DIR_POLICY_TOO_SHORT] = LAB_TOO_SHORT,
	    [DIR_POLICY_TOO_YOUNG] = LAB_TOO_YOUNG,
	    [DIR_POLICY_IN_HISTORY] = LAB_IN_HISTORY,
	};

	return reasons[policy];
}

/* The judge's sentence without the word before it: "weak: This ...". */
static void
take_text(struct lab_answer *answer, const char *said)
{
	const char *text = strstr(said, ": ");

	(void)text_copy(
	    answer->text, sizeof(answer->text), text == NULL ? said : text + 2);
}

enum rc
lab_passwd(struct lab *lab, const struct lab_change *change,
    struct lab_answer *answer, struct err *err)
{
	struct person person;
	enum rc rc = prove(
	    lab, change->account, change->old_password, &person, answer, err);

	if (rc != RC_OK)
		return rc;
	rc = dir_passwd(lab->people, person.dn, change->old_password,
	    change->new_password, err);
	answer->reason = reason_of(rc);
	if (rc != RC_INPUT && rc != RC_DENIED)
		return rc;
	answer->reason = refusal_of(dir_policy(lab->people));
	if (answer->reason == LAB_WEAK)
		take_text(answer, dir_said(lab->people));
	return RC_INPUT;
}

enum rc
lab_account(struct lab *lab, const char *account, struct lab_answer *answer,
    struct err *err)
{
	struct person person;
	enum rc rc = check_name(account, answer, err);

	if (rc == RC_OK)
		rc = ask_and_check(lab, account, &person, answer, err);
	if (rc == RC_OK && !person.is_active) {
		(void)err_set(err, RC_DENIED, "not active");
		return answer_with(answer, RC_DENIED, LAB_INACTIVE);
	}
	return rc;
}
