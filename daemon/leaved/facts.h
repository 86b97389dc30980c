/*
 * facts.h - what a request tells about its reason, as one line.
 *
 * Shape:  "birth=2026-09-01;part=checkup": names and values, each name at most
 *         once, in any order. struct facts (book.h) is the same as values.
 *         Pure.
 * Units:  FACTS_SIZE bytes with the NUL; days as almanac_parse() reads them.
 * Errors: what is amiss, with the particular that cannot be read.
 * Source: ours; the names are leave-calc(1)'s.
 */
#ifndef LEAVED_FACTS_H
#define LEAVED_FACTS_H

#include "amiss.h"
#include "book.h"

enum { FACTS_SIZE = 512 };

enum amiss facts_parse(
    struct facts *facts, const char *text, char value[AMISS_VALUE_SIZE]);
char *facts_print(const struct facts *facts, char text[FACTS_SIZE]);

#endif
