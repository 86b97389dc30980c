/* Sources become nodes. */
#include "template_node.h"

#include "base/text.h"
#include "phrase.h"

#include <stdlib.h>
#include <string.h>

enum {
	DELIMITER_SIZE = 8,
	TEMPLATES_MAX = 512, /* sources, and their indented forms */
	NODES_MAX = 16384,   /* of one template */
};

struct build {
	struct template_set *set;
	const struct template_source *sources;
	size_t count;
	template_translate *translate;
	void *ctx;
	struct err *err;
};

/* One text being read: a source, or a sentence within it. */
struct parse {
	struct build *build;
	size_t template; /* index: the array moves */
	const char *begin, *at, *end;
	char open[DELIMITER_SIZE], close[DELIMITER_SIZE];
	size_t sections[TEMPLATE_DEPTH_MAX]; /* the open ones' nodes */
	int depth;
};

struct tag {
	char kind; /* one of # ^ / > ! = & { or 'v' for a variable */
	const char *from, *until;
	const char *name;
	size_t len;
};

static void *
grown(void *at, size_t count, size_t size)
{
	void *more;

	/* 0, 1, 2, 4 … are where the next one needs room. */
	if ((count & (count - 1)) != 0)
		return at;
	more = realloc(at, (count > 0 ? count * 2 : 1) * size);
	if (more == NULL)
		abort();
	return more;
}

static struct template *
template_of(const struct parse *parse)
{
	return &parse->build->set->templates[parse->template];
}

static enum rc
fail(const struct parse *parse, const char *at, const char *why)
{
	const struct template *template = template_of(parse);
	int line = 1;

	for (const char *byte = parse->begin; byte < at; byte++)
		line += *byte == '\n';
	return err_set(parse->build->err, RC_INPUT, "%s:%d: %s", template->name,
	    line, why);
}

static enum rc
add_node(struct parse *parse, struct template_node node)
{
	struct template *template = template_of(parse);

	if (node.kind == NODE_TEXT && node.len == 0)
		return RC_OK;
	if (template->count == NODES_MAX)
		return fail(parse, parse->at, "too long");
	template->nodes =
	    grown(template->nodes, template->count, sizeof(*template->nodes));
	node.until = template->count + 1;
	template->nodes[template->count++] = node;
	return RC_OK;
}

static enum rc
add_text(struct parse *parse, const char *from, const char *until)
{
	return add_node(parse,
	    (struct template_node){
		.kind = NODE_TEXT, .at = from, .len = (size_t)(until - from)});
}

/* The source with `indent` before each line, or as it is without one. */
static char *
indent_source(const struct template_source *source, const char *indent)
{
	size_t source_len = (size_t)(source->end - source->at);
	size_t len = strlen(indent), lines = 1, at = 0;
	char *text;

	for (size_t i = 0; i < source_len; i++)
		lines += source->at[i] == '\n';
	text = malloc(source_len + lines * len + 1);
	if (text == NULL)
		abort();
	for (size_t i = 0; i < source_len; i++) {
		if (i == 0 || source->at[i - 1] == '\n') {
			memcpy(text + at, indent, len);
			at += len;
		}
		text[at++] = source->at[i];
	}
	text[at] = '\0';
	return text;
}

static enum rc
add_template(struct build *build, const struct template_source *source,
    const char *indent, size_t *index)
{
	struct template_set *set = build->set;
	struct template *template;

	if (set->count == TEMPLATES_MAX)
		return err_set(build->err, RC_INPUT, "%s: partials without end",
		    source->name);
	set->templates =
	    grown(set->templates, set->count, sizeof(*set->templates));
	template = &set->templates[set->count];
	*template = (struct template){.name = source->name, .source = source};
	memcpy(template->indent, indent, strlen(indent));
	if (indent[0] != '\0')
		template->indented = indent_source(source, indent);
	*index = set->count++;
	return RC_OK;
}

/* The template of that name and indent, a new one if need be. */
static enum rc
find_template(const struct parse *parse, const struct tag *tag,
    const char *indent, size_t *index)
{
	struct build *build = parse->build;
	const struct template_set *set = build->set;

	for (size_t i = 0; i < set->count; i++)
		if (strlen(set->templates[i].name) == tag->len &&
		    memcmp(set->templates[i].name, tag->name, tag->len) == 0 &&
		    strcmp(set->templates[i].indent, indent) == 0) {
			*index = i;
			return RC_OK;
		}
	for (size_t i = 0; i < build->count; i++)
		if (strlen(build->sources[i].name) == tag->len &&
		    memcmp(build->sources[i].name, tag->name, tag->len) == 0)
			return add_template(
			    build, &build->sources[i], indent, index);
	return fail(parse, tag->from, "no such partial");
}

static const char *
find_text(const char *at, const char *end, const char *text)
{
	return at < end ? memmem(at, (size_t)(end - at), text, strlen(text))
			: NULL;
}

static bool
is_blank(char byte)
{
	return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n';
}

static void
trim(const char **from, const char **until)
{
	while (*from < *until && is_blank(**from))
		(*from)++;
	while (*from < *until && is_blank((*until)[-1]))
		(*until)--;
}

/* The tag that starts at `at`. */
static enum rc
read_tag(const struct parse *parse, const char *at, struct tag *tag)
{
	const char *name = at + strlen(parse->open), *close;
	char closing[DELIMITER_SIZE + 2];

	*tag = (struct tag){.kind = 'v', .from = at};
	if (name < parse->end && strchr("#^/>!=&{", *name) != NULL &&
	    *name != '\0')
		tag->kind = *name++;
	(void)text_print(closing, sizeof(closing), "%s%s",
	    tag->kind == '{'       ? "}"
		: tag->kind == '=' ? "="
				   : "",
	    parse->close);
	close = find_text(name, parse->end, closing);
	if (close == NULL)
		return fail(parse, at, "a tag without an end");
	tag->until = close + strlen(closing);
	trim(&name, &close);
	tag->name = name;
	tag->len = (size_t)(close - name);
	if (tag->kind == '!' || tag->kind == '=')
		return RC_OK;
	if (tag->len == 0 || tag->len > TEMPLATE_NAME_MAX)
		return fail(parse, at, "a tag without a name");
	for (size_t i = 0; i < tag->len; i++)
		if (is_blank(name[i]))
			return fail(parse, at, "a name with a blank in it");
	return RC_OK;
}

/* Alone on its line, such a tag takes the whole line with it: then `from` and
 * `until` are the line's ends. */
static bool
is_standalone(const struct parse *parse, const struct tag *tag,
    const char **from, const char **until)
{
	const char *left = tag->from, *right = tag->until;

	if (tag->kind == 'v' || tag->kind == '&' || tag->kind == '{')
		return false;
	while (left > parse->begin && (left[-1] == ' ' || left[-1] == '\t'))
		left--;
	if (left > parse->begin && left[-1] != '\n')
		return false;
	while (right < parse->end && (*right == ' ' || *right == '\t'))
		right++;
	if (right < parse->end && *right == '\r')
		right++;
	if (right < parse->end && *right != '\n')
		return false;
	*from = left;
	*until = right < parse->end ? right + 1 : right;
	return true;
}

/* {{=<% %>=}} */
static enum rc
set_delimiters(struct parse *parse, const struct tag *tag)
{
	const char *end = tag->name + tag->len, *gap = tag->name, *close = end;

	while (gap < end && !is_blank(*gap))
		gap++;
	while (close > gap && !is_blank(close[-1]))
		close--;
	if (gap == tag->name || close == gap || close == end ||
	    gap - tag->name >= DELIMITER_SIZE || end - close >= DELIMITER_SIZE)
		return fail(parse, tag->from, "no such delimiters");
	for (const char *byte = tag->name; byte < end; byte++)
		if (*byte == '=' || *byte == '\0')
			return fail(parse, tag->from, "no such delimiters");
	memset(parse->open, 0, sizeof(parse->open));
	memcpy(parse->open, tag->name, (size_t)(gap - tag->name));
	memset(parse->close, 0, sizeof(parse->close));
	memcpy(parse->close, close, (size_t)(end - close));
	return RC_OK;
}

static enum rc
open_section(struct parse *parse, const struct tag *tag)
{
	if (parse->depth == TEMPLATE_DEPTH_MAX - 1)
		return fail(parse, tag->from, "nested too deeply");
	parse->sections[parse->depth++] = template_of(parse)->count;
	return add_node(parse,
	    (struct template_node){
		.kind = tag->kind == '#' ? NODE_SECTION : NODE_INVERTED,
		.at = tag->name,
		.len = tag->len});
}

static enum rc
close_section(struct parse *parse, const struct tag *tag)
{
	struct template *template = template_of(parse);
	struct template_node *section;

	if (parse->depth == 0)
		return fail(parse, tag->from, "closes what is not open");
	section = &template->nodes[parse->sections[--parse->depth]];
	if (section->len != tag->len ||
	    memcmp(section->at, tag->name, tag->len) != 0)
		return fail(parse, tag->from, "closes another section");
	section->until = template->count;
	return RC_OK;
}

static enum rc
add_partial(struct parse *parse, const struct tag *tag, const char *line)
{
	struct template_node node = {
	    .kind = NODE_PARTIAL, .at = tag->name, .len = tag->len};
	char indent[TEMPLATE_INDENT_SIZE] = "";
	enum rc rc;

	if (tag->from - line >= TEMPLATE_INDENT_SIZE)
		return fail(parse, tag->from, "indented too far");
	memcpy(indent, line, (size_t)(tag->from - line));
	rc = find_template(parse, tag, indent, &node.partial);
	return rc == RC_OK ? add_node(parse, node) : rc;
}

static char *
keep(struct template_set *set, const char *text)
{
	char *mine = strdup(text);

	if (mine == NULL)
		abort();
	set->phrases =
	    grown(set->phrases, set->phrase_count, sizeof(*set->phrases));
	set->phrases[set->phrase_count++] = mine;
	return mine;
}

static enum rc parse_text(struct parse *parse);

/* What stands between {{#_}} and {{/_}}, blanks tidied, translated, and read
 * as a template of its own. */
static enum rc
add_phrase(struct parse *parse, const struct tag *tag)
{
	struct parse inner = *parse;
	char english[TEMPLATE_PHRASE_MAX], closing[2 * DELIMITER_SIZE + 3];
	const char *from = tag->until, *end;

	(void)text_print(
	    closing, sizeof(closing), "%s/_%s", parse->open, parse->close);
	end = find_text(from, parse->end, closing);
	if (end == NULL)
		return fail(parse, tag->from, "a sentence without an end");
	parse->at = end + strlen(closing);
	if (!phrase_key(english, sizeof(english), from, (size_t)(end - from)) ||
	    english[0] == '\0')
		return fail(parse, tag->from, "no sentence, or too long a one");
	inner.begin = inner.at = keep(parse->build->set,
	    parse->build->translate != NULL
		? parse->build->translate(parse->build->ctx, english)
		: english);
	inner.end = inner.begin + strlen(inner.begin);
	inner.depth = 0;
	return parse_text(&inner);
}

static enum rc
add_tag(struct parse *parse, const struct tag *tag, const char *line)
{
	switch (tag->kind) {
	case '#':
		if (tag->len == 1 && tag->name[0] == '_')
			return add_phrase(parse, tag);
		return open_section(parse, tag);
	case '^':
		return open_section(parse, tag);
	case '/':
		return close_section(parse, tag);
	case '>':
		return add_partial(parse, tag, line);
	case '=':
		return set_delimiters(parse, tag);
	case '!':
		return RC_OK;
	default:
		return add_node(parse,
		    (struct template_node){
			.kind = tag->kind == 'v' ? NODE_ESCAPED : NODE_RAW,
			.at = tag->name,
			.len = tag->len});
	}
}

static enum rc
parse_text(struct parse *parse)
{
	enum rc rc = RC_OK;

	while (rc == RC_OK && parse->at < parse->end) {
		const char *from =
		    find_text(parse->at, parse->end, parse->open);
		const char *line, *until;
		struct tag tag;

		if (from == NULL) {
			rc = add_text(parse, parse->at, parse->end);
			break;
		}
		rc = read_tag(parse, from, &tag);
		if (rc != RC_OK)
			break;
		line = tag.from;
		until = tag.until;
		/* A sentence keeps its line: it prints something. */
		if (!(tag.kind == '#' && tag.len == 1 && tag.name[0] == '_'))
			(void)is_standalone(parse, &tag, &line, &until);
		rc = add_text(parse, parse->at, line);
		parse->at = until;
		if (rc == RC_OK)
			rc = add_tag(parse, &tag, line);
	}
	if (rc == RC_OK && parse->depth > 0)
		rc = fail(parse, parse->end, "a section without an end");
	return rc;
}

static enum rc
parse_template(struct build *build, size_t index)
{
	const struct template *template = &build->set->templates[index];
	struct parse parse = {
	    .build = build, .template = index, .open = "{{", .close = "}}"};

	parse.begin = template->source->at;
	parse.end = template->source->end;
	if (template->indented != NULL) {
		parse.begin = template->indented;
		parse.end = parse.begin + strlen(parse.begin);
	}
	parse.at = parse.begin;
	return parse_text(&parse);
}

enum rc
template_compile(struct template_set **set,
    const struct template_source *sources, size_t count,
    template_translate *translate, void *ctx, struct err *err)
{
	struct build build = {.sources = sources,
	    .count = count,
	    .translate = translate,
	    .ctx = ctx,
	    .err = err};
	enum rc rc = RC_OK;
	size_t index;

	*set = NULL;
	build.set = calloc(1, sizeof(*build.set));
	if (build.set == NULL)
		abort();
	for (size_t i = 0; i < count && rc == RC_OK; i++)
		rc = add_template(&build, &sources[i], "", &index);
	/* Partials add templates as they are met. */
	for (size_t i = 0; i < build.set->count && rc == RC_OK; i++)
		rc = parse_template(&build, i);
	if (rc != RC_OK) {
		template_free(build.set);
		return rc;
	}
	*set = build.set;
	return RC_OK;
}
