#include "glyph.h"

#include <stdlib.h>
#include <string.h>

#include <ft2build.h>
#include FT_FREETYPE_H

static enum rc
glyph_copy(struct glyph *glyph, const FT_Bitmap *bitmap, struct err *err)
{
	if (bitmap->width == 0 || bitmap->rows == 0 ||
	    bitmap->width > GLYPH_SIDE_MAX || bitmap->rows > GLYPH_SIDE_MAX ||
	    bitmap->pixel_mode != FT_PIXEL_MODE_GRAY)
		return err_set(err, RC_FAULT, "no shape of use");
	glyph->width = (int)bitmap->width;
	glyph->height = (int)bitmap->rows;
	glyph->map = malloc((size_t)bitmap->width * bitmap->rows);
	if (glyph->map == NULL)
		return err_set(err, RC_FAULT, "no memory");
	for (unsigned row = 0; row < bitmap->rows; row++)
		memcpy(glyph->map + (size_t)row * bitmap->width,
		    bitmap->buffer + (ptrdiff_t)row * bitmap->pitch,
		    bitmap->width);
	return RC_OK;
}

static enum rc
glyph_render(
    struct glyph *glyph, FT_Face face, FT_ULong letter, struct err *err)
{
	FT_UInt index = FT_Get_Char_Index(face, letter);

	if (index == 0)
		return err_set(err, RC_FAULT, "not in the font");
	if (FT_Load_Glyph(face, index, FT_LOAD_RENDER | FT_LOAD_NO_HINTING) !=
	    0)
		return err_set(err, RC_FAULT, "cannot be drawn");
	return glyph_copy(glyph, &face->glyph->bitmap, err);
}

static enum rc
glyphs_render(struct glyph_set *set, FT_Face face, struct err *err)
{
	if (FT_Set_Pixel_Sizes(face, 0, GLYPH_SIZE) != 0)
		return err_set(err, RC_FAULT, "cannot be scaled");
	for (size_t i = 0; i < GLYPH_COUNT; i++) {
		char letter = GLYPH_LETTERS[i];
		enum rc rc =
		    glyph_render(&set->glyphs[i], face, (FT_ULong)letter, err);

		if (rc != RC_OK)
			return err_context(err, rc, "letter %c", letter);
	}
	return RC_OK;
}

enum rc
glyph_load(struct glyph_set *set, const char *font_path, struct err *err)
{
	FT_Library library;
	FT_Face face;
	enum rc rc;

	*set = (struct glyph_set){0};
	if (FT_Init_FreeType(&library) != 0)
		return err_set(err, RC_FAULT, "FreeType does not start");
	if (FT_New_Face(library, font_path, 0, &face) != 0) {
		rc = err_set(err, RC_FAULT, "cannot be read as a font");
	} else {
		rc = glyphs_render(set, face, err);
		(void)FT_Done_Face(face);
	}
	(void)FT_Done_FreeType(library);
	return rc == RC_OK ? rc : err_context(err, rc, "%s", font_path);
}

void
glyph_free(struct glyph_set *set)
{
	for (size_t i = 0; i < GLYPH_COUNT; i++)
		free(set->glyphs[i].map);
	*set = (struct glyph_set){0};
}
