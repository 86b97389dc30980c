/*
 * glyph.h - the letters that a picture may show, as grey maps.
 *
 * Shape:  GLYPH_LETTERS, all that nobody takes for another one; one map each,
 *         made once from a font. Afterwards neither the font's file nor
 *         FreeType is needed, and any thread may read.
 * Units:  pixels; 0 paper ... 255 ink.
 * Errors: RC_FAULT: no such font, no font, or it lacks a letter.
 * Source: FreeType.
 */
#ifndef PORTAL_GLYPH_H
#define PORTAL_GLYPH_H

#include "base/err.h"

#define GLYPH_LETTERS "34679ACDEFHJKMNPRTUVWXY"
enum {
	GLYPH_COUNT = sizeof(GLYPH_LETTERS) - 1,
	GLYPH_SIZE = 64, /* pixels of an em: larger than it is ever drawn */
	GLYPH_SIDE_MAX = 2 * GLYPH_SIZE,
};

struct glyph {
	int width, height;
	unsigned char *map; /* row by row */
};

struct glyph_set {
	struct glyph glyphs[GLYPH_COUNT]; /* in GLYPH_LETTERS' order */
};

/* glyph_free() frees also after a failure. */
enum rc glyph_load(
    struct glyph_set *set, const char *font_path, struct err *err);
void glyph_free(struct glyph_set *set);

#endif
