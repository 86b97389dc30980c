/*
 * picture.h - some letters as a picture that a person reads and a program
 *             reads less easily.
 *
 * Shape:  each letter turned, leaned, sized and moved by itself, then strokes
 *         and dots over all of them, then the whole sheet bent. The
 *         dice decide all of it: equal dice draw an equal picture. A PNG of 16
 *         greys comes out.
 * Units:  pixels.
 * Errors: RC_FAULT without memory, or when libpng refuses.
 * Source: ours; libpng.
 */
#ifndef PORTAL_PICTURE_H
#define PORTAL_PICTURE_H

#include "dice.h"
#include "glyph.h"

enum {
	PICTURE_WIDTH = 200,
	PICTURE_HEIGHT = 72,
	PICTURE_LETTERS_MAX = 6,
};

/* `letters` are of GLYPH_LETTERS. The caller frees *png. */
enum rc picture_draw(const struct glyph_set *set, const char *letters,
    struct dice *dice, unsigned char **png, size_t *len, struct err *err);

#endif
