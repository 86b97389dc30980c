/* Relays that answer at once, in place of smtp_talk.c. */
#include "mail/smtp.h"
#include "mail/smtp_talk.h"
#include "unit.h"

#include <pthread.h>
#include <string.h>

static char away_url[] = "smtp://away.example";
static char takes_url[] = "smtp://takes.example";
static char *urls[] = {away_url, takes_url};
static const struct conf_list both = {.items = urls, .count = 2};
static const struct conf_list away = {.items = urls, .count = 1};
static struct smtp smtp;

enum rc
smtp_talk_start(struct err *err)
{
	(void)err;
	return RC_OK;
}

enum rc
smtp_talk_open(
    struct smtp_talk *talk, const struct smtp_conf *conf, struct err *err)
{
	(void)talk;
	(void)conf;
	(void)err;
	return RC_OK;
}

void
smtp_talk_close(struct smtp_talk *talk)
{
	(void)talk;
}

enum rc
smtp_talk_send(struct smtp_talk *talk, const char *url, const char *to,
    const char *message, struct err *err)
{
	(void)talk;
	(void)to;
	(void)message;
	return strcmp(url, away_url) == 0
	    ? err_set(err, RC_OFFLINE, "connection refused")
	    : RC_OK;
}

static void *
nothing(void *ctx)
{
	return ctx;
}

int __real_pthread_create(pthread_t *thread, const pthread_attr_t *attr,
    void *(*start)(void *), void *ctx);
int __wrap_pthread_create(pthread_t *thread, const pthread_attr_t *attr,
    void *(*start)(void *), void *ctx);

/* The quickest of threads: done before who made it goes on. */
int
__wrap_pthread_create(pthread_t *thread, const pthread_attr_t *attr,
    void *(*start)(void *), void *ctx)
{
	(void)start(ctx);
	return __real_pthread_create(thread, attr, nothing, NULL);
}

static void
open_with(const struct conf_list *relays)
{
	const struct smtp_conf conf = {.relays = relays,
	    .user = "",
	    .password_file = "",
	    .helo = "",
	    .line_count = 2};
	struct err err;

	assert_rc(RC_OK, smtp_open(&smtp, &conf, &err), &err);
	smtp_begin(&smtp, 0, "wang@example.edu", "");
}

static void
a_relay_that_fails_at_once_is_not_the_end_of_a_letter(void **state)
{
	enum rc rc = RC_FAULT;
	struct err why;

	(void)state;
	open_with(&both);
	smtp_turn(&smtp, 0);
	assert_false(smtp_end(&smtp, 0, &rc, &why));
	smtp_turn(&smtp, 0); /* hears of it, and asks the next relay */
	assert_false(smtp_end(&smtp, 0, &rc, &why));
	smtp_turn(&smtp, 0);
	assert_true(smtp_end(&smtp, 0, &rc, &why));
	assert_int_equal(rc, RC_OK);
	assert_int_equal(smtp_connections(&smtp), 1);
	smtp_close(&smtp);
}

static void
a_letter_that_no_relay_takes_says_why(void **state)
{
	enum rc rc = RC_OK;
	struct err why;

	(void)state;
	open_with(&away);
	smtp_turn(&smtp, 0);
	smtp_turn(&smtp, 0);
	assert_true(smtp_end(&smtp, 0, &rc, &why));
	assert_int_equal(rc, RC_OFFLINE);
	assert_string_equal(why.text, "connection refused");
	assert_int_equal(smtp_connections(&smtp), 0);
	smtp_close(&smtp);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(a_relay_that_fails_at_once_is_not_the_end_of_a_letter),
    cmocka_unit_test(a_letter_that_no_relay_takes_says_why),
};

UNIT_MAIN(tests)
