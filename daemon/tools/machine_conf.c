#include "machine_conf.h"

#include "base/text.h"
#include "words.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define GROUP "labd" /* which reads the secret */

enum { LINE_SIZE = 512, SETTINGS = 4 };

/* AHEAD: its name was there alone; OPEN: a list goes on. */
enum value { VALUE_AHEAD, VALUE_OPEN, VALUE_WHOLE };

struct setting {
	const char *key;
	char line[PATH_MAX];
	bool is_written;
};

/* KEY = "BEFORE + VALUE"; as libconfig quotes. */
static bool
print_setting(struct setting *setting, const char *format, const char *before,
    const char *value)
{
	char quoted[LINE_SIZE];
	size_t len = 0;

	for (; *value != '\0' && len + 2 < sizeof(quoted); value++) {
		if (*value == '"' || *value == '\\')
			quoted[len++] = '\\';
		quoted[len++] = *value;
	}
	quoted[len] = '\0';
	return *value == '\0' &&
	    text_print(setting->line, sizeof(setting->line), format,
		setting->key, before, quoted);
}

/* SCHEME://SERVER/cn=MACHINE,ou=machines,SUFFIX */
static enum rc
read_address(
    const char *address, struct setting settings[SETTINGS], struct err *err)
{
	static const char machines[] = ",ou=machines,";
	const char *server = strstr(address, "://");
	const char *dn = server == NULL ? NULL : strchr(server + 3, '/');
	const char *suffix = dn == NULL ? NULL : strcasestr(dn, machines);
	char uri[LINE_SIZE];

	if (suffix == NULL || strncmp(address, "ldap", 4) != 0 ||
	    text_has_control(address, strlen(address)))
		return err_set(err, RC_INPUT, "%s",
		    words("位址的格式是 ldaps://伺服器/cn=電腦,ou=machines,...",
			"an address is ldaps://SERVER/cn=MACHINE,ou=machines,"
			"..."));
	if (dn == server + 3)
		return err_set(err, RC_INPUT, "%s",
		    words("位址裡沒有伺服器:請把它的名稱寫在 :// 之後",
			"the address names no server: write its name behind "
			"://"));
	suffix += sizeof(machines) - 1;
	if (text_print(
		uri, sizeof(uri), "%.*s", (int)(dn - address), address) &&
	    print_setting(&settings[0], "%s = [ \"%s%s\" ];\n", "", uri) &&
	    print_setting(&settings[1], "%s = \"%s%s\";\n", "", dn + 1) &&
	    print_setting(
		&settings[2], "%s = \"%s%s\";\n", "ou=people,", suffix) &&
	    print_setting(
		&settings[3], "%s = \"%s%s\";\n", "ou=groups,", suffix))
		return RC_OK;
	return err_set(
	    err, RC_INPUT, "%s", words("位址太長", "the address is too long"));
}

/* The setting that this line gives, or NULL. */
static struct setting *
setting_of(struct setting settings[SETTINGS], const char *line)
{
	line += strspn(line, " \t");
	for (size_t i = 0; i < SETTINGS; i++) {
		size_t len = strlen(settings[i].key);

		if (strncmp(line, settings[i].key, len) == 0 &&
		    strchr(" \t=:", line[len]) != NULL)
			return &settings[i];
	}
	return NULL;
}

static bool
is_comment(const char *at)
{
	return *at == '#' || (at[0] == '/' && at[1] == '/');
}

/* How much of a setting's value there is behind these bytes of a line. What
 * stands in quotes opens no list. */
static enum value
read_value(const char *at, enum value value)
{
	bool is_quoted = false;

	for (; *at != '\0' && (is_quoted || !is_comment(at)); at++) {
		if (*at == '"')
			is_quoted = !is_quoted;
		if (!is_quoted && strchr("[(", *at) != NULL)
			value = VALUE_OPEN;
		else if (!is_quoted && strchr("])", *at) != NULL)
			value = VALUE_WHOLE;
		else if (value == VALUE_AHEAD && strchr(" \t\n=:", *at) == NULL)
			value = VALUE_WHOLE;
	}
	return value;
}

static void
copy_settings(FILE *from, FILE *to, struct setting settings[SETTINGS])
{
	enum value value = VALUE_WHOLE; /* of the one that is left out */
	char *line = NULL;
	size_t size = 0;

	while (from != NULL && getline(&line, &size, from) > 0) {
		struct setting *setting =
		    value == VALUE_WHOLE ? setting_of(settings, line) : NULL;

		if (setting != NULL) {
			(void)fputs(setting->line, to);
			setting->is_written = true;
			value = read_value(
			    strstr(line, setting->key) + strlen(setting->key),
			    VALUE_AHEAD);
		} else if (value != VALUE_WHOLE) {
			value = read_value(line, value);
		} else {
			(void)fprintf(
			    to, "%.*s\n", (int)strcspn(line, "\n"), line);
		}
	}
	free(line);
	for (size_t i = 0; i < SETTINGS; i++) {
		if (!settings[i].is_written)
			(void)fputs(settings[i].line, to);
	}
}

/* A new file beside PATH, which finish() puts in its place. */
static FILE *
begin(const char *path, gid_t gid, char new_path[PATH_MAX], struct err *err)
{
	FILE *file = NULL;
	int fd = -1;

	if (text_print(new_path, PATH_MAX, "%s.new", path)) {
		(void)unlink(new_path);
		fd = open(new_path,
		    O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	}
	if (fd >= 0 && fchown(fd, (uid_t)-1, gid) == 0)
		file = fdopen(fd, "w");
	if (file != NULL)
		return file;
	(void)err_set(err, RC_FAULT, "%s: %s", new_path, strerror(errno));
	if (fd >= 0) {
		(void)close(fd);
		(void)unlink(new_path);
	}
	return NULL;
}

static enum rc
finish(FILE *file, const char *new_path, const char *path, mode_t mode,
    struct err *err)
{
	bool is_good = fchmod(fileno(file), mode) == 0 && fflush(file) == 0 &&
	    ferror(file) == 0 && fsync(fileno(file)) == 0;

	is_good = fclose(file) == 0 && is_good && rename(new_path, path) == 0;
	if (is_good)
		return RC_OK;
	(void)err_set(err, RC_FAULT, "%s: %s", path, strerror(errno));
	(void)unlink(new_path);
	return RC_FAULT;
}

static enum rc
write_secret(const char *path, const char *secret, struct err *err)
{
	const struct group *group = getgrnam(GROUP);
	char new_path[PATH_MAX];
	FILE *file;

	if (group == NULL)
		return err_set(err, RC_ABSENT, "%s",
		    words("這台電腦沒有 labd 群組:systemd-sysusers 會建立它",
			"there is no group labd here: systemd-sysusers makes "
			"it"));
	file = begin(path, group->gr_gid, new_path, err);
	if (file == NULL)
		return RC_FAULT;
	(void)setvbuf(file, NULL, _IONBF, 0); /* stdio keeps no copy */
	(void)fputs(secret, file);
	return finish(file, new_path, path, 0640, err);
}

static enum rc
write_settings(
    const char *path, struct setting settings[SETTINGS], struct err *err)
{
	char new_path[PATH_MAX];
	FILE *old = fopen(path, "re");
	FILE *file;

	if (old == NULL && errno != ENOENT)
		return err_set(err, RC_FAULT, "%s: %s", path, strerror(errno));
	file = begin(path, (gid_t)-1, new_path, err);
	if (file != NULL)
		copy_settings(old, file, settings);
	if (old != NULL)
		(void)fclose(old);
	return file == NULL ? RC_FAULT
			    : finish(file, new_path, path, 0644, err);
}

enum rc
machine_conf_write(const char *folder, const char *address, const char *secret,
    struct err *err)
{
	struct setting settings[SETTINGS] = {{.key = "servers"},
	    {.key = "bind_dn"}, {.key = "base"}, {.key = "groups_base"}};
	char conf[PATH_MAX], password[PATH_MAX];
	enum rc rc = read_address(address, settings, err);

	if (rc == RC_OK &&
	    (!text_print(conf, sizeof(conf), "%s/labd.conf", folder) ||
		!text_print(
		    password, sizeof(password), "%s/labd.password", folder)))
		rc = err_set(err, RC_INPUT, "%s: too long", folder);
	if (rc == RC_OK)
		rc = write_secret(password, secret, err);
	return rc == RC_OK ? write_settings(conf, settings, err) : rc;
}
