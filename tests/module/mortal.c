#include "mortal.h"

#include "../unit/unit.h"

#include <sys/wait.h>
#include <unistd.h>

enum { KILLED = 99 };

static int calls_left; /* 0: nobody dies */
static int calls;

void
mortal_begin(int k)
{
	calls_left = k;
	calls = 0;
}

void
mortal_maybe_die(void)
{
	calls++;
	if (calls_left > 0 && --calls_left == 0)
		_exit(KILLED);
}

int
mortal_calls(void)
{
	return calls;
}

bool
mortal_completed(pid_t pid)
{
	int status;

	assert_true(pid > 0);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	assert_true(WEXITSTATUS(status) == 0 || WEXITSTATUS(status) == KILLED);
	return WEXITSTATUS(status) == 0;
}
