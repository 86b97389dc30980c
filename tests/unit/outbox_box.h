/*
 * outbox_box.h - an outbox in a folder of its own, and letters in it.
 *
 * Shape:  make_dir() and remove_dir() around each test.
 * Units:  now_s is now, in Unix seconds.
 * Errors: a failed assertion.
 * Source: ours.
 */
#ifndef UNIT_OUTBOX_BOX_H
#define UNIT_OUTBOX_BOX_H

#include "mail/outbox_take.h"
#include "unit.h"

#define WHO  "6f1c1e2a-0b1d-4c3e-9f00-0123456789ab"
#define HOUR 3600

static const int64_t now_s = 1795768805;

extern char outbox_top[64];

int make_dir(void **state);
int remove_dir(void **state);
struct outbox open_box(bool takes);
struct promise reset_for(const char *who);
void put_one(struct outbox *outbox, const char *who, int64_t due_s);
/* How many files are in that place. */
int files_in(const char *place);
/* Takes every due letter at `at_s`; how many there were. */
int take_all(struct outbox *outbox, int64_t at_s, int64_t *wait_s);

#endif
