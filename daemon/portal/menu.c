#include "menu.h"

#include "front/screen.h"
#include "guest.h"
#include "links.h"

void
menu_add(struct visit *visit, struct view *view)
{
	static const struct screen_place places[] = {
	    {"at_home", "/", true},
	    {"at_me", "/me", false},
	    {"at_me", "/password", false},
	    {"at_staff", "/staff", false},
	    {"at_it", "/it", false},
	    {NULL, NULL, false},
	};
	struct view *guest;

	if (!guest_is_signed_in(visit))
		return;
	guest = screen_guest(visit, view, guest_text(visit, F_NAME),
	    guest_text(visit, F_SCHOOL_NAME));
	view_flag(guest, "has_desk",
	    guest_has_role(visit, NEEDS_PERSONNEL | NEEDS_OFFICER | NEEDS_IT));
	view_flag(guest, "has_it", guest_has_role(visit, NEEDS_IT));
	screen_here(visit, guest, places);
	links_add(visit, view);
}
