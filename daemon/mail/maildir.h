/*
 * maildir.h - delivers letters into a folder: the demo's transport.
 *
 * Shape:  DIR/{tmp,new,cur}; a letter is written in tmp/, then renamed to
 *         new/, so that a reader sees it fully or not at all. The folder then
 *         holds codes: only a configuration that says `demo = true` may.
 * Units:  none.
 * Errors: RC_FAULT when the disk refuses.
 * Source: D. J. Bernstein's maildir(5).
 */
#ifndef MAIL_MAILDIR_H
#define MAIL_MAILDIR_H

#include "base/err.h"

/* Makes the folder where it is missing. */
enum rc maildir_open(const char *path, struct err *err);

/* The same `id` again replaces the letter, as a second delivery would. */
enum rc maildir_put(
    const char *path, const char *id, const char *message, struct err *err);

#endif
