/*
 * front_keys.h - the settings that every front has.
 *
 * Shape:  a struct within the program's own settings, where it is called
 *         `front`; FRONT_KEYS() are its rows of the program's table of keys.
 * Units:  in the names.
 * Errors: RC_INPUT without a host name, or for one with a port.
 * Source: ours; each front's manual of section 5 explains them.
 */
#ifndef FRONT_FRONT_KEYS_H
#define FRONT_FRONT_KEYS_H

#include "base/conf.h"

struct front_keys {
	char *socket, *metrics_socket;
	int64_t nginx_gid;
	struct conf_list hosts;
	char *locale_dir;
	char *bureau_zh, *bureau_en, *site_zh, *site_en;
	char *contact_zh, *contact_en;
};

#define FRONT_AT(type, member) offsetof(type, front.member)

/* Of settings of that type; where nginx reaches it and where it tells its
 * numbers, and what people call it. */
#define FRONT_KEYS(type, path, metrics, zh, en)                               \
	{"socket", CONF_TEXT, FRONT_AT(type, socket), path, 1, 107, NULL,     \
	    "where nginx reaches it"},                                        \
	    {"metrics_socket", CONF_TEXT, FRONT_AT(type, metrics_socket),     \
		metrics, 1, 107, NULL, "where it tells its numbers"},         \
	    {"nginx_gid", CONF_GROUP, FRONT_AT(type, nginx_gid), "0", 0,      \
		4294967294, NULL,                                             \
		"group (number or name) of nginx, which alone may connect "   \
		"there"},                                                     \
	    {"hosts", CONF_LIST, FRONT_AT(type, hosts), "", 1, 253, NULL,     \
		"its host names; a question for any other is refused"},       \
	    {"locale_dir", CONF_TEXT, FRONT_AT(type, locale_dir),             \
		"/usr/local/share/locale", 1, 255, NULL,                      \
		"where the translations are"},                                \
	    {"bureau_zh", CONF_TEXT, FRONT_AT(type, bureau_zh), "教育局", 1,  \
		128, NULL, "whose it is, in Chinese"},                        \
	    {"bureau_en", CONF_TEXT, FRONT_AT(type, bureau_en),               \
		"Education Bureau", 1, 128, NULL, "the same in English"},     \
	    {"site_zh", CONF_TEXT, FRONT_AT(type, site_zh), zh, 1, 128, NULL, \
		"what people call it, in Chinese"},                           \
	    {"site_en", CONF_TEXT, FRONT_AT(type, site_en), en, 1, 128, NULL, \
		"the same in English"},                                       \
	    {"contact_zh", CONF_TEXT, FRONT_AT(type, contact_zh),             \
		"教育局資訊單位", 1, 200, NULL,                               \
		"whom to ask last, in Chinese, with telephone"},              \
	{                                                                     \
		"contact_en", CONF_TEXT, FRONT_AT(type, contact_en),          \
		    "the education bureau's IT office", 1, 200, NULL,         \
		    "the same in English, within a sentence"                  \
	}

/* For a conf_check: is there a host name, and are all of them names? */
enum rc front_keys_check(const struct front_keys *conf, struct err *err);

#endif
