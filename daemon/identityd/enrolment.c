#include "enrolment.h"

#include "account.h"
#include "base/almanac.h"
#include "base/text.h"
#include "mail/mail_address.h"
#include "staff.h"

#include <string.h>

/* The stored form of what was typed, which is not empty. */
typedef enum reply take_part(const char *typed, char stored[PERSON_TEXT_SIZE]);

static take_part take_name, take_caption, take_kind, take_schedule,
    take_first_day, take_last_day;

static const struct {
	enum field field;
	const char *attr;
	size_t at; /* in struct person */
	take_part *take;
} parts[ENROLMENT_PART_COUNT] = {
#define AT(member) offsetof(struct person, member)
    [ENROLMENT_NAME] = {F_NAME, "cn", AT(name), take_name},
    [ENROLMENT_KIND] = {F_KIND, "portalStaffKind", AT(kind), take_kind},
    [ENROLMENT_ADMIN_POST] = {F_ADMIN_POST, "portalAdminPost", AT(admin_post),
	take_caption},
    [ENROLMENT_SCHEDULE] = {F_SCHEDULE, "portalSchedule", AT(schedule),
	take_schedule},
    [ENROLMENT_POSTED_FROM] = {F_POSTED_FROM, "portalPostedFrom",
	AT(posted_from), take_first_day},
    [ENROLMENT_POSTED_UNTIL] = {F_POSTED_UNTIL, "portalPostedUntil",
	AT(posted_until), take_last_day},
    [ENROLMENT_HIRED_ON] = {F_HIRED_ON, "portalHiredOn", AT(hired_on),
	take_first_day},
#undef AT
};

static enum reply
take_text(const char *typed, size_t max, char stored[PERSON_TEXT_SIZE])
{
	if (!text_copy(stored, PERSON_TEXT_SIZE, typed))
		return REPLY_BAD_FIELD;
	text_trim(stored);
	return staff_is_caption(stored, max) ? REPLY_OK : REPLY_BAD_FIELD;
}

static enum reply
take_name(const char *typed, char stored[PERSON_TEXT_SIZE])
{
	return take_text(typed, STAFF_NAME_MAX, stored);
}

static enum reply
take_caption(const char *typed, char stored[PERSON_TEXT_SIZE])
{
	return take_text(typed, STAFF_CAPTION_MAX, stored);
}

static enum reply
take_word(const char *word, char stored[PERSON_TEXT_SIZE])
{
	return word != NULL && text_copy(stored, PERSON_TEXT_SIZE, word)
	    ? REPLY_OK
	    : REPLY_BAD_FIELD;
}

static enum reply
take_kind(const char *typed, char stored[PERSON_TEXT_SIZE])
{
	return take_word(staff_kind_parse(typed), stored);
}

static enum reply
take_schedule(const char *typed, char stored[PERSON_TEXT_SIZE])
{
	return take_word(staff_schedule_parse(typed), stored);
}

static enum reply
take_first_day(const char *typed, char stored[PERSON_TEXT_SIZE])
{
	struct err err;
	int day;

	if (almanac_parse(typed, &day, &err) != RC_OK)
		return REPLY_BAD_DATE;
	staff_first_day(day, stored);
	return REPLY_OK;
}

static enum reply
take_last_day(const char *typed, char stored[PERSON_TEXT_SIZE])
{
	struct err err;
	int day;

	if (almanac_parse(typed, &day, &err) != RC_OK)
		return REPLY_BAD_DATE;
	staff_last_day(day, stored);
	return REPLY_OK;
}

static enum reply
read_parts(
    struct enrolment *enrolment, const struct wire_in *in, const char **fault)
{
	for (size_t i = 0; i < ENROLMENT_PART_COUNT; i++) {
		const char *typed = wire_text(in, parts[i].field);
		enum reply reply = REPLY_OK;

		enrolment->is_given[i] = typed != NULL;
		if (typed != NULL && typed[0] != '\0')
			reply = parts[i].take(typed, enrolment->part[i]);
		if (reply == REPLY_OK)
			continue;
		*fault = field_rule(parts[i].field)->name;
		return reply;
	}
	return REPLY_OK;
}

/* A name cannot be taken away, and a posting ends after it starts. */
static enum reply
check_sense(const struct enrolment *enrolment, const char **fault)
{
	const char *from = enrolment->part[ENROLMENT_POSTED_FROM];
	const char *until = enrolment->part[ENROLMENT_POSTED_UNTIL];

	if (enrolment->is_given[ENROLMENT_NAME] &&
	    enrolment->part[ENROLMENT_NAME][0] == '\0') {
		*fault = field_rule(F_NAME)->name;
		return REPLY_BAD_FIELD;
	}
	if (from[0] != '\0' && until[0] != '\0' && strcmp(from, until) > 0) {
		*fault = field_rule(F_POSTED_UNTIL)->name;
		return REPLY_BAD_DATE;
	}
	return REPLY_OK;
}

enum reply
enrolment_read(
    struct enrolment *enrolment, const struct wire_in *in, const char **fault)
{
	struct err err;
	enum reply reply;

	*enrolment = (struct enrolment){
	    .mail = wire_text(in, F_MAIL),
	    .account = wire_text(in, F_ACCOUNT),
	    .unit = wire_text(in, F_UNIT),
	    .name_en = wire_text(in, F_NAME_EN),
	};
	*fault = "";
	reply = read_parts(enrolment, in, fault);
	if (reply == REPLY_OK)
		reply = check_sense(enrolment, fault);
	if (reply != REPLY_OK)
		return reply;
	if (enrolment->mail != NULL && enrolment->mail[0] != '\0' &&
	    mail_address_fault(enrolment->mail) != MAIL_ADDRESS_FINE)
		return REPLY_BAD_MAIL;
	if (enrolment->account != NULL &&
	    account_check(enrolment->account, &err) != RC_OK)
		return REPLY_BAD_ACCOUNT;
	return REPLY_OK;
}

void
enrolment_note(char detail[ENROLMENT_DETAIL_SIZE], const char *word)
{
	char before[ENROLMENT_DETAIL_SIZE];

	(void)text_copy(before, sizeof(before), detail);
	(void)text_print(detail, ENROLMENT_DETAIL_SIZE, "%s%s%s", before,
	    before[0] != '\0' ? ", " : "", word);
}

/* Attributes that say the same once more: a person needs an sn, and who wrote
 * a whole name has not said which part of it is the family's. ppolicy itself
 * turns people away after pwdEndTime. */
static const struct {
	enum enrolment_part part;
	const char *attr;
} echoes[] = {
    {ENROLMENT_NAME, "sn"},
    {ENROLMENT_POSTED_UNTIL, "pwdEndTime"},
};

static void
put_part(const struct enrolment *enrolment, size_t part, enum dir_op op,
    struct changes *changes)
{
	const char *value = enrolment->part[part];

	if (value[0] == '\0')
		value = NULL;
	changes_put(changes, op, parts[part].attr, value);
	for (size_t i = 0; i < sizeof(echoes) / sizeof(echoes[0]); i++)
		if (echoes[i].part == part)
			changes_put(changes, op, echoes[i].attr, value);
}

void
enrolment_add(const struct enrolment *enrolment, struct changes *changes)
{
	for (size_t i = 0; i < ENROLMENT_PART_COUNT; i++)
		if (enrolment->part[i][0] != '\0')
			put_part(enrolment, i, DIR_ADD, changes);
}

void
enrolment_diff(const struct enrolment *enrolment, const struct person *person,
    struct changes *changes, char detail[ENROLMENT_DETAIL_SIZE])
{
	for (size_t i = 0; i < ENROLMENT_PART_COUNT; i++) {
		const char *is = (const char *)person + parts[i].at;

		if (!enrolment->is_given[i] ||
		    strcmp(is, enrolment->part[i]) == 0)
			continue;
		put_part(enrolment, i, DIR_REPLACE, changes);
		enrolment_note(detail, field_rule(parts[i].field)->name);
	}
}
