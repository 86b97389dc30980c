/*
 * portal_front_conf.h - the settings of portal-front.
 *
 * Shape:  one struct, one table; portal-front.conf(5) explains every key.
 * Units:  in the names.
 * Errors: those of conf.h, and RC_INPUT without a host name.
 * Source: ours.
 */
#ifndef PORTAL_PORTAL_FRONT_CONF_H
#define PORTAL_PORTAL_FRONT_CONF_H

#include "base/conf.h"

struct portal_front_conf {
	char *socket;
	int64_t nginx_gid;
	char *identityd_socket;
	int64_t identityd_uid;
	struct conf_list hosts;
	char *locale_dir;
	char *font, *voice_dir;
	int64_t proof_bits;
	char *bureau_zh, *bureau_en, *site_zh, *site_en;
	char *contact_zh, *contact_en;
};

extern const struct conf_key portal_front_keys[];
extern const size_t portal_front_key_count;

enum rc portal_front_conf_load(struct portal_front_conf *conf, const char *path,
    FILE *faults, struct err *err);

#endif
