#include "portal/picture.h"

#include "unit.h"

#include <png.h>

#define FONT "/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf"
enum { FIELDS = 4 }; /* letters of a picture here */
static const unsigned char seed[DICE_SEED_LEN] = {9};

struct pixels {
	unsigned char grey[PICTURE_HEIGHT][PICTURE_WIDTH];
	size_t len;
	unsigned char *png;
};

static int
glyphs_ready(void **state)
{
	static struct glyph_set set;
	struct err err;

	*state = &set;
	if (glyph_load(&set, FONT, &err) == RC_OK)
		return 0;
	print_error("%s\n", err.text);
	return -1;
}

static int
glyphs_gone(void **state)
{
	glyph_free(*state);
	return 0;
}

static void
draw(const struct glyph_set *set, const char *letters, unsigned char throw,
    struct pixels *pixels)
{
	unsigned char own[DICE_SEED_LEN];
	png_image image = {.version = PNG_IMAGE_VERSION};
	struct dice dice;
	struct err err;

	memcpy(own, seed, sizeof(own));
	own[1] = throw;
	dice_init(&dice, own);
	assert_rc(RC_OK,
	    picture_draw(set, letters, &dice, &pixels->png, &pixels->len, &err),
	    &err);
	assert_int_not_equal(
	    png_image_begin_read_from_memory(&image, pixels->png, pixels->len),
	    0);
	assert_int_equal(image.width, PICTURE_WIDTH);
	assert_int_equal(image.height, PICTURE_HEIGHT);
	image.format = PNG_FORMAT_GRAY;
	assert_int_not_equal(
	    png_image_finish_read(&image, NULL, pixels->grey, 0, NULL), 0);
}

/* Dark pixels within columns, in a thousand of them. */
static size_t
ink(const struct pixels *pixels, size_t from, size_t to)
{
	size_t dark = 0;

	for (size_t y = 0; y < PICTURE_HEIGHT; y++)
		for (size_t x = from; x < to; x++)
			dark += pixels->grey[y][x] < 96;
	return dark * 1000 / ((to - from) * PICTURE_HEIGHT);
}

static void
every_letter_leaves_ink_where_it_stands(void **state)
{
	enum { FIELD = PICTURE_WIDTH / FIELDS };

	for (size_t i = 0; i < GLYPH_COUNT; i++) {
		char letters[FIELDS + 1];
		struct pixels pixels;

		memset(letters, GLYPH_LETTERS[i], FIELDS);
		letters[FIELDS] = '\0';
		draw(*state, letters, (unsigned char)i, &pixels);
		for (size_t field = 0; field < FIELDS; field++)
			assert_in_range(
			    ink(&pixels, field * FIELD, (field + 1) * FIELD),
			    60, 500);
		free(pixels.png);
	}
}

static void
equal_dice_draw_alike_and_others_do_not(void **state)
{
	struct pixels a, b, c, d;

	draw(*state, "34AC", 1, &a);
	draw(*state, "34AC", 1, &b);
	draw(*state, "34AC", 2, &c);
	draw(*state, "34AD", 1, &d);
	assert_int_equal(a.len, b.len);
	assert_memory_equal(a.png, b.png, a.len);
	assert_memory_not_equal(a.grey, c.grey, sizeof(a.grey));
	assert_memory_not_equal(a.grey, d.grey, sizeof(a.grey));
	assert_in_range(a.len, 500, 6000);
	free(a.png);
	free(b.png);
	free(c.png);
	free(d.png);
}

static void
what_is_no_font_is_told_with_its_path(void **state)
{
	static const struct {
		const char *path, *why;
	} cases[] = {
	    {"/nowhere.ttf", "/nowhere.ttf: cannot be read as a font"},
	    {"Makefile", "Makefile: cannot be read as a font"},
	};
	struct glyph_set set;
	struct err err;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_rc(
		    RC_FAULT, glyph_load(&set, cases[i].path, &err), &err);
		assert_string_equal(err.text, cases[i].why);
		glyph_free(&set);
	}
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(every_letter_leaves_ink_where_it_stands),
    cmocka_unit_test(equal_dice_draw_alike_and_others_do_not),
    cmocka_unit_test(what_is_no_font_is_told_with_its_path),
};

UNIT_MAIN_IN(tests, glyphs_ready, glyphs_gone)
