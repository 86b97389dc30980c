#include "caption.h"

#include "base/text.h"

#include <string.h>

enum { WORD_SIZE = 64 };

const char *
caption_find(enum phrase_lang lang, enum field field, const char *word)
{
	for (size_t i = 0; i < caption_count; i++)
		if (captions[i].field == field &&
		    strcmp(captions[i].word, word) == 0)
			return phrase(lang, captions[i].english);
	return NULL;
}

char *
caption_list(char *text, size_t size, enum phrase_lang lang, enum field field,
    const char *list)
{
	size_t used = 0;

	text[0] = '\0';
	while (*list != '\0') {
		size_t len = strcspn(list, ",");
		char word[WORD_SIZE];
		const char *said;

		if (!text_print(word, sizeof(word), "%.*s", (int)len, list))
			break;
		said = caption_find(lang, field, word);
		if (!text_print(text + used, size - used, "%s%s",
			used > 0 ? phrase(lang, PHRASE(", ")) : "",
			said != NULL ? said : word))
			break;
		used += strlen(text + used);
		list += len;
		list += strspn(list, ", ");
	}
	return text;
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
