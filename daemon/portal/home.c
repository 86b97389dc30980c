#include "home.h"

#include "board.h"
#include "entrance.h"
#include "lobby.h"
#include "guest.h"
#include "front/screen.h"

void
home_show(struct visit *visit)
{
	struct view *view;

	if (!guest_is_signed_in(visit)) {
		entrance_sign_in_form(visit);
		return;
	}
	view = screen_new(visit, PHRASE("Home"));
	view_flag(view, "is_home", true);
	board_add(visit, view);
	screen_show(visit, view, "home");
}
