#include "base/ready.h"
#include "unit.h"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

/* Listens at a name, says READY there, and gives what arrived. */
static void
hear(const char *name, char heard[64])
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	socklen_t len =
	    (socklen_t)(offsetof(struct sockaddr_un, sun_path) + strlen(name));
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	(void)snprintf(address.sun_path, sizeof(address.sun_path), "%s", name);
	if (name[0] == '@')
		address.sun_path[0] = '\0';
	assert_int_equal(bind(fd, (struct sockaddr *)&address, len), 0);
	assert_int_equal(setenv("NOTIFY_SOCKET", name, 1), 0);
	ready_tell();
	memset(heard, 0, 64);
	assert_true(recv(fd, heard, 63, MSG_DONTWAIT) > 0);
	close(fd);
}

static void
the_manager_hears_it_at_a_path_or_a_name(void **state)
{
	char path[] = "/tmp/ready.XXXXXX", name[64], heard[64];

	(void)state;
	assert_non_null(mkdtemp(path));
	(void)snprintf(name, sizeof(name), "%s/notify", path);
	hear(name, heard);
	assert_string_equal(heard, "READY=1");
	assert_int_equal(unlink(name), 0);
	assert_int_equal(rmdir(path), 0);
	(void)snprintf(name, sizeof(name), "@ready-test-%d", (int)getpid());
	hear(name, heard);
	assert_string_equal(heard, "READY=1");
}

static void
without_a_manager_nothing_happens(void **state)
{
	char long_name[200];

	(void)state;
	assert_int_equal(unsetenv("NOTIFY_SOCKET"), 0);
	ready_tell();
	memset(long_name, 'x', sizeof(long_name));
	long_name[sizeof(long_name) - 1] = '\0';
	assert_int_equal(setenv("NOTIFY_SOCKET", long_name, 1), 0);
	ready_tell();
	assert_int_equal(setenv("NOTIFY_SOCKET", "/nonexistent/x", 1), 0);
	ready_tell();
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(the_manager_hears_it_at_a_path_or_a_name),
    cmocka_unit_test(without_a_manager_nothing_happens),
};

UNIT_MAIN(tests)
