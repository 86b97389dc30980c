/*
 * unit.h - what every cmocka test here includes.
 *
 * Shape:  the headers that cmocka wants in this order, UNIT_MAIN() that runs
 *         the table of tests and prints TAP, assert_rc() for enum rc.
 * Units:  none.
 * Errors: a failed test makes the program's exit code non-zero.
 * Source: cmocka.h.
 */
#ifndef TESTS_UNIT_H
#define TESTS_UNIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#define assert_rc(expected, call, err)                                       \
	do {                                                                 \
		enum rc got_ = (call);                                       \
		if (got_ != (expected))                                      \
			fail_msg("%s: %s, not %s: %s", #call, rc_name(got_), \
			    rc_name(expected), (err)->text);                 \
	} while (0)

/* `ready` and `gone` are cmocka's: before the first and after the last. */
#define UNIT_MAIN_IN(tests, ready, gone)                           \
	int main(void)                                             \
	{                                                          \
		cmocka_set_message_output(CM_OUTPUT_TAP);          \
		return cmocka_run_group_tests(tests, ready, gone); \
	}
#define UNIT_MAIN(tests) UNIT_MAIN_IN(tests, NULL, NULL)

#endif
