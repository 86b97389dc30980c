/*
 * front.h - what every page of a front has at hand.
 *
 * Shape:  a front is a program that browsers talk to: pages, and a daemon
 *         behind it that it asks. One struct, filled before the jail and only
 *         read afterwards; a page gets it by front_of(). What one front has
 *         and another has not it says in its struct front_kind and in the
 *         tables below, which each program defines.
 * Units:  none.
 * Errors: RC_INPUT for a page that is no template; those of http.h.
 * Source: ours.
 */
#ifndef FRONT_FRONT_H
#define FRONT_FRONT_H

#include "base/ask.h"
#include "base/meter.h"
#include "front_keys.h"
#include "pages.h"
#include "web/route.h"
#include "web/template.h"

struct front;

struct front_kind {
	const char *catalogue; /* of its sentences: "portal" */
	const char *cookie;    /* that carries its session */
	const char *away;      /* said when the daemon does not answer */
	/* As struct site has them; the front is the site's ctx. */
	bool (*enter)(struct visit *visit);
	void (*leave)(struct visit *visit);
	/* Its own values of the frame around every page. */
	void (*frame)(struct visit *visit, struct view *view);
	/* Rows of what it counts itself (tally.h); may be NULL. */
	void (*count)(const struct front *front, struct wire_out *out);
};

struct front {
	const struct front_kind *kind;
	const struct front_keys *conf;
	struct ask_door door;            /* the daemon's */
	struct connections *connections; /* to it */
	struct meter *meter;             /* front_meter.h */
	struct http *http;               /* while it runs */
	struct template_set *pages[PHRASE_LANG_COUNT];
	char version[PAGES_VERSION_SIZE]; /* of the assets */
	struct site site;
	void *own; /* the program's */
};

/* Every route of the program, by file. */
extern const struct route_table *const front_tables[];
extern const size_t front_table_count;

/* What a file's table of routes is written with:
 *
 *	static const struct route routes[] = {
 *	    {FRONT_GET("/path", needs, page), FRONT_QUERY(fields)},
 *	    {FRONT_POST("/path", needs, page), FRONT_TAKES(fields)},
 *	};
 *	const struct route_table page_routes = FRONT_TABLE(routes);
 */
#define FRONT_GET(address, need, function)                      \
	.path = (address), .method = HTTP_GET, .needs = (need), \
	.page = (function)
#define FRONT_POST(address, need, function)                      \
	.path = (address), .method = HTTP_POST, .needs = (need), \
	.page = (function)
#define FRONT_QUERY(table) \
	.query = (table), .query_count = sizeof(table) / sizeof(table[0])
#define FRONT_TAKES(table) \
	.fields = (table), .field_count = sizeof(table) / sizeof(table[0])
#define FRONT_TABLE(table)                              \
	{                                               \
		table, sizeof(table) / sizeof(table[0]) \
	}

/* `door` says where the daemon answers and who may. */
enum rc front_open(struct front *front, const struct front_kind *kind,
    const struct front_keys *conf, const struct ask_door *door,
    struct err *err);
void front_close(struct front *front);

/* Makes the socket, locks the process in, and serves until told to stop. */
enum rc front_run(struct front *front, struct err *err);

const struct front *front_of(const struct visit *visit);

/* The session this browser sent; false without one. */
bool front_session(const struct visit *visit, char session[COOKIE_VALUE_SIZE]);
/* A new session for this browser; "" ends it. */
void front_set_session(struct visit *visit, const char *session);

#endif
