#include "identityd_conf.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>

static const char *const presets[] = {"tw-common", "nist", NULL};

#define AT(member) offsetof(struct identityd_conf, member)

const struct conf_key identityd_keys[] = {
    {"base_dn", CONF_TEXT, AT(base_dn), NULL, 3, 200, NULL,
	"suffix of the directory"},
    {"ldap_uri", CONF_TEXT, AT(ldap_uri), "ldapi:///", 8, 255, NULL,
	"the local provider, ldapi:// or ldaps://"},
    {"ca_file", CONF_TEXT, AT(ca_file), "", 0, 255, NULL,
	"CA certificates (PEM), needed for ldaps://"},
    {"bind_dn", CONF_TEXT, AT(bind_dn), "", 0, 255, NULL,
	"whom to bind as; empty: EXTERNAL over ldapi"},
    {"password_file", CONF_TEXT, AT(password_file), "", 0, 255, NULL,
	"file with the password of bind_dn, mode 0600"},
    {"home", CONF_INT, AT(home), "1", 1, 4095, NULL,
	"serverID of the local provider"},
    {"homes", CONF_LIST, AT(homes), "", 0, 255, NULL,
	"the other providers, each \"SERVERID URI\""},
    {"run_dir", CONF_TEXT, AT(run_dir), "/run/identityd", 1, 80, NULL,
	"where front/, self/, ctl/ and mailer/ with the sockets are"},
    {"key_dir", CONF_TEXT, AT(key_dir), "/etc/portal/keys", 1, 255, NULL,
	"where the key rings are, mode 0700"},
    {"outbox_dir", CONF_TEXT, AT(outbox_dir), "/var/spool/portal/outbox", 1,
	255, NULL, "where promised letters wait"},
    {"front_uid", CONF_USER, AT(front_uid), "0", 0, 4294967294, NULL,
	"user (number or name) of portal-front, who alone may use front.sock"},
    {"front_gid", CONF_GROUP, AT(front_gid), "0", 0, 4294967294, NULL,
	"group that front.sock belongs to"},
    {"mailer_uid", CONF_USER, AT(mailer_uid), "0", 0, 4294967294, NULL,
	"user of portal-mailer, who alone may use mailer.sock"},
    {"it_gid", CONF_GROUP, AT(it_gid), "0", 0, 4294967294, NULL,
	"group portal-it, which may use ctl.sock"},
    {"mailer_gid", CONF_GROUP, AT(mailer_gid), "0", 0, 4294967294, NULL,
	"group that mailer.sock belongs to"},
    {"workers", CONF_INT, AT(workers), "6", 1, 64, NULL,
	"processes that answer; also how many passwords are hashed at once"},
    {"due_ms", CONF_INT, AT(due_ms), "500", 0, 10000, NULL,
	"when forgot, reset and a failed sign-in are answered, in ms"},
    {"uniform_reply", CONF_BOOL, AT(uniform_reply), "false", 0, 0, NULL,
	"forgot never says whether there is a record"},
    {"contact_zh", CONF_TEXT, AT(contact_zh), "", 0, 200, NULL,
	"whom to ask last, in Chinese, with telephone"},
    {"contact_en", CONF_TEXT, AT(contact_en), "", 0, 200, NULL,
	"the same in English"},
    {"openid_base", CONF_TEXT, AT(openid_base), "https://openid.invalid/", 8,
	180, NULL, "what stands before the account in an OpenID"},
    {"home_base", CONF_TEXT, AT(home_base), "/home", 1, 120, NULL,
	"directory of the home directories on lab machines"},
    {"login_shell", CONF_TEXT, AT(login_shell), "/bin/bash", 1, 120, NULL,
	"login shell on lab machines"},
    {"quality", CONF_ENUM, AT(quality), "tw-common", 0, 0, presets,
	"password rules: tw-common or nist"},
    {"unicode", CONF_BOOL, AT(unicode), "false", 0, 0, NULL,
	"passwords may hold any character"},
    {"misses_per_hour", CONF_INT, AT(misses_per_hour), "20", 1, 100000, NULL,
	"查無此資料 per network address and hour"},
    {"redeem_fails_per_hour", CONF_INT, AT(redeem_fails_per_hour), "60", 1,
	100000, NULL, "wrong check codes per network address and hour"},
    {"requests_per_hour", CONF_INT, AT(requests_per_hour), "600", 1, 1000000,
	NULL, "questions of strangers per address and hour"},
    {"letters_per_day", CONF_INT, AT(letters_per_day), "3", 1, 8, NULL,
	"letters with a check code per account and day"},
    {"letter_gap_minutes", CONF_INT, AT(letter_gap_minutes), "10", 0, 1440,
	NULL, "between two letters to the same account"},
    {"mail_delay_hours", CONF_INT, AT(mail_delay_hours), "24", 0, 720, NULL,
	"no code after personnel changed the address of a used account"},
    {"contract_warning_days", CONF_INT, AT(contract_warning_days), "14", 1, 90,
	NULL, "personnel hear of a contract's end so long before"},
};
const size_t identityd_key_count =
    sizeof(identityd_keys) / sizeof(identityd_keys[0]);

/* "SERVERID URI": the URI, NULL when the line is not that. */
static const char *
parse_home(const char *line, int64_t *home)
{
	const char *blank = strchr(line, ' ');
	char number[8];

	if (blank == NULL || (size_t)(blank - line) >= sizeof(number))
		return NULL;
	memcpy(number, line, (size_t)(blank - line));
	number[blank - line] = '\0';
	if (!text_number(number, 1, 4095, home) ||
	    strncmp(blank + 1, "ldap", 4))
		return NULL;
	return blank + 1;
}

enum rc
identityd_conf_load(struct identityd_conf *conf, const char *path, FILE *faults,
    struct err *err)
{
	enum rc rc = conf_load(
	    path, identityd_keys, identityd_key_count, conf, faults, err);

	if (rc != RC_OK)
		return rc;
	if (conf->homes.count > IDENTITYD_HOMES_MAX)
		return err_set(err, RC_INPUT, "%s: more than %d homes", path,
		    IDENTITYD_HOMES_MAX);
	for (size_t i = 0; i < conf->homes.count; i++) {
		int64_t home;

		if (parse_home(conf->homes.items[i], &home) == NULL)
			return err_set(err, RC_INPUT,
			    "%s: homes: \"%s\" is not \"SERVERID URI\"", path,
			    conf->homes.items[i]);
	}
	return RC_OK;
}

int64_t
identityd_conf_home_at(const struct identityd_conf *conf, size_t i)
{
	int64_t home = 0;

	(void)parse_home(conf->homes.items[i], &home);
	return home;
}

const char *
identityd_conf_home(const struct identityd_conf *conf, int64_t home)
{
	int64_t id;

	for (size_t i = 0; i < conf->homes.count; i++)
		if (identityd_conf_home_at(conf, i) == home)
			return parse_home(conf->homes.items[i], &id);
	return NULL;
}
