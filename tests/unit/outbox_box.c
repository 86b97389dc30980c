/* The outbox of outbox_box.h. */
#include "outbox_box.h"

#include <unistd.h>

char outbox_top[64];

int
make_dir(void **state)
{
	(void)state;
	(void)snprintf(
	    outbox_top, sizeof(outbox_top), "/tmp/outbox_test.XXXXXX");
	return mkdtemp(outbox_top) == NULL;
}

int
remove_dir(void **state)
{
	char command[128];

	(void)state;
	(void)snprintf(command, sizeof(command), "rm -rf %s", outbox_top);
	return system(command);
}

struct outbox
open_box(bool takes)
{
	struct outbox outbox;
	struct err err;

	assert_rc(
	    RC_OK, outbox_open(&outbox, outbox_top, takes, now_s, &err), &err);
	return outbox;
}

struct promise
reset_for(const char *who)
{
	struct promise promise = {.kind = LETTER_RESET, .created_s = now_s};

	(void)snprintf(promise.who, sizeof(promise.who), "%s", who);
	return promise;
}

void
put_one(struct outbox *outbox, const char *who, int64_t due_s)
{
	struct promise promise = reset_for(who);
	struct err err;

	assert_rc(RC_OK, outbox_put(outbox, &promise, due_s, &err), &err);
}

int
files_in(const char *place)
{
	char command[160], text[16] = "";
	FILE *pipe;

	(void)snprintf(
	    command, sizeof(command), "ls -A %s/%s | wc -l", outbox_top, place);
	pipe = popen(command, "r");
	assert_non_null(pipe);
	assert_non_null(fgets(text, sizeof(text), pipe));
	assert_int_equal(pclose(pipe), 0);
	return (int)strtol(text, NULL, 10);
}

int
take_all(struct outbox *outbox, int64_t at_s, int64_t *wait_s)
{
	struct outbox_item item;
	struct err err;
	int count = 0;

	while (
	    outbox_take(outbox, OUTBOX_DUE, at_s, &item, wait_s, &err) == RC_OK)
		count++;
	return count;
}
