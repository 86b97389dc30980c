/*
 * chain.h - who decides on somebody's leave, from what the directory said.
 *
 * Shape:  chain_load() fills a folder's approvers (approval.h): the unit's
 *         head, the director and the principal by their admin posts, the
 *         school's personnel, the bureau's personnel; deputies of all of them
 *         and of the applicant, and when each of them is away. Who heads a
 *         unit and has a director's post is its director: there is no lower
 *         head then. It also fills the applicant's own duties as a deputy.
 * Units:  since: absences that end before it are left out.
 * Errors: as sql.h.
 * Source: LEAVE.md 5.
 */
#ifndef LEAVED_CHAIN_H
#define LEAVED_CHAIN_H

#include "folder.h"

/* Endings of an admin post that make a director or a principal. */
struct chain_posts {
	const char *const *directors;
	size_t director_count;
	const char *const *principals;
	size_t principal_count;
};

enum rc chain_load(struct folder *folder, struct sql *sql,
    const struct chain_posts *posts, int64_t since, struct err *err);

/* Adds somebody who is named: a deputy out of the list. */
enum rc chain_add(struct folder *folder, struct sql *sql, const char *uuid,
    int64_t since, struct err *err);

#endif
