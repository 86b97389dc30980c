/*
 * pam_fuzz.c - pam_portal.so with a fault in any call it makes.
 *
 * All that the module calls outside of itself is here: each such call takes a
 * byte of the input, 0 and none for "goes well", anything else for one of its
 * faults. labd's answer is the rest of the input, or a frame made from it. What
 * must hold: nobody gets in but on a whole answer that says yes, every
 * descriptor is closed, every code is one that PAM programs expect.
 */
#include "base/ask.h"
#include "base/lab_reason.h"
#include "base/ops.h"
#include "wrap.h"

#include <assert.h>
#include <errno.h>
#include <poll.h>
#include <security/pam_ext.h>
#include <security/pam_modules.h>
#include <security/pam_modutil.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum {
	SCRIPT_MAX = 64,
	NAME_MAX_LEN = 300,
	PASSWORD_LEN = 1100,
	ANSWER_MAX = 9000,
	SAID_SIZE = 4096,
	FAKE_FD = 7000,
	FRAMES_MAX = 8, /* questions of one login */
};

static struct {
	const uint8_t *script;
	size_t script_len;
	char user[NAME_MAX_LEN + 1];
	char password[PASSWORD_LEN + 1];
	uint8_t answer[ANSWER_MAX];
	size_t answer_len, answer_at;
	size_t frame_at; /* where the answer to the last question begins */
	int open_count;
	int64_t now_ms;
	uid_t uid;
	void *data;
	void (*forget)(pam_handle_t *, void *, int);
	char said[SAID_SIZE];
	bool is_on; /* the module runs; libFuzzer's own calls pass */
} world;

/* Nobody looks into it. */
static pam_handle_t *const handle = (pam_handle_t *)&world;

/* ------------------------------------------------------- the script */

static unsigned
next_fault(void)
{
	if (!world.is_on || world.script_len == 0)
		return 0;
	world.script_len--;
	return *world.script++;
}

static int
fail_with(unsigned fault)
{
	static const int errors[] = {EINTR, EAGAIN, ECONNREFUSED, ECONNRESET,
	    EPIPE, EACCES, ENOENT, EMFILE, ENOMEM};

	errno = errors[fault % (sizeof(errors) / sizeof(errors[0]))];
	return -1;
}

/* ---------------------------------------------------- libc's calls */

WRAP(void *, malloc, size_t size)
{
	if (!world.is_on)
		return __real_malloc(size);
	return next_fault() != 0 ? NULL : __real_malloc(size);
}

WRAP(uid_t, getuid, void)
{
	if (!world.is_on)
		return __real_getuid();
	return world.uid;
}

WRAP(int64_t, clock_mono_ms, void)
{
	return ++world.now_ms;
}

WRAP(int, stat, const char *path, struct stat *status)
{
	unsigned fault = next_fault();

	if (!world.is_on)
		return __real_stat(path, status);
	(void)path;
	*status = (struct stat){.st_mode = S_IFDIR | 0755};
	if (fault == 1)
		status->st_mode |= 022;
	return fault > 1 ? fail_with(fault) : 0;
}

WRAP(int, socket, int domain, int type, int protocol)
{
	unsigned fault = next_fault();

	if (!world.is_on)
		return __real_socket(domain, type, protocol);
	(void)protocol;
	assert(domain == AF_UNIX && (type & SOCK_CLOEXEC));
	if (fault != 0)
		return fail_with(fault);
	return FAKE_FD + world.open_count++;
}

WRAP(int, close, int fd)
{
	if (!world.is_on)
		return __real_close(fd);
	assert(fd >= FAKE_FD && world.open_count > 0);
	world.open_count--;
	return 0;
}

WRAP(int, connect, int fd, const struct sockaddr *to, socklen_t len)
{
	unsigned fault = next_fault();

	if (!world.is_on)
		return __real_connect(fd, to, len);
	(void)fd;
	(void)to;
	(void)len;
	world.frame_at = world.answer_at;
	return fault != 0 ? fail_with(fault) : 0;
}

WRAP(int, getsockopt, int fd, int level, int name, void *at, socklen_t *len)
{
	unsigned fault = next_fault();

	if (!world.is_on)
		return __real_getsockopt(fd, level, name, at, len);
	(void)fd;
	(void)level;
	(void)len;
	assert(name == SO_PEERCRED);
	*(struct ucred *)at = (struct ucred){.uid = fault == 1 ? 12345 : 0};
	return fault > 1 ? fail_with(fault) : 0;
}

WRAP(int, poll, struct pollfd *fds, nfds_t count, int timeout_ms)
{
	unsigned fault = next_fault();

	if (!world.is_on)
		return __real_poll(fds, count, timeout_ms);
	if (fault == 1 || count == 0) {
		world.now_ms += timeout_ms;
		return 0;
	}
	fds->revents = fds->events;
	return fault > 1 ? fail_with(fault) : 1;
}

WRAP(ssize_t, send, int fd, const void *bytes, size_t len, int flags)
{
	unsigned fault = next_fault();

	if (!world.is_on)
		return __real_send(fd, bytes, len, flags);
	(void)fd;
	(void)bytes;
	assert(flags & MSG_NOSIGNAL);
	if (fault > 100)
		return (ssize_t)(fault < len ? fault : len);
	return fault != 0 ? fail_with(fault) : (ssize_t)len;
}

WRAP(ssize_t, recv, int fd, void *bytes, size_t len, int flags)
{
	unsigned fault = next_fault();
	size_t left = world.answer_len - world.answer_at;

	if (!world.is_on)
		return __real_recv(fd, bytes, len, flags);
	(void)fd;
	(void)flags;
	if (fault != 0 && fault <= 100)
		return fail_with(fault);
	if (fault > 100 && len > fault - 100)
		len = fault - 100;
	len = len < left ? len : left;
	memcpy(bytes, world.answer + world.answer_at, len);
	world.answer_at += len;
	return (ssize_t)len;
}

/* -------------------------------------------------------- PAM's calls */

WRAP(int, pam_get_user, pam_handle_t *pamh, const char **user, const char *say)
{
	static const int codes[] = {PAM_CONV_AGAIN, PAM_CONV_ERR, PAM_BUF_ERR};
	unsigned fault = next_fault();

	(void)pamh;
	(void)say;
	*user = fault == 1 ? NULL : world.user;
	return fault > 1 ? codes[fault % 3] : PAM_SUCCESS;
}

WRAP(int, pam_get_authtok, pam_handle_t *pamh, int item, const char **password,
    const char *say)
{
	static const int codes[] = {
	    PAM_CONV_AGAIN, PAM_CONV_ERR, PAM_BUF_ERR, PAM_TRY_AGAIN};
	unsigned fault = next_fault();

	(void)pamh;
	(void)item;
	(void)say;
	*password = fault == 1 ? NULL : world.password;
	return fault > 1 ? codes[fault % 4] : PAM_SUCCESS;
}

WRAP(int, pam_get_item, const pam_handle_t *pamh, int item, const void **value)
{
	unsigned fault = next_fault();

	(void)pamh;
	*value = fault == 1                                 ? NULL
	    : item == PAM_AUTHTOK || item == PAM_OLDAUTHTOK ? world.password
							    : world.user;
	return fault > 1 ? PAM_BAD_ITEM : PAM_SUCCESS;
}

WRAP(int, pam_set_item, pam_handle_t *pamh, int item, const void *value)
{
	(void)pamh;
	(void)item;
	(void)value;
	return next_fault() != 0 ? PAM_BUF_ERR : PAM_SUCCESS;
}

static void
forget_data(void)
{
	if (world.forget != NULL)
		world.forget(handle, world.data, PAM_SUCCESS);
	world.forget = NULL;
	world.data = NULL;
}

WRAP(int, pam_set_data, pam_handle_t *pamh, const char *name, void *data,
    void (*forget)(pam_handle_t *, void *, int))
{
	(void)name;
	if (next_fault() != 0)
		return PAM_BUF_ERR;
	forget_data();
	world.data = data;
	world.forget = forget;
	(void)pamh;
	return PAM_SUCCESS;
}

WRAP(int, pam_get_data, const pam_handle_t *pamh, const char *name,
    const void **data)
{
	(void)pamh;
	(void)name;
	*data = world.data;
	return world.data == NULL ? PAM_NO_MODULE_DATA : PAM_SUCCESS;
}

/* As libpam gives it: the caller's to free. */
static char *
prompt_answer(unsigned fault)
{
	static const char *const texts[] = {
	    NULL, "", "\x1b[2J", "\xff", "123456789012", "A123456789"};
	enum { TEXTS = sizeof(texts) / sizeof(texts[0]), LONG = 2000 };
	const char *text = texts[(fault + TEXTS - 1) % TEXTS];
	size_t len = fault == 200 ? LONG : text == NULL ? 0 : strlen(text);
	char *copy;

	if (fault != 200 && text == NULL)
		return NULL;
	copy = __real_malloc(len + 1);
	if (copy == NULL)
		abort();
	memset(copy, 'x', len);
	if (fault != 200)
		memcpy(copy, text, len);
	copy[len] = '\0';
	return copy;
}

WRAP(int, pam_vprompt, pam_handle_t *pamh, int style, char **answer,
    const char *format, va_list args)
{
	unsigned fault = next_fault();

	(void)pamh;
	(void)vsnprintf(world.said, sizeof(world.said), format, args);
	if (answer == NULL)
		return fault != 0 ? PAM_CONV_ERR : PAM_SUCCESS;
	assert(style == PAM_PROMPT_ECHO_OFF);
	*answer = prompt_answer(fault);
	return fault == 1 ? PAM_CONV_AGAIN
	    : fault == 2  ? PAM_CONV_ERR
			  : PAM_SUCCESS;
}

WRAP(void, pam_syslog, const pam_handle_t *pamh, int priority,
    const char *format, ...)
{
	va_list args;

	(void)pamh;
	(void)priority;
	va_start(args, format);
	(void)vsnprintf(world.said, sizeof(world.said), format, args);
	va_end(args);
}

WRAP(const char *, pam_strerror, pam_handle_t *pamh, int code)
{
	(void)pamh;
	(void)code;
	return "a code";
}

WRAP(int, pam_modutil_check_user_in_passwd, pam_handle_t *pamh,
    const char *user, const char *file)
{
	(void)pamh;
	(void)user;
	(void)file;
	return next_fault() != 0 ? PAM_SUCCESS : PAM_USER_UNKNOWN;
}

WRAP(
    struct passwd *, pam_modutil_getpwnam, pam_handle_t *pamh, const char *user)
{
	static struct passwd entry;
	unsigned fault = next_fault();

	(void)pamh;
	(void)user;
	entry.pw_uid = fault * 100;
	return fault == 1 ? NULL : &entry;
}

/* ---------------------------------------------------------- the test */

/* Takes a length, then that many bytes, as a text. */
static void
take_text(const uint8_t **data, size_t *size, char *text, size_t max)
{
	size_t len = *size == 0 ? 0 : (size_t) * *data * 5;

	if (*size > 0) {
		++*data;
		--*size;
	}
	len = len < *size ? len : *size;
	len = len < max ? len : max;
	memcpy(text, *data, len);
	text[len] = '\0';
	*data += len;
	*size -= len;
}

/* Behind those that there are. */
static void
make_frame(const uint8_t data[4])
{
	struct wire_out out;
	struct err err;

	wire_begin(&out, world.answer + world.answer_len,
	    sizeof(world.answer) - world.answer_len,
	    (uint16_t)(data[1] % RC_COUNT));
	wire_put_text(&out, F_REASON,
	    lab_reason_name((enum lab_reason)(data[2] % LAB_REASON_COUNT)));
	if (data[3] & 1)
		wire_put_number(&out, F_EXPIRES, data[3] * 1000);
	if (data[3] & 2)
		wire_put_number(&out, F_TRIES, data[3]);
	if (wire_end(&out, &err) == RC_OK)
		world.answer_len += out.len;
}

/* One for each question, the bytes as they are or a frame made of four. */
static void
make_answers(const uint8_t *data, size_t size)
{
	if (size < 4 || data[0] % 2 == 0) {
		world.answer_len = size < ANSWER_MAX ? size : ANSWER_MAX;
		memcpy(world.answer, data, world.answer_len);
		return;
	}
	for (int i = 0; i < FRAMES_MAX && size >= 4; i++) {
		make_frame(data);
		data += 4;
		size -= 4;
	}
}

static bool
labd_said_yes(enum op op)
{
	struct wire_in answer;
	struct err err;

	const uint8_t *frame = world.answer + world.frame_at;
	size_t left = world.answer_len - world.frame_at;
	size_t len = left < WIRE_HEAD ? 0 : wire_length(frame);

	return len != 0 && len <= left &&
	    wire_parse_answer(&answer, op, frame, len, &err) == RC_OK &&
	    answer.kind == RC_OK;
}

static bool
is_usual(int code)
{
	static const int codes[] = {PAM_SUCCESS, PAM_AUTH_ERR, PAM_USER_UNKNOWN,
	    PAM_AUTHINFO_UNAVAIL, PAM_IGNORE, PAM_PERM_DENIED, PAM_ACCT_EXPIRED,
	    PAM_NEW_AUTHTOK_REQD, PAM_AUTHTOK_ERR, PAM_AUTHTOK_RECOVERY_ERR,
	    PAM_INCOMPLETE, PAM_CONV_ERR, PAM_BUF_ERR, PAM_CONV_AGAIN,
	    PAM_TRY_AGAIN};

	for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++) {
		if (codes[i] == code)
			return true;
	}
	return false;
}

static void
check_code(int code, enum op op)
{
	assert(is_usual(code));
	assert(world.open_count == 0);
	if (code == PAM_SUCCESS || code == PAM_NEW_AUTHTOK_REQD)
		assert(labd_said_yes(op));
	world.answer_at = 0;
}

static void
log_in(int count, const char **options)
{
	int code = pam_sm_authenticate(handle, 0, count, options);

	check_code(code, OP_LAB_AUTH);
	code = pam_sm_acct_mgmt(handle, 0, count, options);
	assert(is_usual(code) && world.open_count == 0);
	world.answer_at = 0;
}

/* The first round says yes to whoever is known; the second asks labd. */
static void
change(int flags, int count, const char **options)
{
	int code =
	    pam_sm_chauthtok(handle, PAM_PRELIM_CHECK | flags, count, options);

	assert(is_usual(code) && world.open_count == 0);
	world.answer_at = 0;
	code = pam_sm_chauthtok(
	    handle, PAM_UPDATE_AUTHTOK | flags, count, options);
	check_code(code, OP_LAB_PASSWD);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const words[] = {"use_first_pass", "try_first_pass",
	    "use_authtok", "no_warn", "ignore_unknown_user",
	    "ignore_authinfo_unavail", "debug", "minimum_uid=1000", "claim"};
	enum { OPTIONS = sizeof(words) / sizeof(words[0]) };
	const char *options[OPTIONS];
	bool is_change;
	int count = 0;

	memset(&world, 0, sizeof(world));
	if (size < 3)
		return 0;
	for (unsigned i = 0; i < OPTIONS; i++) {
		if ((data[0] | (data[1] & 4u) << 6) & 1u << i)
			options[count++] = words[i];
	}
	world.uid = data[1] & 1 ? 0 : 1000;
	is_change = (data[1] & 2) != 0;
	world.script_len = data[2] % SCRIPT_MAX;
	if (world.script_len > size - 3)
		world.script_len = size - 3;
	world.script = data + 3;
	size -= 3 + world.script_len;
	data += 3 + world.script_len;
	take_text(&data, &size, world.user, NAME_MAX_LEN);
	take_text(&data, &size, world.password, PASSWORD_LEN);
	make_answers(data, size);
	world.is_on = true;
	if (is_change)
		change(world.uid != 0 ? PAM_CHANGE_EXPIRED_AUTHTOK : 0, count,
		    options);
	else
		log_in(count, options);
	forget_data();
	world.is_on = false;
	return 0;
}
