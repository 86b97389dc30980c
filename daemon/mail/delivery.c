#include "delivery.h"

#include "base/clock.h"
#include "base/log.h"
#include "base/secret.h"
#include "base/text.h"
#include "followers.h"
#include "mail_address.h"
#include "maildir.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum {
	QUESTION_SIZE = 1024,
	ANSWER_SIZE = 4096,
	DETAIL_SIZE = 256, /* F_DETAIL holds more */
};

/* A letter in hand; that of line number n with transport smtp. */
struct delivery_hand {
	bool is_taken, is_over;
	struct outbox_item item;
	char to[MAIL_ADDRESS_MAX + 1];
	char message[LETTER_MAX];
	enum rc sent; /* once it is over, and the transport's sentence */
	struct err why;
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
	if (rc != RC_OK) {
		outbox_close(&delivery->outbox);
		return rc;
	}
	mail_meter_init(&delivery->meter, &delivery->outbox, &delivery->smtp);
	delivery->hand_count = smtp.line_count;
	delivery->hands =
	    calloc((size_t)delivery->hand_count, sizeof(*delivery->hands));
	if (delivery->hands == NULL)
		abort();
	delivery->followers = followers_new();
	return RC_OK;
}

void
delivery_close(struct delivery *delivery)
{
	smtp_close(&delivery->smtp);
	outbox_close(&delivery->outbox);
	followers_free(delivery->followers);
	free(delivery->hands);
}

void
delivery_rest(struct delivery *delivery)
{
	smtp_rest(&delivery->smtp);
	followers_wipe(delivery->followers);
	mail_meter_look(&delivery->meter, &delivery->smtp);
}

void
delivery_stop(struct delivery *delivery)
{
	smtp_stop(&delivery->smtp);
}

int
delivery_fd(const struct delivery *delivery)
{
	return smtp_fd(&delivery->smtp);
}

/* ---------------------------------------------------------------- trouble */

int64_t
delivery_pause_ms(const struct delivery *delivery)
{
	int64_t pause_ms = delivery->pause_until_ms - clock_mono_ms();

	return pause_ms > 0 ? pause_ms : 0;
}

void
delivery_trouble(struct delivery *delivery, const struct err *why)
{
	if (delivery_pause_ms(delivery) > 0)
		return;
	if (!delivery->is_troubled)
		log_error("letters wait: %s", why->text);
	delivery->is_troubled = true;
	delivery->pause_until_ms = clock_mono_ms() + DELIVERY_PAUSE_MS;
}

void
delivery_recover(struct delivery *delivery)
{
	if (delivery->is_troubled)
		log_info("letters go out again");
	delivery->is_troubled = false;
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

	if (delivery_pause_ms(delivery) > 0)
		return err_set(err, RC_OFFLINE, "identityd is not asked now");
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

/* It will not be sent (any more): that is told, then the promise ends. While
 * nobody can be told, or the disk refuses, it stays due, comes to the same end
 * later, and counts only then. */
static enum rc
finish(struct delivery *delivery, const struct outbox_item *item,
    enum mail_end end, const char *why, struct err *err)
{
	const char *state = mail_end_name(end);
	enum rc rc = tell(delivery, item, state, why, err);

	if (rc == RC_OK)
		rc = outbox_drop(&delivery->outbox, item, err);
	if (rc != RC_OK)
		return rc;
	log_warn("letter %s id=%s attempts=%d why=\"%s\"", state, item->id,
	    item->attempts, why);
	mail_meter_ended(&delivery->meter, end);
	return RC_OK;
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
		return finish(delivery, item, MAIL_FAILED, words, err);
	}
	log_info("letter deferred id=%s attempts=%d wait_s=%lld why=\"%s\"",
	    item->id, item->attempts, (long long)outbox_wait_s(item->attempts),
	    why->text);
	mail_meter_ended(&delivery->meter, MAIL_DEFERRED);
	return tell(
	    delivery, item, mail_end_name(MAIL_DEFERRED), why->text, err);
}

enum rc
delivery_report(
    struct delivery *delivery, const struct outbox_item *item, struct err *err)
{
	enum rc rc = tell(delivery, item, mail_end_name(MAIL_SENT), "", err);

	return rc == RC_OK ? outbox_drop(&delivery->outbox, item, err) : rc;
}

static enum rc
set_aside(struct delivery *delivery, const struct outbox_item *item,
    const struct err *why, struct err *err)
{
	enum rc rc = outbox_set_aside(&delivery->outbox, item, err);

	if (rc != RC_OK)
		return rc;
	log_error(
	    "letter set aside in bad/ id=%s why=\"%s\"", item->id, why->text);
	mail_meter_ended(&delivery->meter, MAIL_SET_ASIDE);
	return RC_OK;
}

/* Its code is dead: nobody waits for it, nobody is told. */
static enum rc
drop(struct delivery *delivery, const struct outbox_item *item,
    const struct err *why, struct err *err)
{
	enum rc rc = outbox_drop(&delivery->outbox, item, err);

	if (rc != RC_OK)
		return rc;
	log_info("letter dropped id=%s why=\"%s\"", item->id, why->text);
	mail_meter_ended(&delivery->meter, MAIL_DROPPED);
	return RC_OK;
}

/* ------------------------------------------------------------ taken in hand */

static void
let_go(struct delivery_hand *hand)
{
	secret_wipe(hand, sizeof(*hand));
}

/* NULL: all are full. */
static struct delivery_hand *
free_hand(const struct delivery *delivery)
{
	for (int i = 0; i < delivery->hand_count; i++)
		if (!delivery->hands[i].is_taken)
			return &delivery->hands[i];
	return NULL;
}

bool
delivery_has_room(const struct delivery *delivery)
{
	return delivery_pause_ms(delivery) == 0 && free_hand(delivery) != NULL;
}

bool
delivery_is_idle(const struct delivery *delivery)
{
	for (int i = 0; i < delivery->hand_count; i++)
		if (delivery->hands[i].is_taken)
			return false;
	return true;
}

/* Who hastens letters hastens those in hand as well. */
static bool
is_in_hand(const struct delivery *delivery, const struct outbox_item *item)
{
	for (int i = 0; i < delivery->hand_count; i++)
		if (delivery->hands[i].is_taken &&
		    strcmp(delivery->hands[i].item.id, item->id) == 0)
			return true;
	return false;
}

static bool
is_one_to_in_hand(const struct delivery *delivery, const char *to)
{
	for (int i = 0; i < delivery->hand_count; i++)
		if (delivery->hands[i].is_taken &&
		    strcasecmp(delivery->hands[i].to, to) == 0)
			return true;
	return false;
}

/* Passed over before, and the address it goes to is in hand still. */
static bool
must_follow(struct delivery *delivery, const struct outbox_item *item)
{
	const char *to = followers_find(delivery->followers, item->id);

	if (to == NULL)
		return false;
	if (is_one_to_in_hand(delivery, to))
		return true;
	followers_del(delivery->followers, item->id);
	return false;
}

static void
send_out(struct delivery *delivery, struct delivery_hand *hand)
{
	const struct mailer_conf *conf = delivery->conf;

	hand->is_taken = true;
	if (conf->transport == MAILER_SMTP) {
		smtp_begin(&delivery->smtp, (int)(hand - delivery->hands),
		    hand->to, hand->message);
		return;
	}
	hand->sent = maildir_put(
	    conf->maildir, hand->item.id, hand->message, &hand->why);
	hand->is_over = true;
}

/* With the text in the hand; or the letter's story ended without one, or goes
 * on in its turn. */
static enum rc
prepare(struct delivery *delivery, struct outbox_item *item,
    struct delivery_hand *hand, struct err *err)
{
	uint8_t buf[ANSWER_SIZE] = {0};
	SECRET_AREA(buf_area, buf, sizeof(buf));
	struct wire_in answer;
	struct err why = {""};
	const char *to;
	enum rc rc = fill(delivery, item, &answer, buf, &why);

	if (rc == RC_INPUT)
		return set_aside(delivery, item, &why, err);
	if (rc == RC_ABSENT)
		return drop(delivery, item, &why, err);
	if (rc != RC_OK) {
		*err = why;
		return rc;
	}
	if (print(delivery, item, &answer, hand->message, &why) != RC_OK)
		return finish(delivery, item, MAIL_FAILED, why.text, err);
	to = wire_text(&answer, F_MAIL);
	if (is_one_to_in_hand(delivery, to)) {
		followers_put(delivery->followers, item->id, to);
		return RC_OK;
	}
	rc = outbox_defer(&delivery->outbox, item, clock_now_s(), err);
	if (rc != RC_OK)
		return rc;
	hand->item = *item;
	(void)text_copy(hand->to, sizeof(hand->to), to);
	send_out(delivery, hand);
	return RC_OK;
}

enum rc
delivery_begin(
    struct delivery *delivery, struct outbox_item *item, struct err *err)
{
	struct delivery_hand *hand = free_hand(delivery);
	enum rc rc;

	if (is_in_hand(delivery, item) || must_follow(delivery, item))
		return RC_OK;
	rc = prepare(delivery, item, hand, err);
	if (!hand->is_taken)
		let_go(hand);
	return rc;
}

/* --------------------------------------------------------------- it is over */

/* A letter that is out is noted before anything else can happen to us. */
static bool
hear(struct delivery *delivery, int i)
{
	struct delivery_hand *hand = &delivery->hands[i];
	struct err err;

	if (delivery->conf->transport == MAILER_SMTP)
		hand->is_over =
		    smtp_end(&delivery->smtp, i, &hand->sent, &hand->why);
	if (!hand->is_over)
		return false;
	if (hand->sent != RC_OK)
		return true;
	log_info("letter sent id=%s attempts=%d", hand->item.id,
	    hand->item.attempts);
	mail_meter_ended(&delivery->meter, MAIL_SENT);
	if (outbox_mark_sent(&delivery->outbox, &hand->item, &err) != RC_OK) {
		delivery_trouble(delivery, &err);
		let_go(hand);
	}
	return true;
}

static enum rc
settle(struct delivery *delivery, struct delivery_hand *hand, struct err *err)
{
	if (hand->sent == RC_OK)
		return delivery_report(delivery, &hand->item, err);
	outbox_follow(&delivery->outbox, &hand->item);
	if (hand->sent == RC_DENIED)
		return finish(
		    delivery, &hand->item, MAIL_BOUNCED, hand->why.text, err);
	return put_off(delivery, &hand->item, &hand->why, err);
}

bool
delivery_turn(struct delivery *delivery)
{
	bool is_any_over = false;
	struct err err;

	smtp_turn(&delivery->smtp, clock_mono_ms());
	for (int i = 0; i < delivery->hand_count; i++)
		if (delivery->hands[i].is_taken)
			is_any_over |= hear(delivery, i);
	for (int i = 0; i < delivery->hand_count; i++) {
		struct delivery_hand *hand = &delivery->hands[i];

		if (!hand->is_over)
			continue;
		if (settle(delivery, hand, &err) != RC_OK)
			delivery_trouble(delivery, &err);
		let_go(hand);
	}
	mail_meter_look(&delivery->meter, &delivery->smtp);
	return is_any_over;
}
