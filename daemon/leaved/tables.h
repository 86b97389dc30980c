/*
 * tables.h - schema/leaved.sql, as the program carries it.
 *
 * Shape:  the text of all versions, for migration.h.
 * Units:  bytes, with a NUL.
 * Errors: none.
 * Source: schema/leaved.sql, at build time.
 */
#ifndef LEAVED_TABLES_H
#define LEAVED_TABLES_H

extern const char leaved_sql[] __attribute__((visibility("hidden")));

#endif
