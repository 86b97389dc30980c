/* Every door a question goes through before a page sees it. */
#include "web/route.h"
#include "unit.h"

#define HOST "portal.example"
#define SEED "0123456789abcdef0123456789abcdef"

static const char *seen; /* the page that was reached, NULL for none */
static int refused;      /* the status of a refusal, 0 for none */
static char typed[32];   /* what the page found in the field */
static bool was_stale;
static bool is_known = true; /* may the visitor enter? */
static bool was_unread;

static void
show(struct visit *visit)
{
	seen = "show";
	was_stale = visit->is_stale;
	(void)snprintf(
	    typed, sizeof(typed), "%s", form_text(&visit->form, "name"));
}

static void
save(struct visit *visit)
{
	seen = "save";
	(void)snprintf(
	    typed, sizeof(typed), "%s", form_text(&visit->form, "name"));
}

static void
below(struct visit *visit)
{
	seen = "below";
	(void)snprintf(typed, sizeof(typed), "%s", visit->rest);
}

static bool
enter(struct visit *visit)
{
	was_unread = visit->is_unread;
	if (!is_known)
		http_redirect(visit->answer, "/sign-in");
	return is_known;
}

static void
leave(struct visit *visit)
{
	(void)visit;
}

static void
refuse(struct visit *visit, int status, const char *why)
{
	(void)why;
	visit->answer->status = status;
	refused = status;
}

static void
refuse_program(struct visit *visit, int status, const char *why)
{
	(void)why;
	visit->answer->status = status;
	seen = "refused in its own way";
}

static const struct form_field fields[] = {{"name", FORM_TEXT, 8, true, NULL}};
static const struct form_field query[] = {{"page", FORM_TEXT, 8, false, NULL}};
static const struct route routes[] = {
    {.path = "/form",
	.method = HTTP_GET,
	.page = show,
	.query = query,
	.query_count = 1},
    {.path = "/form",
	.method = HTTP_POST,
	.page = save,
	.fields = fields,
	.field_count = 1},
    {.path = "/act", .method = HTTP_POST, .page = save},
    {.path = "/files/*", .method = HTTP_GET, .page = below, .is_quick = true},
    {.path = "/big", .method = HTTP_POST, .page = save, .body_max = 1 << 20},
    {.path = "/led",
	.method = HTTP_POST,
	.page = save,
	.fields = fields,
	.field_count = 1,
	.is_bare = true,
	.from = ROUTE_ALL,
	.takes_others = true},
    {.path = "/shared",
	.method = HTTP_POST,
	.page = save,
	.fields = fields,
	.field_count = 1,
	.is_bare = true,
	.from = ROUTE_SHARED,
	.refuse = refuse_program},
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

/* A good question; a test spoils what it is about. */
struct question {
	struct http_request request;
	char query[64], body[128];
};

static struct question
question_of(enum http_method method, const char *path)
{
	return (struct question){.request = {.method = method,
				     .path = path,
				     .host = HOST ":8443",
				     .origin = "https://" HOST ":8443",
				     .fetch_site = "same-origin",
				     .content_type = "",
				     .language = "",
				     .cookie = CSRF_COOKIE "=" SEED,
				     .address = "192.0.2.7"}};
}

/* `form` and the token for `path`. */
static void
fill(struct question *question, const char *form, const char *path)
{
	char token[CSRF_TOKEN_SIZE];

	csrf_token(&site.csrf, SEED, path, token);
	(void)snprintf(question->body, sizeof(question->body), "%s%stoken=%s",
	    form, form[0] != '\0' ? "&" : "", token);
	question->request.content_type = "application/x-www-form-urlencoded";
}

static int
ask(struct question *question, struct http_answer *answer)
{
	seen = NULL;
	refused = 0;
	typed[0] = '\0';
	was_stale = false;
	*answer = (struct http_answer){0};
	question->request.query = question->query;
	question->request.body = question->body;
	question->request.body_len = strlen(question->body);
	route_serve(&site, &question->request, answer);
	return answer->status;
}

static void
a_page_is_found_by_path_and_method(void **state)
{
	static const struct {
		enum http_method method;
		const char *path, *seen, *typed;
	} cases[] = {
	    {HTTP_GET, "/form", "show", ""},
	    {HTTP_HEAD, "/form", "show", ""},
	    {HTTP_GET, "/files/a.png", "below", "a.png"},
	};
	struct http_answer answer;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct question question =
		    question_of(cases[i].method, cases[i].path);

		assert_int_equal(ask(&question, &answer), 0);
		assert_string_equal(seen, cases[i].seen);
		assert_string_equal(typed, cases[i].typed);
	}
}

static void
another_path_or_method_reaches_no_page(void **state)
{
	static const struct {
		enum http_method method;
		const char *path;
		int status;
		const char *allow;
	} cases[] = {
	    {HTTP_GET, "/nowhere", 404, NULL},
	    {HTTP_GET, "/form/", 404, NULL},
	    {HTTP_GET, "//form", 404, NULL},
	    {HTTP_GET, "/./form", 404, NULL},
	    {HTTP_GET, "/x/../form", 404, NULL},
	    {HTTP_GET, "/%66orm", 404, NULL},
	    {HTTP_GET, "/FORM", 404, NULL},
	    {HTTP_GET, "/files/", 404, NULL},
	    {HTTP_GET, "", 404, NULL},
	    {HTTP_GET, "/act", 405, "POST"},
	    {HTTP_HEAD, "/act", 405, "POST"},
	    {HTTP_POST, "/files/a", 405, "GET, HEAD"},
	    {HTTP_OTHER, "/form", 405, "GET, HEAD, POST"},
	};
	struct http_answer answer;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct question question =
		    question_of(cases[i].method, cases[i].path);

		assert_int_equal(ask(&question, &answer), cases[i].status);
		assert_null(seen);
		if (cases[i].allow == NULL)
			assert_null(answer.allow);
		else
			assert_string_equal(answer.allow, cases[i].allow);
	}
}

static void
only_our_host_names_are_answered(void **state)
{
	static const struct {
		const char *host;
		int status;
	} cases[] = {
	    {HOST, 0},
	    {"PORTAL.example:443", 0},
	    {"other.example", 0},
	    {"", 421},
	    {"evil.example", 421},
	    {HOST ".evil.example", 421},
	    {"x" HOST, 421},
	    {HOST ":80@evil.example", 421},
	    {HOST ":", 0},
	    {"[::1]", 421},
	};
	struct http_answer answer;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct question question = question_of(HTTP_GET, "/form");

		question.request.host = cases[i].host;
		assert_int_equal(ask(&question, &answer), cases[i].status);
	}
}

static void
nginx_must_say_who_asks(void **state)
{
	static const struct {
		const char *address;
		int status;
	} cases[] = {{"192.0.2.7", 0}, {"2001:db8::7", 0}, {"", 400},
	    {"unix:", 400}, {"192.0.2.7, 192.0.2.8", 400}};
	struct http_answer answer;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct question question = question_of(HTTP_GET, "/form");

		question.request.address = cases[i].address;
		assert_int_equal(ask(&question, &answer), cases[i].status);
	}
}

static void
a_form_of_ours_is_taken(void **state)
{
	struct question question = question_of(HTTP_POST, "/form");
	struct http_answer answer;

	(void)state;
	fill(&question, "name=anna", "/form");
	assert_int_equal(ask(&question, &answer), 0);
	assert_string_equal(seen, "save");
	assert_string_equal(typed, "anna");
}

/* A form of another origin, as it is sent. */
static struct question
question_from_elsewhere(const char *path, const char *body)
{
	struct question question = question_of(HTTP_POST, path);

	question.request.origin = "https://evil.example";
	question.request.fetch_site = "cross-site";
	question.request.content_type = "application/x-www-form-urlencoded";
	(void)snprintf(question.body, sizeof(question.body), "%s", body);
	return question;
}

static void
some_doors_are_open_to_pages_of_others(void **state)
{
	static const struct {
		const char *path, *body;
		int status;
		const char *seen;
		bool is_shared;
	} cases[] = {
	    {"/led", "name=anna", 0, "save", false},
	    {"/led", "colour=red&name=anna", 0, "save", false},
	    {"/led", "name=a&name=b", 400, NULL, false},
	    {"/led", "colour=red", 400, NULL, false}, /* never shown again */
	    {"/shared", "name=anna", 0, "save", true},
	    {"/shared", "colour=red", 400, "refused in its own way", true},
	    {"/shared", "", 400, "refused in its own way", true},
	    {"/act", "", 403, NULL, false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct question question =
		    question_from_elsewhere(cases[i].path, cases[i].body);
		struct http_answer answer;

		assert_int_equal(ask(&question, &answer), cases[i].status);
		if (cases[i].seen == NULL)
			assert_null(seen);
		else
			assert_string_equal(seen, cases[i].seen);
		assert_int_equal(answer.is_shared, cases[i].is_shared);
	}
}

static void
a_script_may_ask_first_where_answers_are_shared(void **state)
{
	static const struct {
		const char *path;
		int status;
		const char *allow;
	} cases[] = {{"/shared", 204, NULL}, {"/led", 405, "POST"},
	    {"/form", 405, "GET, HEAD, POST"}, {"/nowhere", 404, NULL}};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct question question =
		    question_of(HTTP_OPTIONS, cases[i].path);
		struct http_answer answer;

		assert_int_equal(ask(&question, &answer), cases[i].status);
		assert_int_equal(
		    answer.is_shared, strcmp(cases[i].path, "/shared") == 0);
		if (cases[i].allow == NULL)
			assert_null(answer.allow);
		else
			assert_string_equal(answer.allow, cases[i].allow);
	}
}

static void
a_form_from_elsewhere_is_refused(void **state)
{
	static const struct {
		const char *origin, *fetch_site;
		int status;
	} cases[] = {
	    {"https://" HOST ":8443", "same-origin", 0},
	    {"https://" HOST ":8443", "", 0},
	    {"", "same-origin", 0},
	    {"", "", 0}, /* an old browser: the token decides */
	    {"null", "same-origin", 403},
	    {"https://evil.example", "cross-site", 403},
	    {"https://" HOST, "same-origin", 403}, /* another port */
	    {"http://" HOST ":8443", "same-origin", 403},
	    {"https://" HOST ":8443.evil.example", "", 403},
	    {"", "cross-site", 403},
	    {"", "same-site", 403},
	    {"", "none", 403},
	};
	struct http_answer answer;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct question question = question_of(HTTP_POST, "/form");

		fill(&question, "name=anna", "/form");
		question.request.origin = cases[i].origin;
		question.request.fetch_site = cases[i].fetch_site;
		assert_int_equal(ask(&question, &answer), cases[i].status);
		assert_true((seen != NULL) == (cases[i].status == 0));
	}
}

/* Another path's token, another browser's cookie, none at all. */
static void
a_stale_form_is_shown_again_with_what_was_typed(void **state)
{
	static const struct {
		const char *path, *cookie;
	} cases[] = {
	    {"/act", CSRF_COOKIE "=" SEED},
	    {"/form", CSRF_COOKIE "=fedcba9876543210fedcba9876543210"},
	    {"/form", ""},
	    {"/form", CSRF_COOKIE "=" SEED "; " CSRF_COOKIE "=" SEED},
	};
	struct http_answer answer;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct question question = question_of(HTTP_POST, "/form");

		fill(&question, "name=anna", cases[i].path);
		question.request.cookie = cases[i].cookie;
		assert_int_equal(ask(&question, &answer), 403);
		assert_string_equal(seen, "show");
		assert_true(was_stale);
		assert_string_equal(typed, "anna");
	}
}

static void
a_stale_button_without_a_form_is_refused(void **state)
{
	struct question question = question_of(HTTP_POST, "/act");
	struct http_answer answer;

	(void)state;
	assert_int_equal(ask(&question, &answer), 403);
	assert_null(seen);
	fill(&question, "", "/act");
	assert_int_equal(ask(&question, &answer), 0);
	assert_string_equal(seen, "save");
}

static void
a_form_with_a_fault_is_shown_again(void **state)
{
	static const char *const forms[] = {"", "name=+", "name=123456789"};
	struct http_answer answer;

	(void)state;
	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		struct question question = question_of(HTTP_POST, "/form");

		fill(&question, forms[i], "/form");
		assert_int_equal(ask(&question, &answer), 400);
		assert_string_equal(seen, "show");
		assert_false(was_stale);
	}
}

static void
a_malformed_body_or_query_is_refused(void **state)
{
	static const struct {
		enum http_method method;
		const char *query, *form;
	} cases[] = {
	    {HTTP_GET, "page=1&page=2", ""}, {HTTP_GET, "colour=red", ""},
	    {HTTP_GET, "page=%FF", ""}, {HTTP_GET, "lang=en&lang=en", ""},
	    {HTTP_GET, "page=123456789", ""}, {HTTP_POST, "", "name=a&name=b"},
	    {HTTP_POST, "", "name=a&colour=b"}, {HTTP_POST, "", "name=%00"},
	    {HTTP_POST, "page=1", "name=a"}, /* not of the POST route */
	};
	struct http_answer answer;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct question question =
		    question_of(cases[i].method, "/form");

		if (cases[i].method == HTTP_POST)
			fill(&question, cases[i].form, "/form");
		(void)snprintf(question.query, sizeof(question.query), "%s",
		    cases[i].query);
		assert_int_equal(ask(&question, &answer), 400);
		assert_null(seen);
	}
}

static void
another_type_of_body_is_refused(void **state)
{
	struct question question = question_of(HTTP_POST, "/form");
	struct http_answer answer;

	(void)state;
	fill(&question, "name=anna", "/form");
	question.request.content_type = "application/json";
	assert_int_equal(ask(&question, &answer), 400);
	assert_null(seen);
}

static void
the_language_is_asked_for_remembered_or_preferred(void **state)
{
	static const struct {
		const char *query, *cookie, *language;
		const char *set; /* the cookie that is set */
	} cases[] = {
	    {"lang=en", "", "", "en"},
	    {"lang=zh-TW", ROUTE_LANG_COOKIE "=en", "en", "zh-TW"},
	    {"lang=xx", "", "", NULL},
	    {"", ROUTE_LANG_COOKIE "=en", "zh-TW", NULL},
	};
	struct http_answer answer;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct question question = question_of(HTTP_GET, "/form");
		char start[64];

		(void)snprintf(question.query, sizeof(question.query), "%s",
		    cases[i].query);
		question.request.cookie = cases[i].cookie;
		question.request.language = cases[i].language;
		assert_int_equal(ask(&question, &answer), 0);
		if (cases[i].set == NULL) {
			assert_int_equal(answer.cookie_count, 0);
			continue;
		}
		(void)snprintf(start, sizeof(start), "%s=%s;",
		    ROUTE_LANG_COOKIE, cases[i].set);
		assert_int_equal(
		    strncmp(answer.cookies[0], start, strlen(start)), 0);
	}
}

static void
no_more_is_read_than_a_page_takes(void **state)
{
	static const struct {
		enum http_method method;
		const char *path;
		size_t body_max;
		bool is_quick;
	} cases[] = {
	    {HTTP_GET, "/form", 0, false},
	    {HTTP_POST, "/form", ROUTE_BODY_MAX, false},
	    {HTTP_POST, "/big", 1 << 20, false},
	    {HTTP_GET, "/files/a", 0, true},
	    {HTTP_POST, "/nowhere", 0, true},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct question question =
		    question_of(cases[i].method, cases[i].path);
		struct http_admission admission;

		route_admit(&site, &question.request, &admission);
		assert_int_equal(admission.body_max, cases[i].body_max);
		assert_int_equal(admission.is_quick, cases[i].is_quick);
	}
}

static void
a_long_body_is_read_for_who_may_send_it(void **state)
{
	static const struct {
		const char *host, *origin, *address;
		bool is_known, is_let_in;
		int status;
	} cases[] = {
	    {HOST, "https://" HOST, "192.0.2.7", true, true, 0},
	    {HOST, "https://" HOST, "192.0.2.7", false, false, 303},
	    {HOST, "https://evil.example", "192.0.2.7", true, false, 403},
	    {"evil.example", "", "192.0.2.7", true, false, 421},
	    {HOST, "https://" HOST, "", true, false, 400},
	};
	char sent[] = "page=a%26b";

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct question question = question_of(HTTP_POST, "/big");
		struct http_answer answer = {0};

		question.request.host = cases[i].host;
		question.request.origin = cases[i].origin;
		question.request.address = cases[i].address;
		question.request.query = sent;
		is_known = cases[i].is_known;
		was_unread = false;
		seen = NULL;
		assert_int_equal(route_knock(&site, &question.request, &answer),
		    cases[i].is_let_in);
		assert_int_equal(answer.status, cases[i].status);
		assert_null(seen);
		assert_int_equal(
		    was_unread, cases[i].status == 0 || cases[i].status == 303);
		/* as it came, for the page */
		assert_string_equal(sent, "page=a%26b");
	}
	is_known = true;
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(a_page_is_found_by_path_and_method),
    cmocka_unit_test(another_path_or_method_reaches_no_page),
    cmocka_unit_test(only_our_host_names_are_answered),
    cmocka_unit_test(nginx_must_say_who_asks),
    cmocka_unit_test(a_form_of_ours_is_taken),
    cmocka_unit_test(some_doors_are_open_to_pages_of_others),
    cmocka_unit_test(a_script_may_ask_first_where_answers_are_shared),
    cmocka_unit_test(a_form_from_elsewhere_is_refused),
    cmocka_unit_test(a_stale_form_is_shown_again_with_what_was_typed),
    cmocka_unit_test(a_stale_button_without_a_form_is_refused),
    cmocka_unit_test(a_form_with_a_fault_is_shown_again),
    cmocka_unit_test(a_malformed_body_or_query_is_refused),
    cmocka_unit_test(another_type_of_body_is_refused),
    cmocka_unit_test(the_language_is_asked_for_remembered_or_preferred),
    cmocka_unit_test(no_more_is_read_than_a_page_takes),
    cmocka_unit_test(a_long_body_is_read_for_who_may_send_it),
};

UNIT_MAIN(tests)
