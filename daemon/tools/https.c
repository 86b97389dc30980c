#include "https.h"

#include "base/text.h"
#include "words.h"

#include <curl/curl.h>
#include <string.h>

enum { CONNECT_MS = 5000, URL_SIZE = 512, HEADER_SIZE = 64 };

static size_t
receive(char *bytes, size_t size, size_t count, void *ctx)
{
	struct https_answer *answer = ctx;
	size_t len = size * count;

	if (len > sizeof(answer->bytes) - 1 - answer->len)
		return 0;
	memcpy(answer->bytes + answer->len, bytes, len);
	answer->len += len;
	answer->bytes[answer->len] = '\0';
	return len;
}

static enum rc
not_a_portal(const struct portal *portal, long status, struct err *err)
{
	return err_set(err, RC_FAULT, "%s: %s (%ld)", portal->url,
	    words("回應不是入口網站的格式", "not the answer of a portal"),
	    status);
}

/* The edges curl -> rc, and status without a JSON answer -> rc. */
static enum rc
curl_failed(CURLcode code, const struct portal *portal, struct err *err)
{
	if (code == CURLE_PEER_FAILED_VERIFICATION ||
	    code == CURLE_SSL_CACERT_BADFILE)
		return err_set(err, RC_FAULT, "%s: %s (%s)", portal->url,
		    words("伺服器憑證無法驗證",
			"the server's certificate cannot be verified"),
		    curl_easy_strerror(code));
	if (code == CURLE_WRITE_ERROR) /* more than receive() has room for */
		return not_a_portal(portal, 200, err);
	return err_set(err, RC_OFFLINE, "%s: %s (%s)", portal->url,
	    words("入口網站沒有回應", "the portal does not answer"),
	    curl_easy_strerror(code));
}

static enum rc
no_answer(long status, const struct portal *portal, struct err *err)
{
	if (status == 429)
		return err_set(err, RC_BUSY, "%s",
		    words("目前要求太多，請稍候再試。",
			"too many requests at the moment; try again later"));
	if (status >= 502 && status <= 504)
		return err_set(err, RC_OFFLINE, "%s: %s", portal->url,
		    words("入口網站暫時無法服務",
			"the portal is not available just now"));
	return not_a_portal(portal, status, err);
}

static bool
set_up(CURL *curl, const struct portal *portal, const char *path,
    const char *body, struct https_answer *answer)
{
	char url[URL_SIZE];
	CURLcode bad = CURLE_OK;

#define SET(option, value) \
	(bad = bad != CURLE_OK ? bad : curl_easy_setopt(curl, option, value))
	if (!text_print(url, sizeof(url), "%s%s", portal->url, path))
		return false;
	SET(CURLOPT_URL, url);
	SET(CURLOPT_PROTOCOLS_STR, "https");
	SET(CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	SET(CURLOPT_NOSIGNAL, 1L);
	SET(CURLOPT_CONNECTTIMEOUT_MS, (long)CONNECT_MS);
	SET(CURLOPT_TIMEOUT_MS, (long)HTTPS_DEADLINE_MS);
	SET(CURLOPT_WRITEFUNCTION, receive);
	SET(CURLOPT_WRITEDATA, answer);
	if (*portal->ca_file != '\0')
		SET(CURLOPT_CAINFO, portal->ca_file);
	if (body != NULL)
		SET(CURLOPT_POSTFIELDS, body);
#undef SET
	return bad == CURLE_OK;
}

static enum rc
exchange(CURL *curl, const struct portal *portal, struct err *err)
{
	CURLcode code = curl_easy_perform(curl);
	const char *type = NULL;
	long status = 0;

	if (code != CURLE_OK)
		return curl_failed(code, portal, err);
	(void)curl_easy_getinfo(curl, CURLINFO_CONTENT_TYPE, &type);
	(void)curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
	if (type == NULL || strcmp(type, "application/json") != 0)
		return no_answer(status, portal, err);
	return RC_OK;
}

enum rc
https_ask(const struct portal *portal, const char *path, const char *lang,
    const char *body, struct https_answer *answer, struct err *err)
{
	char language[HEADER_SIZE];
	struct curl_slist *headers;
	CURL *curl = curl_easy_init();
	enum rc rc;

	*answer = (struct https_answer){0};
	(void)text_print(
	    language, sizeof(language), "Accept-Language: %s", lang);
	headers = curl_slist_append(NULL, language);
	if (headers != NULL && body != NULL &&
	    curl_slist_append(headers, "Content-Type: application/json") ==
		NULL) {
		curl_slist_free_all(headers);
		headers = NULL;
	}
	if (curl == NULL || headers == NULL ||
	    !set_up(curl, portal, path, body, answer) ||
	    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers) != CURLE_OK)
		rc = err_set(err, RC_FAULT, "libcurl: no start");
	else
		rc = exchange(curl, portal, err);
	curl_easy_cleanup(curl);
	curl_slist_free_all(headers);
	return rc;
}
