/*
 * dice.h - our own random stream.
 *
 * Shape:  a seed decides every throw after it, so that a picture can be drawn
 *         again, and a test knows what will be drawn.
 * Units:  DICE_SEED_LEN bytes.
 * Errors: none.
 * Source: libsodium: ChaCha20 (RFC 8439) of the seed, a block at a time.
 */
#ifndef PORTAL_DICE_H
#define PORTAL_DICE_H

#include <stddef.h>
#include <stdint.h>

enum { DICE_SEED_LEN = 32, DICE_BLOCK = 64 };

struct dice {
	unsigned char seed[DICE_SEED_LEN];
	unsigned char block[DICE_BLOCK];
	size_t used; /* bytes of the block */
	uint64_t next;
};

void dice_init(struct dice *dice, const unsigned char seed[DICE_SEED_LEN]);
void dice_wipe(struct dice *dice);

/* 0 ... below - 1, each as likely; below >= 1. */
uint32_t dice_below(struct dice *dice, uint32_t below);
/* Anywhere in low ... high. */
float dice_between(struct dice *dice, float low, float high);

#endif
