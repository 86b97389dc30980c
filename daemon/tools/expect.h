/*
 * expect.h - does a line say what was expected?
 *
 * Shape:  an object is met by one that has at least its members, a list by one
 *         that has a match for each of its items in any order, null by an
 *         absent member, a number by an equal number.
 * Units:  none.
 * Errors: the first difference is written as "place: wanted X, got Y".
 * Source: ours.
 */
#ifndef TOOLS_EXPECT_H
#define TOOLS_EXPECT_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

bool expect_met(
    const json_t *wanted, const json_t *got, char *why, size_t size);

#endif
