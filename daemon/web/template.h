/*
 * template.h - pages as Mustache, compiled once.
 *
 * Shape:  a set of named sources becomes one compiled set per language.
 *         {{name}} is escaped, {{{name}}} and {{&name}} are not; {{#name}} …
 *         {{/name}} sections, {{^name}} inverted ones, {{>name}} partials of
 *         the same set, {{! comments}}, {{=<% %>=}} other delimiters, dotted
 *         names, {{.}} for the row itself. {{#_}}English{{/_}} is a sentence:
 *         at compile time its key (phrase.h) becomes what `translate` makes
 *         of it; what comes back is Mustache too, so a sentence may hold
 *         {{name}}.
 * Units:  bytes of UTF-8.
 * Errors: RC_INPUT with "name:line:" when a source is no template or names a
 *         partial that is not there; RC_FAULT when a page grows past its
 *         bound or nests without end.
 * Source: mustache(5) and its published specification; tests/data/mustache has
 *         the cases. Left out: lambdas, dynamic names, inheritance.
 */
#ifndef WEB_TEMPLATE_H
#define WEB_TEMPLATE_H

#include "base/err.h"
#include "body.h"
#include "view.h"

struct template_source {
	const char *name;
	const char *at, *end; /* must outlive the set */
};

enum {
	TEMPLATE_NAME_MAX = 64,  /* bytes of a variable's or partial's name */
	TEMPLATE_DEPTH_MAX = 32, /* sections and partials within another */
	TEMPLATE_STEPS_MAX = 1 << 22, /* of one page: some hundredths of a s */
	TEMPLATE_PHRASE_MAX = 4096,   /* bytes of one sentence */
};

/* The English sentence in the set's language; may return its argument. */
typedef const char *template_translate(void *ctx, const char *english);

struct template_set;

/* `translate` may be NULL: sentences stay as they are. */
enum rc template_compile(struct template_set **set,
    const struct template_source *sources, size_t count,
    template_translate *translate, void *ctx, struct err *err);
void template_free(struct template_set *set);

/* RC_ABSENT when the set has no such template. */
enum rc template_render(const struct template_set *set, const char *name,
    const struct view *view, struct body *out, struct err *err);

#endif
