/*
 * paper.h - what a file must be to be taken as a paper for leave.
 *
 * Shape:  its kind by its first bytes, whatever its name says; a name that can
 *         be shown and saved anywhere, with the ending of that kind. Pure.
 * Units:  bytes; PAPER_NAME_SIZE with the NUL.
 * Errors: PAPER_UNKNOWN for anything else.
 * Source: ISO 32000-1 7.5.2; ITU-T T.81 B; W3C PNG 5.2; Unicode TR 36 for the
 *         signs that turn a name around.
 */
#ifndef LEAVED_PAPER_H
#define LEAVED_PAPER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { PAPER_NAME_SIZE = 128, PAPER_HEAD = 16 /* bytes that tell the kind */ };

enum paper { PAPER_UNKNOWN, PAPER_PDF, PAPER_JPEG, PAPER_PNG, PAPERS };

enum paper paper_of(const void *bytes, size_t len);

/* "application/pdf" ...; "" for PAPER_UNKNOWN. */
const char *paper_type(enum paper paper);

/* From what a browser called it: the last part of a path, without what no file
 * system or reader likes. Always something. */
void paper_name(
    char name[PAPER_NAME_SIZE], const char *given, enum paper paper);

#endif
