/*
 * clock.h - the only place that asks what time it is.
 *
 * Shape:  two clocks and the directory's way of writing an instant. Pure files
 *         take now_s as a parameter; tests replace the two clocks.
 * Units:  Unix seconds (UTC), monotonic milliseconds.
 * Errors: bool.
 * Source: RFC 4517 3.3.13 generalizedTime. We print YYYYmmddHHMMSSZ and read
 *         what administrators may write: minutes and seconds left out, a zone
 *         as +08 or +0800, a fraction of a second (dropped). No leap second.
 */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

enum { CLOCK_GENERALIZED_SIZE = 16 }; /* "20260902110000Z" and its NUL */

int64_t clock_now_s(void);
int64_t clock_mono_ms(void);

/* The years 0 to 9999; anything outside prints as the nearest end. */
void clock_generalized(int64_t at_s, char text[CLOCK_GENERALIZED_SIZE]);

/* False, and 0, unless `text` is a real instant in one of those forms. */
bool clock_parse_generalized(const char *text, int64_t *at_s);

enum { CLOCK_SKEW_S = 300 }; /* how far a clock may have been set back */

/* Does what began then, for that long, go on? A clock set back further must not
 * make it younger than it is. */
static inline bool
clock_is_within(int64_t from_s, int64_t life_s, int64_t now_s)
{
	return from_s > now_s - life_s && from_s <= now_s + CLOCK_SKEW_S;
}

#endif
