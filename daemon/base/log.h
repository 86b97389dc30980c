/*
 * log.h - what a daemon tells its operator.
 *
 * Shape:  one line a story, written by whoever ends it: a sentence, then
 *         key=value. Leaf code returns errors and never logs.
 * Units:  a line is at most LOG_LINE_SIZE bytes; the rest is cut.
 * Errors: none: a log that cannot be written stops nobody.
 * Source: syslog(3), facility authpriv. Control characters and bytes that are
 *         no UTF-8 are written as \xNN, so that no value can forge a line.
 */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include <stdbool.h>
#include <syslog.h>

enum { LOG_LINE_SIZE = 1024 };

/* `program` must outlive the process; stderr lines carry a <level> prefix
 * that journald understands. */
void log_open(const char *program, bool to_stderr, bool debug);

void log_line(int priority, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#define log_debug(...) log_line(LOG_DEBUG, __VA_ARGS__)
#define log_info(...)  log_line(LOG_INFO, __VA_ARGS__)
#define log_warn(...)  log_line(LOG_WARNING, __VA_ARGS__)
#define log_error(...) log_line(LOG_ERR, __VA_ARGS__)

#endif
