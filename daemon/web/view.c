#include "view.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Everything below the first view is in its chunks, given back together. */
enum { CHUNK_SIZE = 8192 };

struct chunk {
	struct chunk *next;
	size_t used, size;
	_Alignas(max_align_t) char bytes[];
};

struct view {
	struct view *next; /* in a list */
	struct view_value *values;
	struct chunk **chunks; /* the first view's */
	struct chunk *own;     /* of the first view, which these are */
};

static void *
must(void *memory)
{
	if (memory == NULL)
		abort();
	return memory;
}

static void *
take(struct chunk **chunks, size_t len)
{
	const size_t align = _Alignof(max_align_t);
	struct chunk *chunk = *chunks;
	void *at;

	len = (len + align - 1) / align * align;
	if (chunk == NULL || chunk->size - chunk->used < len) {
		size_t size = len > CHUNK_SIZE ? len : CHUNK_SIZE;

		chunk = must(malloc(sizeof(*chunk) + size));
		*chunk = (struct chunk){.next = *chunks, .size = size};
		*chunks = chunk;
	}
	at = chunk->bytes + chunk->used;
	chunk->used += len;
	return at;
}

static char *
copy(struct view *view, const char *text, size_t len)
{
	char *mine = take(view->chunks, len + 1);

	memcpy(mine, text, len);
	mine[len] = '\0';
	return mine;
}

struct view *
view_new(void)
{
	struct view *view = must(calloc(1, sizeof(*view)));

	view->chunks = &view->own;
	return view;
}

void
view_free(struct view *view)
{
	if (view == NULL)
		return;
	for (struct chunk *chunk = view->own, *next; chunk != NULL;
	     chunk = next) {
		next = chunk->next;
		free(chunk);
	}
	free(view);
}

static struct view_value *
find(const struct view *view, const char *name, size_t len)
{
	for (struct view_value *value = view->values; value != NULL;
	     value = value->next)
		if (value->name_len == len &&
		    memcmp(value->name, name, len) == 0)
			return value;
	return NULL;
}

/* The value of that name, as new unless it is a list that goes on. */
static struct view_value *
place(struct view *view, const char *name, enum view_kind kind)
{
	size_t len = strlen(name);
	struct view_value *value = find(view, name, len);

	if (value != NULL && kind == VIEW_LIST && value->kind == VIEW_LIST)
		return value;
	if (value == NULL) {
		value = take(view->chunks, sizeof(*value));
		*value = (struct view_value){.next = view->values,
		    .name = copy(view, name, len),
		    .name_len = len};
		view->values = value;
	}
	value->kind = kind;
	value->is_set = false;
	value->text = NULL;
	value->first = NULL;
	value->last = &value->first;
	return value;
}

void
view_text(struct view *view, const char *name, const char *text)
{
	struct view_value *value = place(view, name, VIEW_TEXT);

	value->text = text != NULL ? copy(view, text, strlen(text)) : "";
}

void
view_print(struct view *view, const char *name, const char *format, ...)
{
	char text[4096];
	va_list args;

	va_start(args, format);
	(void)vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	view_text(view, name, text);
}

void
view_number(struct view *view, const char *name, int64_t number)
{
	view_print(view, name, "%lld", (long long)number);
}

void
view_flag(struct view *view, const char *name, bool is_set)
{
	place(view, name, VIEW_FLAG)->is_set = is_set;
}

static struct view *
add(struct view *view, struct view_value *value)
{
	struct view *new = take(view->chunks, sizeof(*new));

	*new = (struct view){.chunks = view->chunks};
	*value->last = new;
	value->last = &new->next;
	return new;
}

struct view *
view_row(struct view *view, const char *name)
{
	return add(view, place(view, name, VIEW_LIST));
}

struct view *
view_part(struct view *view, const char *name)
{
	return add(view, place(view, name, VIEW_PART));
}

void
view_list(struct view *view, const char *name)
{
	(void)place(view, name, VIEW_LIST);
}

const struct view_value *
view_find(const struct view *view, const char *name, size_t len)
{
	return find(view, name, len);
}

const struct view *
view_next(const struct view *row)
{
	return row->next;
}

bool
view_is_true(const struct view_value *value)
{
	if (value == NULL)
		return false;
	switch (value->kind) {
	case VIEW_TEXT:
		return value->text[0] != '\0';
	case VIEW_FLAG:
		return value->is_set;
	case VIEW_LIST:
	case VIEW_PART:
		return value->first != NULL;
	}
	return false;
}
