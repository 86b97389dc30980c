/*
 * template_fuzz.c - a source that may be no template. What compiles prints
 * without a crash and within its bound.
 */
#include <stdint.h>
#include <stdlib.h>

#include "web/template.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *
shorten(void *ctx, const char *english)
{
	(void)ctx;
	return english + 1;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char partial[] = "{{a}}\n";
	const char *text = (const char *)data;
	const struct template_source sources[] = {{"a", text, text + size},
	    {"b", partial, &partial[sizeof(partial) - 1]}};
	struct template_set *set;
	struct view *view;
	struct body out = {0};
	struct err err;

	if (size > 2048 ||
	    template_compile(&set, sources, 2, shorten, NULL, &err) != RC_OK)
		return 0;
	view = view_new();
	view_text(view, "a", "<x>");
	view_text(view_row(view, "b"), "", "1");
	view_text(view_row(view, "b"), "a", "2");
	view_flag(view_part(view, "c"), "d", true);
	(void)template_render(set, "a", view, &out, &err);
	body_free(&out);
	view_free(view);
	template_free(set);
	return 0;
}
