#include "school_mortal.h"

#include "../unit/unit.h"

#include <unistd.h>

MORTAL(enum rc, sql_change,
    (struct sql * sql, const char *statement, int64_t *changed, struct err *err,
	const struct sql_value *values, size_t count),
    (sql, statement, changed, err, values, count))
MORTAL(enum rc, sql_put,
    (struct sql * sql, const char *statement, struct err *err,
	const struct sql_value *values, size_t count),
    (sql, statement, err, values, count))
BRINK(enum rc, sql_commit, (struct sql * sql, struct err *err), (sql, err))

bool
school_completes(int (*job)(struct office *office, int k), int k)
{
	pid_t pid = fork();

	if (pid == 0) {
		struct office *office = school_fork();

		mortal_begin(k);
		_exit(job(office, k));
	}
	return mortal_completed(pid);
}
