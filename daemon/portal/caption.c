#include "caption.h"

#include <string.h>

static const struct {
	enum caption_set set;
	enum field field;
	const char *word, *english;
} captions[] = {
    {CAPTION_STATE, F_STATE, "new", PHRASE("not activated yet")},
    {CAPTION_STATE, F_STATE, "active", PHRASE("active")},
    {CAPTION_STATE, F_STATE, "suspended", PHRASE("suspended")},
    {CAPTION_STATE, F_STATE, "left", PHRASE("has left")},
    {CAPTION_LETTER, F_LETTER_STATE, "queued", PHRASE("waiting to be sent")},
    {CAPTION_LETTER, F_LETTER_STATE, "sent", PHRASE("sent")},
    {CAPTION_LETTER, F_LETTER_STATE, "deferred", PHRASE("being tried again")},
    {CAPTION_LETTER, F_LETTER_STATE, "bounced", PHRASE("came back")},
    {CAPTION_LETTER, F_LETTER_STATE, "failed", PHRASE("could not be sent")},
    {CAPTION_STAFF, F_KIND, "TEACHER", PHRASE("Teacher")},
    {CAPTION_STAFF, F_KIND, "CIVIL", PHRASE("Civil servant")},
    {CAPTION_STAFF, F_KIND, "SUB", PHRASE("Substitute teacher")},
    {CAPTION_STAFF, F_KIND, "LSA", PHRASE("Contract staff")},
    {CAPTION_STAFF, F_KIND, "COVER", PHRASE("Cover teacher")},
    {CAPTION_SCHEDULE, F_SCHEDULE, "ADM", PHRASE("Office hours")},
    {CAPTION_SCHEDULE, F_SCHEDULE, "TCH", PHRASE("Teaching hours")},
    {CAPTION_SCHEDULE, F_SCHEDULE, "JHR", PHRASE("Junior high homeroom hours")},
    {CAPTION_SCHOOL, F_KIND, "elementary", PHRASE("Elementary school")},
    {CAPTION_SCHOOL, F_KIND, "junior_high", PHRASE("Junior high school")},
    {CAPTION_SCHOOL, F_KIND, "senior_high", PHRASE("Senior high school")},
    {CAPTION_SCHOOL, F_KIND, "special", PHRASE("Special education school")},
    {CAPTION_SCHOOL, F_KIND, "bureau", PHRASE("Bureau")},
    {CAPTION_SCHOOL, F_KIND, "public_kindergarten",
	PHRASE("Public kindergarten")},
    {CAPTION_SCHOOL, F_KIND, "nonprofit_kindergarten",
	PHRASE("Non-profit kindergarten (no accounts)")},
    {CAPTION_SCHOOL, F_KIND, "quasi_public_kindergarten",
	PHRASE("Quasi-public kindergarten (no accounts)")},
    {CAPTION_SCHOOL, F_KIND, "private_kindergarten",
	PHRASE("Private kindergarten (no accounts)")},
    {CAPTION_MENU, F_KIND, "common", PHRASE("Often used")},
    {CAPTION_MENU, F_KIND, "administration", PHRASE("Administration")},
    {CAPTION_MENU, F_KIND, "business", PHRASE("Business sites")},
    {CAPTION_MENU, F_KIND, "useful", PHRASE("Useful links")},
    {CAPTION_ROLE, F_ROLE, "personnel", PHRASE("Personnel")},
    {CAPTION_ROLE, F_ROLE, "officer", PHRASE("Information officer")},
    {CAPTION_REASON, F_WHY, "personnel", PHRASE("Personnel")},
    {CAPTION_REASON, F_WHY, "officer", PHRASE("Information officer")},
    {CAPTION_AUDIENCE, F_AUDIENCE, "everyone",
	PHRASE("everyone, before signing in too")},
    {CAPTION_AUDIENCE, F_AUDIENCE, "staff", PHRASE("all staff")},
    {CAPTION_NOTICE, F_STATE, "shown", PHRASE("shown now")},
    {CAPTION_NOTICE, F_STATE, "later", PHRASE("not yet")},
    {CAPTION_NOTICE, F_STATE, "over", PHRASE("over")},
    {CAPTION_RESULT, F_RESULT, "ok", PHRASE("done")},
    {CAPTION_RESULT, F_RESULT, "done", PHRASE("done")},
    {CAPTION_RESULT, F_RESULT, "begun", PHRASE("begun")},
    {CAPTION_RESULT, F_RESULT, "created", PHRASE("created")},
    {CAPTION_RESULT, F_RESULT, "changed", PHRASE("changed")},
    {CAPTION_RESULT, F_RESULT, "added", PHRASE("given")},
    {CAPTION_RESULT, F_RESULT, "renamed", PHRASE("renamed")},
    {CAPTION_RESULT, F_RESULT, "same", PHRASE("as it was")},
    {CAPTION_RESULT, F_RESULT, "changed_meanwhile",
	PHRASE("overtaken by another change")},
    {CAPTION_RESULT, F_RESULT, "not_allowed", PHRASE("not allowed")},
    {CAPTION_RESULT, F_RESULT, "other_school", PHRASE("not allowed")},
    {CAPTION_RESULT, F_RESULT, "not_on_colleagues", PHRASE("not allowed")},
    {CAPTION_RESULT, F_RESULT, "not_on_yourself", PHRASE("not allowed")},
    {CAPTION_RESULT, F_RESULT, "removed", PHRASE("removed")},
    {CAPTION_RESULT, F_RESULT, "refused", PHRASE("refused")},
    {CAPTION_RESULT, F_RESULT, "letter", PHRASE("letter sent")},
    {CAPTION_ACTION, F_ACTION, "sign_in", PHRASE("Signed in")},
    {CAPTION_ACTION, F_ACTION, "sign_out_all", PHRASE("Signed out everywhere")},
    {CAPTION_ACTION, F_ACTION, "redeem", PHRASE("Password set by check code")},
    {CAPTION_ACTION, F_ACTION, "change", PHRASE("Password changed")},
    {CAPTION_ACTION, F_ACTION, "mail_change",
	PHRASE("New mail address asked for")},
    {CAPTION_ACTION, F_ACTION, "mail_confirm",
	PHRASE("New mail address confirmed")},
    {CAPTION_ACTION, F_ACTION, "mail_drop", PHRASE("Recovery address removed")},
    {CAPTION_ACTION, F_ACTION, "code_show", PHRASE("Check code shown")},
    {CAPTION_ACTION, F_ACTION, "code_issue", PHRASE("Check code issued")},
    {CAPTION_ACTION, F_ACTION, "person_put", PHRASE("Person entered")},
    {CAPTION_ACTION, F_ACTION, "person_mail", PHRASE("Mail address corrected")},
    {CAPTION_ACTION, F_ACTION, "person_suspend", PHRASE("Suspended")},
    {CAPTION_ACTION, F_ACTION, "person_restore", PHRASE("Restored")},
    {CAPTION_ACTION, F_ACTION, "person_leave", PHRASE("Made leave")},
    {CAPTION_ACTION, F_ACTION, "person_release", PHRASE("Released")},
    {CAPTION_ACTION, F_ACTION, "person_take_in", PHRASE("Taken in")},
    {CAPTION_ACTION, F_ACTION, "person_rename", PHRASE("Account renamed")},
    {CAPTION_ACTION, F_ACTION, "school_put", PHRASE("School entered")},
    {CAPTION_ACTION, F_ACTION, "unit_put", PHRASE("Unit entered")},
    {CAPTION_ACTION, F_ACTION, "role_put", PHRASE("Role changed")},
    {CAPTION_ACTION, F_ACTION, "group_put", PHRASE("Group entered")},
    {CAPTION_ACTION, F_ACTION, "group_member", PHRASE("Group member changed")},
    {CAPTION_ACTION, F_ACTION, "machine_add", PHRASE("Machine registered")},
    {CAPTION_ACTION, F_ACTION, "machine_del", PHRASE("Machine removed")},
    {CAPTION_ACTION, F_ACTION, "app_put", PHRASE("Link entered")},
    {CAPTION_ACTION, F_ACTION, "app_del", PHRASE("Link removed")},
    {CAPTION_ACTION, F_ACTION, "notice_put", PHRASE("Notice put up")},
    {CAPTION_ACTION, F_ACTION, "notice_del", PHRASE("Notice taken down")},
    {CAPTION_ACTION, F_ACTION, "sweep", PHRASE("Contract ended")},
};
enum { CAPTION_COUNT = sizeof(captions) / sizeof(captions[0]) };

const char *
caption_find(enum phrase_lang lang, enum field field, const char *word)
{
	for (int i = 0; i < CAPTION_COUNT; i++)
		if (captions[i].field == field &&
		    strcmp(captions[i].word, word) == 0)
			return phrase(lang, captions[i].english);
	return NULL;
}

void
caption_options(struct view *view, const char *name, enum caption_set set,
    enum phrase_lang lang, const char *chosen)
{
	for (int i = 0; i < CAPTION_COUNT; i++) {
		struct view *row;

		if (captions[i].set != set)
			continue;
		row = view_row(view, name);
		view_text(row, "value", captions[i].word);
		view_text(row, "word", phrase(lang, captions[i].english));
		view_flag(
		    row, "is_chosen", strcmp(captions[i].word, chosen) == 0);
	}
}
