/* Asking, binding and changing with dir.c, at a real slapd: tests/module/dir.sh
 * starts it. */
#include "anna.h"
#include "dir/filter.h"

/* ------------------------------------------------------------- asking */

static void
an_entry_has_its_values(void **state)
{
	static const char *const attrs[] = {"MAIL", "cn", NULL};
	struct dir_entry *anna;
	struct err err;

	assert_rc(RC_OK, dir_get(*state, ANNA, attrs, &anna, &err), &err);
	assert_string_equal(dir_dn(anna), ANNA);
	assert_int_equal(dir_count(anna, "mail"), 2);
	assert_string_equal(dir_value(anna, "mail"), "anna@example.edu");
	assert_string_equal(dir_value_at(anna, "Mail", 1), "an@example.org");
	assert_null(dir_value_at(anna, "mail", 2));
	assert_null(dir_value(anna, "sn"));
	dir_entry_free(anna);
}

static void
nothing_one_and_several_are_told_apart(void **state)
{
	struct dir_query query = {.base = PEOPLE, .scope = DIR_SUBTREE};
	struct dir_entry *entry;
	struct err err;

	query.filter = "(uid=nobody-there)";
	assert_rc(RC_ABSENT, dir_find(*state, &query, &entry, &err), &err);
	assert_null(entry);
	query.filter = "(uid=anna)";
	assert_rc(RC_OK, dir_find(*state, &query, &entry, &err), &err);
	dir_entry_free(entry);
	query.filter = "(uid=*)";
	assert_rc(RC_EXISTS, dir_find(*state, &query, &entry, &err), &err);
	assert_null(entry);
	query.base = "ou=nowhere,dc=example,dc=edu";
	assert_rc(RC_ABSENT, dir_find(*state, &query, &entry, &err), &err);
	assert_int_equal(dir_code(*state), 32);
}

static enum rc
count_entry(void *context, const struct dir_entry *entry, struct err *err)
{
	(void)entry;
	if (++*(int *)context == 99)
		return err_set(err, RC_DENIED, "enough");
	return RC_OK;
}

static void
a_size_limit_and_a_caller_can_end_a_search(void **state)
{
	struct dir_query query = {
	    .base = "dc=example,dc=edu", .scope = DIR_SUBTREE, .size_max = 2};
	struct err err;
	int count = 0;

	assert_rc(RC_BUSY,
	    dir_search(*state, &query, count_entry, &count, &err), &err);
	assert_int_equal(count, 2);
	count = 98;
	query.size_max = 0;
	assert_rc(RC_DENIED,
	    dir_search(*state, &query, count_entry, &count, &err), &err);
	count = 0;
	assert_rc(
	    RC_OK, dir_search(*state, &query, count_entry, &count, &err), &err);
	assert_true(count > 2);
}

static void
whoami_names_the_service_and_then_the_person(void **state)
{
	struct dir *dir = anna_open_tls();
	struct dir_bound bound;
	struct err err;
	char name[128];

	assert_rc(RC_OK, dir_whoami(*state, name, sizeof(name), &err), &err);
	assert_string_equal(name,
	    "dn:cn=identityd,ou=services,"
	    "dc=example,dc=edu");
	assert_rc(RC_OK,
	    dir_bind(dir, ANNA, "first paSSword of 17 geese", &bound, &err),
	    &err);
	assert_rc(RC_OK, dir_whoami(dir, name, sizeof(name), &err), &err);
	assert_string_equal(name, "dn:" ANNA);
	assert_rc(RC_FAULT, dir_whoami(dir, name, 4, &err), &err);
	dir_close(dir);
}

/* ------------------------------------------------------------ binding */

static void
a_password_is_right_wrong_or_not_asked(void **state)
{
	struct dir *dir = anna_open_tls();
	struct dir_bound bound;
	struct err err;

	(void)state;
	assert_rc(RC_OK,
	    dir_bind(dir, ANNA, "first paSSword of 17 geese", &bound, &err),
	    &err);
	assert_int_equal(bound.policy, DIR_POLICY_NONE);
	assert_rc(RC_DENIED, dir_bind(dir, ANNA, "wrong", &bound, &err), &err);
	assert_int_equal(dir_code(dir), 49);
	assert_rc(RC_OK,
	    dir_bind(dir, ANNA, "first paSSword of 17 geese", &bound, &err),
	    &err);
	assert_rc(RC_INPUT, dir_bind(dir, ANNA, "", &bound, &err), &err);
	assert_rc(RC_DENIED,
	    dir_bind(dir, "uid=nobody," PEOPLE, "x", &bound, &err), &err);
	dir_close(dir);
}

static void
five_wrong_ones_lock_and_that_is_told(void **state)
{
	struct dir *dir = anna_open_tls();
	struct dir_bound bound;
	struct err err;

	(void)state;
	for (int i = 0; i < 5; i++)
		assert_rc(RC_DENIED, dir_bind(dir, ANNA, "wrong", &bound, &err),
		    &err);
	assert_rc(RC_DENIED,
	    dir_bind(dir, ANNA, "first paSSword of 17 geese", &bound, &err),
	    &err);
	assert_int_equal(bound.policy, DIR_POLICY_LOCKED);
	dir_close(dir);
}

/* Berta's policy wants a reset password changed; dir.sh makes her. */
static void
must_change_comes_with_the_yes(void **state)
{
	struct dir *dir = anna_open_tls();
	struct dir_bound bound;
	struct err err;

	(void)state;
	assert_rc(RC_OK,
	    dir_bind(dir, BERTA, "first paSSword of 17 geese", &bound, &err),
	    &err);
	assert_int_equal(bound.policy, DIR_POLICY_MUST_CHANGE);
	assert_rc(RC_OK,
	    dir_passwd(dir, BERTA, "first paSSword of 17 geese",
		"second paSSword of 23 boats", &err),
	    &err);
	assert_rc(RC_OK,
	    dir_bind(dir, BERTA, "second paSSword of 23 boats", &bound, &err),
	    &err);
	assert_int_equal(bound.policy, DIR_POLICY_NONE);
	dir_close(dir);
}

static void
a_refused_new_password_says_why(void **state)
{
	struct dir *dir = anna_open_tls();
	struct dir_bound bound;
	struct err err;

	(void)state;
	assert_rc(RC_OFFLINE, dir_passwd(dir, ANNA, "a", "b", &err), &err);
	assert_rc(RC_OK,
	    dir_bind(dir, ANNA, "first paSSword of 17 geese", &bound, &err),
	    &err);
	assert_rc(RC_INPUT,
	    dir_passwd(dir, ANNA, "first paSSword of 17 geese", "short", &err),
	    &err);
	assert_int_equal(dir_policy(dir), DIR_POLICY_TOO_SHORT);
	assert_rc(RC_INPUT,
	    dir_passwd(dir, ANNA, "first paSSword of 17 geese",
		"first paSSword of 17 geese", &err),
	    &err);
	assert_int_equal(dir_policy(dir), DIR_POLICY_IN_HISTORY);
	dir_close(dir);
}

/* ----------------------------------------------------------- changing */

static void
changes_happen_all_or_none(void **state)
{
	static const char *const attrs[] = {"mail", "portalCodeNonce", NULL};
	static const struct dir_change good[] = {
	    {DIR_REPLACE, "mail", "a@example.edu", 0},
	    {DIR_REPLACE, "mail", "b@example.edu", 0},
	    {DIR_ADD, "portalCodeNonce", "\0bytes and more!", 16},
	};
	static const struct dir_change bad[] = {
	    {DIR_DELETE, "mail", NULL, 0},
	    {DIR_DELETE, "portalCodeNonce", "\1bytes and more!", 16},
	};
	struct dir_entry *anna;
	struct err err;
	size_t len;

	assert_rc(RC_OK,
	    dir_modify(*state, &(struct dir_edit){ANNA, good, 3}, NULL, &err),
	    &err);
	assert_rc(RC_ABSENT,
	    dir_modify(*state, &(struct dir_edit){ANNA, bad, 2}, NULL, &err),
	    &err);
	assert_rc(RC_OK, dir_get(*state, ANNA, attrs, &anna, &err), &err);
	assert_int_equal(dir_count(anna, "mail"), 2);
	assert_null(dir_value(anna, "portalCodeNonce"));
	assert_memory_equal(dir_bytes_at(anna, "portalCodeNonce", 0, &len),
	    "\0bytes and more!", 16);
	assert_int_equal(len, 16);
	dir_entry_free(anna);
}

static void
a_false_assertion_changes_nothing_and_a_true_one_reads_back(void **state)
{
	static const char *const back[] = {"portalSignOutCount", NULL};
	static const struct dir_change more = {
	    DIR_INCREMENT, "portalSignOutCount", "1", 0};
	struct dir_edit edit = {
	    ANNA, &more, 1, "(portalSignOutCount<=0)", back};
	struct dir_entry *after;
	struct err err;

	assert_rc(RC_OK, dir_modify(*state, &edit, &after, &err), &err);
	assert_string_equal(dir_value(after, "portalSignOutCount"), "1");
	assert_string_equal(dir_dn(after), ANNA);
	dir_entry_free(after);
	assert_rc(RC_EXISTS, dir_modify(*state, &edit, &after, &err), &err);
	assert_int_equal(dir_code(*state), 122);
	assert_null(after);
	edit.assertion = "((";
	assert_rc(RC_INPUT, dir_modify(*state, &edit, &after, &err), &err);
}

static void
add_rename_and_delete_say_what_stands_in_the_way(void **state)
{
	struct err err;

	assert_rc(RC_EXISTS, anna_add(*state, &err), &err);
	assert_rc(
	    RC_OK, dir_rename(*state, ANNA, "uid=hanna", NULL, &err), &err);
	assert_rc(RC_ABSENT, dir_delete(*state, ANNA, &err), &err);
	assert_rc(RC_OK, dir_delete(*state, "uid=hanna," PEOPLE, &err), &err);
}

static void
a_stranger_may_change_nothing(void **state)
{
	static const struct dir_change change = {
	    DIR_REPLACE, "mail", "x@example.edu", 0};
	struct dir *dir = anna_open_tls();
	struct dir_bound bound;
	struct err err;

	(void)state;
	assert_rc(RC_OK,
	    dir_bind(dir, ANNA, "first paSSword of 17 geese", &bound, &err),
	    &err);
	assert_rc(RC_DENIED,
	    dir_modify(dir, &(struct dir_edit){ANNA, &change, 1}, NULL, &err),
	    &err);
	assert_int_equal(dir_code(dir), 50);
	dir_close(dir);
}

static const struct CMUnitTest tests[] = {
    WITH_ANNA(an_entry_has_its_values),
    WITH_ANNA(nothing_one_and_several_are_told_apart),
    WITH_ANNA(a_size_limit_and_a_caller_can_end_a_search),
    WITH_ANNA(whoami_names_the_service_and_then_the_person),
    WITH_ANNA(a_password_is_right_wrong_or_not_asked),
    WITH_ANNA(five_wrong_ones_lock_and_that_is_told),
    WITH_ANNA(must_change_comes_with_the_yes),
    WITH_ANNA(a_refused_new_password_says_why),
    WITH_ANNA(changes_happen_all_or_none),
    WITH_ANNA(a_false_assertion_changes_nothing_and_a_true_one_reads_back),
    WITH_ANNA(add_rename_and_delete_say_what_stands_in_the_way),
    WITH_ANNA(a_stranger_may_change_nothing),
};

UNIT_MAIN(tests)
