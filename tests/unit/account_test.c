#include "identityd/account.h"

#include "unit.h"

static void
names_that_every_system_takes_are_allowed(void **state)
{
	static const struct {
		const char *name;
		enum rc rc;
	} cases[] = {
	    {"wang.daming", RC_OK},
	    {"ab", RC_OK},
	    {"a-b_c.d9", RC_OK},
	    {"abcdefghijklmnopqrstuvwxyz012345", RC_OK},
	    {"abcdefghijklmnopqrstuvwxyz0123456", RC_INPUT},
	    {"", RC_INPUT},
	    {"a", RC_INPUT},
	    {"Wang", RC_INPUT},
	    {"9wang", RC_INPUT},
	    {"-wang", RC_INPUT},
	    {".wang", RC_INPUT},
	    {"wang daming", RC_INPUT},
	    {"wang:x", RC_INPUT},
	    {"wang/x", RC_INPUT},
	    {"wang$", RC_INPUT},
	    {"\xe7\x8e\x8b", RC_INPUT},
	    {"root", RC_INPUT},
	    {"abuse", RC_INPUT},
	    {"www-data", RC_INPUT},
	    {"systemd-network", RC_INPUT},
	    {"postmaster", RC_INPUT},
	    {"roots", RC_OK},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct err err = {""};

		if (account_check(cases[i].name, &err) != cases[i].rc)
			fail_msg("'%s': %s", cases[i].name, err.text);
	}
}

static void
a_proposal_follows_the_shown_rule(void **state)
{
	static const struct {
		const char *romanised, *mail, *name;
	} cases[] = {
	    {"Wang Da-Ming", "x@example.edu", "wang.daming"},
	    {"WANG, DA-MING", "", "wang.daming"},
	    {"  Wang  Da Ming. ", "", "wang.da.ming"},
	    {"O'Brien Pat", "", "obrien.pat"},
	    {"Christopher Featherstonehaugh-Cholmondeley", "",
		"christopher.featherstonehaughcho"},
	    {"", "Da.Ming_Wang+school@example.edu", "da.ming_wang"},
	    {"", "1150901@example.edu", ""},
	    {"", "9chen@example.edu", "chen"},
	    {"A", "a@example.edu", ""},
	    {"\xe7\x8e\x8b", "wang-@example.edu", "wang"},
	    {"", "", ""},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char name[ACCOUNT_SIZE];
		bool is_found =
		    account_propose(cases[i].romanised, cases[i].mail, name);

		assert_string_equal(name, cases[i].name);
		assert_int_equal(is_found, cases[i].name[0] != '\0');
	}
}

static void
people_of_one_name_get_numbers(void **state)
{
	static const struct {
		const char *base;
		unsigned n;
		const char *name; /* "": not this one */
	} cases[] = {
	    {"wang.daming", 1, "wang.daming"},
	    {"wang.daming", 2, "wang.daming2"},
	    {"wang.daming", 9999, "wang.daming9999"},
	    {"wang.daming", 10000, ""},
	    {"wang.daming", 0, ""},
	    {"abcdefghijklmnopqrstuvwxyz012345", 1,
		"abcdefghijklmnopqrstuvwxyz012345"},
	    {"abcdefghijklmnopqrstuvwxyz012345", 12,
		"abcdefghijklmnopqrstuvwxyz012312"},
	    {"root", 1, ""},
	    {"root", 2, "root2"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char name[ACCOUNT_SIZE];
		bool is_name =
		    account_candidate(cases[i].base, cases[i].n, name);

		assert_string_equal(name, cases[i].name);
		assert_int_equal(is_name, cases[i].name[0] != '\0');
	}
}

static void
every_reserved_name_is_found(void **state)
{
	/* The first, the last and the neighbours of a '-' in the sorted list */
	static const char *const names[] = {
	    "abuse", "mail", "mailer-daemon", "man", "www", "www-data"};

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		struct err err;

		assert_int_equal(account_check(names[i], &err), RC_INPUT);
	}
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(names_that_every_system_takes_are_allowed),
    cmocka_unit_test(a_proposal_follows_the_shown_rule),
    cmocka_unit_test(people_of_one_name_get_numbers),
    cmocka_unit_test(every_reserved_name_is_found),
};

UNIT_MAIN(tests)
