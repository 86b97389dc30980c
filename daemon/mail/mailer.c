/*
 * portal-mailer - sends the letters that identityd promised.
 *
 * Rights: the relay's credentials; rename and unlink in the outbox, whose
 *         files it cannot read; identityd's mailer.sock. No directory, no key.
 *         A letter's code is here only while that letter is being sent.
 * Loop:   report what is out, take what is due while there is room for it, end
 *         what is over; sleep until a letter is over, the next is due or a new
 *         one appears. A thread for each letter that talks with a relay
 *         (smtp.h), all else in this one.
 */
#include "delivery.h"

#include "base/clock.h"
#include "base/daemon.h"
#include "base/log.h"
#include "base/ready.h"
#include "base/teller.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

/* Where the loop is. */
struct shift {
	struct delivery delivery;
	int stop_fd; /* readable when we are told to stop */
	bool is_looking;
	bool must_look_again; /* a letter ended meanwhile: it may have been in
				 the way of one that was passed over */
	enum outbox_place place; /* that it looks through */
	int64_t look_ms;         /* when it must look again */
};

/* Blocked in every thread: a letter on its way ends. */
static int
open_signals(void)
{
	sigset_t stop;

	(void)sigemptyset(&stop);
	(void)sigaddset(&stop, SIGTERM);
	(void)sigaddset(&stop, SIGINT);
	(void)sigprocmask(SIG_BLOCK, &stop, NULL);
	return signalfd(-1, &stop, SFD_NONBLOCK | SFD_CLOEXEC);
}

static bool
must_stop(const struct shift *shift)
{
	struct pollfd pfd = {.fd = shift->stop_fd, .events = POLLIN};

	return poll(&pfd, 1, 0) > 0;
}

/* What comes from now on is news again. */
static void
look_anew(struct shift *shift)
{
	shift->must_look_again = shift->is_looking;
	if (shift->is_looking)
		return;
	outbox_hear(&shift->delivery.outbox);
	shift->is_looking = true;
	shift->place = OUTBOX_SENT;
}

/* Everything was looked at; the next is due in `wait_s`. */
static void
end_look(struct shift *shift, int64_t wait_s)
{
	shift->is_looking = false;
	shift->look_ms = clock_mono_ms() + wait_s * 1000;
	delivery_recover(&shift->delivery);
	if (shift->must_look_again)
		look_anew(shift);
}

/* The next letter of the place, or the next place. */
static enum rc
take_one(struct shift *shift, struct err *err)
{
	struct delivery *delivery = &shift->delivery;
	struct outbox_item item;
	int64_t wait_s = 0;
	enum rc rc = outbox_take(&delivery->outbox, shift->place, clock_now_s(),
	    &item, &wait_s, err);

	if (rc == RC_INPUT) {
		log_error("outbox: %s", err->text);
		return RC_OK;
	}
	if (rc == RC_ABSENT && shift->place == OUTBOX_DUE) {
		end_look(shift, wait_s);
		return RC_OK;
	}
	if (rc == RC_ABSENT) {
		shift->place = OUTBOX_DUE;
		return RC_OK;
	}
	if (rc != RC_OK)
		return rc;
	return shift->place == OUTBOX_SENT
	    ? delivery_report(delivery, &item, err)
	    : delivery_begin(delivery, &item, err);
}

static bool
may_take(const struct shift *shift)
{
	return shift->is_looking && delivery_has_room(&shift->delivery) &&
	    !must_stop(shift);
}

static void
take(struct shift *shift)
{
	struct err err;

	if (may_take(shift) && take_one(shift, &err) != RC_OK) {
		delivery_trouble(&shift->delivery, &err);
		shift->place = OUTBOX_SENT;
	}
}

/* Until when, without any news; -1: a letter's end is news enough. */
static int
patience_ms(const struct shift *shift)
{
	int64_t pause_ms = delivery_pause_ms(&shift->delivery);
	int64_t wait_ms = shift->look_ms - clock_mono_ms();

	if (shift->is_looking)
		return pause_ms > 0 ? (int)pause_ms : -1;
	return wait_ms > 0 ? (int)wait_ms : 0;
}

static void
wait_for_news(struct shift *shift)
{
	struct delivery *delivery = &shift->delivery;
	struct pollfd fds[] = {
	    {.fd = shift->stop_fd, .events = POLLIN},
	    {.fd = delivery_fd(delivery), .events = POLLIN},
	    {.fd = shift->is_looking ? -1 : delivery->outbox.notify_fd,
		.events = POLLIN},
	};

	(void)poll(fds, sizeof(fds) / sizeof(fds[0]), patience_ms(shift));
	if (fds[2].revents != 0 || patience_ms(shift) == 0)
		look_anew(shift);
}

static void
run(struct shift *shift)
{
	struct delivery *delivery = &shift->delivery;

	look_anew(shift);
	while (!must_stop(shift)) {
		take(shift);
		if (delivery_turn(delivery))
			look_anew(shift);
		if (may_take(shift))
			continue;
		if (delivery_is_idle(delivery))
			delivery_rest(delivery);
		wait_for_news(shift);
	}
}

/* Those that talk with a relay end; the others are due again, later. */
static void
drain(struct delivery *delivery)
{
	struct pollfd pfd = {.fd = delivery_fd(delivery), .events = POLLIN};

	delivery_stop(delivery);
	(void)delivery_turn(delivery);
	while (!delivery_is_idle(delivery)) {
		(void)poll(&pfd, 1, -1);
		(void)delivery_turn(delivery);
	}
}

static enum rc
load(void *settings, const char *path, FILE *faults, struct err *err)
{
	return mailer_conf_load(settings, path, faults, err);
}

/* The teller has a thread of its own, and only the meter is its business. */
static void
send_letters(struct shift *shift)
{
	const struct mailer_conf *conf = shift->delivery.conf;
	const struct teller_conf numbers = {
	    conf->metrics_socket, mail_meter_put, &shift->delivery.meter};
	struct teller *teller = teller_open(&numbers);

	teller_start(teller);
	log_info("ready outbox=%s", conf->outbox_dir);
	ready_tell();
	run(shift);
	drain(&shift->delivery);
	teller_close(teller);
}

static enum rc
serve_outbox(void *settings, struct err *err)
{
	const struct mailer_conf *conf = settings;
	static struct shift shift;
	enum rc rc;

	shift.stop_fd = open_signals();
	if (shift.stop_fd < 0)
		return err_set(err, RC_FAULT, "signalfd: %s", strerror(errno));
	if ((rc = delivery_open(&shift.delivery, conf, err)) == RC_OK) {
		send_letters(&shift);
		delivery_close(&shift.delivery);
		log_info("stopped");
	}
	(void)close(shift.stop_fd);
	return rc;
}

int
main(int argc, char **argv)
{
	static struct mailer_conf conf;
	const struct daemon daemon = {.name = "portal-mailer",
	    .config = "/etc/portal/portal-mailer.conf",
	    .keys = mailer_keys,
	    .key_count = mailer_key_count,
	    .settings = &conf,
	    .load = load,
	    .run = serve_outbox};

	return daemon_main(argc, argv, &daemon);
}
