/*
 * faults.h - everything that is wrong with a text, at once.
 *
 * Shape:  a bounded list of sentences "NAME: line N: what", one a line; of a
 *         text without a name, from "line" on. A reader goes on after a fault
 *         and answers faults_rc() at its end. In English, unless is_chinese.
 * Units:  FAULTS_SIZE bytes of text; later faults are counted, not kept.
 * Errors: RC_INPUT when there is any.
 * Source: ours.
 */
#ifndef LEAVED_FAULTS_H
#define LEAVED_FAULTS_H

#include "amiss.h"
#include "base/err.h"

enum { FAULTS_SIZE = 8192 };

struct faults {
	char text[FAULTS_SIZE];
	unsigned len, count;
	bool is_chinese; /* of what faults_tell() adds */
};

void faults_add(struct faults *faults, const char *name, int line,
    const char *format, ...) __attribute__((format(printf, 4, 5)));

void faults_tell(struct faults *faults, const char *name, int line,
    enum amiss amiss, const char *value);

/* RC_OK without faults; else RC_INPUT and their number. */
enum rc faults_rc(
    const struct faults *faults, const char *name, struct err *err);

#endif
