#include "base/conf.h"
#include "unit.h"

#include <sys/mman.h>
#include <unistd.h>

struct settings {
	int64_t port;
	bool is_demo;
	char *name;
	struct conf_list servers;
	int mode;
	int64_t owner, group;
};

#define AT(member) offsetof(struct settings, member)

static const char *const modes[] = {"poll", "persist", NULL};
static const struct conf_key keys[] = {
    {"port", CONF_INT, AT(port), "389", 1, 65535, NULL, "TCP port"},
    {"demo", CONF_BOOL, AT(is_demo), "true", 0, 0, NULL, "demo mode"},
    {"name", CONF_TEXT, AT(name), NULL, 1, 8, NULL, "a name"},
    {"servers", CONF_LIST, AT(servers), "", 1, 16, NULL, "whom to ask"},
    {"mode", CONF_ENUM, AT(mode), "persist", 0, 0, modes, "how"},
    {"owner", CONF_USER, AT(owner), "7", 0, 4294967294, NULL, "a user"},
    {"group", CONF_GROUP, AT(group), "8", 0, 4294967294, NULL, "a group"},
};
#define KEY_COUNT (sizeof(keys) / sizeof(keys[0]))

static char fault_text[4096];

static enum rc
load(const char *text, struct settings *settings, struct err *err)
{
	int fd = memfd_create("conf", MFD_CLOEXEC);
	char path[64];
	FILE *faults;
	enum rc rc;

	memset(settings, 0x5a, sizeof(*settings));
	assert_int_not_equal(fd, -1);
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	(void)snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	memset(fault_text, 0, sizeof(fault_text));
	faults = fmemopen(fault_text, sizeof(fault_text), "w");
	assert_non_null(faults);
	rc = conf_load(path, keys, KEY_COUNT, settings, faults, err);
	(void)fclose(faults);
	(void)close(fd);
	return rc;
}

static void
every_type_is_read(void **state)
{
	struct settings settings;
	struct err err;

	(void)state;
	assert_rc(RC_OK,
	    load("port = 636; demo = false; name = \"王\";\n"
		 "servers = [ \"a\", \"b\" ]; # two\nmode = \"poll\";\n"
		 "owner = \"root\"; group = 4000000000L;\n",
		&settings, &err),
	    &err);
	assert_int_equal(settings.port, 636);
	assert_false(settings.is_demo);
	assert_string_equal(settings.name, "王");
	assert_int_equal(settings.servers.count, 2);
	assert_string_equal(settings.servers.items[1], "b");
	assert_int_equal(settings.mode, 0);
	assert_int_equal(settings.owner, 0);
	assert_int_equal(settings.group, 4000000000);
	conf_wipe(keys, KEY_COUNT, &settings);
	assert_null(settings.name);
	assert_int_equal(settings.servers.count, 0);
}

static void
what_is_left_out_has_its_default(void **state)
{
	struct settings settings;
	struct err err;

	(void)state;
	assert_rc(RC_OK, load("name = \"n\";", &settings, &err), &err);
	assert_int_equal(settings.port, 389);
	assert_true(settings.is_demo);
	assert_int_equal(settings.servers.count, 0);
	assert_int_equal(settings.mode, 1);
	assert_int_equal(settings.owner, 7);
	assert_int_equal(settings.group, 8);
	conf_wipe(keys, KEY_COUNT, &settings);
}

static void
all_faults_come_at_once_with_their_lines(void **state)
{
	static const char *const expected[] = {":1: port must be 1 to 65535",
	    ":2: demo must be true or false", ": name is missing",
	    ":3: servers must have 1 to 16 bytes",
	    ":4: mode must be one of poll, persist", ":5: unknown key colour"};
	struct settings settings;
	struct err err;

	(void)state;
	assert_rc(RC_INPUT,
	    load("port = 0;\ndemo = \"yes\";\nservers = [ \"\" ];\n"
		 "mode = \"push\";\ncolour = 1;\n",
		&settings, &err),
	    &err);
	for (size_t i = 0; i < sizeof(expected) / sizeof(expected[0]); i++)
		if (strstr(fault_text, expected[i]) == NULL)
			fail_msg("\"%s\" not in:\n%s", expected[i], fault_text);
	assert_non_null(strstr(err.text, ": 6 faults"));
	conf_wipe(keys, KEY_COUNT, &settings);
}

static void
one_wrong_line_is_refused(void **state)
{
	static const char *const cases[][2] = {
	    {"port = 1.5;", "port must be a whole number"},
	    {"port = \"1\";", "port must be a whole number"},
	    {"port = 99999999999;", "port must be 1 to 65535"},
	    {"port = 99999999999999999999;", ":1:"},
	    {"port = 1; port = 2;", "duplicate"},
	    {"port = { a = 1; };", "port must be a whole number"},
	    {"demo = 1;", "demo must be true or false"},
	    {"name = 5;", "name must be a text in quotes"},
	    {"name = \"\";", "name must have 1 to 8 bytes"},
	    {"name = \"123456789\";", "name must have 1 to 8 bytes"},
	    {"name = \"a\\nb\";", "without control characters"},
	    {"name = \"\\xff\";", "must be UTF-8"},
	    {"servers = \"a\";", "servers must be a list of texts"},
	    {"servers = [ 1 ];", "servers must be a list of texts"},
	    {"servers = ( [ \"a\" ] );", "servers must be a list of texts"},
	    {"owner = \"no such\";",
		"owner: there is no user \"no such\" here"},
	    {"group = \"no such\";", "group: there is no group \"no such\""},
	    {"owner = -1;", "owner must be 0 to 4294967294"},
	    {"owner = true;", "owner must be a whole number or a name"},
	    {"port = ;", ":1: syntax error"},
	    {"\n\nport", ":3: syntax error"},
	    {"@include \"/etc/passwd\"", "@include is not allowed"},
	    {"# \xff", "not UTF-8 text"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct settings settings;
		struct err err;

		assert_rc(RC_INPUT, load(cases[i][0], &settings, &err), &err);
		if (strstr(fault_text, cases[i][1]) == NULL)
			fail_msg("%s: not \"%s\" but %s", cases[i][0],
			    cases[i][1], fault_text);
		conf_wipe(keys, KEY_COUNT, &settings);
	}
}

static void
a_file_that_is_too_long_is_refused(void **state)
{
	char *text = malloc(CONF_FILE_MAX + 2);
	struct settings settings;
	struct err err;

	(void)state;
	assert_non_null(text);
	memset(text, '\n', CONF_FILE_MAX + 1);
	text[CONF_FILE_MAX + 1] = '\0';
	assert_rc(RC_INPUT, load(text, &settings, &err), &err);
	assert_non_null(strstr(fault_text, "longer than 262144 bytes"));
	memcpy(text, "name=\"n\"", 8);
	text[CONF_FILE_MAX] = '\0';
	assert_rc(RC_OK, load(text, &settings, &err), &err);
	conf_wipe(keys, KEY_COUNT, &settings);
	free(text);
}

static void
no_file_and_no_regular_file_are_told_apart(void **state)
{
	struct settings settings;
	struct err err;

	(void)state;
	assert_rc(RC_ABSENT,
	    conf_load("/nonexistent/x.conf", keys, KEY_COUNT, &settings, stderr,
		&err),
	    &err);
	conf_wipe(keys, KEY_COUNT, &settings);
	assert_non_null(strstr(err.text, "/nonexistent/x.conf: No such file"));
	memset(fault_text, 0, sizeof(fault_text));
	FILE *faults = fmemopen(fault_text, sizeof(fault_text), "w");
	assert_rc(RC_INPUT,
	    conf_load("/tmp", keys, KEY_COUNT, &settings, faults, &err), &err);
	(void)fclose(faults);
	assert_non_null(strstr(fault_text, "/tmp: cannot be read"));
}

static void
the_table_prints_itself(void **state)
{
	char text[512] = "";
	FILE *out = fmemopen(text, sizeof(text), "w");

	(void)state;
	assert_non_null(out);
	conf_print_keys(keys, KEY_COUNT, out);
	(void)fclose(out);
	assert_string_equal(text,
	    "port\t389\tTCP port\ndemo\ttrue\tdemo mode\n"
	    "name\t(required)\ta name\nservers\t\twhom to ask\n"
	    "mode\tpersist\thow\nowner\t7\ta user\ngroup\t8\ta group\n");
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(every_type_is_read),
    cmocka_unit_test(what_is_left_out_has_its_default),
    cmocka_unit_test(all_faults_come_at_once_with_their_lines),
    cmocka_unit_test(one_wrong_line_is_refused),
    cmocka_unit_test(a_file_that_is_too_long_is_refused),
    cmocka_unit_test(no_file_and_no_regular_file_are_told_apart),
    cmocka_unit_test(the_table_prints_itself),
};

UNIT_MAIN(tests)
