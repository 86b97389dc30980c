/*
 * portal_front_conf.h - the settings of portal-front.
 *
 * Shape:  one struct, one table; portal-front.conf(5) explains every key.
 * Units:  in the names.
 * Errors: those of conf.h and front_keys.h.
 * Source: ours.
 */
#ifndef PORTAL_PORTAL_FRONT_CONF_H
#define PORTAL_PORTAL_FRONT_CONF_H

#include "front/front_keys.h"

struct portal_front_conf {
	struct front_keys front;
	char *identityd_socket;
	int64_t identityd_uid;
	char *font, *voice_dir;
	int64_t proof_bits;
};

extern const struct conf_key portal_front_keys[];
extern const size_t portal_front_key_count;

enum rc portal_front_conf_load(struct portal_front_conf *conf, const char *path,
    FILE *faults, struct err *err);

#endif
