/*
 * personnel_import.h - a roster from a browser into the directory.
 *
 * Shape:  the file is read and planned: every fault of every line, or what
 *         would happen to each person. Then the page carries the roster
 *         itself, and each press of its button does IMPORT_BATCH people more
 *         and says how far it is; a script presses it in the reader's stead.
 *         Nothing is kept here between two of them, and a roster that was cut
 *         short may be sent once more: who is there already stays the same.
 * Units:  bytes, people.
 * Errors: what identityd says about a person stands in that person's line.
 * Source: identityd/roster.h; `portal-admin import` does the same.
 */
#ifndef PORTAL_PERSONNEL_IMPORT_H
#define PORTAL_PERSONNEL_IMPORT_H

#include "web/route.h"

enum {
	IMPORT_BYTES_MAX = 256 * 1024,
	IMPORT_PEOPLE_MAX = 1000, /* planned within one answer's time */
	IMPORT_BATCH = 25,
	IMPORT_TOLD_MAX = 16 * 1024, /* what was refused until now */
	IMPORT_BODY_MAX = IMPORT_BYTES_MAX + IMPORT_TOLD_MAX + 8192,
};

void personnel_import_form(struct visit *visit);
void personnel_import(struct visit *visit);

#endif
