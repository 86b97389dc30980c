#include "lab_person.h"

#include "base/text.h"
#include "dir/filter.h"
#include "lab_name.h"

#include <string.h>

/* The account is what libnss_portal calls the entry, byte for byte: the
 * directory compares without case, but home directories and sudoers do not. */
static bool
has_exact_name(
    const struct dir_entry *entry, const char *attr, const char *account)
{
	const char *name = dir_naming_value(entry, attr);

	return name != NULL && strcmp(name, account) == 0;
}

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

/* The states of our schema are told apart. */
static enum lab_reason
standing_of(const struct lab *lab, const char *state)
{
	static const enum lab_reason standings[] = {
	    LAB_NEW, LAB_SUSPENDED, LAB_LEFT};

	if (state == NULL)
		state = "";
	if (*lab->conf->state_attribute == '\0' ||
	    strcmp(state, lab->conf->state_active) == 0)
		return LAB_OK;
	for (size_t i = 0; i < sizeof(standings) / sizeof(standings[0]); i++) {
		if (strcmp(state, lab_reason_name(standings[i])) == 0)
			return standings[i];
	}
	return LAB_INACTIVE;
}

static enum rc
take_entry(struct lab *lab, const char *account, struct dir_entry *entry,
    struct lab_person *person, struct err *err)
{
	const struct labd_conf *conf = lab->conf;

	if (!has_exact_name(entry, conf->name_attribute, account))
		return err_set(
		    err, RC_ABSENT, "the entry has another name or case");
	if (!text_copy(person->dn, sizeof(person->dn), dir_dn(entry)))
		return err_set(err, RC_FAULT, "a name of %zu bytes",
		    strlen(dir_dn(entry)));
	person->changed[0] = '\0';
	person->server[0] = '\0';
	person->uid = number_of(entry, conf->uid_attribute);
	person->gid = number_of(entry, conf->gid_attribute);
	person->standing = standing_of(lab,
	    *conf->state_attribute == '\0'
		? NULL
		: dir_value(entry, conf->state_attribute));
	return RC_OK;
}

/* As the directory has it at this moment. */
enum rc
lab_person_ask(struct lab *lab, const char *account, struct lab_person *person,
    struct err *err)
{
	const struct labd_conf *conf = lab->conf;
	const char *attrs[] = {conf->name_attribute, conf->uid_attribute,
	    conf->gid_attribute,
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
bool
lab_person_recall(
    struct lab *lab, const char *account, struct lab_person *person)
{
	struct state_person known;
	struct err err;

	if (state_open(&lab->known, lab->conf->state_dir, &err) != RC_OK ||
	    state_find(&lab->known, account, &known, &err) != RC_OK ||
	    standing_of(lab, known.state) != LAB_OK ||
	    !text_copy(person->dn, sizeof(person->dn), known.dn))
		return false;
	if (!text_copy(
		person->changed, sizeof(person->changed), known.changed) ||
	    !text_copy(person->server, sizeof(person->server), known.server))
		return false;
	person->uid = known.names.uid;
	person->gid = known.names.gid;
	person->standing = LAB_OK;
	return true;
}

/* ------------------------------------------- whom we may let in at all */

enum rc
lab_person_check_name(
    const char *account, struct lab_answer *answer, struct err *err)
{
	lab_answer_begin(answer);
	if (lab_name_is_good(account))
		return RC_OK;
	(void)err_set(err, RC_INPUT, "no account can have this name");
	return lab_answer_with(answer, RC_INPUT, LAB_MALFORMED);
}

enum rc
lab_person_check(struct lab *lab, const char *account,
    const struct lab_person *person, struct lab_answer *answer, struct err *err)
{
	int64_t min = lab->conf->uid_min;
	enum rc rc;

	answer->uid_number = person->uid;
	if (!lab_name_is_free_number(person->uid, min) ||
	    !lab_name_is_free_gid(person->gid, min, lab->conf->users_gid)) {
		(void)err_set(err, RC_DENIED, "uid or gid is reserved");
		return lab_answer_with(answer, RC_DENIED, LAB_RESERVED);
	}
	rc = lab_local_update(LAB_LOCAL_PASSWD, &lab->local, err);
	if (rc != RC_OK)
		return lab_answer_with(answer, rc, LAB_FAULT);
	if (lab_local_has(&lab->local, account, person->uid)) {
		(void)err_set(
		    err, RC_DENIED, "a local account has this name or uid");
		return lab_answer_with(answer, RC_DENIED, LAB_RESERVED);
	}
	if (person->standing == LAB_OK)
		return RC_OK;
	(void)err_set(err, RC_DENIED, "not active");
	return lab_answer_with(answer, RC_DENIED, person->standing);
}

/* Before anything is asked: a local person's name is not the directory's
 * business. */
static enum rc
check_local_name(struct lab *lab, const char *account,
    struct lab_answer *answer, struct err *err)
{
	enum rc rc = lab_local_update(LAB_LOCAL_PASSWD, &lab->local, err);

	if (rc != RC_OK)
		return lab_answer_with(answer, rc, LAB_FAULT);
	if (!lab_local_has(&lab->local, account, -1))
		return RC_OK;
	(void)err_set(err, RC_DENIED, "a local account has this name");
	return lab_answer_with(answer, RC_DENIED, LAB_RESERVED);
}

enum rc
lab_person_ask_and_check(struct lab *lab, const char *account,
    struct lab_person *person, struct lab_answer *answer, struct err *err)
{
	enum rc rc = check_local_name(lab, account, answer, err);

	if (rc != RC_OK)
		return rc;
	rc = lab_person_ask(lab, account, person, err);
	if (rc != RC_OK)
		return lab_answer_with(answer, rc, lab_reason_of(rc));
	return lab_person_check(lab, account, person, answer, err);
}
