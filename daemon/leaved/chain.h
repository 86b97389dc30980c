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

#include "base/conf.h"
#include "folder.h"

/* Endings of a word: of a post, of a unit. */
struct chain_words {
	const char *const *words;
	size_t count;
};

/* What the settings say; the one in `otherwise` when they do not. */
struct chain_words chain_words(
    const struct conf_list *set, const char *const otherwise[1]);
bool chain_ends_with(const char *text, struct chain_words endings);

/* Posts that make a director or a principal. */
struct chain_posts {
	struct chain_words directors, principals;
};

enum rc chain_load(struct folder *folder, struct sql *sql,
    const struct chain_posts *posts, int64_t since, struct err *err);

/* Adds somebody who is named: a deputy out of the list. */
enum rc chain_add(struct folder *folder, struct sql *sql, const char *uuid,
    int64_t since, struct err *err);

#endif
