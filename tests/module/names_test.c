/* libnss_portal.so.2 in a host with threads; names.sh calls it. */
#include "../unit/unit.h"

#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <grp.h>
#include <nss.h>
#include <pthread.h>
#include <pwd.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define NAMES_PATH "/var/lib/labd/names.cdb"

enum { THREADS = 8, ROUNDS = 20000, REPLACEMENTS = 200, FDS = 1200 };

typedef enum nss_status getpwnam_fn(
    const char *, struct passwd *, char *, size_t, int *);
typedef enum nss_status getgrnam_fn(
    const char *, struct group *, char *, size_t, int *);

typedef enum nss_status begin_fn(int);
typedef enum nss_status end_fn(void);
typedef enum nss_status getpwent_fn(struct passwd *, char *, size_t, int *);
typedef enum nss_status getgrent_fn(struct group *, char *, size_t, int *);

static const char *module_path;
static void *module;
static getpwnam_fn *getpwnam_portal;
static getgrnam_fn *getgrnam_portal;
static begin_fn *setpwent_portal, *setgrent_portal;
static end_fn *endpwent_portal;
static getpwent_fn *getpwent_portal;
static getgrent_fn *getgrent_portal;
static atomic_int failures;

static int
open_module(void **state)
{
	(void)state;
	module = dlopen(module_path, RTLD_NOW);
	if (module == NULL)
		return -1;
	getpwnam_portal =
	    (getpwnam_fn *)dlsym(module, "_nss_portal_getpwnam_r");
	getgrnam_portal =
	    (getgrnam_fn *)dlsym(module, "_nss_portal_getgrnam_r");
	setpwent_portal = (begin_fn *)dlsym(module, "_nss_portal_setpwent");
	setgrent_portal = (begin_fn *)dlsym(module, "_nss_portal_setgrent");
	endpwent_portal = (end_fn *)dlsym(module, "_nss_portal_endpwent");
	getpwent_portal =
	    (getpwent_fn *)dlsym(module, "_nss_portal_getpwent_r");
	getgrent_portal =
	    (getgrent_fn *)dlsym(module, "_nss_portal_getgrent_r");
	return getpwnam_portal == NULL || getgrnam_portal == NULL ||
	    setpwent_portal == NULL || setgrent_portal == NULL ||
	    endpwent_portal == NULL || getpwent_portal == NULL ||
	    getgrent_portal == NULL;
}

static int
close_module(void **state)
{
	(void)state;
	return dlclose(module);
}

static bool
finds_anna(void)
{
	char buf[1024];
	struct passwd person;
	int error = 0;

	return getpwnam_portal("anna", &person, buf, sizeof(buf), &error) ==
	    NSS_STATUS_SUCCESS &&
	    person.pw_uid == 20001 && strcmp(person.pw_name, "anna") == 0 &&
	    strcmp(person.pw_passwd, "*") == 0;
}

static void *
read_on(void *arg)
{
	for (int i = 0; i < ROUNDS; i++)
		failures += !finds_anna();
	return arg;
}

/* The same bytes in a new file, as labd does it. */
static void
replace_file(void)
{
	assert_int_equal(system("cp -p " NAMES_PATH " " NAMES_PATH ".test && "
				"mv " NAMES_PATH ".test " NAMES_PATH),
	    0);
}

static void
eight_threads_read_while_the_file_is_replaced(void **state)
{
	pthread_t threads[THREADS];

	(void)state;
	failures = 0;
	for (int i = 0; i < THREADS; i++)
		assert_int_equal(
		    pthread_create(&threads[i], NULL, read_on, NULL), 0);
	for (int i = 0; i < REPLACEMENTS / 10; i++)
		replace_file();
	for (int i = 0; i < THREADS; i++)
		pthread_join(threads[i], NULL);
	assert_int_equal(failures, 0);
}

/* A fork while others look up may leave the lock taken in the child. */
static void
forked_children_find_names_too(void **state)
{
	pthread_t threads[2];
	int status;

	(void)state;
	failures = 0;
	for (int i = 0; i < 2; i++)
		assert_int_equal(
		    pthread_create(&threads[i], NULL, read_on, NULL), 0);
	for (int i = 0; i < 100; i++) {
		pid_t pid = fork();

		if (pid == 0)
			_exit(!finds_anna());
		assert_true(waitpid(pid, &status, 0) == pid);
		assert_int_equal(status, 0);
	}
	for (int i = 0; i < 2; i++)
		pthread_join(threads[i], NULL);
	assert_int_equal(failures, 0);
}

static int
count_fds(void)
{
	DIR *dir = opendir("/proc/self/fd");
	int count = 0;

	assert_non_null(dir);
	while (readdir(dir) != NULL)
		count++;
	closedir(dir);
	return count;
}

static bool
is_mapped(void)
{
	FILE *maps = fopen("/proc/self/maps", "re");
	char line[512];
	bool found = false;

	assert_non_null(maps);
	while (fgets(line, sizeof(line), maps) != NULL)
		found = found || strstr(line, "names.cdb") != NULL;
	(void)fclose(maps);
	return found;
}

static void
the_host_keeps_its_descriptors_and_its_errno(void **state)
{
	int before = count_fds();

	(void)state;
	errno = EXDEV;
	for (int i = 0; i < 100; i++)
		assert_true(finds_anna());
	assert_int_equal(errno, EXDEV);
	assert_int_equal(count_fds(), before);
	assert_true(is_mapped());
}

/* select(2) stops at 1024: nothing here may. */
static void
descriptors_above_1024_are_as_good(void **state)
{
	const struct rlimit many = {FDS + 64, FDS + 64};
	struct rlimit before;
	int fds[FDS];

	(void)state;
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
	if (before.rlim_max < many.rlim_cur)
		skip();
	assert_int_equal(setrlimit(RLIMIT_NOFILE,
			     &(struct rlimit){many.rlim_cur, before.rlim_max}),
	    0);
	assert_int_equal(dlclose(module), 0);
	for (int i = 0; i < FDS; i++)
		assert_true((fds[i] = dup(STDERR_FILENO)) >= 0);
	assert_int_equal(open_module(NULL), 0);
	assert_true(finds_anna());
	assert_true(finds_anna());
	assert_true(is_mapped());
	assert_int_equal(dlclose(module), 0);
	for (int i = 0; i < FDS; i++)
		(void)close(fds[i]);
	assert_int_equal(open_module(NULL), 0);
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &before), 0);
}

/* Most programs ask once, and page faults are dearer than reading. */
static void
the_first_look_up_maps_nothing(void **state)
{
	(void)state;
	assert_int_equal(dlclose(module), 0);
	assert_int_equal(open_module(NULL), 0);
	assert_true(finds_anna());
	assert_false(is_mapped());
	assert_true(finds_anna());
	assert_true(is_mapped());
}

static void
dlclose_leaves_nothing(void **state)
{
	(void)state;
	assert_true(finds_anna());
	assert_true(finds_anna());
	assert_true(is_mapped());
	assert_int_equal(dlclose(module), 0);
	assert_false(is_mapped());
	assert_int_equal(open_module(NULL), 0);
}

static void
a_small_buffer_is_told_and_not_overrun(void **state)
{
	char buf[64 * 1024];
	struct passwd person;
	struct group group;
	int error;

	(void)state;
	for (size_t size = 0; size < 40; size++) {
		memset(buf, 'x', sizeof(buf));
		error = 0;
		if (getpwnam_portal("anna", &person, buf, size, &error) ==
		    NSS_STATUS_SUCCESS)
			continue;
		assert_int_equal(error, ERANGE);
		for (size_t i = size; i < 64; i++)
			assert_int_equal(buf[i], 'x');
	}
	error = 0;
	assert_int_equal(getgrnam_portal("big", &group, buf, 1024, &error),
	    NSS_STATUS_TRYAGAIN);
	assert_int_equal(error, ERANGE);
	assert_int_equal(
	    getgrnam_portal("big", &group, buf + 1, sizeof(buf) - 1, &error),
	    NSS_STATUS_SUCCESS);
	assert_string_equal(group.gr_mem[999], "member-with-a-long-name-1000");
	assert_null(group.gr_mem[1000]);
}

/* ---------------------------------------------------------------- lists */

/* How many people are listed, the file being replaced behind number `at`. */
static int
list_people(int at)
{
	char buf[1024], again[1024];
	struct passwd person, same;
	int count, error = 0;

	assert_int_equal(setpwent_portal(0), NSS_STATUS_SUCCESS);
	for (count = 0; getpwent_portal(&person, buf, sizeof(buf), &error) ==
	     NSS_STATUS_SUCCESS;
	     count++) {
		if (count == at)
			replace_file();
		assert_int_equal(getpwnam_portal(person.pw_name, &same, again,
				     sizeof(again), &error),
		    NSS_STATUS_SUCCESS);
		assert_int_equal(person.pw_uid, same.pw_uid);
	}
	assert_int_equal(error, ENOENT);
	assert_int_equal(getpwent_portal(&person, buf, sizeof(buf), &error),
	    NSS_STATUS_NOTFOUND);
	assert_int_equal(endpwent_portal(), NSS_STATUS_SUCCESS);
	return count;
}

static void
a_list_stays_whole_while_the_file_is_replaced(void **state)
{
	int count = list_people(-1);

	(void)state;
	assert_true(count > 3);
	assert_int_equal(list_people(1), count);
	assert_int_equal(list_people(count - 1), count);
}

static void
what_a_small_buffer_cannot_hold_is_the_next_once_more(void **state)
{
	static char large[65536];
	struct group group;
	char buf[64];
	int error = 0, count = 0, grown = 0;
	enum nss_status status;

	(void)state;
	assert_int_equal(setgrent_portal(0), NSS_STATUS_SUCCESS);
	while ((status = getgrent_portal(&group, buf, sizeof(buf), &error)) !=
	    NSS_STATUS_NOTFOUND) {
		if (status == NSS_STATUS_TRYAGAIN) {
			assert_int_equal(error, ERANGE);
			assert_int_equal(getgrent_portal(&group, large,
					     sizeof(large), &error),
			    NSS_STATUS_SUCCESS);
			grown += strcmp(group.gr_name, "big") == 0;
		}
		count++;
	}
	assert_int_equal(grown, 1);
	assert_int_equal(count, 4);
}

static void
two_lists_do_not_disturb_each_other(void **state)
{
	static char buf[65536];
	struct passwd person;
	struct group group;
	int error, people = list_people(-1), count = 0;

	(void)state;
	assert_int_equal(setpwent_portal(0), NSS_STATUS_SUCCESS);
	assert_int_equal(setgrent_portal(0), NSS_STATUS_SUCCESS);
	while (getpwent_portal(&person, buf, sizeof(buf), &error) ==
	    NSS_STATUS_SUCCESS) {
		(void)getgrent_portal(&group, buf, sizeof(buf), &error);
		count++;
	}
	assert_int_equal(count, people);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(a_list_stays_whole_while_the_file_is_replaced),
    cmocka_unit_test(what_a_small_buffer_cannot_hold_is_the_next_once_more),
    cmocka_unit_test(two_lists_do_not_disturb_each_other),
    cmocka_unit_test(eight_threads_read_while_the_file_is_replaced),
    cmocka_unit_test(forked_children_find_names_too),
    cmocka_unit_test(the_host_keeps_its_descriptors_and_its_errno),
    cmocka_unit_test(descriptors_above_1024_are_as_good),
    cmocka_unit_test(the_first_look_up_maps_nothing),
    cmocka_unit_test(dlclose_leaves_nothing),
    cmocka_unit_test(a_small_buffer_is_told_and_not_overrun),
};

int
main(int argc, char **argv)
{
	module_path = argc > 1 ? argv[1] : "libnss_portal.so.2";
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, open_module, close_module);
}
