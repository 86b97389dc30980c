#include "identityd/identityd_conf.h"

#include "unit.h"

#include <unistd.h>

/* Files that only their owner may read, and that everybody may. */
#define SECRET "/proc/self/environ"
#define OPEN   "/dev/null"

/* Loads `more`, after a base_dn unless it has its own; `told` gets the
 * faults. */
static enum rc
load(const char *more, char *told, size_t size)
{
	char path[] = "/tmp/identityd_conf.XXXXXX";
	struct identityd_conf conf = {0};
	FILE *faults = fmemopen(told, size, "w");
	struct err err;
	int fd = mkstemp(path);
	enum rc rc;

	assert_non_null(faults);
	assert_true(fd >= 0);
	(void)dprintf(fd, "%s%s",
	    strstr(more, "base_dn") == more
		? ""
		: "base_dn = \"dc=example,dc=edu\";\n",
	    more);
	(void)close(fd);
	rc = identityd_conf_load(&conf, path, faults, &err);
	(void)fclose(faults);
	(void)unlink(path);
	conf_wipe(identityd_keys, identityd_key_count, &conf);
	return rc;
}

#define BOUND                                                         \
	"bind_dn = \"cn=identityd,ou=services,dc=example,dc=edu\";\n" \
	"password_file = \"" SECRET "\"; ca_file = \"" SECRET "\";\n"

static void
what_could_serve_is_taken(void **state)
{
	static const char *const cases[] = {
	    "",
	    "ldap_uri = \"ldapi://%2Frun%2Fldapi\";",
	    BOUND "ldap_uri = \"ldaps://ldap1.example.edu\";",
	    BOUND "homes = [ \"2 ldaps://ldap2.example.edu\", "
		  "\"3 ldapi:///\" ]; "
		  "replicas = [ \"4 ldaps://ldap4.example.edu\" ];",
	};
	char told[1024];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		if (load(cases[i], told, sizeof(told)) != RC_OK)
			fail_msg("%s: %s", cases[i], told);
}

static void
what_could_not_serve_is_told_without_asking_anybody(void **state)
{
	static const struct {
		const char *conf, *told;
	} cases[] = {
	    {"base_dn = \"example\";", "base_dn: "},
	    {"bind_dn = \"identityd\"; password_file = \"" SECRET "\";",
		"bind_dn: "},
	    {"ldap_uri = \"http://x.example.edu\";", "ldap_uri: "},
	    {"ldap_uri = \"ldap://x.example.edu\";", "needs a CA file"},
	    {"ca_file = \"" SECRET "\"; ldap_uri = \"ldap://x.example.edu\";",
		"needs bind_dn"},
	    {"ldap_uri = \"ldaps://x.example.edu\";", "needs a CA file"},
	    {"ca_file = \"" SECRET "\"; ldap_uri = \"ldaps://x.example.edu\";",
		"needs bind_dn"},
	    {"ca_file = \"/no/such/file\";", "ca_file: /no/such/file: No such"},
	    {"bind_dn = \"cn=x,dc=edu\";", "go together"},
	    {"password_file = \"" SECRET "\";", "go together"},
	    {"bind_dn = \"cn=x,dc=edu\"; password_file = \"/no/such\";",
		"password_file: /no/such: No such"},
	    {"bind_dn = \"cn=x,dc=edu\"; password_file = \"" OPEN "\";",
		"open to everybody"},
	    {"homes = [ \"ldapi:///\" ];", "is not \"SERVERID URI\""},
	    {"homes = [ \"1 ldapi:///\" ];", "homes: 1 is our own home"},
	    {"homes = [ \"2 ldapi:///\", \"2 ldapi:///\" ];",
		"homes: 2 is there twice"},
	    {"homes = [ \"2 ldap://x.example.edu\" ];", "homes: 'ldap://"},
	    {"replicas = [ \"ldapi:///\" ];", "replicas: \"ldapi:///\" is"},
	    {"homes = [ \"2 ldapi:///\" ]; replicas = [ \"2 ldapi:///\" ];",
		"replicas: 2 is there twice"},
	    {"key_dir = \"keys\";", "key_dir: 'keys' is no full path"},
	    {"login_shell = \"bash\";", "login_shell: "},
	    {"openid_base = \"openid.example\";", "openid_base: "},
	    {"issuer = \"http://portal.example\";", "issuer: "},
	    {"issuer = \"https://portal.example/\";", "issuer: "},
	    {"issuer = \"https://portal.example?x\";", "issuer: "},
	    {"issuer = \"https://x@portal.example\";", "issuer: "},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char told[1024] = "";

		assert_int_equal(
		    load(cases[i].conf, told, sizeof(told)), RC_INPUT);
		if (strstr(told, cases[i].told) == NULL)
			fail_msg("%s: %s", cases[i].conf, told);
	}
}

static void
all_faults_are_told_at_once(void **state)
{
	char told[1024] = "";
	int lines = 0;

	(void)state;
	assert_int_equal(load("ldap_uri = \"ldap://x.example.edu\"; "
			      "homes = [ \"x\" ]; key_dir = \"keys\"; "
			      "openid_base = \"openid.example\";",
			     told, sizeof(told)),
	    RC_INPUT);
	for (const char *at = told; *at != '\0'; at++)
		lines += *at == '\n';
	assert_int_equal(lines, 4);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(what_could_serve_is_taken),
    cmocka_unit_test(what_could_not_serve_is_told_without_asking_anybody),
    cmocka_unit_test(all_faults_are_told_at_once),
};

UNIT_MAIN(tests)
