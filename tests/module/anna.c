#include "anna.h"

#include "freeze.h"

#include <unistd.h>

const char *
anna_env(const char *name)
{
	const char *value = getenv(name);

	if (value == NULL)
		fail_msg("%s is not set: run tests/anna.sh", name);
	return value;
}

struct dir *
anna_open_sharing(const char *uri, const char *second, int timeout_ms,
    struct dir_health *health)
{
	const char *uris[] = {uri, second, NULL};
	const struct dir_conf conf = {.uris = uris,
	    .ca_file = anna_env("SLAPD_CA"),
	    .timeout_ms = timeout_ms,
	    .backoff_min_ms = 200,
	    .backoff_max_ms = 200,
	    .health = health};
	struct err err;
	struct dir *dir;

	assert_rc(RC_OK, dir_open(&conf, &dir, &err), &err);
	return dir;
}

struct dir *
anna_open(const char *uri, const char *second, int timeout_ms)
{
	return anna_open_sharing(uri, second, timeout_ms, NULL);
}

struct dir *
anna_open_local(void)
{
	return anna_open(anna_env("SLAPD_LDAPI"), NULL, PATIENT_MS);
}

struct dir *
anna_open_tls(void)
{
	return anna_open(anna_env("SLAPD_LDAPS"), NULL, PATIENT_MS);
}

enum rc
anna_add(struct dir *dir, struct err *err)
{
	static const struct dir_change values[] = {
	    {DIR_ADD, "objectClass", "inetOrgPerson", 0},
	    {DIR_ADD, "objectClass", "posixAccount", 0},
	    {DIR_ADD, "objectClass", "portalPerson", 0},
	    {DIR_ADD, "uid", "anna", 0},
	    {DIR_ADD, "cn", "\xe5\xae\x89\xe5\xa8\x9c", 0},
	    {DIR_ADD, "sn", "An", 0},
	    {DIR_ADD, "uidNumber", "20001", 0},
	    {DIR_ADD, "gidNumber", "20001", 0},
	    {DIR_ADD, "homeDirectory", "/home/anna", 0},
	    {DIR_ADD, "mail", "anna@example.edu", 0},
	    {DIR_ADD, "mail", "an@example.org", 0},
	    {DIR_ADD, "portalState", "active", 0},
	    {DIR_ADD, "portalSignOutCount", "0", 0},
	    {DIR_ADD, "userPassword", "first paSSword of 17 geese", 0},
	};

	return dir_add(
	    dir, ANNA, values, sizeof(values) / sizeof(values[0]), err);
}

int
anna_ready(void **state)
{
	struct dir *dir = anna_open_local();
	struct err err;

	(void)dir_delete(dir, ANNA, &err);
	assert_rc(RC_OK, anna_add(dir, &err), &err);
	*state = dir;
	return 0;
}

int
anna_gone(void **state)
{
	kill(slapd_pid(), SIGCONT);
	dir_close(*state);
	return 0;
}
