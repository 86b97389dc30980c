#include "picture.h"

#include <assert.h>
#include <math.h>
#include <png.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { INK = 255, PAPER = 0, GREYS = 16, DOTS = 80 };

/* How far chance may go; more is hard for people before it is for programs. */
static const struct {
	float low, high;
} turn = {-0.35F, 0.35F}, /* radians */
    lean = {-0.25F, 0.25F}, size = {0.70F, 0.85F}, shift = {-5.0F, 5.0F},
  bend = {2.0F, 4.0F}, /* pixels */
    wave = {60.0F, 110.0F}, phase = {0.0F, 6.28F}, stroke = {-14.0F, 14.0F};
#define THROW(dice, range) dice_between((dice), (range).low, (range).high)

struct sheet {
	unsigned char at[PICTURE_HEIGHT][PICTURE_WIDTH];
};

static float
glyph_at(const struct glyph *glyph, int x, int y)
{
	if (x < 0 || y < 0 || x >= glyph->width || y >= glyph->height)
		return PAPER;
	return glyph->map[(size_t)y * (size_t)glyph->width + (size_t)x];
}

/* Between the four pixels around a place. */
static unsigned char
glyph_sample(const struct glyph *glyph, float x, float y)
{
	int left = (int)floorf(x), top = (int)floorf(y);
	float right = x - (float)left, low = y - (float)top;
	float upper = glyph_at(glyph, left, top) * (1 - right) +
	    glyph_at(glyph, left + 1, top) * right;
	float lower = glyph_at(glyph, left, top + 1) * (1 - right) +
	    glyph_at(glyph, left + 1, top + 1) * right;

	return (unsigned char)(upper * (1 - low) + lower * low);
}

static void
letter_draw(struct sheet *sheet, const struct glyph *glyph, float centre,
    struct dice *dice)
{
	float angle = THROW(dice, turn), leaning = THROW(dice, lean);
	float scale = THROW(dice, size);
	float middle = PICTURE_HEIGHT / 2.0F + THROW(dice, shift);
	float cosine = cosf(angle) / scale, sine = sinf(angle) / scale;
	int reach = GLYPH_SIZE; /* no turned letter goes farther */

	centre += THROW(dice, shift);
	for (int y = 0; y < PICTURE_HEIGHT; y++)
		for (int x = (int)centre - reach; x < (int)centre + reach;
		     x++) {
			float dx = (float)x - centre, dy = (float)y - middle;
			float gx = dx * cosine + dy * sine;
			float gy = dy * cosine - dx * sine;
			unsigned char ink;

			if (x < 0 || x >= PICTURE_WIDTH)
				continue;
			gx += gy * leaning;
			ink =
			    glyph_sample(glyph, gx + (float)glyph->width / 2.0F,
				gy + (float)glyph->height / 2.0F);
			if (ink > sheet->at[y][x])
				sheet->at[y][x] = ink;
		}
}

/* A stroke two pixels wide from side to side. */
static void
stroke_draw(struct sheet *sheet, struct dice *dice)
{
	float middle = PICTURE_HEIGHT / 2.0F + THROW(dice, stroke);
	float height = THROW(dice, stroke), length = THROW(dice, wave);
	float start = THROW(dice, phase);

	for (int x = 0; x < PICTURE_WIDTH; x++) {
		int y = (int)(middle +
		    height * sinf((float)x / length * 3.0F + start));

		for (int row = y; row < y + 2; row++)
			if (row >= 0 && row < PICTURE_HEIGHT)
				sheet->at[row][x] = INK;
	}
}

static void
dots_draw(struct sheet *sheet, struct dice *dice)
{
	for (int i = 0; i < DOTS; i++) {
		uint32_t x = dice_below(dice, PICTURE_WIDTH - 1);
		uint32_t y = dice_below(dice, PICTURE_HEIGHT - 1);

		sheet->at[y][x] ^= INK;
		sheet->at[y][x + 1] ^= INK;
	}
}

static void
sheet_bend(struct sheet *bent, const struct sheet *sheet, struct dice *dice)
{
	float across = THROW(dice, bend), along = THROW(dice, bend);
	float length = THROW(dice, wave), start = THROW(dice, phase);

	for (int y = 0; y < PICTURE_HEIGHT; y++)
		for (int x = 0; x < PICTURE_WIDTH; x++) {
			int from_x = x +
			    (int)(across *
				sinf((float)y / length * 6.28F + start));
			int from_y = y +
			    (int)(along *
				sinf((float)x / length * 6.28F + start));
			bool is_inside = from_x >= 0 && from_y >= 0 &&
			    from_x < PICTURE_WIDTH && from_y < PICTURE_HEIGHT;

			bent->at[y][x] =
			    is_inside ? sheet->at[from_y][from_x] : PAPER;
		}
}

/* Two pixels a byte, paper white. */
static void
row_pack(unsigned char packed[PICTURE_WIDTH / 2],
    const unsigned char row[PICTURE_WIDTH])
{
	for (size_t i = 0; i < PICTURE_WIDTH / 2; i++) {
		unsigned left = (unsigned)(INK - row[2 * i]) / GREYS;
		unsigned right = (unsigned)(INK - row[2 * i + 1]) / GREYS;

		packed[i] = (unsigned char)(left << 4 | right);
	}
}

struct output {
	unsigned char *bytes;
	size_t len;
};

static void
output_write(png_structp png, png_bytep bytes, size_t len)
{
	struct output *out = png_get_io_ptr(png);
	unsigned char *more = realloc(out->bytes, out->len + len);

	if (more == NULL)
		png_error(png, "no memory");
	memcpy(more + out->len, bytes, len);
	out->bytes = more;
	out->len += len;
}

static void
output_flush(png_structp png)
{
	(void)png;
}

/* libpng leaves by longjmp; what must survive it is in *out. */
static bool
png_print(struct output *out, const struct sheet *sheet)
{
	png_structp png =
	    png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
	png_infop info = png == NULL ? NULL : png_create_info_struct(png);
	unsigned char packed[PICTURE_WIDTH / 2];

	if (info == NULL || setjmp(png_jmpbuf(png)) != 0) {
		png_destroy_write_struct(&png, &info);
		return false;
	}
	png_set_write_fn(png, out, output_write, output_flush);
	png_set_IHDR(png, info, PICTURE_WIDTH, PICTURE_HEIGHT, 4,
	    PNG_COLOR_TYPE_GRAY, PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_BASE,
	    PNG_FILTER_TYPE_BASE);
	png_set_filter(png, PNG_FILTER_TYPE_BASE, PNG_FILTER_NONE);
	png_write_info(png, info);
	for (size_t y = 0; y < PICTURE_HEIGHT; y++) {
		row_pack(packed, sheet->at[y]);
		png_write_row(png, packed);
	}
	png_write_end(png, NULL);
	png_destroy_write_struct(&png, &info);
	return true;
}

static void
sheet_draw(struct sheet *sheet, const struct glyph_set *set,
    const char *letters, struct dice *dice)
{
	size_t count = strlen(letters);
	float pitch = (float)PICTURE_WIDTH / ((float)count + 0.4F);

	assert(count > 0 && count <= PICTURE_LETTERS_MAX);
	for (size_t i = 0; i < count; i++) {
		const char *place = strchr(GLYPH_LETTERS, letters[i]);

		assert(place != NULL);
		letter_draw(sheet, &set->glyphs[place - GLYPH_LETTERS],
		    pitch * ((float)i + 0.7F), dice);
	}
	stroke_draw(sheet, dice);
	stroke_draw(sheet, dice);
	dots_draw(sheet, dice);
}

enum rc
picture_draw(const struct glyph_set *set, const char *letters,
    struct dice *dice, unsigned char **png, size_t *len, struct err *err)
{
	struct sheet flat = {0}, bent;
	struct output out = {0};

	sheet_draw(&flat, set, letters, dice);
	sheet_bend(&bent, &flat, dice);
	if (!png_print(&out, &bent)) {
		free(out.bytes);
		return err_set(err, RC_FAULT, "no memory for a picture");
	}
	*png = out.bytes;
	*len = out.len;
	return RC_OK;
}
