#include "labd_conf.h"

#include "base/names.h"
#include "base/secret.h"
#include "base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define ZONES "/usr/share/zoneinfo"

#define AT(member) offsetof(struct labd_conf, member)

static const char *const sync_words[] = {
    [LABD_POLL] = "poll",
    [LABD_PERSIST] = "persist",
    [LABD_SEARCH] = "search",
    NULL,
};

const struct conf_key labd_conf_keys[] = {
    {"servers", CONF_LIST, AT(servers), NULL, 1, 256, NULL,
	"directory servers, ldaps://, ldap:// (StartTLS) or ldapi://, the "
	"primary first"},
    {"ca_file", CONF_TEXT, AT(ca_file), NULL, 1, 4096, NULL,
	"PEM file of the authority that signed the servers' certificates"},
    {"bind_dn", CONF_TEXT, AT(bind_dn), NULL, 1, 1024, NULL,
	"this machine's own entry"},
    {"password_file", CONF_TEXT, AT(password_file), NULL, 1, 4096, NULL,
	"file with this machine's password, closed to others"},
    {"base", CONF_TEXT, AT(base), NULL, 1, 1024, NULL,
	"where people are looked for, with everything below"},
    {"people_filter", CONF_TEXT, AT(people_filter),
	"(objectClass=posixAccount)", 3, 512, NULL, "which entries are people"},
    {"name_attribute", CONF_TEXT, AT(name_attribute), "uid", 1, 64, NULL,
	"the attribute that holds the account name"},
    {"uid_attribute", CONF_TEXT, AT(uid_attribute), "uidNumber", 1, 64, NULL,
	"the attribute that holds the uid"},
    {"gid_attribute", CONF_TEXT, AT(gid_attribute), "gidNumber", 1, 64, NULL,
	"the attribute that holds the gid, of people and groups"},
    {"home_attribute", CONF_TEXT, AT(home_attribute), "homeDirectory", 0, 64,
	NULL, "the attribute that holds the home folder"},
    {"shell_attribute", CONF_TEXT, AT(shell_attribute), "loginShell", 0, 64,
	NULL, "the attribute that holds the shell"},
    {"gecos_attribute", CONF_TEXT, AT(gecos_attribute), "gecos", 0, 64, NULL,
	"the attribute that holds the full name; who has none shows cn"},
    {"changed_attribute", CONF_TEXT, AT(changed_attribute), "pwdChangedTime", 0,
	64, NULL, "the attribute that says when the password was changed"},
    {"state_attribute", CONF_TEXT, AT(state_attribute), "portalState", 0, 64,
	NULL, "the attribute that says who may log in; empty: everybody"},
    {"state_active", CONF_TEXT, AT(state_active), "active", 0, 64, NULL,
	"its value for those who may; empty: those may who have none"},
    {"groups_base", CONF_TEXT, AT(groups_base), NULL, 1, 1024, NULL,
	"where groups are looked for, with everything below"},
    {"groups_filter", CONF_TEXT, AT(groups_filter),
	"(|(objectClass=posixGroup)(&(objectClass=groupOfNames)(gidNumber=*)))",
	3, 512, NULL, "which entries are groups"},
    {"group_name_attribute", CONF_TEXT, AT(group_name_attribute), "cn", 1, 64,
	NULL, "the attribute that holds a group's name"},
    {"member_name_attribute", CONF_TEXT, AT(member_name_attribute), "memberUid",
	0, 64, NULL, "the attribute that names members by account"},
    {"member_dn_attributes", CONF_LIST, AT(member_dn_attributes), "", 1, 64,
	NULL, "those that name them by DN; empty: member and uniqueMember"},
    {"home", CONF_TEXT, AT(home), "", 0, 256, NULL,
	"the home of people whose entry names none; %u is the account"},
    {"shell", CONF_TEXT, AT(shell), "/bin/bash", 1, 256, NULL,
	"for people whose entry names none"},
    {"full_names", CONF_BOOL, AT(full_names), "false", 0, 0, NULL,
	"whether names of people show beside their accounts"},
    {"enumerate", CONF_BOOL, AT(enumerate), "false", 0, 0, NULL,
	"whether programs may list all people and groups"},
    {"state_dir", CONF_TEXT, AT(state_dir), NAMES_DIR, 1, 4000, NULL,
	"where the file of names is kept"},
    {"shadow_group", CONF_GROUP, AT(shadow_group), "42", 0, UINT32_MAX - 1,
	NULL, "the group that may read when passwords were changed"},
    {"sync", CONF_ENUM, AT(sync), "poll", 0, 0, sync_words,
	"how the names follow the directory: poll, persist, search"},
    {"poll_s", CONF_INT, AT(poll_s), "10", 1, 3600, NULL,
	"how often the directory is asked for changes, in seconds"},
    {"full_s", CONF_INT, AT(full_s), "0", 0, 604800, NULL,
	"how often it is asked for everything; 0: daily, hourly by search"},
    {"hours", CONF_TEXT, AT(hours), "", 0, 1000, NULL,
	"when people may log in, as Mon-Fri 07:00-18:00; empty: always"},
    {"zone", CONF_TEXT, AT(zone), "Asia/Taipei", 1, 64, NULL,
	"the time zone of hours, as tzselect(8) names it"},
    {"offline", CONF_BOOL, AT(offline), "true", 0, 0, NULL,
	"whether people log in while no server answers"},
    {"offline_people", CONF_INT, AT(offline_people), "10", 1, 1000, NULL,
	"how many people's passwords are kept for that"},
    {"offline_days", CONF_INT, AT(offline_days), "7", 1, 365, NULL,
	"for how many days after the last login with a server"},
    {"offline_base", CONF_TEXT, AT(offline_base), "", 0, 1024, NULL,
	"where offline_never looks; empty: what base is in"},
    {"offline_never", CONF_TEXT, AT(offline_never),
	"(|(roleOccupant=%d)(&(|(cn=it)(cn=no-offline))"
	"(|(member=%d)(memberUid=%u))))",
	0, 1000, NULL, "who finds an entry with it is never kept"},
    {"portal_conf", CONF_TEXT, AT(portal_conf), PORTAL_CONFIG, 1, 4096, NULL,
	"the file that says which portal this machine belongs to"},
    {"claim", CONF_BOOL, AT(claim), "false", 0, 0, NULL,
	"whether a check code sets the first password at the login prompt"},
    {"claim_program", CONF_TEXT, AT(claim_program),
	"/usr/local/bin/portal-passwd", 1, 4096, NULL,
	"the program that has it set"},
    {"socket", CONF_TEXT, AT(socket), "/run/labd/labd.sock", 1, 107, NULL,
	"where the PAM module asks"},
    {"uid_min", CONF_INT, AT(uid_min), "1000", NAMES_ID_MIN, 4294967294, NULL,
	"the lowest uid and gid that the directory may give"},
    {"users_gid", CONF_INT, AT(users_gid), "0", 0, NAMES_ID_MIN - 1, NULL,
	"the one gid below uid_min that people may have; 0: none"},
    {"timeout_ms", CONF_INT, AT(timeout_ms), "1500", 100, 10000, NULL,
	"the longest wait for one server, in milliseconds"},
    {"workers", CONF_INT, AT(workers), "4", 1, 64, NULL,
	"logins that are looked at side by side"},
    {"connections_per_user", CONF_INT, AT(connections_per_user), "64", 1, 512,
	NULL, "open questions of one local user at most"},
};
const size_t labd_conf_key_count =
    sizeof(labd_conf_keys) / sizeof(labd_conf_keys[0]);

static enum rc
check_servers(void *settings, struct err *err)
{
	const struct labd_conf *conf = settings;

	return conf->servers.count > 0
	    ? RC_OK
	    : err_set(err, RC_INPUT, "servers is empty");
}

static enum rc
check_members(void *settings, struct err *err)
{
	const struct labd_conf *conf = settings;

	return conf->member_dn_attributes.count <= LABD_MEMBER_DNS_MAX
	    ? RC_OK
	    : err_set(err, RC_INPUT, "member_dn_attributes are more than %d",
		  LABD_MEMBER_DNS_MAX);
}

static enum rc
check_users_gid(void *settings, struct err *err)
{
	const struct labd_conf *conf = settings;

	return conf->users_gid == 0 || conf->users_gid >= NAMES_GID_MIN
	    ? RC_OK
	    : err_set(err, RC_INPUT,
		  "users_gid below %d is a group of the system", NAMES_GID_MIN);
}

static enum rc
take_password(void *settings, struct err *err)
{
	struct labd_conf *conf = settings;
	const char *path = conf->password_file;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	struct stat status;
	ssize_t len;

	if (fd < 0 || fstat(fd, &status) != 0) {
		(void)err_set(err, RC_INPUT, "%s: %s", path, strerror(errno));
		if (fd >= 0)
			(void)close(fd);
		return RC_INPUT;
	}
	len = read(fd, conf->password, LABD_SECRET_MAX + 1);
	(void)close(fd);
	if ((status.st_mode & 07) != 0)
		return err_set(err, RC_INPUT,
		    "%s: is open to everybody; chmod o= it", path);
	if (len < 0 || len > LABD_SECRET_MAX)
		return err_set(err, RC_INPUT, "%s: more than %d bytes", path,
		    LABD_SECRET_MAX);
	while (len > 0 && strchr("\r\n", conf->password[len - 1]) != NULL)
		len--;
	conf->password[len] = '\0';
	if (len == 0 || strlen(conf->password) != (size_t)len)
		return err_set(err, RC_INPUT, "%s: holds no password", path);
	return RC_OK;
}

/* libc takes a zone that it does not know for UTC. */
static enum rc
check_zone(const char *zone, struct err *err)
{
	char path[PATH_MAX];

	if (strstr(zone, "..") != NULL || *zone == '/' ||
	    !text_print(path, sizeof(path), ZONES "/%s", zone) ||
	    access(path, R_OK) != 0)
		return err_set(err, RC_INPUT,
		    "zone: there is no '%s' in " ZONES " (tzdata)", zone);
	return RC_OK;
}

static enum rc
take_hours(void *settings, struct err *err)
{
	struct labd_conf *conf = settings;
	enum rc rc = hours_parse(&conf->open, conf->hours, err);

	if (rc != RC_OK)
		return err_context(err, rc, "hours");
	return conf->open.count == 0 ? RC_OK : check_zone(conf->zone, err);
}

/* A machine may know no portal; one that it cannot read keeps nobody out. */
static void
take_portal(struct labd_conf *conf, FILE *faults)
{
	struct err err;
	enum rc rc =
	    portal_load(&conf->portal, conf->portal_conf, faults, &err);

	if (rc == RC_OK)
		return;
	portal_wipe(&conf->portal);
	conf->portal = (struct portal){0};
	if (rc != RC_ABSENT)
		(void)fprintf(faults, "%s; no portal is known\n", err.text);
}

/* Who wants check codes taken needs the portal, and a program to ask it. */
static enum rc
check_claim(void *settings, struct err *err)
{
	const struct labd_conf *conf = settings;
	const char *path = conf->claim_program;

	if (!conf->claim)
		return RC_OK;
	if (conf->portal.url == NULL)
		return err_set(err, RC_INPUT,
		    "claim: portal_conf: %s names no portal",
		    conf->portal_conf);
	if (*path != '/' || access(path, X_OK) != 0)
		return err_set(err, RC_INPUT,
		    "claim_program: '%s' is no absolute name of a program",
		    path);
	return RC_OK;
}

enum rc
labd_conf_load(
    const char *path, struct labd_conf *conf, FILE *faults, struct err *err)
{
	static conf_check *const checks[] = {check_servers, check_members,
	    check_users_gid, take_hours, take_password, check_claim};
	enum rc rc;

	memset(conf, 0, sizeof(*conf));
	rc = conf_load(
	    path, labd_conf_keys, labd_conf_key_count, conf, faults, err);
	if (rc != RC_OK)
		return rc;
	take_portal(conf, faults);
	return conf_check_all(path, checks, sizeof(checks) / sizeof(checks[0]),
	    conf, faults, err);
}

void
labd_conf_wipe(struct labd_conf *conf)
{
	conf_wipe(labd_conf_keys, labd_conf_key_count, conf);
	portal_wipe(&conf->portal);
	secret_wipe(conf->password, sizeof(conf->password));
}
