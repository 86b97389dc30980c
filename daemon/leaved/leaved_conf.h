/*
 * leaved_conf.h - the settings of leaved.
 *
 * Shape:  one struct, one table; leaved.conf(5) explains every key.
 * Units:  in the names.
 * Errors: those of conf.h; then paths and names that cannot serve, each told
 *         to `faults`. Nobody is asked.
 * Source: ours.
 */
#ifndef LEAVED_LEAVED_CONF_H
#define LEAVED_LEAVED_CONF_H

#include "base/conf.h"

struct leaved_conf {
	char *base_dn, *ldap_uri, *ca_file, *bind_dn, *password_file;
	char *database, *plugin;
	char *rules_dir, *run_dir;
	char *identityd_socket;
	int64_t identityd_uid;
	char *issuer, *client, *key_dir;
	int64_t front_uid, front_gid, it_gid;
	int64_t mailer_uid, mailer_gid;
	char *outbox_dir, *site_url;
	char *travel_warning_zh, *travel_warning_en;
	int64_t workers, paper_kb;
	int64_t sync_s, stale_s, wait_ms;
	struct conf_list principal_posts, director_posts;
	struct conf_list cover_posts, cover_units;
};

extern const struct conf_key leaved_keys[];
extern const size_t leaved_key_count;

enum rc leaved_conf_load(
    struct leaved_conf *conf, const char *path, FILE *faults, struct err *err);

#endif
