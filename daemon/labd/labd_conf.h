/*
 * labd_conf.h - the settings of labd, labd.conf(5).
 *
 * Shape:  one table of keys; the machine's password is read from its own file
 *         and wiped with the rest, and so is which portal it belongs to.
 * Units:  in the names.
 * Errors: RC_INPUT with every fault written to `faults`; RC_ABSENT without a
 *         file.
 * Source: base/conf.h.
 */
#ifndef LABD_LABD_CONF_H
#define LABD_LABD_CONF_H

#include "base/conf.h"
#include "base/portal.h"
#include "hours.h"

enum {
	LABD_SECRET_MAX = 256,   /* bytes of the machine's password */
	LABD_MEMBER_DNS_MAX = 4, /* attributes that name members by DN */
};

/* How the directory is followed: labd_conf.c has the words. */
enum labd_sync { LABD_POLL, LABD_PERSIST, LABD_SEARCH };

struct labd_conf {
	struct conf_list servers;
	char *ca_file;
	char *bind_dn;
	char *password_file;
	char *base;
	char *people_filter;
	char *name_attribute;
	char *uid_attribute;
	char *gid_attribute; /* of groups too */
	char *home_attribute;
	char *shell_attribute;
	char *gecos_attribute;
	char *changed_attribute;
	char *state_attribute;
	char *state_active;
	char *groups_base;
	char *groups_filter;
	char *group_name_attribute;
	char *member_name_attribute;
	struct conf_list member_dn_attributes; /* none: the usual ones */
	char *state_dir;
	char *shell;
	char *home;
	int64_t shadow_group; /* a gid */
	bool full_names;
	bool enumerate;
	int sync; /* enum labd_sync */
	int64_t poll_s;
	int64_t full_s; /* 0: as often as sync needs it */
	char *hours;
	char *zone;
	bool offline;
	int64_t offline_people;
	int64_t offline_days;
	char *offline_base;
	char *offline_never;
	char *portal_conf;
	bool claim;
	char *claim_program;
	char *socket;
	int64_t uid_min;
	int64_t users_gid; /* 0: none */
	int64_t timeout_ms;
	int64_t workers;
	int64_t connections_per_user;
	struct hours open;    /* `hours`, parsed */
	struct portal portal; /* url NULL: this machine knows none */
	char password[LABD_SECRET_MAX + 1];
};

extern const struct conf_key labd_conf_keys[];
extern const size_t labd_conf_key_count;

enum rc labd_conf_load(
    const char *path, struct labd_conf *conf, FILE *faults, struct err *err);
void labd_conf_wipe(struct labd_conf *conf);

#endif
