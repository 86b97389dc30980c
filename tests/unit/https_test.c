/* One exchange with the portal: what libcurl is told, and what is made of what
 * it says. The network is ours. */
#include "tools/https.h"

#include "base/text.h"
#include "unit.h"

#include <curl/curl.h>

CURLcode __wrap_curl_easy_setopt(CURL *curl, CURLoption option, ...);
CURLcode __wrap_curl_easy_perform(CURL *curl);
CURLcode __wrap_curl_easy_getinfo(CURL *curl, CURLINFO info, ...);

/* ------------------------------------------------------------- the network */

static struct {
	CURLcode code;
	const char *type;
	long status;
	const char *bytes;
	int repeated; /* how often the bytes come */
} portal_says;

/* What it was told. */
static struct {
	char url[512], protocols[32], body[256], ca_file[64];
	char headers[2][128];
	long tls, timeout_ms, follows;
	bool is_unchecked;
	curl_write_callback receive;
	void *receive_ctx;
} told;

static void
take_headers(const struct curl_slist *list)
{
	for (int i = 0; i < 2; i++) {
		told.headers[i][0] = '\0';
		if (list != NULL) {
			(void)text_copy(told.headers[i],
			    sizeof(told.headers[i]), list->data);
			list = list->next;
		}
	}
}

static void
take_text(CURLoption option, const char *text)
{
	const struct {
		CURLoption option;
		char *dst;
		size_t size;
	} texts[] = {
	    {CURLOPT_URL, told.url, sizeof(told.url)},
	    {CURLOPT_PROTOCOLS_STR, told.protocols, sizeof(told.protocols)},
	    {CURLOPT_POSTFIELDS, told.body, sizeof(told.body)},
	    {CURLOPT_CAINFO, told.ca_file, sizeof(told.ca_file)},
	};

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		if (texts[i].option == option)
			(void)text_copy(texts[i].dst, texts[i].size, text);
}

static void
take_number(CURLoption option, long number)
{
	if (option == CURLOPT_SSLVERSION)
		told.tls = number;
	if (option == CURLOPT_TIMEOUT_MS)
		told.timeout_ms = number;
	if (option == CURLOPT_FOLLOWLOCATION)
		told.follows = number;
	if (option == CURLOPT_SSL_VERIFYPEER ||
	    option == CURLOPT_SSL_VERIFYHOST)
		told.is_unchecked |= number == 0;
}

CURLcode
__wrap_curl_easy_setopt(CURL *curl, CURLoption option, ...)
{
	va_list args;
	void *value;

	(void)curl;
	va_start(args, option);
	if ((int)option < CURLOPTTYPE_OBJECTPOINT) {
		take_number(option, va_arg(args, long));
		va_end(args);
		return CURLE_OK;
	}
	value = va_arg(args, void *);
	va_end(args);
	if (option == CURLOPT_HTTPHEADER)
		take_headers(value);
	else if (option == CURLOPT_WRITEDATA)
		told.receive_ctx = value;
	else if (option == CURLOPT_WRITEFUNCTION)
		memcpy(&told.receive, &value, sizeof(value));
	else
		take_text(option, value);
	return CURLE_OK;
}

CURLcode
__wrap_curl_easy_perform(CURL *curl)
{
	size_t len = strlen(portal_says.bytes);
	char bytes[1024];

	(void)curl;
	assert_true(text_copy(bytes, sizeof(bytes), portal_says.bytes));
	for (int i = 0; i < portal_says.repeated; i++)
		if (told.receive(bytes, 1, len, told.receive_ctx) != len)
			return CURLE_WRITE_ERROR;
	return portal_says.code;
}

CURLcode
__wrap_curl_easy_getinfo(CURL *curl, CURLINFO info, ...)
{
	va_list args;

	(void)curl;
	va_start(args, info);
	if (info == CURLINFO_CONTENT_TYPE)
		*va_arg(args, const char **) = portal_says.type;
	else
		*va_arg(args, long *) = portal_says.status;
	va_end(args);
	return CURLE_OK;
}

static int
portal_is_kind(void **state)
{
	(void)state;
	memset(&told, 0, sizeof(told));
	portal_says.code = CURLE_OK;
	portal_says.type = "application/json";
	portal_says.status = 200;
	portal_says.bytes = "{\"result\":\"ok\"}";
	portal_says.repeated = 1;
	return 0;
}

static enum rc
ask_portal(const char *body, struct https_answer *answer, struct err *err)
{
	static char url[] = "https://portal.localhost", ca_file[] = "/ca.pem";
	const struct portal portal = {.url = url, .ca_file = ca_file};

	return https_ask(&portal, "/api/v1/forgot", "zh-TW", body, answer, err);
}

/* --------------------------------------------------------------- the tests */

static void
a_question_goes_out_checked_and_in_the_readers_language(void **state)
{
	static struct https_answer answer;
	struct err err;

	(void)state;
	assert_rc(RC_OK, ask_portal("{\"a\":1}", &answer, &err), &err);
	assert_string_equal(told.url, "https://portal.localhost/api/v1/forgot");
	assert_string_equal(told.protocols, "https");
	assert_string_equal(told.body, "{\"a\":1}");
	assert_string_equal(told.ca_file, "/ca.pem");
	assert_string_equal(told.headers[0], "Accept-Language: zh-TW");
	assert_string_equal(told.headers[1], "Content-Type: application/json");
	assert_int_equal(told.tls, CURL_SSLVERSION_TLSv1_2);
	assert_int_equal(told.timeout_ms, HTTPS_DEADLINE_MS);
	assert_int_equal(told.follows, 0);
	assert_false(told.is_unchecked);
	assert_string_equal(answer.bytes, "{\"result\":\"ok\"}");
	assert_int_equal(answer.len, strlen(answer.bytes));
}

static void
a_question_without_a_body_is_a_get(void **state)
{
	static struct https_answer answer;
	struct err err;

	(void)state;
	assert_rc(RC_OK, ask_portal(NULL, &answer, &err), &err);
	assert_string_equal(told.body, "");
	assert_string_equal(told.headers[1], "");
}

static void
what_goes_wrong_has_its_class(void **state)
{
	static const struct {
		CURLcode code;
		const char *type;
		long status;
		enum rc rc;
	} cases[] = {
	    {CURLE_COULDNT_CONNECT, NULL, 0, RC_OFFLINE},
	    {CURLE_COULDNT_RESOLVE_HOST, NULL, 0, RC_OFFLINE},
	    {CURLE_OPERATION_TIMEDOUT, NULL, 0, RC_OFFLINE},
	    {CURLE_PEER_FAILED_VERIFICATION, NULL, 0, RC_FAULT},
	    {CURLE_SSL_CACERT_BADFILE, NULL, 0, RC_FAULT},
	    {CURLE_OK, "text/html", 429, RC_BUSY},
	    {CURLE_OK, "text/html", 502, RC_OFFLINE},
	    {CURLE_OK, "text/html", 503, RC_OFFLINE},
	    {CURLE_OK, "text/html", 504, RC_OFFLINE},
	    {CURLE_OK, "text/html", 200, RC_FAULT},
	    {CURLE_OK, NULL, 301, RC_FAULT},
	    /* Their answers say themselves what is wrong. */
	    {CURLE_OK, "application/json", 429, RC_OK},
	    {CURLE_OK, "application/json", 503, RC_OK},
	};
	static struct https_answer answer;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct err err = {""};

		(void)portal_is_kind(state);
		portal_says.code = cases[i].code;
		portal_says.type = cases[i].type;
		portal_says.status = cases[i].status;
		assert_rc(cases[i].rc, ask_portal("{}", &answer, &err), &err);
		if (cases[i].rc == RC_OFFLINE)
			assert_non_null(strstr(err.text, "portal.localhost"));
	}
}

static void
an_answer_without_end_is_cut_off(void **state)
{
	static struct https_answer answer;
	struct err err;

	(void)state;
	portal_says.repeated = HTTPS_ANSWER_SIZE;
	assert_rc(RC_FAULT, ask_portal("{}", &answer, &err), &err);
	assert_true(answer.len < sizeof(answer.bytes));
	assert_int_equal(answer.bytes[answer.len], '\0');
}

static void
an_address_that_does_not_fit_is_not_asked(void **state)
{
	static struct https_answer answer;
	static char url[1024];
	const struct portal portal = {.url = url, .ca_file = (char[]){""}};
	struct err err;

	(void)state;
	memset(url, 'x', sizeof(url) - 1);
	assert_rc(
	    RC_FAULT, https_ask(&portal, "/", "en", NULL, &answer, &err), &err);
	assert_null(told.receive);
}

#define HTTPS_TEST(test) cmocka_unit_test_setup(test, portal_is_kind)

static const struct CMUnitTest tests[] = {
    HTTPS_TEST(a_question_goes_out_checked_and_in_the_readers_language),
    HTTPS_TEST(a_question_without_a_body_is_a_get),
    HTTPS_TEST(what_goes_wrong_has_its_class),
    HTTPS_TEST(an_answer_without_end_is_cut_off),
    HTTPS_TEST(an_address_that_does_not_fit_is_not_asked),
};

UNIT_MAIN(tests)
