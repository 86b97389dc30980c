#include "mailer_conf.h"

#include "base/text.h"
#include "mail_address.h"

#include <string.h>

static const char *const transports[] = {
    [MAILER_SMTP] = "smtp", [MAILER_MAILDIR] = "maildir", NULL};
static const char *const tls_names[] = {[SMTP_TLS_NONE] = "none",
    [SMTP_TLS_TRY] = "try",
    [SMTP_TLS_REQUIRED] = "required",
    NULL};

#define AT(member) offsetof(struct mailer_conf, member)

const struct conf_key mailer_keys[] = {
    {"outbox_dir", CONF_TEXT, AT(outbox_dir), "/var/spool/portal/outbox", 1,
	255, NULL, "where promised letters wait"},
    {"socket", CONF_TEXT, AT(socket), "/run/identityd/mailer/mailer.sock", 1,
	107, NULL, "where identityd fills letters"},
    {"metrics_socket", CONF_TEXT, AT(metrics_socket),
	"/run/portal-mailer/metrics.sock", 1, 107, NULL,
	"where it tells its numbers"},
    {"identityd_uid", CONF_USER, AT(identityd_uid), "0", 0, 4294967294, NULL,
	"user (number or name) of identityd, who alone may answer there"},
    {"transport", CONF_ENUM, AT(transport), "smtp", 0, 0, transports,
	"smtp, or maildir for a demo"},
    {"relays", CONF_LIST, AT(relays), "", 0, 255, NULL,
	"smtp://HOST[:PORT] or smtps://HOST[:PORT], the first choice first"},
    {"tls", CONF_ENUM, AT(tls), "required", 0, 0, tls_names,
	"STARTTLS on smtp://: required, try or none"},
    {"ca_file", CONF_TEXT, AT(ca_file), "", 0, 255, NULL,
	"CA certificates (PEM) for the relays; empty: the system's"},
    {"user", CONF_TEXT, AT(user), "", 0, 255, NULL,
	"name to log in to the relays with; empty: no login"},
    {"password_file", CONF_TEXT, AT(password_file), "", 0, 255, NULL,
	"file with the password of user, mode 0600"},
    {"helo", CONF_TEXT, AT(helo), "", 0, 200, NULL,
	"our name in EHLO; empty: the host's"},
    {"connections", CONF_INT, AT(connections), "8", 1, SMTP_LINES_MAX, NULL,
	"letters on their way at once, each over a connection of its own"},
    {"timeout_s", CONF_INT, AT(timeout_s), "30", 1, 300, NULL,
	"for one letter at one relay, in s"},
    {"give_up_hours", CONF_INT, AT(give_up_hours), "24", 1, 240, NULL,
	"a letter that nobody took so long has failed"},
    {"maildir", CONF_TEXT, AT(maildir), "", 0, 255, NULL,
	"folder for transport maildir"},
    {"demo", CONF_BOOL, AT(demo), "false", 0, 0, NULL,
	"allows transport maildir, which leaves codes in a folder"},
    {"from", CONF_TEXT, AT(from), NULL, 3, 254, NULL,
	"address that letters come from; bounces go there"},
    {"reply_to", CONF_TEXT, AT(reply_to), "", 0, 254, NULL,
	"address for replies; empty: none"},
    {"site_zh", CONF_TEXT, AT(site_zh), "資訊服務入口", 1, 128, NULL,
	"what people call the portal, in Chinese"},
    {"site_en", CONF_TEXT, AT(site_en), "the information portal", 1, 128, NULL,
	"the same in English, within a sentence"},
    {"contact_zh", CONF_TEXT, AT(contact_zh), "教育局資訊單位", 1, 200, NULL,
	"whom to ask last, in Chinese, with telephone"},
    {"contact_en", CONF_TEXT, AT(contact_en),
	"the education bureau's IT office", 1, 200, NULL,
	"the same in English, within a sentence"},
};
const size_t mailer_key_count = sizeof(mailer_keys) / sizeof(mailer_keys[0]);

static enum rc
check_words(void *settings, struct err *err)
{
	const struct mailer_conf *conf = settings;
	const struct {
		const char *name;
		const char *value;
	} words[] = {
	    {"site_zh", conf->site_zh},
	    {"site_en", conf->site_en},
	    {"contact_zh", conf->contact_zh},
	    {"contact_en", conf->contact_en},
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		size_t len = strlen(words[i].value);

		if (!text_is_utf8(words[i].value, len) ||
		    text_has_control(words[i].value, len))
			return err_set(err, RC_INPUT,
			    "%s: not UTF-8 or with control characters",
			    words[i].name);
		if (strstr(words[i].value, "://") != NULL)
			return err_set(err, RC_INPUT,
			    "%s: a letter holds no link", words[i].name);
	}
	return RC_OK;
}

static enum rc
check_addresses(void *settings, struct err *err)
{
	const struct mailer_conf *conf = settings;
	enum rc rc = mail_address_check(conf->from, err);

	if (rc != RC_OK)
		return err_context(err, rc, "from");
	if (*conf->reply_to != '\0' &&
	    (rc = mail_address_check(conf->reply_to, err)) != RC_OK)
		return err_context(err, rc, "reply_to");
	return RC_OK;
}

static enum rc
check_transport(void *settings, struct err *err)
{
	const struct mailer_conf *conf = settings;
	struct smtp_conf smtp = mailer_conf_smtp(conf);

	if (conf->transport == MAILER_SMTP)
		return smtp_check(&smtp, err);
	if (!conf->demo)
		return err_set(err, RC_INPUT,
		    "transport: maildir leaves codes in a folder; it needs "
		    "demo = true");
	if (*conf->maildir == '\0')
		return err_set(err, RC_INPUT, "maildir: must be given");
	return RC_OK;
}

enum rc
mailer_conf_load(
    struct mailer_conf *conf, const char *path, FILE *faults, struct err *err)
{
	static conf_check *const checks[] = {
	    check_words, check_addresses, check_transport};
	enum rc rc =
	    conf_load(path, mailer_keys, mailer_key_count, conf, faults, err);

	return rc == RC_OK
	    ? conf_check_all(path, checks, sizeof(checks) / sizeof(checks[0]),
		  conf, faults, err)
	    : rc;
}

struct smtp_conf
mailer_conf_smtp(const struct mailer_conf *conf)
{
	return (struct smtp_conf){.relays = &conf->relays,
	    .tls = conf->tls,
	    .ca_file = conf->ca_file,
	    .user = conf->user,
	    .password_file = conf->password_file,
	    .helo = conf->helo,
	    .from = conf->from,
	    .line_count = (int)conf->connections,
	    .timeout_ms = (int)conf->timeout_s * 1000};
}

struct letter_sender
mailer_conf_sender(const struct mailer_conf *conf)
{
	return (struct letter_sender){.address = conf->from,
	    .reply_to = conf->reply_to,
	    .site_zh = conf->site_zh,
	    .site_en = conf->site_en,
	    .contact_zh = conf->contact_zh,
	    .contact_en = conf->contact_en};
}
