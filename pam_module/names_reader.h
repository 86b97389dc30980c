/*
 * names_reader.h - looks things up in the file of names, inside any program.
 *
 * Shape:  one read-only mapping per process, made at the second look-up; its
 *         descriptor is closed at once. A newer file is noticed by a byte in
 *         the old one (no system call), and once a second by stat(2). When
 *         another thread is looking up, after fork(2) from such a moment, when
 *         nothing can be mapped, and the first time, the file is opened and
 *         read for that one look-up. Waits for nobody and keeps no descriptor.
 *         A list has a mapping of its own.
 * Units:  none.
 * Errors: READER_UNAVAIL when there is no file, or one that somebody else than
 *         the owner of its directory could have written.
 * Source: base/names.h; tinycdb checks every offset against the file's size.
 */
#ifndef NAMES_READER_H
#define NAMES_READER_H

#include "base/names.h"

enum reader_found { READER_FOUND, READER_ABSENT, READER_UNAVAIL };

/* Gets the record; it lives until this returns. */
typedef void reader_take(void *context, const char *bytes, size_t len);

enum reader_found names_reader_find(
    const char *key, size_t key_len, reader_take *take, void *context);

/* The same in the file that is not for everybody, without a mapping;
 * READER_ABSENT for a program that may not read it. */
enum reader_found names_reader_find_shadow(
    const char *key, size_t key_len, reader_take *take, void *context);

/* ------------------------------------------------------------- all of them */

enum reader_list { READER_PEOPLE, READER_GROUPS, READER_LISTS };

/* The list from its start, over the file as it is now, which stays mapped until
 * the end. READER_ABSENT: nobody may be listed. */
enum reader_found names_reader_begin(enum reader_list list);
/* The next record, begun if need be; READER_ABSENT behind the last. `take` gets
 * it, and says whether to go on behind it: if not, it is the next once more. */
typedef bool reader_take_next(void *context, const char *bytes, size_t len);
enum reader_found names_reader_next(
    enum reader_list list, reader_take_next *take, void *context);
void names_reader_end(enum reader_list list);

#endif
