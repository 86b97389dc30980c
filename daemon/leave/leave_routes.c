/*
 * Every address of leave-front: one table a file, joined here. A further page
 * is a file with a table of its own, one line here, its templates in
 * leave_pages.c and its place in the menu (bar.c).
 */
#include "application.h"
#include "balances.h"
#include "cases.h"
#include "deputies.h"
#include "extra_hours.h"
#include "feed_door.h"
#include "front/front.h"
#include "journey.h"
#include "leave_api.h"
#include "leave_home.h"
#include "lesson_cover.h"
#include "paper_tray.h"
#include "personnel_desk.h"
#include "report_sheet.h"
#include "time_card.h"
#include "unit_calendar.h"
#include "welcome.h"

const struct route_table *const front_tables[] = {
    &welcome_routes,
    &leave_home_routes,
    &application_routes,
    &cases_routes,
    &paper_tray_routes,
    &deputies_routes,
    &balances_routes,
    &lesson_cover_routes,
    &extra_hours_routes,
    &personnel_desk_routes,
    &report_sheet_routes,
    &time_card_routes,
    &journey_routes,
    &unit_calendar_routes,
    &feed_door_routes,
    &leave_api_routes,
};
const size_t front_table_count = sizeof(front_tables) / sizeof(front_tables[0]);
