/*
 * leave_front_conf.h - the settings of leave-front.
 *
 * Shape:  one struct, one table; leave-front.conf(5) explains every key.
 * Units:  in the names.
 * Errors: those of conf.h and front_keys.h; RC_INPUT for a portal that is no
 *         https:// address.
 * Source: ours.
 */
#ifndef LEAVE_LEAVE_FRONT_CONF_H
#define LEAVE_LEAVE_FRONT_CONF_H

#include "front/front_keys.h"

struct leave_front_conf {
	struct front_keys front;
	char *leaved_socket;
	int64_t leaved_uid;
	char *portal, *client;
};

extern const struct conf_key leave_front_keys[];
extern const size_t leave_front_key_count;

enum rc leave_front_conf_load(struct leave_front_conf *conf, const char *path,
    FILE *faults, struct err *err);

#endif
