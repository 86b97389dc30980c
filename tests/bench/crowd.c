#include "crowd.h"

#include "../unit/unit.h"
#include "base/text.h"

#include <string.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static int first;

static double
now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

void *
crowd_shared(size_t size)
{
	void *at = mmap(NULL, size, PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	assert_true(at != MAP_FAILED);
	return at;
}

int
crowd_first(void)
{
	return first;
}

const char *
crowd_account(int item)
{
	static char account[32];

	(void)snprintf(account, sizeof(account), "crowd%d", item);
	return account;
}

/* Items from..end; `ready` gets a byte before the first, `go` ends at the
 * start. Never returns. */
static void
be_asker(const struct crowd_work *work, int from, int end, double *took_ms,
    int ready, int go)
{
	char byte = 0;

	for (int item = from; item < end && work->prepare != NULL; item++)
		work->prepare(item);
	if (write(ready, &byte, 1) != 1)
		_exit(1);
	(void)!read(go, &byte, 1);
	for (int item = from; item < end; item++) {
		double start_ms = now_ms();

		work->ask(item);
		took_ms[item - first] = now_ms() - start_ms;
	}
	_exit(0);
}

/* How long all askers took together. */
static double
run(const struct crowd_work *work, int count, int askers, double *took_ms)
{
	int ready[2], go[2], status, failed = 0;
	double start_ms;
	char byte;

	assert_int_equal(pipe2(ready, O_CLOEXEC), 0);
	assert_int_equal(pipe2(go, O_CLOEXEC), 0);
	for (int i = 0; i < askers; i++)
		if (fork() == 0) {
			(void)close(go[1]);
			(void)close(ready[0]);
			be_asker(work,
			    first + (int)((int64_t)count * i / askers),
			    first + (int)((int64_t)count * (i + 1) / askers),
			    took_ms, ready[1], go[0]);
		}
	(void)close(ready[1]);
	(void)close(go[0]);
	for (int i = 0; i < askers; i++)
		assert_int_equal(read(ready[0], &byte, 1), 1);
	start_ms = now_ms();
	(void)close(go[1]);
	while (wait(&status) > 0)
		failed += status != 0;
	assert_int_equal(failed, 0);
	return now_ms() - start_ms;
}

static const struct crowd_work *
work_named(const char *name, const struct crowd_work *works, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(works[i].name, name) == 0)
			return &works[i];
	return NULL;
}

int
crowd_main(
    int argc, char **argv, const struct crowd_work *works, size_t work_count)
{
	const struct crowd_work *work =
	    argc == 5 ? work_named(argv[1], works, work_count) : NULL;
	int64_t start, count, askers;
	double *took_ms, all_ms;

	if (work == NULL || !text_number(argv[2], 0, CROWD_ITEMS_MAX, &start) ||
	    !text_number(argv[3], 1, CROWD_ITEMS_MAX, &count) ||
	    !text_number(argv[4], 1, CROWD_ASKERS_MAX, &askers)) {
		fprintf(stderr, "usage: %s WORK FIRST COUNT ASKERS\n", argv[0]);
		return 2;
	}
	first = (int)start;
	took_ms = crowd_shared((size_t)count * sizeof(*took_ms));
	all_ms = run(work, (int)count, (int)askers, took_ms);
	if (work->kind == NULL)
		printf("%d %.6f\n", (int)count, all_ms / 1e3);
	for (int i = 0; work->kind != NULL && i < count; i++)
		printf("%s %.4f\n", work->kind(first + i), took_ms[i]);
	return 0;
}
