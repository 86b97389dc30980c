/*
 * template_node.h - a compiled template, between its two halves.
 *
 * Shape:  a template is an array of nodes in the order they are printed; a
 *         section's nodes follow it, `until` is where it ends. A partial that
 *         stands alone on an indented line is compiled once for each indent.
 * Units:  indexes into the arrays.
 * Errors: none.
 * Source: ours.
 */
#ifndef WEB_TEMPLATE_NODE_H
#define WEB_TEMPLATE_NODE_H

#include "template.h"

enum template_node_kind {
	NODE_TEXT,
	NODE_ESCAPED,
	NODE_RAW,
	NODE_SECTION,
	NODE_INVERTED,
	NODE_PARTIAL,
};

struct template_node {
	enum template_node_kind kind;
	const char *at; /* the text, or the name */
	size_t len;
	size_t until;   /* the next node of the same level */
	size_t partial; /* index of its template */
};

enum { TEMPLATE_INDENT_SIZE = 32 };

struct template
{
	const char *name;
	const struct template_source *source;
	char indent[TEMPLATE_INDENT_SIZE];
	char *indented; /* the source with its indent, NULL without one */
	struct template_node *nodes;
	size_t count;
};

struct template_set {
	struct template *templates;
	size_t count;
	char **phrases; /* owned: what sentences became */
	size_t phrase_count;
};

#endif
