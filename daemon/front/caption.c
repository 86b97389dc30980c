#include "caption.h"

#include <string.h>

const char *
caption_find(enum phrase_lang lang, enum field field, const char *word)
{
	for (size_t i = 0; i < caption_count; i++)
		if (captions[i].field == field &&
		    strcmp(captions[i].word, word) == 0)
			return phrase(lang, captions[i].english);
	return NULL;
}

void
caption_options(struct view *view, const char *name, int set,
    enum phrase_lang lang, const char *chosen)
{
	for (size_t i = 0; i < caption_count; i++) {
		struct view *row;

		if (captions[i].set != set)
			continue;
		row = view_row(view, name);
		view_text(row, "value", captions[i].word);
		view_text(row, "word", phrase(lang, captions[i].english));
		view_flag(
		    row, "is_chosen", strcmp(captions[i].word, chosen) == 0);
	}
}
