/*
 * The published cases of Mustache: mustache_test FILE.json... prints TAP.
 * A partial that is not there is an error of ours, not an empty text.
 */
#include "web/template.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SOURCES_MAX = 8 };

static int count, failed;

static void
put_scalar(struct view *view, const char *name, const json_t *value)
{
	char text[64];

	switch (json_typeof(value)) {
	case JSON_STRING:
		view_text(view, name, json_string_value(value));
		break;
	case JSON_INTEGER:
		view_number(view, name, json_integer_value(value));
		break;
	case JSON_REAL:
		(void)snprintf(
		    text, sizeof(text), "%g", json_real_value(value));
		view_text(view, name, text);
		break;
	case JSON_TRUE:
	case JSON_FALSE:
		view_flag(view, name, json_is_true(value));
		break;
	case JSON_NULL:
	case JSON_OBJECT:
	case JSON_ARRAY:
		view_text(view, name, NULL);
		break;
	}
}

static void
fill(struct view *view, const char *name, json_t *value)
{
	const char *key;
	json_t *part;
	size_t i;

	if (json_is_array(value)) {
		view_list(view, name);
		json_array_foreach(value, i, part)
		{
			struct view *row = view_row(view, name);

			if (json_is_object(part)) {
				json_t *inner;

				json_object_foreach(part, key, inner)
				    fill(row, key, inner);
			} else {
				fill(row, "", part);
			}
		}
	} else if (json_is_object(value)) {
		struct view *inner = view_part(view, name);

		json_object_foreach(value, key, part) fill(inner, key, part);
	} else {
		put_scalar(view, name, value);
	}
}

static size_t
take_sources(json_t *test, struct template_source *sources)
{
	const char *text = json_string_value(json_object_get(test, "template"));
	json_t *partial;
	const char *name;
	size_t used = 1;

	sources[0] =
	    (struct template_source){"test", text, text + strlen(text)};
	json_object_foreach(json_object_get(test, "partials"), name, partial)
	{
		text = json_string_value(partial);
		sources[used++] =
		    (struct template_source){name, text, text + strlen(text)};
		if (used == SOURCES_MAX)
			break;
	}
	return used;
}

static bool
passes(json_t *test)
{
	struct template_source sources[SOURCES_MAX];
	size_t used = take_sources(test, sources);
	json_t *data = json_object_get(test, "data"), *value;
	const char *expected =
	    json_string_value(json_object_get(test, "expected"));
	struct template_set *set = NULL;
	struct view *view = view_new();
	struct body out = {0};
	struct err err = {""};
	const char *name;
	bool is_lost = strcmp(json_string_value(json_object_get(test, "name")),
			   "Failed Lookup") == 0;
	bool ok;
	enum rc rc;

	if (json_is_object(data))
		json_object_foreach(data, name, value) fill(view, name, value);
	else
		fill(view, "", data);
	rc = template_compile(&set, sources, used, NULL, NULL, &err);
	if (rc == RC_OK)
		rc = template_render(set, "test", view, &out, &err);
	body_put(&out, "", 1);
	ok = is_lost ? rc == RC_INPUT
		     : rc == RC_OK && strcmp(out.at, expected) == 0;
	if (!ok)
		printf("# expected: %s\n#      got: %s %s\n", expected, out.at,
		    err.text);
	body_free(&out);
	template_free(set);
	view_free(view);
	return ok;
}

static void
run_file(const char *path)
{
	json_t *spec = json_load_file(path, 0, NULL);
	json_t *test;
	size_t i;

	json_array_foreach(json_object_get(spec, "tests"), i, test)
	{
		bool ok = passes(test);

		failed += !ok;
		printf("%s %d - %s: %s\n", ok ? "ok" : "not ok", ++count,
		    strrchr(path, '/') + 1,
		    json_string_value(json_object_get(test, "name")));
	}
	json_decref(spec);
}

int
main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++)
		run_file(argv[i]);
	printf("1..%d\n", count);
	return failed == 0 && count > 0 ? 0 : 1;
}
