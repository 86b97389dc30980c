/* pam_portal.so through libpam; tests/module/pam.sh starts labd and slapd. */
#include "base/clock.h"
#include "../unit/unit.h"

#include "freeze.h"

#include <security/pam_appl.h>
#include <signal.h>
#include <stdbool.h>
#include <unistd.h>

#define BETTER "better paSSword of 52 lanterns"
#define RIGHT  "right paSSword of 41 kites"

enum { ANSWERS_MAX = 8, SAID_SIZE = 1024 };

/* A person at the prompt: gives the answers in turn, hears everything. */
struct person {
	const char *answers[ANSWERS_MAX];
	int asked;
	char said[SAID_SIZE];
};

static const char *
env(const char *name)
{
	const char *value = getenv(name);

	if (value == NULL)
		fail_msg("%s is not set: run tests/module/pam.sh", name);
	return value;
}

static int
converse(int count, const struct pam_message **messages,
    struct pam_response **responses, void *context)
{
	struct person *person = context;
	struct pam_response *answers = calloc((size_t)count, sizeof(*answers));

	for (int i = 0; i < count; i++) {
		const struct pam_message *message = messages[i];
		size_t used = strlen(person->said);

		if (message->msg_style == PAM_PROMPT_ECHO_OFF ||
		    message->msg_style == PAM_PROMPT_ECHO_ON) {
			assert_true(person->asked < ANSWERS_MAX);
			if (person->answers[person->asked] == NULL) {
				free(answers);
				return PAM_CONV_ERR;
			}
			answers[i].resp =
			    strdup(person->answers[person->asked++]);
		} else {
			(void)snprintf(person->said + used,
			    sizeof(person->said) - used, "%s\n", message->msg);
		}
	}
	*responses = answers;
	return PAM_SUCCESS;
}

struct login {
	struct person person;
	struct pam_conv conv;
	pam_handle_t *pamh;
};

static void
begin(struct login *login, const char *service, const char *user,
    const char *password)
{
	memset(login, 0, sizeof(*login));
	login->person.answers[0] = password;
	login->conv = (struct pam_conv){converse, &login->person};
	assert_int_equal(pam_start_confdir(service, user, &login->conv,
			     env("PAM_DIR"), &login->pamh),
	    PAM_SUCCESS);
}

static void
end(struct login *login)
{
	pam_end(login->pamh, PAM_SUCCESS);
}

static int
authenticate(const char *service, const char *user, const char *password,
    struct login *login)
{
	int code;

	begin(login, service, user, password);
	code = pam_authenticate(login->pamh, 0);
	end(login);
	return code;
}

/* ------------------------------------------------------ authentication */

static void
each_person_gets_the_right_answer(void **state)
{
	static char long_password[1026];
	static const struct {
		const char *user;
		const char *password;
		int code;
		const char *said;
	} cases[] = {
	    {"anna", RIGHT, PAM_SUCCESS, ""},
	    {"anna", "wrong", PAM_AUTH_ERR, "wrong"},
	    {"anna", "", PAM_AUTH_ERR, "1 to 1024"},
	    {"anna", long_password, PAM_AUTH_ERR, "1 to 1024"},
	    {"Anna", RIGHT, PAM_USER_UNKNOWN, "is wrong"},
	    {"anna ", RIGHT, PAM_AUTH_ERR, "cannot be right"},
	    {"*", RIGHT, PAM_AUTH_ERR, "cannot be right"},
	    {"a)(uid=*", RIGHT, PAM_AUTH_ERR, "cannot be right"},
	    {"an\nna", RIGHT, PAM_USER_UNKNOWN, ""},
	    {"\xff", RIGHT, PAM_USER_UNKNOWN, ""},
	    {"berta", RIGHT, PAM_SUCCESS, "must be changed"},
	    {"carl", RIGHT, PAM_AUTH_ERR, "is suspended"},
	    {"carl", "wrong", PAM_AUTH_ERR, "is suspended"},
	    {"nobody-there", RIGHT, PAM_USER_UNKNOWN, "another school"},
	    {"elsewhere", RIGHT, PAM_USER_UNKNOWN, "another school"},
	    {"root", RIGHT, PAM_USER_UNKNOWN, ""},
	    {"low", RIGHT, PAM_USER_UNKNOWN, ""},
	    {"nobodys", RIGHT, PAM_USER_UNKNOWN, ""},
	    {"twin", RIGHT, PAM_SUCCESS, ""},
	    {"twin2", RIGHT, PAM_USER_UNKNOWN, "is wrong"},
	    {"Twin", RIGHT, PAM_USER_UNKNOWN, "is wrong"},
	};
	struct login login;
	int code;

	(void)state;
	memset(long_password, 'x', sizeof(long_password) - 1);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		code = authenticate(
		    "portal", cases[i].user, cases[i].password, &login);
		if (code != cases[i].code)
			fail_msg("%s, %s: %s", cases[i].user, cases[i].password,
			    pam_strerror(NULL, code));
		if (*cases[i].said == '\0')
			assert_string_equal(login.person.said, "");
		else if (strstr(login.person.said, cases[i].said) == NULL)
			fail_msg("%s: '%s'", cases[i].user, login.person.said);
	}
}

static void
a_thousand_bytes_are_a_password(void **state)
{
	char password[1025];
	struct login login;

	(void)state;
	memset(password, 'x', sizeof(password) - 1);
	password[sizeof(password) - 1] = '\0';
	assert_int_equal(
	    authenticate("portal", "anna", password, &login), PAM_AUTH_ERR);
	assert_non_null(strstr(login.person.said, "is wrong"));
}

static void
five_wrong_ones_lock_and_the_person_is_told(void **state)
{
	struct login login;

	(void)state;
	for (int i = 0; i < 5; i++)
		assert_int_equal(
		    authenticate("portal", "dora", "wrong", &login),
		    PAM_AUTH_ERR);
	assert_int_equal(
	    authenticate("portal", "dora", RIGHT, &login), PAM_AUTH_ERR);
	assert_non_null(strstr(login.person.said, "locked"));
}

static void
the_person_reads_chinese_where_the_locale_is(void **state)
{
	struct login login;

	(void)state;
	assert_int_equal(setenv("LC_ALL", "zh_TW.UTF-8", 1), 0);
	(void)authenticate("portal", "anna", "wrong", &login);
	assert_int_equal(setenv("LC_ALL", "C", 1), 0);
	assert_non_null(strstr(login.person.said, "帳號或密碼不正確"));
	(void)authenticate("quiet", "anna", "wrong", &login);
	assert_string_equal(login.person.said, "");
}

/* --------------------------------------------------------------- options */

static void
an_unknown_option_changes_nothing(void **state)
{
	struct login login;

	(void)state;
	assert_int_equal(
	    authenticate("odd", "anna", RIGHT, &login), PAM_SUCCESS);
}

static void
users_below_the_minimum_are_not_asked_for(void **state)
{
	struct login login;

	(void)state;
	assert_int_equal(
	    authenticate("above", "root", RIGHT, &login), PAM_USER_UNKNOWN);
	assert_int_equal(login.person.asked, 0);
	assert_int_equal(
	    authenticate("above", "anna", RIGHT, &login), PAM_SUCCESS);
}

static void
the_first_password_is_used_or_tried_or_not(void **state)
{
	struct login login;

	(void)state;
	/* pam_set_item(PAM_AUTHTOK) is for modules; a first prompt sets it. */
	begin(&login, "portal", "anna", "wrong");
	login.person.answers[1] = RIGHT;
	assert_int_equal(pam_authenticate(login.pamh, 0), PAM_AUTH_ERR);
	end(&login);
	assert_int_equal(login.person.asked, 1);
	assert_int_equal(
	    authenticate("first", "anna", RIGHT, &login), PAM_AUTH_ERR);
	assert_int_equal(login.person.asked, 0);
	begin(&login, "stack", "anna", "wrong");
	login.person.answers[1] = RIGHT;
	assert_int_equal(pam_authenticate(login.pamh, 0), PAM_SUCCESS);
	end(&login);
	assert_int_equal(login.person.asked, 2);
	begin(&login, "stack_first", "anna", "wrong");
	login.person.answers[1] = RIGHT;
	assert_int_equal(pam_authenticate(login.pamh, 0), PAM_AUTH_ERR);
	end(&login);
	assert_int_equal(login.person.asked, 1);
}

static void
ignoring_leaves_it_to_the_next_module(void **state)
{
	struct login login;

	(void)state;
	assert_int_equal(
	    authenticate("permit", "nobody-there", RIGHT, &login), PAM_SUCCESS);
	assert_int_equal(authenticate("ignore", "nobody-there", RIGHT, &login),
	    PAM_PERM_DENIED);
}

/* ----------------------------------------------------- the other types */

static void
the_account_is_judged_without_a_password(void **state)
{
	static const struct {
		const char *user;
		int code;
		const char *said;
	} cases[] = {
	    {"anna", PAM_SUCCESS, ""},
	    {"carl", PAM_ACCT_EXPIRED, "personnel"},
	    {"root", PAM_USER_UNKNOWN, ""},
	    {"nobody-there", PAM_USER_UNKNOWN, ""},
	    {"elsewhere", PAM_USER_UNKNOWN, ""},
	};
	struct login login;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		begin(&login, "portal", cases[i].user, NULL);
		assert_int_equal(pam_acct_mgmt(login.pamh, 0), cases[i].code);
		assert_non_null(strstr(login.person.said, cases[i].said));
		end(&login);
	}
}

static void
who_must_change_the_password_is_sent_to_do_it(void **state)
{
	struct login login;

	(void)state;
	begin(&login, "portal", "berta", RIGHT);
	assert_int_equal(pam_authenticate(login.pamh, 0), PAM_SUCCESS);
	assert_int_equal(pam_acct_mgmt(login.pamh, 0), PAM_NEW_AUTHTOK_REQD);
	end(&login);
	begin(&login, "portal", "anna", RIGHT);
	assert_int_equal(pam_authenticate(login.pamh, 0), PAM_SUCCESS);
	assert_int_equal(pam_acct_mgmt(login.pamh, 0), PAM_SUCCESS);
	assert_int_equal(
	    pam_setcred(login.pamh, PAM_ESTABLISH_CRED), PAM_SUCCESS);
	assert_int_equal(pam_open_session(login.pamh, 0), PAM_SUCCESS);
	assert_int_equal(pam_close_session(login.pamh, 0), PAM_SUCCESS);
	end(&login);
}

static void
what_was_judged_is_that_users_alone(void **state)
{
	struct login login;

	(void)state;
	begin(&login, "portal", "anna", RIGHT);
	assert_int_equal(pam_authenticate(login.pamh, 0), PAM_SUCCESS);
	assert_int_equal(
	    pam_set_item(login.pamh, PAM_USER, "carl"), PAM_SUCCESS);
	assert_int_equal(pam_acct_mgmt(login.pamh, 0), PAM_ACCT_EXPIRED);
	end(&login);
}

static void
must_change_is_done_at_the_prompt(void **state)
{
	struct login login;

	(void)state;
	begin(&login, "portal", "berta", RIGHT);
	login.person.answers[1] = RIGHT;
	login.person.answers[2] = login.person.answers[3] = BETTER;
	assert_int_equal(pam_authenticate(login.pamh, 0), PAM_SUCCESS);
	assert_int_equal(pam_acct_mgmt(login.pamh, 0), PAM_NEW_AUTHTOK_REQD);
	assert_int_equal(
	    pam_chauthtok(login.pamh, PAM_CHANGE_EXPIRED_AUTHTOK), PAM_SUCCESS);
	end(&login);
	assert_int_equal(
	    authenticate("portal", "berta", RIGHT, &login), PAM_AUTH_ERR);
	assert_int_equal(
	    authenticate("portal", "berta", BETTER, &login), PAM_SUCCESS);
	assert_string_equal(login.person.said, "");
}

static void
a_refused_new_password_is_told_why_three_times(void **state)
{
	static const char *const answers[] = {RIGHT, "short", "short",
	    "password1234", "password1234", RIGHT, RIGHT};
	struct login login;

	(void)state;
	begin(&login, "portal", "twin", NULL);
	memcpy(login.person.answers, answers, sizeof(answers));
	assert_int_equal(pam_chauthtok(login.pamh, PAM_CHANGE_EXPIRED_AUTHTOK),
	    PAM_AUTHTOK_ERR);
	assert_int_equal(login.person.asked, 7);
	assert_non_null(strstr(login.person.said, "too short"));
	assert_non_null(strstr(login.person.said, "common password"));
	assert_non_null(strstr(login.person.said, "in use lately"));
	end(&login);
}

static void
without_the_old_password_nothing_changes(void **state)
{
	struct login login;

	(void)state;
	begin(&login, "portal", "anna", "wrong");
	assert_int_equal(pam_chauthtok(login.pamh, PAM_CHANGE_EXPIRED_AUTHTOK),
	    PAM_AUTH_ERR);
	assert_int_equal(login.person.asked, 1);
	end(&login);
	begin(&login, "portal", "nobody-there", RIGHT);
	assert_int_equal(pam_chauthtok(login.pamh, 0), PAM_USER_UNKNOWN);
	assert_int_equal(login.person.asked, 0);
	end(&login);
}

static void
root_is_told_where_people_reset_passwords(void **state)
{
	static const char *const users[] = {"anna", "carl"};
	struct login login;

	(void)state;
	if (getuid() != 0)
		skip();
	for (size_t i = 0; i < sizeof(users) / sizeof(users[0]); i++) {
		begin(&login, "portal", users[i], RIGHT);
		assert_int_equal(pam_chauthtok(login.pamh, 0), PAM_PERM_DENIED);
		assert_non_null(strstr(login.person.said,
		    "on the portal https://portal.example.edu by the button"));
		assert_int_equal(login.person.asked, 0);
		end(&login);
	}
}

/* -------------------------------------------------------------- trouble */

static void
assert_quick(int64_t start_ms, int64_t most_ms)
{
	int64_t took_ms = clock_mono_ms() - start_ms;

	if (took_ms > most_ms)
		fail_msg("took %lld ms", (long long)took_ms);
}

static void
without_labd_nothing_is_known(void **state)
{
	struct login login;

	(void)state;
	begin(&login, "nowhere", "root", NULL);
	assert_int_equal(pam_acct_mgmt(login.pamh, 0), PAM_USER_UNKNOWN);
	end(&login);
	assert_int_equal(authenticate("nowhere", "anna", RIGHT, &login),
	    PAM_AUTHINFO_UNAVAIL);
	assert_non_null(strstr(login.person.said, "cannot be reached"));
}

static void
a_socket_that_anybody_could_have_made_is_not_asked(void **state)
{
	struct login login;

	(void)state;
	assert_int_equal(
	    authenticate("open", "anna", RIGHT, &login), PAM_AUTHINFO_UNAVAIL);
}

static void
await_file(const char *name, bool is_there)
{
	char path[256];
	int64_t start_ms = clock_mono_ms();

	(void)snprintf(
	    path, sizeof(path), "%s/offline/%s", env("LAB_STATE"), name);
	while ((access(path, F_OK) == 0) != is_there) {
		assert_quick(start_ms, 10000);
		usleep(10000);
	}
}

static void
freeze_slapd(void)
{
	freeze(slapd_pid());
}

/* Until the prober has told the workers. */
static void
thaw(void)
{
	struct login login;
	int64_t start_ms = clock_mono_ms();

	kill(slapd_pid(), SIGCONT);
	while (authenticate("portal", "emil", "wrong", &login) != PAM_AUTH_ERR)
		assert_quick(start_ms, 2500);
}

static void
a_frozen_server_is_no_wrong_password_and_costs_little(void **state)
{
	struct login login;
	int64_t start_ms;

	(void)state;
	freeze_slapd();
	start_ms = clock_mono_ms();
	assert_int_equal(authenticate("portal", "emil", RIGHT, &login),
	    PAM_AUTHINFO_UNAVAIL);
	assert_quick(start_ms, 1500);
	assert_non_null(strstr(login.person.said, "cannot be reached"));
	/* Every worker knows now. */
	start_ms = clock_mono_ms();
	for (int i = 0; i < 4; i++)
		assert_int_equal(
		    authenticate("portal", "emil", "wrong", &login),
		    PAM_AUTHINFO_UNAVAIL);
	assert_quick(start_ms, 300);
	thaw();
}

static void
who_logged_in_here_does_so_while_the_server_is_frozen(void **state)
{
	struct login login;

	(void)state;
	assert_int_equal(
	    authenticate("portal", "anna", RIGHT, &login), PAM_SUCCESS);
	await_file("20001", true);
	freeze_slapd();
	assert_int_equal(
	    authenticate("portal", "anna", RIGHT, &login), PAM_SUCCESS);
	assert_non_null(strstr(login.person.said, "has remembered"));
	assert_int_equal(
	    authenticate("portal", "anna", "wrong", &login), PAM_AUTH_ERR);
	begin(&login, "portal", "anna", RIGHT);
	assert_int_equal(pam_authenticate(login.pamh, 0), PAM_SUCCESS);
	assert_int_equal(pam_acct_mgmt(login.pamh, 0), PAM_SUCCESS);
	end(&login);
	thaw();
}

static void
guessing_offline_has_to_wait(void **state)
{
	struct login login;

	(void)state;
	freeze_slapd();
	for (int i = 0; i < 3; i++)
		assert_int_equal(
		    authenticate("portal", "anna", "wrong", &login),
		    PAM_AUTH_ERR);
	assert_int_equal(authenticate("portal", "anna", RIGHT, &login),
	    PAM_AUTHINFO_UNAVAIL);
	assert_non_null(strstr(login.person.said, "wait a while"));
	thaw();
	assert_int_equal(
	    authenticate("portal", "anna", RIGHT, &login), PAM_SUCCESS);
}

static void
personnel_are_never_kept(void **state)
{
	struct login login;

	(void)state;
	assert_int_equal(
	    authenticate("portal", "pers", RIGHT, &login), PAM_SUCCESS);
	assert_int_equal(
	    authenticate("portal", "twin", RIGHT, &login), PAM_SUCCESS);
	await_file("20006", true); /* kept after her */
	freeze_slapd();
	assert_int_equal(authenticate("portal", "pers", RIGHT, &login),
	    PAM_AUTHINFO_UNAVAIL);
	thaw();
}

/* A typo for somebody else costs them nothing; a refused right one does. */
static void
only_a_refused_right_password_is_forgotten(void **state)
{
	struct login login;

	(void)state;
	assert_int_equal(
	    authenticate("portal", "emil", RIGHT, &login), PAM_SUCCESS);
	await_file("20008", true);
	for (int i = 0; i < 5; i++)
		assert_int_equal(
		    authenticate("portal", "emil", "wrong", &login),
		    PAM_AUTH_ERR);
	await_file("20008", true);
	assert_int_equal(
	    authenticate("portal", "emil", RIGHT, &login), PAM_AUTH_ERR);
	await_file("20008", false);
}

static void
a_stopped_labd_is_left_after_five_seconds(void **state)
{
	pid_t labd = (pid_t)strtol(env("LABD_PID"), NULL, 10);
	struct login login;
	int64_t start_ms = clock_mono_ms();

	(void)state;
	freeze(labd);
	assert_int_equal(authenticate("portal", "anna", RIGHT, &login),
	    PAM_AUTHINFO_UNAVAIL);
	kill(labd, SIGCONT);
	assert_quick(start_ms, 5500);
	assert_int_equal(
	    authenticate("portal", "anna", RIGHT, &login), PAM_SUCCESS);
}

static void
the_log_tells_who_and_never_the_password(void **state)
{
	FILE *file = fopen(env("LABD_LOG"), "re");
	char *text = calloc(1, 1 << 20);

	(void)state;
	assert_non_null(file);
	assert_non_null(text);
	assert_true(fread(text, 1, (1 << 20) - 1, file) > 0);
	(void)fclose(file);
	assert_non_null(strstr(text,
	    "account=anna result=ok reason=ok "
	    "service=portal"));
	assert_non_null(strstr(text,
	    "account=dora result=denied "
	    "reason=locked"));
	assert_null(strstr(text, RIGHT));
	free(text);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(each_person_gets_the_right_answer),
    cmocka_unit_test(a_thousand_bytes_are_a_password),
    cmocka_unit_test(five_wrong_ones_lock_and_the_person_is_told),
    cmocka_unit_test(the_person_reads_chinese_where_the_locale_is),
    cmocka_unit_test(an_unknown_option_changes_nothing),
    cmocka_unit_test(users_below_the_minimum_are_not_asked_for),
    cmocka_unit_test(the_first_password_is_used_or_tried_or_not),
    cmocka_unit_test(ignoring_leaves_it_to_the_next_module),
    cmocka_unit_test(the_account_is_judged_without_a_password),
    cmocka_unit_test(who_must_change_the_password_is_sent_to_do_it),
    cmocka_unit_test(what_was_judged_is_that_users_alone),
    cmocka_unit_test(must_change_is_done_at_the_prompt),
    cmocka_unit_test(a_refused_new_password_is_told_why_three_times),
    cmocka_unit_test(without_the_old_password_nothing_changes),
    cmocka_unit_test(root_is_told_where_people_reset_passwords),
    cmocka_unit_test(without_labd_nothing_is_known),
    cmocka_unit_test(a_socket_that_anybody_could_have_made_is_not_asked),
    cmocka_unit_test(a_frozen_server_is_no_wrong_password_and_costs_little),
    cmocka_unit_test(who_logged_in_here_does_so_while_the_server_is_frozen),
    cmocka_unit_test(guessing_offline_has_to_wait),
    cmocka_unit_test(personnel_are_never_kept),
    cmocka_unit_test(a_stopped_labd_is_left_after_five_seconds),
    cmocka_unit_test(only_a_refused_right_password_is_forgotten),
    cmocka_unit_test(the_log_tells_who_and_never_the_password),
};

UNIT_MAIN(tests)
