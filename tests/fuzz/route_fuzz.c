/*
 * route_fuzz.c - a question of a browser, up to the page that answers it.
 *
 * The first byte is the method. Then come lines: path, query, host, origin,
 * fetch site, content type, language, cookie, address, body; what stands in the
 * body for a token becomes the one that a page of ours would have. No page is
 * reached without one of our host names, and none that changes something
 * without our Origin and such a token. The same bytes are a value for an
 * address, and a number that claims to be a proof of work.
 */
#include "base/text.h"
#include "portal/proof.h"
#include "web/address.h"
#include "web/route.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { INPUT_MAX = 4096, PARTS = 10, PROOF_BITS = 4 };

#define HOST "portal.example"
#define SEED "0123456789abcdef0123456789abcdef"

/* The lines, in that order. */
enum part {
	PATH,
	QUERY,
	WHERE,
	ORIGIN,
	SITE,
	TYPE,
	LANGUAGE,
	COOKIE,
	WHO,
	BODY
};

static struct {
	int pages, refusals;
	bool is_entered;
	bool has_token; /* that of a page of ours */
} seen;

/* ----------------------------------------------------------------- a site */

static void
show(struct visit *visit)
{
	seen.pages++;
	assert(visit->route != NULL);
	assert(seen.is_entered);
	assert(visit->query.fault == FORM_FINE);
	assert(strlen(form_text(&visit->query, "page")) <= 8);
	assert(visit->seed[0] == '\0' || csrf_is_seed(visit->seed));
}

static void
save(struct visit *visit)
{
	const struct http_request *request = visit->request;

	show(visit);
	assert(request->method == HTTP_POST);
	assert(visit->form.fault == FORM_FINE);
	assert(strlen(form_text(&visit->form, "name")) <= 8);
	if (visit->route->from == ROUTE_OURS)
		assert(request->origin[0] == '\0' ||
		    strncmp(request->origin, "https://", 8) == 0);
	if (!visit->route->is_bare)
		assert(!visit->is_stale && seen.has_token &&
		    strcmp(visit->seed, SEED) == 0);
}

static void
below(struct visit *visit)
{
	show(visit);
	assert(visit->rest[0] != '\0');
	assert(
	    strcmp(visit->request->path + strlen("/files/"), visit->rest) == 0);
}

static bool
enter(struct visit *visit)
{
	(void)visit;
	assert(!seen.is_entered);
	return seen.is_entered = true;
}

static void
leave(struct visit *visit)
{
	(void)visit;
}

static void
refuse(struct visit *visit, int status, const char *why)
{
	assert(status >= 400 && status < 500 && why != NULL);
	visit->answer->status = status;
	seen.refusals++;
}

static const struct form_field fields[] = {{"name", FORM_TEXT, 8, true, NULL}};
static const struct form_field query[] = {{"page", FORM_TEXT, 8, false, NULL}};
#define TAKES_FIELDS .fields = fields, .field_count = 1
#define TAKES_PAGE   .query = query, .query_count = 1
static const struct route routes[] = {
    {.path = "/form", .method = HTTP_GET, .page = show, TAKES_PAGE},
    {.path = "/form", .method = HTTP_POST, .page = save, TAKES_FIELDS},
    {.path = "/act", .method = HTTP_POST, .page = save, TAKES_FIELDS},
    {.path = "/files/*", .method = HTTP_GET, .page = below, TAKES_PAGE},
    {.path = "/led",
	.method = HTTP_POST,
	.page = save,
	.is_bare = true,
	.from = ROUTE_ALL,
	.takes_others = true,
	TAKES_FIELDS},
    {.path = "/shared",
	.method = HTTP_POST,
	.page = save,
	.is_bare = true,
	.from = ROUTE_SHARED,
	TAKES_FIELDS},
};
static const char *const hosts[] = {HOST, "other.example"};
static const struct route_table table = {
    routes, sizeof(routes) / sizeof(routes[0])};
static const struct route_table *const tables[] = {&table};
static struct site site = {.tables = tables,
    .table_count = 1,
    .hosts = hosts,
    .host_count = 2,
    .enter = enter,
    .leave = leave,
    .refuse = refuse};

/* ------------------------------------------------------------ a question */

/* In the place of as many bytes. */
static void
put_token(char *body, const char *path)
{
	static const char mark[] = "TOKENTOKENTOKENTOKENTOKENTOKENTO";
	char token[CSRF_TOKEN_SIZE];
	char *at = strstr(body, mark);

	if (at == NULL)
		return;
	csrf_token(&site.csrf, SEED, path, token);
	memcpy(at, token, CSRF_TOKEN_SIZE - 1);
	seen.has_token = true;
}

static void
cut(char *text, char *parts[PARTS])
{
	for (int i = 0; i < PARTS; i++) {
		char *end = strchrnul(text, '\n');

		parts[i] = text;
		text = end;
		if (i < PARTS - 1 && *end == '\n')
			*text++ = '\0';
	}
}

static bool
is_ours(const char *host)
{
	size_t len = strcspn(host, ":");

	return (len == strlen(HOST) && strncasecmp(host, HOST, len) == 0) ||
	    (len == strlen("other.example") &&
		strncasecmp(host, "other.example", len) == 0);
}

static void
check_answer(
    const struct http_request *request, const struct http_answer *answer)
{
	assert(seen.pages + seen.refusals <= 1);
	if (seen.pages > 0)
		assert(is_ours(request->host));
	if (seen.refusals == 0 && seen.pages == 0)
		assert(answer->status == 204);
	assert(answer->cookie_count <= HTTP_COOKIES_MAX);
	for (size_t i = 0; i < answer->cookie_count; i++)
		assert(!text_has_control(
		    answer->cookies[i], strlen(answer->cookies[i])));
}

/* ------------------------------------------------- what goes into addresses */

/* It is fit for one, and says the same to a form, which trims. */
static void
check_address(char *value)
{
	static const struct form_field read[] = {
	    {"v", FORM_TEXT, INPUT_MAX, false, NULL}};
	static char address[3 * INPUT_MAX + 8];
	struct form form;
	struct err err;
	size_t head = strlen("/a?");

	(void)text_copy(address, sizeof(address), "/a");
	assert(address_add(address, sizeof(address), "v", value));
	for (const char *at = address; *at != '\0'; at++)
		assert(
		    *at > 0x20 && *at < 0x7f && strchr("\"'<>#", *at) == NULL);
	if (address_is_path(value))
		assert(value[0] == '/' && value[1] != '/' &&
		    strpbrk(value, "?#\\:%@") == NULL);
	text_trim(value);
	form_init(&form, read, 1);
	if (form_parse_urlencoded(
		&form, address + head, strlen(address + head), &err) == RC_OK)
		assert(strcmp(form_text(&form, "v"), value) == 0);
}

/* A number is a proof for one challenge. */
static void
check_proof(const char *id, const char *number)
{
	char solved[PROOF_SIZE];

	if (proof_check(id, "forgot", PROOF_BITS, number))
		assert(number[strspn(number, "0123456789")] == '\0');
	if (!proof_solve(id, "forgot", PROOF_BITS, solved))
		assert(strlen(id) + strlen("forgot") > PROOF_CHALLENGE_MAX);
	else
		assert(proof_check(id, "forgot", PROOF_BITS, solved));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char text[INPUT_MAX + 1], value[INPUT_MAX + 1], *parts[PARTS];
	static struct http_answer answer;
	struct http_request request;

	if (size == 0 || size > INPUT_MAX)
		return 0;
	memcpy(text, data + 1, size - 1);
	text[size - 1] = '\0';
	memcpy(value, text, size);
	cut(text, parts);
	memset(&seen, 0, sizeof(seen));
	put_token(parts[BODY], parts[PATH]);
	request = (struct http_request){.method = data[0] % (HTTP_OTHER + 1),
	    .path = parts[PATH],
	    .query = parts[QUERY],
	    .host = parts[WHERE],
	    .origin = parts[ORIGIN],
	    .fetch_site = parts[SITE],
	    .content_type = parts[TYPE],
	    .language = parts[LANGUAGE],
	    .cookie = parts[COOKIE],
	    .authorization = "",
	    .idempotency_key = "",
	    .address = parts[WHO],
	    .body = parts[BODY],
	    .body_len = strlen(parts[BODY])};
	memset(&answer, 0, sizeof(answer));
	route_serve(&site, &request, &answer);
	check_answer(&request, &answer);
	check_address(value);
	check_proof(parts[LANGUAGE], parts[WHO]);
	return 0;
}
