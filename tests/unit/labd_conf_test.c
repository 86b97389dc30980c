#include "labd/labd_conf.h"
#include "unit.h"

#include <sys/stat.h>
#include <unistd.h>

static char dir[] = "/tmp/labd_conf.XXXXXX";
static char conf_path[64], password_path[64];

static void
put(const char *path, const char *text, mode_t mode)
{
	FILE *file = fopen(path, "we");

	assert_non_null(file);
	(void)fputs(text, file);
	(void)fclose(file);
	assert_int_equal(chmod(path, mode), 0);
}

static int
make_dir(void **state)
{
	(void)state;
	if (mkdtemp(dir) == NULL)
		return -1;
	(void)snprintf(conf_path, sizeof(conf_path), "%s/labd.conf", dir);
	(void)snprintf(
	    password_path, sizeof(password_path), "%s/password", dir);
	put(password_path, "machine secret\n", 0600);
	return 0;
}

static int
remove_dir(void **state)
{
	(void)state;
	(void)unlink(conf_path);
	(void)unlink(password_path);
	return rmdir(dir);
}

static void
put_conf(const char *more)
{
	char text[1024];

	(void)snprintf(text, sizeof(text),
	    "servers = [ \"ldaps://a.example.edu\" ];\n"
	    "ca_file = \"/etc/ssl/ca.pem\";\n"
	    "bind_dn = \"cn=lab1,ou=machines,dc=example,dc=edu\";\n"
	    "base = \"ou=people,dc=example,dc=edu\";\n"
	    "groups_base = \"ou=groups,dc=example,dc=edu\";\n"
	    "password_file = \"%s\";\n%s",
	    password_path, more);
	put(conf_path, text, 0600);
}

static void
what_is_not_written_has_its_default(void **state)
{
	struct labd_conf conf;
	struct err err;

	(void)state;
	put_conf("timeout_ms = 800;\n");
	assert_rc(RC_OK, labd_conf_load(conf_path, &conf, stdout, &err), &err);
	assert_string_equal(conf.password, "machine secret");
	assert_string_equal(conf.socket, "/run/labd/labd.sock");
	assert_string_equal(conf.state_active, "active");
	assert_int_equal(conf.timeout_ms, 800);
	assert_int_equal(conf.uid_min, 1000);
	assert_string_equal(conf.servers.items[0], "ldaps://a.example.edu");
	labd_conf_wipe(&conf);
	assert_string_equal(conf.password, "");
}

/* What is told of labd.conf with `more` in it; the caller's. */
static char *
faults_of(const char *more)
{
	struct labd_conf conf;
	struct err err;
	char *faults = NULL;
	size_t len;
	FILE *file = open_memstream(&faults, &len);

	put_conf(more);
	assert_rc(RC_INPUT, labd_conf_load(conf_path, &conf, file, &err), &err);
	(void)fclose(file);
	labd_conf_wipe(&conf);
	return faults;
}

static void
every_fault_is_told(void **state)
{
	static const struct {
		const char *more, *words[5];
	} cases[] = {
	    {"timeout_ms = 1;\ncolour = \"red\";\n",
		{"timeout_ms must be", "unknown key colour"}},
	    {"users_gid = 27;\nhours = \"never\";\nclaim = true;\n"
	     "portal_conf = \"/nonexistent/portal.conf\";\n"
	     "member_dn_attributes = [ \"a\", \"b\", \"c\", \"d\", \"e\" "
	     "];\n",
		{"a group of the system", "hours:", "names no portal",
		    "more than 4"}},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char *faults = faults_of(cases[i].more);

		for (size_t at = 0; cases[i].words[at] != NULL; at++)
			assert_non_null(strstr(faults, cases[i].words[at]));
		free(faults);
	}
}

static void
a_group_below_uid_min_may_be_let_in(void **state)
{
	struct labd_conf conf;
	struct err err;

	(void)state;
	put_conf("users_gid = 100;\nsync = \"search\";\n");
	assert_rc(RC_OK, labd_conf_load(conf_path, &conf, stdout, &err), &err);
	assert_int_equal(conf.users_gid, 100);
	assert_int_equal(conf.sync, LABD_SEARCH);
	labd_conf_wipe(&conf);
}

/* The file of it, and what stands in it. */
static void
load_with_portal(const char *text, struct labd_conf *conf, FILE *faults)
{
	char path[64], more[128];
	struct err err;

	(void)snprintf(path, sizeof(path), "%s/portal.conf", dir);
	(void)snprintf(more, sizeof(more), "portal_conf = \"%s\";\n", path);
	if (text != NULL)
		put(path, text, 0644);
	put_conf(more);
	assert_rc(RC_OK, labd_conf_load(conf_path, conf, faults, &err), &err);
	(void)unlink(path);
}

static void
a_machine_may_know_its_portal_and_lives_without(void **state)
{
	struct labd_conf conf;
	char *faults = NULL;
	size_t len;
	FILE *file = open_memstream(&faults, &len);

	(void)state;
	load_with_portal("server = \"https://p.example.edu\";\n", &conf, file);
	assert_string_equal(conf.portal.url, "https://p.example.edu");
	labd_conf_wipe(&conf);
	load_with_portal(NULL, &conf, file);
	assert_null(conf.portal.url);
	labd_conf_wipe(&conf);
	assert_int_equal(fflush(file), 0);
	assert_string_equal(faults, "");
	load_with_portal("server = \"http://p.example.edu\";\n", &conf, file);
	assert_null(conf.portal.url);
	labd_conf_wipe(&conf);
	(void)fclose(file);
	assert_non_null(strstr(faults, "not https://"));
	free(faults);
}

static void
a_password_file_must_be_closed_and_hold_a_password(void **state)
{
	static const struct {
		const char *text;
		mode_t mode;
		const char *words;
	} cases[] = {
	    {"secret", 0604, "open to everybody"},
	    {"\n", 0600, "holds no password"},
	};
	char *faults;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		put(password_path, cases[i].text, cases[i].mode);
		faults = faults_of("");
		assert_non_null(strstr(faults, cases[i].words));
		free(faults);
	}
	(void)unlink(password_path);
	faults = faults_of("");
	assert_non_null(strstr(faults, "No such file"));
	free(faults);
	put(password_path, "machine secret\n", 0600);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(what_is_not_written_has_its_default),
    cmocka_unit_test(every_fault_is_told),
    cmocka_unit_test(a_group_below_uid_min_may_be_let_in),
    cmocka_unit_test(a_machine_may_know_its_portal_and_lives_without),
    cmocka_unit_test(a_password_file_must_be_closed_and_hold_a_password),
};

UNIT_MAIN_IN(tests, make_dir, remove_dir)
