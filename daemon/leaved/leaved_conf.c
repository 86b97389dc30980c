#include "leaved_conf.h"

#include "dir/dn.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define AT(member) offsetof(struct leaved_conf, member)

const struct conf_key leaved_keys[] = {
    {"base_dn", CONF_TEXT, AT(base_dn), NULL, 3, 200, NULL,
	"suffix of the directory"},
    {"ldap_uri", CONF_TEXT, AT(ldap_uri), "ldapi:///", 8, 255, NULL,
	"the directory, ldapi:// or ldaps://"},
    {"ca_file", CONF_TEXT, AT(ca_file), "", 0, 255, NULL,
	"CA certificates (PEM), needed for ldaps://"},
    {"bind_dn", CONF_TEXT, AT(bind_dn), NULL, 3, 255, NULL,
	"whom to bind as: cn=leaved below ou=services"},
    {"password_file", CONF_TEXT, AT(password_file), NULL, 1, 255, NULL,
	"file with the password of bind_dn, mode 0600"},
    {"database", CONF_TEXT, AT(database),
	"sqlite:/var/lib/portal/leave/leaved.db", 8, 1000, NULL,
	"\"sqlite:PATH\", or \"pgsql:\" and what libpq takes"},
    {"plugin", CONF_TEXT, AT(plugin),
	"/usr/local/lib/portal/portal_sql_pgsql.so", 1, 255, NULL,
	"the file that knows PostgreSQL"},
    {"rules_dir", CONF_TEXT, AT(rules_dir), "/etc/portal/leave", 1, 255, NULL,
	"folder of rules, schedules, calendars and settings"},
    {"run_dir", CONF_TEXT, AT(run_dir), "/run/leaved", 1, 80, NULL,
	"where front/, self/, ctl/ and mailer/ with the sockets are"},
    {"identityd_socket", CONF_TEXT, AT(identityd_socket),
	"/run/identityd/self/self.sock", 1, 107, NULL,
	"where identityd says whose a session is"},
    {"identityd_uid", CONF_USER, AT(identityd_uid), "0", 0, 4294967294, NULL,
	"user (number or name) who must be at identityd_socket"},
    {"issuer", CONF_TEXT, AT(issuer), "", 0, 255, NULL,
	"address of the portal, whose tokens are taken; empty: no leave-front"},
    {"client", CONF_TEXT, AT(client), "leave", 1, 64, NULL,
	"what the portal calls leave-front: its app"},
    {"key_dir", CONF_TEXT, AT(key_dir), "/var/lib/portal/leave", 1, 255, NULL,
	"where the key of leave-front's sessions is"},
    {"front_uid", CONF_USER, AT(front_uid), "0", 0, 4294967294, NULL,
	"user of leave-front, who alone may use front.sock"},
    {"front_gid", CONF_GROUP, AT(front_gid), "0", 0, 4294967294, NULL,
	"group that front.sock belongs to"},
    {"it_gid", CONF_GROUP, AT(it_gid), "0", 0, 4294967294, NULL,
	"group portal-it, which may use ctl.sock"},
    {"mailer_uid", CONF_USER, AT(mailer_uid), "0", 0, 4294967294, NULL,
	"user of portal-mailer, who alone may use mailer.sock"},
    {"mailer_gid", CONF_GROUP, AT(mailer_gid), "0", 0, 4294967294, NULL,
	"group that mailer.sock belongs to"},
    {"outbox_dir", CONF_TEXT, AT(outbox_dir), "", 0, 255, NULL,
	"where letters wait for portal-mailer; empty: none are written"},
    {"site_url", CONF_TEXT, AT(site_url), "", 0, 200, NULL,
	"https://HOST of leave-front, which letters lead to"},
    {"travel_warning_zh", CONF_TEXT, AT(travel_warning_zh),
	"赴大陸（含轉機）前應依規定報准或登錄；請注意人身安全，勿攜帶公務資料"
	"。",
	1, 290, NULL, "what is to be read before the mainland, in Chinese"},
    {"travel_warning_en", CONF_TEXT, AT(travel_warning_en),
	"Before the mainland, transit too: get approval or register as the law "
	"says, mind your safety, and take no official papers.",
	1, 290, NULL, "the same in English"},
    {"workers", CONF_INT, AT(workers), "4", 1, 64, NULL,
	"processes that answer"},
    {"paper_kb", CONF_INT, AT(paper_kb), "5120", 16, 11264, NULL,
	"largest attachment, in KiB"},
    {"sync_s", CONF_INT, AT(sync_s), "10", 1, 3600, NULL,
	"between two questions to the directory, in seconds"},
    {"stale_s", CONF_INT, AT(stale_s), "300", 2, 86400, NULL,
	"nothing is filed when the directory was silent for so long"},
    {"wait_ms", CONF_INT, AT(wait_ms), "10000", 100, 60000, NULL,
	"longest wait for another writer, in ms"},
    {"principal_posts", CONF_LIST, AT(principal_posts), "", 0, 60, NULL,
	"endings of a principal's admin post; empty: 校長"},
    {"director_posts", CONF_LIST, AT(director_posts), "", 0, 60, NULL,
	"endings of a director's admin post; empty: 主任"},
    {"cover_posts", CONF_LIST, AT(cover_posts), "", 0, 60, NULL,
	"endings of a post that arranges lesson cover; empty: 教學組長"},
    {"cover_units", CONF_LIST, AT(cover_units), "", 0, 60, NULL,
	"endings of a unit that arranges lesson cover; empty: 教學組"},
};
const size_t leaved_key_count = sizeof(leaved_keys) / sizeof(leaved_keys[0]);

static enum rc
check_names(void *settings, struct err *err)
{
	const struct leaved_conf *conf = settings;
	char normal[DN_SIZE];
	enum rc rc = dn_normal(normal, sizeof(normal), conf->base_dn, err);

	if (rc != RC_OK)
		return err_context(err, rc, "base_dn");
	rc = dn_normal(normal, sizeof(normal), conf->bind_dn, err);
	return rc == RC_OK ? RC_OK : err_context(err, rc, "bind_dn");
}

static enum rc
check_password_file(void *settings, struct err *err)
{
	const struct leaved_conf *conf = settings;
	struct stat st;

	if (stat(conf->password_file, &st) != 0 ||
	    access(conf->password_file, R_OK) != 0)
		return err_set(err, RC_INPUT, "password_file: %s: %m",
		    conf->password_file);
	return (st.st_mode & S_IRWXO) == 0
	    ? RC_OK
	    : err_set(err, RC_INPUT,
		  "password_file: %s: is open to everybody; chmod o= it",
		  conf->password_file);
}

static enum rc
check_rules_dir(void *settings, struct err *err)
{
	const struct leaved_conf *conf = settings;
	return access(conf->rules_dir, R_OK | X_OK) == 0
	    ? RC_OK
	    : err_set(err, RC_INPUT, "rules_dir: %s: %m", conf->rules_dir);
}

static enum rc
check_database(void *settings, struct err *err)
{
	const struct leaved_conf *conf = settings;
	const char *database = conf->database;

	if (strncmp(database, "sqlite:/", 8) == 0)
		return RC_OK;
	if (strncmp(database, "pgsql:", 6) != 0)
		return err_set(err, RC_INPUT,
		    "database: '%s' is neither \"sqlite:/PATH\" nor "
		    "\"pgsql:...\"",
		    database);
	return access(conf->plugin, R_OK) == 0
	    ? RC_OK
	    : err_set(err, RC_INPUT, "plugin: %s: %m", conf->plugin);
}

static enum rc
check_outbox(void *settings, struct err *err)
{
	const struct leaved_conf *conf = settings;
	size_t len = strlen(conf->site_url);

	if (conf->outbox_dir[0] == '\0')
		return RC_OK;
	if (access(conf->outbox_dir, R_OK | W_OK | X_OK) != 0)
		return err_set(
		    err, RC_INPUT, "outbox_dir: %s: %m", conf->outbox_dir);
	return strncmp(conf->site_url, "https://", 8) == 0 && len > 8 &&
		conf->site_url[len - 1] != '/'
	    ? RC_OK
	    : err_set(err, RC_INPUT,
		  "site_url: letters need \"https://HOST\", without a slash "
		  "at its end");
}

static enum rc
check_run_dir(void *settings, struct err *err)
{
	const struct leaved_conf *conf = settings;
	return conf->run_dir[0] == '/'
	    ? RC_OK
	    : err_set(err, RC_INPUT, "run_dir: '%s' is no full path",
		  conf->run_dir);
}

enum rc
leaved_conf_load(
    struct leaved_conf *conf, const char *path, FILE *faults, struct err *err)
{
	static conf_check *const checks[] = {check_names, check_password_file,
	    check_database, check_rules_dir, check_run_dir, check_outbox};
	enum rc rc =
	    conf_load(path, leaved_keys, leaved_key_count, conf, faults, err);

	return rc == RC_OK
	    ? conf_check_all(path, checks, sizeof(checks) / sizeof(checks[0]),
		  conf, faults, err)
	    : rc;
}
