/*
 * fields.h - values out of a scenario's JSON, every fault noted.
 *
 * Shape:  readers of one member each; a wrong type or an unknown key is a
 *         fault with its place ("events[3].from"), and reading goes on.
 * Units:  as in leave-calc(1).
 * Errors: counted in `faults`; the value stays as it was.
 * Source: libjansson 2.14.
 */
#ifndef TOOLS_FIELDS_H
#define TOOLS_FIELDS_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { FIELDS_PLACE_SIZE = 96 };

struct fields {
	const char *file;
	char place[FIELDS_PLACE_SIZE];
	unsigned faults;
	bool is_silent;
};

void fields_fault(struct fields *f, const char *key, const char *what);

/* Only these keys; `keys` are words with blanks between. */
void fields_allow(struct fields *f, const json_t *object, const char *keys);

/* NULL when absent; a fault when it is required or of another type. */
const char *fields_text(
    struct fields *f, const json_t *object, const char *key, bool is_required);
/* Into a text of `size`; it stays as it was when absent. */
void fields_copy(struct fields *f, const json_t *object, const char *key,
    char *to, size_t size, bool is_required);
bool fields_bool(
    struct fields *f, const json_t *object, const char *key, bool fallback);
/* A number in units of 1/2, times `unit`; INT32_MIN when absent. */
int fields_amount(
    struct fields *f, const json_t *object, const char *key, int unit);
/* False when absent or no date; a bad date is a fault. */
bool fields_day(
    struct fields *f, const json_t *object, const char *key, int *day);
/* NULL when absent or no array / object. */
const json_t *fields_list(
    struct fields *f, const json_t *object, const char *key);
const json_t *fields_object(
    struct fields *f, const json_t *object, const char *key);

#endif
