#include "bar.h"

#include "front/screen.h"
#include "member.h"

/* One row a page of the menu; pages/menu.html has its words. */
static const struct screen_place places[] = {
    {"at_apply", "/", true},
    {"at_apply", "/apply", false},
    {"at_requests", "/requests", false},
    {"at_requests", "/papers", false},
    {"at_approvals", "/approvals", false},
    {"at_stand_in", "/stand-in", false},
    {"at_deputies", "/deputies", false},
    {"at_balances", "/balances", false},
    {"at_overtime", "/overtime", false},
    {"at_my_lessons", "/my-lessons", false},
    {"at_punches", "/punches", false},
    {"at_apply", "/travel", false},
    {"at_calendar", "/calendar", false},
    {"at_board", "/board", false},
    {"at_office", "/office", false},
    {NULL, NULL, false},
};

void
bar_add(struct visit *visit, struct view *view)
{
	struct view *guest;

	view_text(view, "portal", member_conf(visit)->portal);
	if (!member_is_signed_on(visit))
		return;
	guest = screen_guest(visit, view, member_text(visit, F_NAME),
	    member_text(visit, F_SCHOOL_NAME));
	view_flag(guest, "is_personnel", member_is_personnel(visit));
	view_flag(guest, "arranges_cover", member_arranges_cover(visit));
	screen_here(visit, guest, places);
}
