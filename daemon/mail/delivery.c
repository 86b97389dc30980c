#include "delivery.h"

#include "base/clock.h"
#include "base/log.h"
#include "base/secret.h"
#include "base/text.h"
#include "maildir.h"

#include <string.h>

enum {
	QUESTION_SIZE = 1024,
	ANSWER_SIZE = 4096,
	DETAIL_SIZE = 256, /* F_DETAIL holds more */
};

enum rc
delivery_open(
    struct delivery *delivery, const struct mailer_conf *conf, struct err *err)
{
	struct smtp_conf smtp = mailer_conf_smtp(conf);
	enum rc rc;

	*delivery = (struct delivery){.conf = conf,
	    .door = {.path = conf->socket,
		.server_uid = (uid_t)conf->identityd_uid,
		.deadline_ms = DELIVERY_ASK_MS}};
	rc = outbox_open(
	    &delivery->outbox, conf->outbox_dir, true, clock_now_s(), err);
	if (rc != RC_OK)
		return rc;
	rc = conf->transport == MAILER_SMTP
	    ? smtp_open(&delivery->smtp, &smtp, err)
	    : maildir_open(conf->maildir, err);
	if (rc != RC_OK)
		outbox_close(&delivery->outbox);
	return rc;
}

void
delivery_close(struct delivery *delivery)
{
	smtp_close(&delivery->smtp);
	outbox_close(&delivery->outbox);
}

void
delivery_rest(struct delivery *delivery)
{
	smtp_rest(&delivery->smtp);
}

/* ------------------------------------------------------- asking identityd */

static enum rc
tell(struct delivery *delivery, const struct outbox_item *item,
    const char *state, const char *detail, struct err *err)
{
	uint8_t buf[QUESTION_SIZE], answer_buf[ANSWER_SIZE];
	char words[DETAIL_SIZE];
	struct wire_out question;
	struct wire_in answer = {0};
	enum rc rc;

	(void)snprintf(words, sizeof(words), "%s", detail);
	if (!text_is_utf8(words, strlen(words)) ||
	    text_has_control(words, strlen(words)))
		(void)text_copy(words, sizeof(words), "(unreadable)");
	wire_begin(&question, buf, sizeof(buf), OP_LETTER_STATE);
	wire_put_text(&question, F_LETTER, item->name);
	wire_put_text(&question, F_LETTER_STATE, state);
	wire_put_text(&question, F_DETAIL, words);
	rc = ask(&delivery->door, &question, &answer, answer_buf,
	    sizeof(answer_buf), err);
	/* Who is gone needs not be told. */
	if (rc == RC_ABSENT)
		return RC_OK;
	return rc == RC_OK
	    ? RC_OK
	    : err_context(err, RC_OFFLINE, "letter_state %s", item->id);
}

/* What is in it? RC_ABSENT: it is dead. RC_INPUT: the file is no promise. */
static enum rc
fill(struct delivery *delivery, const struct outbox_item *item,
    struct wire_in *answer, uint8_t *buf, struct err *err)
{
	uint8_t question_buf[QUESTION_SIZE];
	struct wire_out question;
	const char *reason;
	enum rc rc;

	*answer = (struct wire_in){0};
	wire_begin(
	    &question, question_buf, sizeof(question_buf), OP_LETTER_FILL);
	wire_put_text(&question, F_LETTER, item->name);
	rc = ask(&delivery->door, &question, answer, buf, ANSWER_SIZE, err);
	if (rc == RC_OK || rc == RC_ABSENT)
		return rc;
	/* Only identityd's own verdict on the file counts, not a question
	 * that an identityd of another version does not understand. */
	reason = wire_text(answer, F_REASON);
	if (rc == RC_INPUT && reason != NULL &&
	    strcmp(reason, "bad_value") == 0)
		return RC_INPUT;
	return err_context(err, RC_OFFLINE, "letter_fill %s", item->id);
}

/* --------------------------------------------------------------- one letter */

static enum rc
print(struct delivery *delivery, const struct outbox_item *item,
    const struct wire_in *answer, char *message, struct err *err)
{
	struct letter_sender sender = mailer_conf_sender(delivery->conf);
	const char *kind = wire_text(answer, F_LETTER_KIND);
	const char *mail = wire_text(answer, F_MAIL);
	struct letter letter = {
	    .kind = letter_kind_parse(kind != NULL ? kind : ""),
	    .id = item->id,
	    .to = mail != NULL ? mail : "",
	    .code = wire_text(answer, F_CODE),
	    .until_s = wire_number(answer, F_EXPIRES, 0),
	    .at_s = wire_number(answer, F_TIME, 0),
	    .count = wire_number(answer, F_COUNT, 0),
	    .link = wire_text(answer, F_URL),
	};

	return letter_print(
	    message, LETTER_MAX, &letter, &sender, clock_now_s(), err);
}

static enum rc
transmit(struct delivery *delivery, const struct outbox_item *item,
    const char *to, const char *message, struct err *err)
{
	const struct mailer_conf *conf = delivery->conf;

	if (conf->transport == MAILER_MAILDIR)
		return maildir_put(conf->maildir, item->id, message, err);
	return smtp_send(
	    &delivery->smtp, conf->from, to, message, clock_mono_ms(), err);
}

/* It will not be sent (any more): that is told, then the promise ends. While
 * nobody can be told, it stays due, and comes to the same end later. */
static enum rc
finish(struct delivery *delivery, const struct outbox_item *item,
    const char *state, const char *why, struct err *err)
{
	enum rc rc = tell(delivery, item, state, why, err);

	if (rc != RC_OK)
		return rc;
	log_warn("letter %s id=%s attempts=%d why=\"%s\"", state, item->id,
	    item->attempts, why);
	return outbox_drop(&delivery->outbox, item, err);
}

static enum rc
put_off(struct delivery *delivery, const struct outbox_item *item,
    const struct err *why, struct err *err)
{
	char words[ERR_TEXT_SIZE + 32];

	if (outbox_age_s(item->attempts) >=
	    delivery->conf->give_up_hours * 3600) {
		(void)snprintf(words, sizeof(words), "after %d tries: %s",
		    item->attempts, why->text);
		return finish(delivery, item, "failed", words, err);
	}
	log_info("letter deferred id=%s attempts=%d wait_s=%lld why=\"%s\"",
	    item->id, item->attempts, (long long)outbox_wait_s(item->attempts),
	    why->text);
	return tell(delivery, item, "deferred", why->text, err);
}

enum rc
delivery_report(
    struct delivery *delivery, const struct outbox_item *item, struct err *err)
{
	enum rc rc = tell(delivery, item, "sent", "", err);

	return rc == RC_OK ? outbox_drop(&delivery->outbox, item, err) : rc;
}

/* After the transport has spoken; `why` is its sentence. */
static enum rc
settle(struct delivery *delivery, struct outbox_item *item, enum rc sent,
    const struct err *why, struct err *err)
{
	enum rc rc;

	if (sent == RC_DENIED)
		return finish(delivery, item, "bounced", why->text, err);
	if (sent != RC_OK)
		return put_off(delivery, item, why, err);
	log_info("letter sent id=%s attempts=%d", item->id, item->attempts);
	rc = outbox_mark_sent(&delivery->outbox, item, err);
	return rc == RC_OK ? delivery_report(delivery, item, err) : rc;
}

static enum rc
set_aside(struct delivery *delivery, const struct outbox_item *item,
    const struct err *why, struct err *err)
{
	log_error(
	    "letter set aside in bad/ id=%s why=\"%s\"", item->id, why->text);
	return outbox_set_aside(&delivery->outbox, item, err);
}

enum rc
delivery_send(
    struct delivery *delivery, struct outbox_item *item, struct err *err)
{
	SECRET(message, LETTER_MAX);
	uint8_t buf[ANSWER_SIZE] = {0};
	SECRET_AREA(buf_area, buf, sizeof(buf));
	struct wire_in answer;
	struct err why = {""};
	enum rc rc = fill(delivery, item, &answer, buf, &why);

	if (rc == RC_INPUT)
		return set_aside(delivery, item, &why, err);
	if (rc == RC_ABSENT) {
		log_info("letter dropped id=%s why=\"%s\"", item->id, why.text);
		return outbox_drop(&delivery->outbox, item, err);
	}
	if (rc != RC_OK) {
		*err = why;
		return rc;
	}
	if (print(delivery, item, &answer, message, &why) != RC_OK)
		return finish(delivery, item, "failed", why.text, err);
	rc = outbox_defer(&delivery->outbox, item, clock_now_s(), err);
	if (rc != RC_OK)
		return rc;
	rc =
	    transmit(delivery, item, wire_text(&answer, F_MAIL), message, &why);
	return settle(delivery, item, rc, &why, err);
}
