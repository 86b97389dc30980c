/*
 * rights.h - who may see and do what: one table.
 *
 * Shape:  a standing is what somebody is to the person or school that a
 *         question is about; the table says for each operation which standings
 *         may ask it. Whose turn it is to decide, the book says (book_turn):
 *         here it only says who may try. Pure.
 * Units:  standings are bits.
 * Errors: none.
 * Source: LEAVE.md 5, 6.
 */
#ifndef LEAVED_RIGHTS_H
#define LEAVED_RIGHTS_H

#include "base/ops.h"

enum standing {
	STANDING_NONE = 0,
	STANDING_SELF = 1,      /* it is about themselves */
	STANDING_DEPUTY = 2,    /* deputy in the request, or offered to be */
	STANDING_APPROVER = 4,  /* has signed, or it is their turn */
	STANDING_PERSONNEL = 8, /* of the school it is about */
	STANDING_COLLEAGUE = 16,
	STANDING_IT = 32,
	STANDING_COVER = 64,     /* 教學組 of the school it is about */
	STANDING_MAILER = 128,   /* portal-mailer */
	STANDING_STRANGER = 256, /* nobody who signed in */
};

/* Standings that may ask this; 0 for what is not leave's. */
unsigned rights_of(enum op op);

#endif
