#include "base/names.h"
#include "unit.h"

static const struct names_person anna = {
    20001, 20002, "anna", "Anna \xe5\xae\x89", "/home/anna", "/bin/bash"};
static const struct names_group staff = {
    30001, 2, "staff", "anna\0berta", sizeof("anna\0berta")};

static void
a_person_comes_back_as_written(void **state)
{
	char bytes[NAMES_RECORD_SIZE];
	struct names_person person;
	size_t len = names_person_print(bytes, sizeof(bytes), &anna);

	(void)state;
	assert_true(names_person_parse(&person, bytes, len));
	assert_int_equal(person.uid, 20001);
	assert_int_equal(person.gid, 20002);
	assert_string_equal(person.name, "anna");
	assert_string_equal(person.gecos, anna.gecos);
	assert_string_equal(person.home, "/home/anna");
	assert_string_equal(person.shell, "/bin/bash");
}

static void
a_group_comes_back_as_written(void **state)
{
	char bytes[64];
	struct names_group group;
	size_t len = names_group_print(bytes, sizeof(bytes), &staff);

	(void)state;
	assert_true(names_group_parse(&group, bytes, len));
	assert_int_equal(group.gid, 30001);
	assert_int_equal(group.count, 2);
	assert_string_equal(group.name, "staff");
	assert_int_equal(group.members_len, staff.members_len);
	assert_memory_equal(group.members, staff.members, staff.members_len);
}

/* Every shorter or longer record is none, and nothing outside it is read. */
static void
a_cut_or_longer_record_is_none(void **state)
{
	char bytes[NAMES_RECORD_SIZE];
	struct names_person person;
	struct names_group group;
	size_t person_len = names_person_print(bytes, sizeof(bytes), &anna);

	(void)state;
	for (size_t len = 0; len < person_len; len++) {
		char *exact = malloc(len + 1);

		memcpy(exact, bytes, len);
		assert_false(names_person_parse(&person, exact, len));
		free(exact);
	}
	assert_false(names_person_parse(&person, bytes, person_len + 1));
	person_len = names_group_print(bytes, sizeof(bytes), &staff);
	for (size_t len = 0; len < person_len; len++)
		assert_false(names_group_parse(&group, bytes, len));
}

static void
what_does_not_fit_is_not_written(void **state)
{
	char bytes[64], key[NAMES_KEY_SIZE], name[NAMES_KEY_SIZE + 1];
	size_t needed = names_person_print(bytes, sizeof(bytes), &anna);

	(void)state;
	assert_int_equal(names_person_print(bytes, needed, &anna), needed);
	for (size_t size = 0; size < needed; size++)
		assert_int_equal(names_person_print(bytes, size, &anna), 0);
	memset(name, 'x', sizeof(name));
	name[NAMES_KEY_SIZE] = '\0';
	assert_int_equal(names_key(key, NAMES_PERSON, name), 0);
	name[NAMES_KEY_SIZE - 1] = '\0';
	assert_int_equal(names_key(key, NAMES_PERSON, name), NAMES_KEY_SIZE);
	assert_int_equal(names_key(key, NAMES_PERSON, ""), 0);
	assert_int_equal(
	    names_key_number(key, NAMES_PERSON_UID, 0x01020304), 5);
	assert_memory_equal(key, "u\4\3\2\1", 5);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(a_person_comes_back_as_written),
    cmocka_unit_test(a_group_comes_back_as_written),
    cmocka_unit_test(a_cut_or_longer_record_is_none),
    cmocka_unit_test(what_does_not_fit_is_not_written),
};

UNIT_MAIN(tests)
