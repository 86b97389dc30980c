/*
 * identityd_conf.h - the settings of identityd.
 *
 * Shape:  one struct, one table; identityd.conf(5) explains every key.
 * Units:  in the names.
 * Errors: those of conf.h; then what no key can say by itself: names, URIs,
 *         files and paths that cannot serve, each told to `faults`. Nobody is
 *         asked, so that -n finds them on a host without a directory.
 * Source: ours.
 */
#ifndef IDENTITYD_IDENTITYD_CONF_H
#define IDENTITYD_IDENTITYD_CONF_H

#include "base/conf.h"

enum {
	IDENTITYD_HOMES_MAX = 8,
	IDENTITYD_REPLICAS_MAX = 8,
	IDENTITYD_OTHERS_MAX = IDENTITYD_HOMES_MAX + IDENTITYD_REPLICAS_MAX,
};

struct identityd_conf {
	char *base_dn;
	char *ldap_uri; /* the local provider */
	char *ca_file, *bind_dn, *password_file;
	int64_t home;                     /* its serverID */
	struct conf_list homes, replicas; /* see identityd_conf_other() */
	char *run_dir, *key_dir, *outbox_dir;
	int64_t front_uid, mailer_uid;
	int64_t front_gid, it_gid, mailer_gid;
	int64_t workers;
	int64_t due_ms;
	bool uniform_reply;
	char *contact_zh, *contact_en;
	char *openid_base;
	char *issuer;
	char *home_base, *login_shell;
	int quality; /* enum quality_preset */
	bool unicode;
	int64_t misses_per_hour, redeem_fails_per_hour, requests_per_hour;
	int64_t letters_per_day, letter_gap_minutes;
	int64_t mail_delay_hours;
	int64_t contract_warning_days;
};

extern const struct conf_key identityd_keys[];
extern const size_t identityd_key_count;

enum rc identityd_conf_load(struct identityd_conf *conf, const char *path,
    FILE *faults, struct err *err);

/* The directories besides our own, those of `homes`, then `replicas`: the URI
 * of the i-th, and its serverID; NULL when there are not as many. */
const char *identityd_conf_other(
    const struct identityd_conf *conf, size_t i, int64_t *id);

#endif
