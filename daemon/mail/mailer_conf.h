/*
 * mailer_conf.h - the settings of portal-mailer.
 *
 * Shape:  one struct, one table; portal-mailer.conf(5) explains every key.
 * Units:  in the names.
 * Errors: those of conf.h, and RC_INPUT when keys do not go together.
 * Source: ours.
 */
#ifndef MAIL_MAILER_CONF_H
#define MAIL_MAILER_CONF_H

#include "base/conf.h"
#include "letter.h"
#include "smtp.h"

enum mailer_transport { MAILER_SMTP, MAILER_MAILDIR };

struct mailer_conf {
	char *outbox_dir;
	char *socket; /* identityd's mailer.sock */
	char *metrics_socket;
	int64_t identityd_uid;
	int transport; /* enum mailer_transport */
	struct conf_list relays;
	int tls; /* enum smtp_tls */
	char *ca_file, *user, *password_file, *helo;
	int64_t connections;
	int64_t timeout_s;
	int64_t give_up_hours;
	char *maildir;
	bool demo;
	char *from, *reply_to;
	char *site_zh, *site_en, *contact_zh, *contact_en;
};

extern const struct conf_key mailer_keys[];
extern const size_t mailer_key_count;

enum rc mailer_conf_load(
    struct mailer_conf *conf, const char *path, FILE *faults, struct err *err);

/* Views of it; they borrow. */
struct smtp_conf mailer_conf_smtp(const struct mailer_conf *conf);
struct letter_sender mailer_conf_sender(const struct mailer_conf *conf);

#endif
