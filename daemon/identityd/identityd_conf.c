#include "identityd_conf.h"

#include "base/text.h"
#include "dir/dir.h"
#include "dir/dn.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

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
    {"replicas", CONF_LIST, AT(replicas), "", 0, 255, NULL,
	"read replicas to watch, each \"SERVERID URI\""},
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
    {"issuer", CONF_TEXT, AT(issuer), "https://portal.localhost", 9, 180, NULL,
	"the portal's address, which other services sign on at"},
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
parse_server(const char *line, int64_t *home)
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

/* ------------------------------------------- what no key can say by itself */

static enum rc
check_name(const char *key, const char *dn, struct err *err)
{
	char normal[DN_SIZE];
	enum rc rc = dn_normal(normal, sizeof(normal), dn, err);

	return rc == RC_OK ? RC_OK : err_context(err, rc, "%s", key);
}

static enum rc
check_names(void *settings, struct err *err)
{
	const struct identityd_conf *conf = settings;
	enum rc rc = check_name("base_dn", conf->base_dn, err);

	return rc == RC_OK && conf->bind_dn[0] != '\0'
	    ? check_name("bind_dn", conf->bind_dn, err)
	    : rc;
}

/* A server that we could ask as somebody: EXTERNAL is ldapi's. */
static enum rc
check_uri(const struct identityd_conf *conf, const char *uri, struct err *err)
{
	const char *const uris[] = {uri, NULL};
	const struct dir_conf dir_conf = {.uris = uris,
	    .ca_file = conf->ca_file[0] != '\0' ? conf->ca_file : NULL};
	struct dir *dir;
	enum rc rc = dir_open(&dir_conf, &dir, err);

	if (rc != RC_OK)
		return rc;
	dir_close(dir);
	return strncasecmp(uri, "ldapi:", 6) != 0 && conf->bind_dn[0] == '\0'
	    ? err_set(err, RC_INPUT, "'%s' needs bind_dn", uri)
	    : RC_OK;
}

static enum rc
check_ldap_uri(void *settings, struct err *err)
{
	const struct identityd_conf *conf = settings;
	enum rc rc = check_uri(conf, conf->ldap_uri, err);

	return rc == RC_OK ? RC_OK : err_context(err, rc, "ldap_uri");
}

static const char *
other_line(const struct identityd_conf *conf, size_t i)
{
	if (i < conf->homes.count)
		return conf->homes.items[i];
	i -= conf->homes.count;
	return i < conf->replicas.count ? conf->replicas.items[i] : NULL;
}

static enum rc
check_other(const struct identityd_conf *conf, size_t index, struct err *err)
{
	const char *line = other_line(conf, index), *uri;
	int64_t id, earlier;

	uri = parse_server(line, &id);
	if (uri == NULL)
		return err_set(
		    err, RC_INPUT, "\"%s\" is not \"SERVERID URI\"", line);
	if (id == conf->home)
		return err_set(
		    err, RC_INPUT, "%lld is our own home", (long long)id);
	for (size_t i = 0; i < index; i++)
		if (identityd_conf_other(conf, i, &earlier) != NULL &&
		    earlier == id)
			return err_set(err, RC_INPUT, "%lld is there twice",
			    (long long)id);
	return check_uri(conf, uri, err);
}

/* `list` is that one's `name`, and begins at the `first` of all. */
static enum rc
check_others(const struct identityd_conf *conf, const struct conf_list *list,
    size_t first, size_t max, const char *name, struct err *err)
{
	enum rc rc = RC_OK;

	if (list->count > max)
		return err_set(err, RC_INPUT, "more than %zu %s", max, name);
	for (size_t i = 0; rc == RC_OK && i < list->count; i++)
		rc = check_other(conf, first + i, err);
	return rc == RC_OK ? RC_OK : err_context(err, rc, "%s", name);
}

static enum rc
check_homes(void *settings, struct err *err)
{
	const struct identityd_conf *conf = settings;

	return check_others(
	    conf, &conf->homes, 0, IDENTITYD_HOMES_MAX, "homes", err);
}

static enum rc
check_replicas(void *settings, struct err *err)
{
	const struct identityd_conf *conf = settings;

	return check_others(conf, &conf->replicas, conf->homes.count,
	    IDENTITYD_REPLICAS_MAX, "replicas", err);
}

static enum rc
check_password_file(void *settings, struct err *err)
{
	const struct identityd_conf *conf = settings;
	const char *path = conf->password_file;
	struct stat st;

	if ((conf->bind_dn[0] == '\0') != (path[0] == '\0'))
		return err_set(
		    err, RC_INPUT, "bind_dn and password_file go together");
	if (path[0] == '\0')
		return RC_OK;
	if (stat(path, &st) != 0 || access(path, R_OK) != 0)
		return err_set(err, RC_INPUT, "password_file: %s: %m", path);
	if ((st.st_mode & S_IRWXO) != 0)
		return err_set(err, RC_INPUT,
		    "password_file: %s: is open to everybody; chmod o= it",
		    path);
	return RC_OK;
}

static enum rc
check_ca_file(void *settings, struct err *err)
{
	const struct identityd_conf *conf = settings;
	return conf->ca_file[0] == '\0' || access(conf->ca_file, R_OK) == 0
	    ? RC_OK
	    : err_set(err, RC_INPUT, "ca_file: %s: %m", conf->ca_file);
}

/* systemd starts us in /, a shell anywhere. */
static enum rc
check_paths(void *settings, struct err *err)
{
	const struct identityd_conf *conf = settings;
	const struct {
		const char *key, *path;
	} paths[] = {
	    {"run_dir", conf->run_dir},
	    {"key_dir", conf->key_dir},
	    {"outbox_dir", conf->outbox_dir},
	    {"home_base", conf->home_base},
	    {"login_shell", conf->login_shell},
	};

	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++)
		if (paths[i].path[0] != '/')
			return err_set(err, RC_INPUT,
			    "%s: '%s' is no full path", paths[i].key,
			    paths[i].path);
	return RC_OK;
}

static enum rc
check_openid(void *settings, struct err *err)
{
	const struct identityd_conf *conf = settings;
	const char *url = conf->openid_base;

	return strncmp(url, "https://", 8) == 0 &&
		url[strcspn(url, " \"<>\\")] == '\0'
	    ? RC_OK
	    : err_set(
		  err, RC_INPUT, "openid_base: '%s' is no https:// URL", url);
}

/* Clients compare it byte for byte: it has one spelling. */
static enum rc
check_issuer(void *settings, struct err *err)
{
	const struct identityd_conf *conf = settings;
	const char *url = conf->issuer;

	return strncmp(url, "https://", 8) == 0 &&
		url[strcspn(url, " \"'<>\\?#@")] == '\0' &&
		url[strlen(url) - 1] != '/'
	    ? RC_OK
	    : err_set(err, RC_INPUT,
		  "issuer: '%s' is no https:// URL without a slash at its end",
		  url);
}

enum rc
identityd_conf_load(struct identityd_conf *conf, const char *path, FILE *faults,
    struct err *err)
{
	static conf_check *const checks[] = {check_names, check_ldap_uri,
	    check_homes, check_replicas, check_password_file, check_ca_file,
	    check_paths, check_openid, check_issuer};
	enum rc rc = conf_load(
	    path, identityd_keys, identityd_key_count, conf, faults, err);

	return rc == RC_OK
	    ? conf_check_all(path, checks, sizeof(checks) / sizeof(checks[0]),
		  conf, faults, err)
	    : rc;
}

const char *
identityd_conf_other(const struct identityd_conf *conf, size_t i, int64_t *id)
{
	const char *line = other_line(conf, i);

	return line != NULL ? parse_server(line, id) : NULL;
}
