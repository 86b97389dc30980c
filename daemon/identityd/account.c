#include "account.h"

#include "base/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char small[] = "abcdefghijklmnopqrstuvwxyz";
static const char allowed[] = "abcdefghijklmnopqrstuvwxyz0123456789._-";

/* Sorted, for bsearch(3). */
static const char *const reserved[] = {
    "abuse",
    "adm",
    "admin",
    "administrator",
    "anonymous",
    "apache",
    "audit",
    "backup",
    "bin",
    "bind",
    "console",
    "cron",
    "daemon",
    "dovecot",
    "ftp",
    "games",
    "gnats",
    "guest",
    "hostmaster",
    "identityd",
    "irc",
    "it",
    "labd",
    "leaved",
    "list",
    "localhost",
    "lp",
    "mail",
    "mailer-daemon",
    "man",
    "messagebus",
    "mysql",
    "news",
    "nobody",
    "nogroup",
    "noreply",
    "nslcd",
    "ntp",
    "openldap",
    "operator",
    "personnel",
    "portal",
    "postfix",
    "postgres",
    "postmaster",
    "proxy",
    "root",
    "security",
    "service",
    "shadow",
    "shutdown",
    "slapd",
    "sshd",
    "sssd",
    "staff",
    "sudo",
    "support",
    "sync",
    "sys",
    "syslog",
    "system",
    "tty",
    "users",
    "uucp",
    "webmaster",
    "www",
    "www-data",
};

static int
name_order(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool
is_reserved(const char *name)
{
	/* systemd's own users and groups, present and to come */
	return strncmp(name, "systemd-", 8) == 0 ||
	    bsearch(&name, reserved, sizeof(reserved) / sizeof(reserved[0]),
		sizeof(reserved[0]), name_order) != NULL;
}

enum rc
account_check(const char *name, struct err *err)
{
	size_t len = strlen(name);

	if (len < ACCOUNT_MIN || len > ACCOUNT_MAX)
		return err_set(err, RC_INPUT,
		    "an account name has %d to %d characters", ACCOUNT_MIN,
		    ACCOUNT_MAX);
	if (strchr(small, name[0]) == NULL)
		return err_set(err, RC_INPUT,
		    "an account name starts with a small letter");
	if (name[strspn(name, allowed)] != '\0')
		return err_set(err, RC_INPUT,
		    "an account name has small letters, digits, '.', '_' and "
		    "'-' only");
	if (is_reserved(name))
		return err_set(
		    err, RC_INPUT, "the account name '%s' is reserved", name);
	return RC_OK;
}

/* Appends one character unless the name is full or would not start well. */
static size_t
name_append(char *name, size_t len, char c)
{
	if (len == ACCOUNT_MAX || (len == 0 && strchr(small, c) == NULL))
		return len;
	name[len] = c;
	return len + 1;
}

/* No sign at the end, and two characters at least. */
static bool
name_finish(char *name, size_t len)
{
	while (len > 0 && strchr("._-", name[len - 1]) != NULL)
		len--;
	if (len < ACCOUNT_MIN)
		len = 0;
	name[len] = '\0';
	return len > 0;
}

/* Words of letters and digits, a dot between two of them. */
static bool
from_romanised(const char *romanised, char name[ACCOUNT_SIZE])
{
	size_t len = 0;
	bool is_gap = false;

	for (; *romanised != '\0'; romanised++) {
		char letter[2] = {*romanised, '\0'};

		text_lower(letter);
		if (strchr(" ,.", letter[0]) != NULL) {
			is_gap = len > 0;
			continue;
		}
		if (strchr("._-", letter[0]) != NULL ||
		    strchr(allowed, letter[0]) == NULL)
			continue;
		if (is_gap)
			len = name_append(name, len, '.');
		len = name_append(name, len, letter[0]);
		is_gap = false;
	}
	return name_finish(name, len);
}

/* The local part up to a '+', less what a name may not have. */
static bool
from_mail(const char *mail, char name[ACCOUNT_SIZE])
{
	size_t end = strcspn(mail, "@+"), len = 0;

	for (size_t i = 0; i < end; i++) {
		char letter[2] = {mail[i], '\0'};

		text_lower(letter);
		if (strchr(allowed, letter[0]) != NULL)
			len = name_append(name, len, letter[0]);
	}
	return name_finish(name, len);
}

bool
account_propose(
    const char *romanised, const char *mail, char name[ACCOUNT_SIZE])
{
	return from_romanised(romanised, name) || from_mail(mail, name);
}

bool
account_candidate(const char *base, unsigned n, char name[ACCOUNT_SIZE])
{
	char number[8] = "";
	struct err err;

	name[0] = '\0';
	if (n == 0 || n > ACCOUNT_CANDIDATES_MAX)
		return false;
	if (n > 1)
		(void)text_print(number, sizeof(number), "%u", n);
	(void)text_print(name, ACCOUNT_SIZE, "%.*s%s",
	    (int)(ACCOUNT_MAX - strlen(number)), base, number);
	if (account_check(name, &err) == RC_OK)
		return true;
	name[0] = '\0';
	return false;
}
