/*
 * portal-mailer - sends the letters that identityd promised.
 *
 * Rights: the relay's credentials; rename and unlink in the outbox, whose
 *         files it cannot read; identityd's mailer.sock. No directory, no key.
 *         A letter's code is here only while that letter is being sent.
 * Loop:   report what is out, send what is due, sleep until the next is due
 *         or a new one appears. One letter at a time.
 */
#include "delivery.h"

#include "base/clock.h"
#include "base/daemon.h"
#include "base/log.h"
#include "base/ready.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { PAUSE_MS = 2000 }; /* identityd or the disk does not answer */

static volatile sig_atomic_t is_stopping;

static void
on_stop(int signal_number)
{
	(void)signal_number;
	is_stopping = 1;
}

/* Signals are taken only while we sleep, so that the letter in hand ends. */
static void
catch_signals(sigset_t *while_asleep)
{
	struct sigaction action = {.sa_handler = on_stop};
	sigset_t blocked;

	(void)sigemptyset(&blocked);
	(void)sigaddset(&blocked, SIGTERM);
	(void)sigaddset(&blocked, SIGINT);
	(void)sigprocmask(SIG_BLOCK, &blocked, while_asleep);
	(void)sigdelset(while_asleep, SIGTERM);
	(void)sigdelset(while_asleep, SIGINT);
	(void)sigaction(SIGTERM, &action, NULL);
	(void)sigaction(SIGINT, &action, NULL);
}

/* Was one asked for while it was blocked? */
static bool
must_stop(void)
{
	sigset_t pending;

	(void)sigpending(&pending);
	return is_stopping || sigismember(&pending, SIGTERM) == 1 ||
	    sigismember(&pending, SIGINT) == 1;
}

/* Handles all of one place; RC_ABSENT when that went well to the end. */
static enum rc
round_over(struct delivery *delivery, enum outbox_place place, int64_t *wait_s,
    struct err *err)
{
	struct outbox_item item;
	enum rc rc;

	do {
		rc = outbox_take(&delivery->outbox, place, clock_now_s(), &item,
		    wait_s, err);
		if (rc == RC_OK && place == OUTBOX_SENT)
			rc = delivery_report(delivery, &item, err);
		else if (rc == RC_OK)
			rc = delivery_send(delivery, &item, err);
		if (rc == RC_INPUT) {
			log_error("outbox: %s", err->text);
			rc = RC_OK;
		}
	} while (rc == RC_OK && !must_stop());
	return rc;
}

static void
run(struct delivery *delivery, const sigset_t *while_asleep)
{
	bool was_well = true;

	while (!must_stop()) {
		int64_t wait_s = 0;
		struct err err;
		enum rc rc;

		rc = round_over(delivery, OUTBOX_SENT, &wait_s, &err);
		if (rc == RC_ABSENT)
			rc = round_over(delivery, OUTBOX_DUE, &wait_s, &err);
		if (must_stop())
			break;
		if (rc == RC_ABSENT) {
			if (!was_well)
				log_info("letters go out again");
			was_well = true;
			delivery_rest(delivery);
			outbox_wait(&delivery->outbox, (int)wait_s * 1000,
			    while_asleep);
			continue;
		}
		if (was_well)
			log_error("letters wait: %s", err.text);
		was_well = false;
		delivery_rest(delivery);
		outbox_pause(PAUSE_MS, while_asleep);
	}
}

static enum rc
load(void *settings, const char *path, FILE *faults, struct err *err)
{
	return mailer_conf_load(settings, path, faults, err);
}

static enum rc
serve_outbox(void *settings, struct err *err)
{
	const struct mailer_conf *conf = settings;
	struct delivery delivery;
	sigset_t while_asleep;
	enum rc rc;

	catch_signals(&while_asleep);
	if ((rc = delivery_open(&delivery, conf, err)) != RC_OK)
		return rc;
	log_info("ready outbox=%s", conf->outbox_dir);
	ready_tell();
	run(&delivery, &while_asleep);
	delivery_close(&delivery);
	log_info("stopped");
	return RC_OK;
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
