/*
 * paper_tray.h - the papers of a request: handed in, looked at, taken away.
 *
 * Shape:  a page a request: what is there, to be saved; for whom it is for, and
 *         for personnel, a form that takes one more. leaved says who may what
 *         and what is a paper; a file passes in parts of F_DATA and is nowhere
 *         kept here. It is always saved, never shown, by its own name.
 * Units:  bytes; PAPER_TRAY_MAX of one form.
 * Errors: leaved's sentence above the form, a page of its own for a paper that
 *         cannot be had.
 * Source: leave_attach, leave_papers, leave_paper, leave_detach.
 */
#ifndef LEAVE_PAPER_TRAY_H
#define LEAVE_PAPER_TRAY_H

#include "front/errand.h"
#include "web/route.h"
#include "web/view.h"

/* Above what leaved takes (paper_kb), so that it is leaved that refuses what
 * is too big; conf/nginx/leave.conf has the same. */
enum { PAPER_TRAY_MAX = 12 * 1024 * 1024 };

extern const struct route_table paper_tray_routes;

/* On the page of a request: the way to its papers, and whether it lacks any. */
void paper_tray_add(struct view *view, const struct errand *loaded);

#endif
