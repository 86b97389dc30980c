/*
 * portal_bench.c - signing in as a browser does, and what it cannot do without.
 *
 * usage: portal_bench WORK FIRST COUNT ASKERS, as crowd.h says
 *        portal_bench session ACCOUNT, which prints one
 *
 * In the portal of tests/portal.sh, where ACCOUNTS people have the town's
 * password (town.h); PORTAL_BITS is its proof of work.
 */
#include "../module/town.h"
#include "crowd.h"

#include "../unit/unit.h"
#include "base/text.h"
#include "portal/proof.h"

#include <curl/curl.h>

enum { ACCOUNTS = 4, PAGE_SIZE = 65536, FORM_SIZE = 512, TIMEOUT_MS = 20000 };

#define PASSWORD "Blue-Harbor-77"
#define PEOPLE   "ou=people," TOWN_BASE

static struct dir *bare; /* this asker's own connections */
static char session[FORM_SIZE];
static CURL *browser;
static char page[PAGE_SIZE];
static size_t page_len;

static const char *
env(const char *name)
{
	const char *value = getenv(name);

	assert_non_null(value);
	return value;
}

static const char *
account_of(int item)
{
	static char account[32];

	(void)snprintf(
	    account, sizeof(account), "demoa%d", 1 + item % ACCOUNTS);
	return account;
}

/* ---------------------------------------------------- identityd and slapd */

static void
open_bare(int item)
{
	static const char *uris[2];
	const struct dir_conf conf = {.uris = uris, .timeout_ms = TIMEOUT_MS};
	struct err err;

	(void)item;
	if (bare != NULL)
		return;
	uris[0] = env("SLAPD_LDAPI");
	assert_rc(RC_OK, dir_open(&conf, &bare, &err), &err);
	assert_rc(RC_OK, dir_probe(bare, &err), &err);
}

/* A question that costs identityd nothing. */
static void
ask_only(int item)
{
	(void)item;
	town_expect("ok", TOWN_NOBODY, OP_RULES, F_NONE);
}

static void
search(int item)
{
	struct person person;
	struct err err;

	assert_rc(RC_OK,
	    person_by_account(bare, TOWN_BASE, account_of(item), &person, &err),
	    &err);
}

static void
ask_and_search(int item)
{
	ask_only(item);
	search(item);
}

/* What identityd does for a page: whose session is it, and is it alive? */
static void
open_session(int item)
{
	if (session[0] == '\0')
		(void)text_copy(
		    session, sizeof(session), town_sign_in(account_of(item)));
}

static void
recognise(int item)
{
	(void)item;
	town_expect("ok", TOWN_NOBODY, OP_SESSION, F_SESSION, session, F_NONE);
}

static void
bind_only(int item)
{
	struct dir_bound bound;
	char dn[128];
	struct err err;

	(void)snprintf(dn, sizeof(dn), "uid=%s," PEOPLE, account_of(item));
	assert_rc(RC_OK, dir_bind(bare, dn, PASSWORD, &bound, &err), &err);
}

/* ------------------------------------------------------------- the browser */

static size_t
take(char *bytes, size_t size, size_t count, void *unused)
{
	size_t len = size * count;

	(void)unused;
	assert_true(page_len + len < sizeof(page));
	memcpy(page + page_len, bytes, len);
	page_len += len;
	page[page_len] = '\0';
	return len;
}

/* The sign-in page, or a form sent to it; the status. */
static long
browse(const char *form)
{
	char url[256];
	long status = 0;

	(void)snprintf(url, sizeof(url), "%s/sign-in", env("PORTAL_URL"));
	page_len = 0;
	(void)curl_easy_setopt(browser, CURLOPT_URL, url);
	if (form != NULL)
		(void)curl_easy_setopt(browser, CURLOPT_COPYPOSTFIELDS, form);
	else
		(void)curl_easy_setopt(browser, CURLOPT_HTTPGET, 1L);
	assert_int_equal(curl_easy_perform(browser), CURLE_OK);
	(void)curl_easy_getinfo(browser, CURLINFO_RESPONSE_CODE, &status);
	return status;
}

/* Connected, as open_bare is. */
static void
open_browser(int item)
{
	char resolve[128];

	(void)item;
	if (browser != NULL)
		return;
	(void)snprintf(resolve, sizeof(resolve), "%s:%s:127.0.0.1",
	    env("PORTAL_HOST"), env("PORTAL_PORT"));
	browser = curl_easy_init();
	assert_non_null(browser);
	(void)curl_easy_setopt(
	    browser, CURLOPT_RESOLVE, curl_slist_append(NULL, resolve));
	(void)curl_easy_setopt(browser, CURLOPT_CAINFO, env("PORTAL_CA"));
	(void)curl_easy_setopt(browser, CURLOPT_CAPATH, NULL);
	(void)curl_easy_setopt(browser, CURLOPT_WRITEFUNCTION, take);
	(void)curl_easy_setopt(browser, CURLOPT_COOKIEFILE, "");
	(void)curl_easy_setopt(browser, CURLOPT_TIMEOUT_MS, (long)TIMEOUT_MS);
	assert_int_equal(browse(NULL), 200);
}

/* The value of that hidden field of the page. */
static void
read_field(const char *name, char value[FORM_SIZE])
{
	char mark[64];
	const char *at;

	(void)snprintf(mark, sizeof(mark), "name=\"%s\" value=\"", name);
	at = strstr(page, mark);
	assert_non_null(at);
	at += strlen(mark);
	assert_true(
	    text_print(value, FORM_SIZE, "%.*s", (int)strcspn(at, "\""), at));
}

static void
sign_in(int item)
{
	char token[FORM_SIZE], captcha[FORM_SIZE], form[4 * FORM_SIZE];
	char proof[PROOF_SIZE];
	int64_t bits;

	(void)curl_easy_setopt(browser, CURLOPT_COOKIELIST, "ALL");
	assert_int_equal(browse(NULL), 200);
	read_field("token", token);
	read_field("captcha", captcha);
	assert_true(text_number(env("PORTAL_BITS"), 1, PROOF_BITS_MAX, &bits));
	assert_true(proof_solve(captcha, "sign-in", (int)bits, proof));
	assert_true(text_print(form, sizeof(form),
	    "token=%s&captcha=%s&proof=%s&account=%s&password=" PASSWORD, token,
	    captcha, proof, account_of(item)));
	assert_int_equal(browse(form), 303);
}

static const char *
sign_in_kind(int item)
{
	(void)item;
	return "sign-in";
}

static const struct crowd_work works[] = {
    {"ask", NULL, ask_only, NULL},
    {"search", open_bare, search, NULL},
    {"ask-and-search", open_bare, ask_and_search, NULL},
    {"session", open_session, recognise, NULL},
    {"bind", open_bare, bind_only, NULL},
    {"sign-in", open_browser, sign_in, NULL},
    {"each-sign-in", open_browser, sign_in, sign_in_kind},
};

int
main(int argc, char **argv)
{
	if (argc == 3 && strcmp(argv[1], "session") == 0) {
		puts(town_sign_in(argv[2]));
		return 0;
	}
	return crowd_main(argc, argv, works, sizeof(works) / sizeof(works[0]));
}
