/*
 * lab_shared.h - what the processes of labd tell each other.
 *
 * Shape:  one zeroed struct in memory that all of them share.
 * Units:  *_s Unix seconds; *_ms monotonic milliseconds.
 * Errors: none.
 * Source: ours.
 */
#ifndef LABD_LAB_SHARED_H
#define LABD_LAB_SHARED_H

#include "dir/dir.h"

struct lab_shared {
	struct dir_health health;
	_Atomic int64_t polled_s; /* the directory's last full answer */
	_Atomic int64_t people;
	_Atomic int64_t groups;
	_Atomic int64_t left_out;
	_Atomic int64_t claim_until_ms; /* one check code at a time */
	_Atomic bool is_flush_wanted;   /* root wants everything asked anew */
};

#endif
