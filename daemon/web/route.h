/*
 * route.h - which page answers which question.
 *
 * Shape:  a site is tables of routes and a few calls of the program. What
 *         comes to a page function has passed: a host name of ours, a path and
 *         method in a table, fields that the table knows, for POST also the
 *         Origin and the form's token, and the program's enter(). Everything
 *         else is refused with its status, on the program's page:
 *           400 malformed   403 not from our page   404, 405   413 too long
 *           421 not our host name
 *         A form whose token is stale is shown again by the GET route of the
 *         same path, with is_stale set and what was typed in `form`; likewise
 *         one with a missing or too long value, for which form.fault is set.
 *         Whoever sends a long body (upload.h) has to pass host name, Origin
 *         and enter() before it is read, and once more with it: a session may
 *         end meanwhile.
 *         HEAD is GET; ?lang=zh-TW|en is known to every route and remembered.
 *         What programs and pages of others send (`from`, is_bare) is never
 *         shown again: it is refused, by the route itself where it has its own
 *         way of saying so.
 * Units:  none.
 * Errors: none: every question gets an answer.
 * Source: RFC 9110; after kcgi's tables.
 */
#ifndef WEB_ROUTE_H
#define WEB_ROUTE_H

#include "csrf.h"
#include "form.h"
#include "http.h"
#include "phrase.h"

struct visit;

/* Who may send a POST here. */
enum route_from {
	ROUTE_OURS, /* pages of ours, by Origin */
	ROUTE_ALL,  /* pages of anybody: it only leads a browser on */
	/* Scripts of anybody, who may also read the answer: nothing in it hangs
	 * on a cookie. OPTIONS says so. */
	ROUTE_SHARED,
};

struct route {
	const char *path;        /* exact, or up to a final '*' */
	enum http_method method; /* GET or POST */
	unsigned needs;          /* the program's bits, for enter() */
	void (*page)(struct visit *visit);
	const void *own;                /* the program's, for its page */
	const struct form_field *query; /* of the URL; `lang` comes with it */
	size_t query_count;
	const struct form_field
	    *fields; /* of the body; `token` comes with it */
	size_t field_count;
	size_t body_max; /* 0: ROUTE_BODY_MAX */
	bool is_quick;   /* waits for nobody */
	bool is_bare;    /* POST without a token: sent by no page of ours */
	bool is_raw;     /* the body is no form: the page reads it */
	enum route_from from;
	bool takes_others; /* fields that the tables do not know: passed over */
	/* Instead of the site's, for answers that are no pages. */
	void (*refuse)(struct visit *visit, int status, const char *why);
};

enum {
	ROUTE_BODY_MAX = 16 * 1024, /* of a form with nothing big in it */
	ROUTE_HOSTS_MAX = 16,
};

#define ROUTE_TOKEN       "token" /* the hidden field */
#define ROUTE_LANG_COOKIE "__Host-lang"

/* One file's routes. A path has those of one table. */
struct route_table {
	const struct route *routes;
	size_t count;
};

struct site {
	const struct route_table *const *tables;
	size_t table_count;
	const char *const *hosts; /* names we answer to, without ports */
	size_t host_count;
	struct csrf csrf;
	/* May this visitor see the page? Answers itself when not. */
	bool (*enter)(struct visit *visit);
	void (*leave)(struct visit *visit); /* always; frees `own` */
	/* The page for a status; `why` is for who looks closely, or "". */
	void (*refuse)(struct visit *visit, int status, const char *why);
	void *ctx;
};

struct visit {
	const struct site *site;
	const struct http_request *request;
	struct http_answer *answer;
	const struct route *route; /* the one that was asked for, or NULL */
	const char *rest;          /* what the '*' stands for */
	enum phrase_lang lang;
	struct form query, form;
	char seed[CSRF_SEED_SIZE]; /* of this browser's form cookie */
	bool is_stale;
	bool is_unread; /* enter() is asked whether the body is to be read */
	void *own;      /* the program's, made by enter() */
	/* The two tables with what comes with each. */
	struct form_field query_fields[FORM_FIELDS_MAX],
	    form_fields[FORM_FIELDS_MAX];
};

/* For http_conf, with the site as ctx. */
void route_admit(void *ctx, const struct http_request *request,
    struct http_admission *admission);
bool route_knock(
    void *ctx, const struct http_request *request, struct http_answer *answer);
void route_serve(
    void *ctx, const struct http_request *request, struct http_answer *answer);

/* The token for a form that is sent to `path`; sets the form cookie when this
 * browser has none. */
void route_token(
    struct visit *visit, const char *path, char token[CSRF_TOKEN_SIZE]);
/* Forgets the form cookie: the next form gets another. */
void route_renew(struct visit *visit);

#endif
