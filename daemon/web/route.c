#include "route.h"

#include "base/text.h"

#include <arpa/inet.h>
#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { YEAR_S = 365 * 24 * 3600 };

static const struct form_field lang_field = {"lang", FORM_TEXT, 8, false, NULL};
static const struct form_field token_field = {
    ROUTE_TOKEN, FORM_TEXT, 64, false, NULL};

/* What the route's '*' stands for in `path`, "" for an exact match, NULL when
 * it is another path. */
static const char *
match(const struct route *route, const char *path)
{
	size_t len = strlen(route->path);

	if (len > 0 && route->path[len - 1] == '*')
		return strncmp(route->path, path, len - 1) == 0 &&
			path[len - 1] != '\0'
		    ? path + len - 1
		    : NULL;
	return strcmp(route->path, path) == 0 ? "" : NULL;
}

static enum http_method
method_of(const struct http_request *request)
{
	return request->method == HTTP_HEAD ? HTTP_GET : request->method;
}

/* What a table has for a path. */
struct found {
	const struct route *route; /* of that method, or NULL */
	const char *rest;
	bool takes_get, takes_post;
};

static void
find_in(const struct route_table *table, const char *path,
    enum http_method method, struct found *found)
{
	for (size_t i = 0; i < table->count && found->route == NULL; i++) {
		const struct route *route = &table->routes[i];
		const char *rest = match(route, path);

		if (rest == NULL)
			continue;
		found->takes_get |= route->method == HTTP_GET;
		found->takes_post |= route->method == HTTP_POST;
		if (route->method != method)
			continue;
		found->route = route;
		found->rest = rest;
	}
}

/* NULL without one; `allow` says what the path takes, NULL for no path. */
static const struct route *
find(const struct site *site, const struct http_request *request,
    enum http_method method, const char **rest, const char **allow)
{
	struct found found = {.rest = ""};

	for (size_t i = 0; i < site->table_count && found.route == NULL; i++)
		find_in(site->tables[i], request->path, method, &found);
	*rest = found.rest;
	*allow = found.takes_get
	    ? (found.takes_post ? "GET, HEAD, POST" : "GET, HEAD")
	    : found.takes_post ? "POST"
			       : NULL;
	return found.route;
}

void
route_admit(void *ctx, const struct http_request *request,
    struct http_admission *admission)
{
	const struct site *site = ctx;
	const char *rest, *allow;
	const struct route *route =
	    find(site, request, method_of(request), &rest, &allow);

	*admission = (struct http_admission){.is_quick = true};
	if (route == NULL)
		return;
	admission->is_quick = route->is_quick;
	if (route->method == HTTP_POST)
		admission->body_max =
		    route->body_max > 0 ? route->body_max : ROUTE_BODY_MAX;
}

static void
init_form(struct form *form, struct form_field *own,
    const struct form_field *fields, size_t count,
    const struct form_field *more)
{
	assert(count < FORM_FIELDS_MAX);
	if (count > 0)
		memcpy(own, fields, count * sizeof(*own));
	own[count] = *more;
	form_init(form, own, count + 1);
}

static void
refuse(struct visit *visit, int status, const char *why)
{
	if (visit->route != NULL && visit->route->refuse != NULL)
		visit->route->refuse(visit, status, why);
	else
		visit->site->refuse(visit, status, why);
}

/* "name" or "name:port", as one of ours. */
static bool
is_our_host(const struct site *site, const char *host)
{
	size_t len = strcspn(host, ":");

	if (strspn(host + len, ":0123456789") != strlen(host + len))
		return false;
	for (size_t i = 0; i < site->host_count; i++)
		if (strlen(site->hosts[i]) == len &&
		    strncasecmp(site->hosts[i], host, len) == 0)
			return true;
	return false;
}

/* Asked for, remembered, preferred by the browser, or Chinese. */
static void
choose_lang(struct visit *visit)
{
	const struct http_request *request = visit->request;
	const char *asked = form_text(&visit->query, "lang");
	char name[16];
	struct err err;
	size_t len;

	visit->lang = PHRASE_ZH_TW;
	if (phrase_lang_find(asked, &visit->lang)) {
		http_set_cookie(visit->answer, ROUTE_LANG_COOKIE,
		    phrase_lang_name(visit->lang), YEAR_S);
		return;
	}
	if (cookie_get(request->cookie, ROUTE_LANG_COOKIE, name, sizeof(name),
		&err) == RC_OK &&
	    phrase_lang_find(name, &visit->lang))
		return;
	for (const char *at = request->language; *at != '\0'; at += len) {
		at += strspn(at, ", ");
		len = strcspn(at, ",;");
		if (text_print(name, sizeof(name), "%.*s", (int)len, at) &&
		    phrase_lang_find(name, &visit->lang))
			return;
		len = strcspn(at, ",");
	}
}

/* Sent by a page of ours? Browsers say Origin with every POST; where an old
 * one does not, the token alone decides. */
static bool
is_from_us(const struct http_request *request)
{
	static const char scheme[] = "https://";

	if (request->origin[0] != '\0')
		return strncmp(request->origin, scheme, strlen(scheme)) == 0 &&
		    strcasecmp(
			request->origin + strlen(scheme), request->host) == 0;
	return request->fetch_site[0] == '\0' ||
	    strcmp(request->fetch_site, "same-origin") == 0;
}

static bool
is_address(const char *text)
{
	struct in6_addr bytes;

	return inet_pton(AF_INET, text, &bytes) == 1 ||
	    inet_pton(AF_INET6, text, &bytes) == 1;
}

static void
read_seed(struct visit *visit)
{
	struct err err;

	if (cookie_get(visit->request->cookie, CSRF_COOKIE, visit->seed,
		sizeof(visit->seed), &err) != RC_OK ||
	    !csrf_is_seed(visit->seed))
		visit->seed[0] = '\0';
}

static void
init_posted(struct visit *visit)
{
	const struct route *route = visit->route;

	init_form(&visit->form, visit->form_fields, route->fields,
	    route->field_count, &token_field);
	visit->form.takes_others = route->takes_others;
}

/* May a page of that origin send here? Answers itself when not. */
static bool
check_origin(struct visit *visit)
{
	if (visit->route->from != ROUTE_OURS || is_from_us(visit->request))
		return true;
	refuse(visit, 403, "Origin");
	return false;
}

/* The body as the route's form. False: refused. */
static bool
take_form(struct visit *visit)
{
	const struct http_request *request = visit->request;
	const struct route *route = visit->route;
	static char none[1];
	struct err err;
	enum rc rc = RC_OK;

	init_posted(visit);
	if (!check_origin(visit))
		return false;
	if (!route->is_raw &&
	    (request->body_len > 0 || request->content_type[0] != '\0'))
		rc = form_parse(&visit->form, request->content_type,
		    request->body != NULL ? request->body : none,
		    request->body_len, &err);
	if (rc != RC_OK) {
		refuse(visit, 400, err.text);
		return false;
	}
	form_check(&visit->form);
	visit->is_stale = !route->is_bare &&
	    !csrf_check(&visit->site->csrf, visit->seed, request->path,
		form_text(&visit->form, ROUTE_TOKEN));
	return true;
}

/* The form once more, with what was typed: the GET page of the same path. */
static void
show_again(struct visit *visit)
{
	const char *rest, *allow;
	const struct route *route =
	    find(visit->site, visit->request, HTTP_GET, &rest, &allow);

	visit->answer->status = visit->is_stale ? 403 : 400;
	if (route == NULL || visit->route->is_bare)
		refuse(visit, visit->answer->status,
		    visit->is_stale ? "token" : "fields");
	else
		route->page(visit);
}

static void
go(struct visit *visit)
{
	const struct route *route = visit->route;
	bool is_post = route->method == HTTP_POST;

	if (is_post && !take_form(visit))
		return;
	if (!visit->site->enter(visit))
		return;
	if (is_post && (visit->is_stale || visit->form.fault != FORM_FINE))
		show_again(visit);
	else
		route->page(visit);
}

/* 0, or the status to refuse with before any page is looked for. */
static int
look_over(const struct visit *visit)
{
	const struct http_request *request = visit->request;

	if (request->refusal != 0)
		return request->refusal;
	if (!is_our_host(visit->site, request->host))
		return 421;
	if (!is_address(request->address))
		return 400;
	return 0;
}

/* The page of that path whose answers are for everybody, or NULL. */
static const struct route *
find_shared(const struct visit *visit)
{
	const struct site *site = visit->site;

	for (size_t t = 0; t < site->table_count; t++)
		for (size_t i = 0; i < site->tables[t]->count; i++) {
			const struct route *route = &site->tables[t]->routes[i];

			if (route->from == ROUTE_SHARED &&
			    match(route, visit->request->path) != NULL)
				return route;
		}
	return NULL;
}

static void
refuse_method(struct visit *visit, const char *allow)
{
	if (visit->request->method == HTTP_OPTIONS &&
	    find_shared(visit) != NULL) {
		visit->answer->status = 204;
		return;
	}
	visit->answer->allow = allow;
	refuse(visit, allow != NULL ? 405 : 404, "");
}

/* `allow` as find() says it. */
static void
find_page(struct visit *visit, const char *allow)
{
	struct err err;

	if (visit->route == NULL) {
		refuse_method(visit, allow);
		return;
	}
	init_form(&visit->query, visit->query_fields, visit->route->query,
	    visit->route->query_count, &lang_field);
	visit->query.takes_others = visit->route->takes_others;
	if (form_parse_urlencoded(&visit->query, visit->request->query,
		strlen(visit->request->query), &err) != RC_OK) {
		refuse(visit, 400, err.text);
		return;
	}
	choose_lang(visit);
	form_check(&visit->query);
	if (visit->query.fault != FORM_FINE) {
		refuse(visit, 400,
		    visit->query.fields[visit->query.fault_at].name);
		return;
	}
	go(visit);
}

static struct visit *
visit_new(const struct site *site, const struct http_request *request,
    struct http_answer *answer, const char **allow)
{
	struct visit *visit = calloc(1, sizeof(*visit));

	if (visit == NULL)
		abort();
	visit->site = site;
	visit->request = request;
	visit->answer = answer;
	visit->route =
	    find(site, request, method_of(request), &visit->rest, allow);
	answer->is_shared = find_shared(visit) != NULL;
	read_seed(visit);
	choose_lang(visit);
	return visit;
}

static void
visit_end(struct visit *visit)
{
	visit->site->leave(visit);
	free(visit);
}

/* The query stays as it was sent, for the page. */
bool
route_knock(
    void *ctx, const struct http_request *request, struct http_answer *answer)
{
	const char *allow;
	struct visit *visit = visit_new(ctx, request, answer, &allow);
	int status = look_over(visit);
	bool is_let_in = false;

	visit->is_unread = true;
	assert(visit->route != NULL && visit->route->method == HTTP_POST);
	init_posted(visit);
	if (status != 0)
		refuse(visit, status, "");
	else
		is_let_in = check_origin(visit) && visit->site->enter(visit);
	visit_end(visit);
	return is_let_in;
}

void
route_serve(
    void *ctx, const struct http_request *request, struct http_answer *answer)
{
	const char *allow;
	struct visit *visit = visit_new(ctx, request, answer, &allow);
	int status = look_over(visit);

	if (status != 0)
		refuse(visit, status, "");
	else
		find_page(visit, allow);
	visit_end(visit);
}

void
route_token(struct visit *visit, const char *path, char token[CSRF_TOKEN_SIZE])
{
	if (visit->seed[0] == '\0') {
		csrf_seed(visit->seed);
		http_set_cookie(visit->answer, CSRF_COOKIE, visit->seed, 0);
	}
	csrf_token(&visit->site->csrf, visit->seed, path, token);
}

void
route_renew(struct visit *visit)
{
	csrf_seed(visit->seed);
	http_set_cookie(visit->answer, CSRF_COOKIE, visit->seed, 0);
}
