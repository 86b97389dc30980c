/*
 * names_file.h - makes the file of names out of what we know.
 *
 * Shape:  two files, one that everybody reads and one of shadow(5) for root and
 *         a group. People first, then groups: members by name and by DN, groups
 *         within groups (a circle is walked once), each person's list of gids
 *         in the order of the groups. Whoever may not be on this machine is
 *         left out.
 * Units:  none.
 * Errors: RC_FAULT when the disk refuses or the local accounts cannot be read;
 *         the old file stays.
 * Source: RFC 2307 and 2307bis; base/names.h is the format.
 */
#ifndef LABD_NAMES_FILE_H
#define LABD_NAMES_FILE_H

#include "state.h"

#include <sys/types.h>

struct names_count {
	size_t people;
	size_t groups;
	size_t
	    left_out; /* reserved, twice, or not to be written in passwd(5) */
};

struct names_plan {
	const char *dir;
	int64_t id_min;
	int64_t users_gid;  /* of people besides; 0: none */
	gid_t shadow_gid;   /* who reads shadow.cdb besides root */
	bool is_listed;     /* programs may list everybody */
	const char *passwd; /* the machine's own accounts */
	const char *group;
};

enum rc names_file_build(const struct names_plan *plan, struct state *state,
    struct names_count *count, struct err *err);

#endif
