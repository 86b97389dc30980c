/*
 * report_sheet.h - a report as a file for a spreadsheet.
 *
 * Shape:  /office/report.csv?kind=...&from=...&until=...: every row of it,
 *         under headings in the reader's language.
 * Units:  minutes of leave; days.
 * Errors: leaved's sentence, on a page.
 * Source: leave_report; RFC 4180, with the byte order mark without which Excel
 *         takes it for another encoding.
 */
#ifndef LEAVE_REPORT_SHEET_H
#define LEAVE_REPORT_SHEET_H

#include "web/route.h"

#define REPORT_SHEET_PATH "/office/report.csv"

extern const struct route_table report_sheet_routes;

#endif
