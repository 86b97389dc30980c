#include "prompt.h"

#include "base/secret.h"
#include "base/text.h"
#include "words.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

/* The signals after which a terminal must echo again. */
static const int signals[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP};
enum { SIGNAL_COUNT = sizeof(signals) / sizeof(signals[0]) };

static volatile sig_atomic_t caught;

enum rc
prompt_open(struct prompt *prompt, int fd, struct err *err)
{
	*prompt = (struct prompt){.fd = fd, .is_tty = false};
	if (fd >= 0 || !isatty(STDIN_FILENO)) {
		prompt->fd = fd >= 0 ? fd : STDIN_FILENO;
		return RC_OK;
	}
	prompt->fd = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
	prompt->is_tty = true;
	if (prompt->fd < 0)
		return err_set(err, RC_FAULT, "/dev/tty: %s", strerror(errno));
	return RC_OK;
}

void
prompt_close(struct prompt *prompt)
{
	if (prompt->is_tty && prompt->fd >= 0)
		(void)close(prompt->fd);
	prompt->fd = -1;
}

void
prompt_say(const struct prompt *prompt, const char *text)
{
	if (prompt->is_tty)
		(void)dprintf(prompt->fd, "%s", text);
}

static void
on_signal(int number)
{
	caught = number;
}

/* While a terminal is quiet, signals come only where line_read() waits: one
 * that came just before would be missed by read(). */
struct hush {
	struct termios before;
	struct sigaction actions[SIGNAL_COUNT];
	sigset_t mask; /* as it was */
	bool is_on;
};

static void
hush_begin(struct hush *hush, int fd)
{
	struct sigaction action = {.sa_handler = on_signal};
	struct termios quiet;
	sigset_t held;

	caught = 0;
	hush->is_on = tcgetattr(fd, &hush->before) == 0;
	if (!hush->is_on)
		return;
	(void)sigemptyset(&held);
	for (size_t i = 0; i < SIGNAL_COUNT; i++)
		(void)sigaddset(&held, signals[i]);
	(void)sigprocmask(SIG_BLOCK, &held, &hush->mask);
	for (size_t i = 0; i < SIGNAL_COUNT; i++)
		(void)sigaction(signals[i], &action, &hush->actions[i]);
	quiet = hush->before;
	quiet.c_lflag &= ~(tcflag_t)(ECHO | ECHOE | ECHOK | ECHONL);
	(void)tcsetattr(fd, TCSAFLUSH, &quiet);
}

static void
hush_end(struct hush *hush, int fd)
{
	if (!hush->is_on)
		return;
	(void)tcsetattr(fd, TCSAFLUSH, &hush->before);
	(void)dprintf(fd, "\n");
	for (size_t i = 0; i < SIGNAL_COUNT; i++)
		(void)sigaction(signals[i], &hush->actions[i], NULL);
	(void)sigprocmask(SIG_SETMASK, &hush->mask, NULL);
	if (caught != 0)
		(void)raise(caught);
}

/* The next byte, as read() says it. */
static ssize_t
byte_read(int fd, const struct hush *hush, char *byte)
{
	struct pollfd poll_fd = {.fd = fd, .events = POLLIN};

	if (hush->is_on && ppoll(&poll_fd, 1, NULL, &hush->mask) < 0)
		return -1;
	return read(fd, byte, 1);
}

/* Byte by byte: what follows the line is not ours to take. */
static enum rc
line_read(int fd, const struct hush *hush, char *line, size_t size, size_t *len,
    struct err *err)
{
	bool is_long = false;
	char byte = '\0';
	ssize_t got;

	*len = 0;
	while ((got = byte_read(fd, hush, &byte)) == 1 && byte != '\n') {
		is_long |= *len + 1 >= size;
		if (!is_long)
			line[(*len)++] = byte;
	}
	line[*len] = '\0';
	if (got < 0 && errno == EINTR)
		return err_set(
		    err, RC_DENIED, "%s", words("已中斷。", "interrupted"));
	if (got < 0)
		return err_set(err, RC_FAULT, "read: %s", strerror(errno));
	if (got == 0 && *len == 0)
		return err_set(err, RC_ABSENT, "%s",
		    words("輸入已結束，缺少需要的資料。",
			"the input ended where a line was needed"));
	if (is_long)
		return err_set(err, RC_INPUT, "%s",
		    words("輸入太長。", "that line is too long"));
	return RC_OK;
}

enum rc
prompt_line(struct prompt *prompt, const char *label, bool is_secret,
    char *line, size_t size, struct err *err)
{
	struct hush hush = {.is_on = false};
	size_t len;
	enum rc rc;

	if (is_secret && prompt->is_tty)
		hush_begin(&hush, prompt->fd);
	prompt_say(prompt, label);
	rc = line_read(prompt->fd, &hush, line, size, &len, err);
	hush_end(&hush, prompt->fd);
	if (rc == RC_OK && len > 0 && line[len - 1] == '\r')
		line[--len] = '\0';
	if (rc == RC_OK &&
	    (!text_is_utf8(line, len) || text_has_control(line, len)))
		rc = err_set(err, RC_INPUT, "%s",
		    words("輸入含有控制字元，或不是 UTF-8 文字。",
			"that line holds control characters, or is not UTF-8"));
	if (rc != RC_OK)
		secret_wipe(line, size);
	return rc;
}
