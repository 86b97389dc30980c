#include "letterbox.h"

#include "../unit/unit.h"
#include "base/almanac.h"
#include "leaved/fallen.h"
#include "leaved/mailbag.h"

#include <dirent.h>
#include <sys/stat.h>
#include <unistd.h>

enum { DAY_S = 24 * 3600, LETTERS_MAX = 64, LINE_SIZE = 100 };

static char outbox_dir[100];
static int64_t now_s;

void
letterbox_make(void)
{
	(void)snprintf(outbox_dir, sizeof(outbox_dir), "%s/outbox",
	    getenv("DATABASE_DIR"));
	assert_int_equal(mkdir(outbox_dir, 0700), 0);
	(void)school_office();
	letterbox_at((int64_t)almanac_day(2026, 9, 1) * DAY_S);
	school_letters(outbox_dir);
}

void
letterbox_at(int64_t at_s)
{
	now_s = at_s;
	school_at(at_s);
}

int64_t
letterbox_now(void)
{
	return now_s;
}

const char *
letterbox_outbox(void)
{
	return outbox_dir;
}

void
letterbox_tick(struct office *office)
{
	static struct fallen fallen;
	struct outbox outbox;
	struct err err;

	office_begin(office, now_s);
	assert_rc(
	    RC_OK, outbox_open(&outbox, outbox_dir, false, now_s, &err), &err);
	assert_rc(RC_OK, fallen_round(office, &fallen, &err), &err);
	assert_rc(RC_OK, mailbag_remind(office, &err), &err);
	assert_rc(RC_OK, mailbag_hand_over(office, &outbox, &err), &err);
	outbox_close(&outbox);
}

/* A letter that a portal-mailer takes: "kind to\n", or nothing when leaved says
 * that there is none. It is told, and its file goes. */
static void
send_one(struct office *office, const char *name, char line[LINE_SIZE])
{
	char path[400];
	const struct school_answer *answer = school_ask(
	    office, "mailer", OP_LETTER_FILL, F_LETTER, name, F_NONE);

	line[0] = '\0';
	if (answer->verdict == VERDICT_OK) {
		(void)snprintf(line, LINE_SIZE, "%s %s\n",
		    school_text(answer, F_LETTER_KIND),
		    school_text(answer, F_MAIL));
		assert_verdict("ok",
		    school_ask(office, "mailer", OP_LETTER_STATE, F_LETTER,
			name, F_LETTER_STATE, "sent", F_NONE));
	} else
		assert_verdict("no_letter", answer);
	(void)snprintf(path, sizeof(path), "%s/due/%s", outbox_dir, name);
	assert_int_equal(unlink(path), 0);
}

static int
by_line(const void *a, const void *b)
{
	return strcmp(a, b);
}

const char *
letterbox_sent(struct office *office)
{
	static char text[LETTERS_MAX * LINE_SIZE];
	char lines[LETTERS_MAX][LINE_SIZE], due[120];
	struct dirent **names;
	int count, taken = 0;

	(void)snprintf(due, sizeof(due), "%s/due", outbox_dir);
	count = scandir(due, &names, NULL, alphasort);
	assert_in_range(count, 0, LETTERS_MAX);
	for (int i = 0; i < count; i++) {
		if (names[i]->d_name[0] != '.')
			send_one(office, names[i]->d_name, lines[taken++]);
		free(names[i]);
	}
	free(names);
	qsort(lines, (size_t)taken, LINE_SIZE, by_line);
	text[0] = '\0';
	for (int i = 0; i < taken; i++)
		(void)snprintf(text + strlen(text), sizeof(text) - strlen(text),
		    "%s", lines[i]);
	return text;
}

void
letterbox_empty(struct office *office)
{
	letterbox_tick(office);
	(void)letterbox_sent(office);
}

int64_t
letterbox_waiting(struct office *office)
{
	return school_number(office,
	    "SELECT count(*) FROM letter WHERE is_open = 1 AND id <> ?", "");
}
