/*
 * http.h - one question of a browser, and its answer.
 *
 * Shape:  the seam over libmicrohttpd, at a unix socket behind nginx: a thread
 *         for each connection, HTTP_CONNECTIONS_MAX at most. Two calls of the
 *         program per question: admit() once the headers are there, serve()
 *         with the whole body. Before a long body (upload.h) is read there is
 *         one more, knock(): what it does not let in is answered at once, not
 *         read and not held, and the connection closed. What HTTP itself
 *         refuses comes to serve() too, with `refusal` set, so that the page is
 *         the program's. Every answer carries the headers that keep a browser
 *         strict. The path and the query come as they were sent, undecoded.
 * Units:  bytes; *_ms monotonic milliseconds.
 * Errors: RC_FAULT when the socket or a thread cannot be had.
 * Source: libmicrohttpd 0.9.75; RFC 9110. Its event-driven modes freeze at
 *         multiples of 128 events: poll and a thread per connection instead.
 */
#ifndef WEB_HTTP_H
#define WEB_HTTP_H

#include "base/err.h"
#include "body.h"
#include "cookie.h"

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

enum {
	HTTP_CONNECTIONS_MAX = 1024,
	HTTP_WAITING_MAX =
	    256, /* in knock() and serve() at once; the next gets 503 */
	HTTP_STACK_SIZE = 256 * 1024,
	HTTP_TARGET_MAX = 6144,    /* path and query: a request for sign-on */
	HTTP_LOCATION_SIZE = 8193, /* with what identityd adds */
	HTTP_HEADER_MAX = 4096,    /* any one header that we read */
	HTTP_IDLE_S = 10,          /* a silent connection */
	HTTP_REQUEST_MS = 30000,   /* all of a body */
	HTTP_COOKIES_MAX = 4,      /* set by one answer */
	HTTP_SAVE_AS_SIZE =
	    512, /* a file's name, with % for what is not ASCII */
};

enum http_method { HTTP_GET, HTTP_HEAD, HTTP_POST, HTTP_OPTIONS, HTTP_OTHER };

/* Texts are "" when not sent. All borrowed, until serve() returns. */
struct http_request {
	enum http_method method;
	const char *path;
	char *query; /* after the '?'; parsers decode it in place */
	const char *host, *origin, *fetch_site, *content_type, *language,
	    *cookie, *authorization, *idempotency_key;
	const char *address; /* the browser's, as nginx says: X-Real-IP */
	char *body;          /* one byte more than `body_len` is there */
	size_t body_len;
	int refusal; /* 0, or the status HTTP refuses it with */
};

struct http_answer {
	int status;       /* 200 unless said otherwise */
	const char *type; /* a literal; text/html unless said otherwise */
	struct body body;
	const void *fixed; /* instead of the body: bytes that never change */
	size_t fixed_len;
	const char *allow;                 /* for 405 */
	const char *authenticate;          /* for 401: a literal */
	char location[HTTP_LOCATION_SIZE]; /* for 303 */
	char cookies[HTTP_COOKIES_MAX][COOKIE_SIZE];
	size_t cookie_count;
	char form_origin[256]; /* one more origin that forms may go to */
	bool is_shared;        /* scripts of any origin may read it */
	int cache_s;           /* 0: never */
	char save_as[HTTP_SAVE_AS_SIZE]; /* as a file, not shown; "": a page */
};

/* What is known before the body is read. */
struct http_admission {
	size_t body_max; /* a longer one is refused with 413 */
	bool is_quick;   /* waits for nobody: not counted as waiting */
};

struct http_conf {
	const char *socket;
	gid_t group; /* nginx's, who may connect; (gid_t)-1: as it comes */
	void (*admit)(void *ctx, const struct http_request *request,
	    struct http_admission *admission);
	/* Without a body yet. False: `answer` is the answer; else it is
	 * dropped. */
	bool (*knock)(void *ctx, const struct http_request *request,
	    struct http_answer *answer);
	void (*serve)(void *ctx, const struct http_request *request,
	    struct http_answer *answer);
	void *ctx;
};

struct http;

/* The socket; nobody is answered yet. Between the two the program locks itself
 * in. */
enum rc http_open(
    struct http **http, const struct http_conf *conf, struct err *err);
enum rc http_start(struct http *http, struct err *err);
/* Takes nobody new, lets those in knock() and serve() end within `wait_ms`,
 * frees. */
void http_stop(struct http *http, int wait_ms);

/* Browsers that are connected, and those of them that wait in knock() or
 * serve(). */
struct http_load {
	int connections, waiting;
};
struct http_load http_load(const struct http *http);

/* One more Set-Cookie; a value that is no cookie's is left out. */
void http_set_cookie(struct http_answer *answer, const char *name,
    const char *value, int max_age_s);
/* The same; it also comes with what another site's page posts to us. */
void http_set_posted_cookie(struct http_answer *answer, const char *name,
    const char *value, int max_age_s);
/* 303: look there with GET. `location` is a path of ours, or an address that
 * identityd gave. */
void http_redirect(struct http_answer *answer, const char *location);
/* The body is a file: a browser saves it under that name, whatever is in it.
 * A name that does not fit is "file". */
void http_save_as(struct http_answer *answer, const char *name);
/* Forms of this page may lead to that origin, "https://name:port"; what is none
 * changes nothing. */
void http_allow_form(struct http_answer *answer, const char *origin);

#endif
