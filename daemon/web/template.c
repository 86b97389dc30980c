/* The printing half; template_parse.c makes the nodes. */
#include "template_node.h"

#include <stdlib.h>
#include <string.h>

/* One context: a view, and what {{.}} means within it. */
struct scope {
	const struct view *view; /* NULL: a text alone */
	const struct view_value *dot;
};

struct print {
	const struct template_set *set;
	struct body *out;
	struct scope scopes[TEMPLATE_DEPTH_MAX];
	int depth;
	long steps; /* nodes printed, counting again in every row */
	struct err *err;
};

static const struct view_value *
find_in_scopes(const struct print *print, const char *name, size_t len)
{
	for (int i = print->depth; i-- > 0;) {
		const struct view *view = print->scopes[i].view;
		const struct view_value *value =
		    view != NULL ? view_find(view, name, len) : NULL;

		if (value != NULL)
			return value;
	}
	return NULL;
}

/* a.b.c: `a` from the nearest scope that has one, the rest within it. */
static const struct view_value *
find(const struct print *print, const char *name, size_t len)
{
	const char *end = name + len, *dot = memchr(name, '.', len);
	const struct view_value *value;

	if (len == 1 && dot != NULL)
		return print->scopes[print->depth - 1].dot;
	value = find_in_scopes(
	    print, name, dot != NULL ? (size_t)(dot - name) : len);
	while (dot != NULL && value != NULL) {
		const char *part = dot + 1;

		if (value->kind != VIEW_PART)
			return NULL;
		dot = memchr(part, '.', (size_t)(end - part));
		value = view_find(value->first, part,
		    (size_t)((dot != NULL ? dot : end) - part));
	}
	return value;
}

static enum rc print_nodes(struct print *print, const struct template *template,
    size_t from, size_t until);

static enum rc
print_within(struct print *print, const struct template *template, size_t at,
    struct scope scope)
{
	enum rc rc;

	if (print->depth == TEMPLATE_DEPTH_MAX)
		return err_set(print->err, RC_FAULT, "%s: nested too deeply",
		    template->name);
	print->scopes[print->depth++] = scope;
	rc = print_nodes(print, template, at + 1, template->nodes[at].until);
	print->depth--;
	return rc;
}

static enum rc
print_section(struct print *print, const struct template *template, size_t at)
{
	const struct template_node *node = &template->nodes[at];
	const struct view_value *value = find(print, node->at, node->len);
	struct scope same = print->scopes[print->depth - 1];
	enum rc rc = RC_OK;

	if (view_is_true(value) == (node->kind == NODE_INVERTED))
		return RC_OK;
	if (node->kind == NODE_INVERTED || value->kind == VIEW_FLAG)
		return print_within(print, template, at, same);
	if (value->kind == VIEW_TEXT)
		return print_within(
		    print, template, at, (struct scope){NULL, value});
	for (const struct view *row = value->first; row != NULL && rc == RC_OK;
	     row = view_next(row))
		rc = print_within(print, template, at,
		    (struct scope){row, view_find(row, "", 0)});
	return rc;
}

static enum rc
print_partial(struct print *print, const struct template_node *node)
{
	const struct template *partial = &print->set->templates[node->partial];
	enum rc rc;

	/* Counted as one level more, so that recursion ends. */
	if (print->depth == TEMPLATE_DEPTH_MAX)
		return err_set(print->err, RC_FAULT, "%s: nested too deeply",
		    partial->name);
	print->scopes[print->depth] = print->scopes[print->depth - 1];
	print->depth++;
	rc = print_nodes(print, partial, 0, partial->count);
	print->depth--;
	return rc;
}

static void
print_value(struct print *print, const struct template_node *node)
{
	const struct view_value *value = find(print, node->at, node->len);

	if (value == NULL || value->kind != VIEW_TEXT)
		return;
	if (node->kind == NODE_RAW)
		body_text(print->out, value->text);
	else
		body_escaped(print->out, value->text);
}

static enum rc
print_nodes(struct print *print, const struct template *template, size_t from,
    size_t until)
{
	enum rc rc = RC_OK;

	for (size_t at = from; at < until && rc == RC_OK;
	     at = template->nodes[at].until) {
		const struct template_node *node = &template->nodes[at];

		if (++print->steps > TEMPLATE_STEPS_MAX)
			return err_set(print->err, RC_FAULT,
			    "%s: too long to print", template->name);
		switch (node->kind) {
		case NODE_TEXT:
			body_put(print->out, node->at, node->len);
			break;
		case NODE_ESCAPED:
		case NODE_RAW:
			print_value(print, node);
			break;
		case NODE_SECTION:
		case NODE_INVERTED:
			rc = print_section(print, template, at);
			break;
		case NODE_PARTIAL:
			rc = print_partial(print, node);
			break;
		}
	}
	return rc;
}

enum rc
template_render(const struct template_set *set, const char *name,
    const struct view *view, struct body *out, struct err *err)
{
	struct print print = {.set = set, .out = out, .depth = 1, .err = err};
	enum rc rc;

	print.scopes[0] = (struct scope){view, view_find(view, "", 0)};
	for (size_t i = 0; i < set->count; i++) {
		const struct template *template = &set->templates[i];

		if (template->indent[0] != '\0' ||
		    strcmp(template->name, name) != 0)
			continue;
		rc = print_nodes(&print, template, 0, template->count);
		if (rc == RC_OK && out->is_full)
			rc = err_set(err, RC_FAULT, "%s: page too long", name);
		return rc;
	}
	return err_set(err, RC_ABSENT, "no template %s", name);
}

void
template_free(struct template_set *set)
{
	if (set == NULL)
		return;
	for (size_t i = 0; i < set->count; i++) {
		free(set->templates[i].nodes);
		free(set->templates[i].indented);
	}
	for (size_t i = 0; i < set->phrase_count; i++)
		free(set->phrases[i]);
	free(set->phrases);
	free(set->templates);
	free(set);
}
