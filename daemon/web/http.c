#include "http.h"

#include "base/clock.h"
#include "base/listener.h"
#include "base/log.h"
#include "base/text.h"
#include "upload.h"

#include <microhttpd.h>
#include <poll.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

struct http {
	struct http_conf conf;
	int fd;
	struct MHD_Daemon *daemon;
	atomic_int connections, waiting;
	atomic_int places; /* taken by long bodies */
};

/* One question, from its first line until its answer is out. */
struct exchange {
	struct http_request request;
	struct http_admission admission;
	char target[HTTP_TARGET_MAX + 1];
	struct upload upload;
	bool is_begun;
	bool is_cut; /* answered before its body was read */
	int64_t end_ms;
};

/* The headers we read, and where their values go. */
static const struct {
	const char *name;
	size_t offset;
} headers[] = {
    {"Host", offsetof(struct http_request, host)},
    {"Origin", offsetof(struct http_request, origin)},
    {"Sec-Fetch-Site", offsetof(struct http_request, fetch_site)},
    {"Content-Type", offsetof(struct http_request, content_type)},
    {"Accept-Language", offsetof(struct http_request, language)},
    {"Cookie", offsetof(struct http_request, cookie)},
    {"Authorization", offsetof(struct http_request, authorization)},
    {"Idempotency-Key", offsetof(struct http_request, idempotency_key)},
    {"X-Real-IP", offsetof(struct http_request, address)},
};
enum { HEADERS = sizeof(headers) / sizeof(headers[0]) };

struct header {
	const char *name, *value;
};

/* In every answer. */
static const struct header strict[] = {
    {"X-Content-Type-Options", "nosniff"},
    /* no-referrer would turn the Origin of our own forms into "null". */
    {"Referrer-Policy", "same-origin"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"Permissions-Policy",
	"camera=(), geolocation=(), microphone=(), payment=(), usb=()"},
};
/* What any script may ask and read. Nothing there hangs on a cookie, and with
 * the star a browser sends none. */
static const struct header shared[] = {
    {"Access-Control-Allow-Origin", "*"},
    {"Access-Control-Allow-Methods", "GET, POST"},
    {"Access-Control-Allow-Headers", "Authorization, Content-Type"},
    {"Access-Control-Expose-Headers", "WWW-Authenticate"},
    {"Access-Control-Max-Age", "600"},
};
#define POLICY                                                      \
	"default-src 'none'; style-src 'self'; script-src 'self'; " \
	"img-src 'self'; media-src 'self'; connect-src 'self'; "    \
	"base-uri 'none'; frame-ancestors 'none'; form-action 'self'"

static void *
begin(void *ctx, const char *uri, struct MHD_Connection *connection)
{
	struct exchange *exchange = calloc(1, sizeof(*exchange));

	(void)ctx;
	(void)connection;
	if (exchange == NULL)
		abort();
	if (!text_copy(exchange->target, sizeof(exchange->target), uri))
		exchange->request.refusal = MHD_HTTP_URI_TOO_LONG;
	exchange->end_ms = clock_mono_ms() + HTTP_REQUEST_MS;
	return exchange;
}

static void
end(void *ctx, struct MHD_Connection *connection, void **own,
    enum MHD_RequestTerminationCode code)
{
	struct exchange *exchange = *own;

	(void)ctx;
	if (exchange == NULL)
		return;
	upload_end(&exchange->upload);
	if (exchange->is_cut && code == MHD_REQUEST_TERMINATED_COMPLETED_OK)
		upload_drop(MHD_get_connection_info(
		    connection, MHD_CONNECTION_INFO_CONNECTION_FD)
				->connect_fd);
	free(exchange);
	*own = NULL;
}

static void
refuse(struct http_request *request, int status)
{
	if (request->refusal == 0)
		request->refusal = status;
}

static enum MHD_Result
take_header(void *own, enum MHD_ValueKind kind, const char *name,
    size_t name_len, const char *value, size_t len)
{
	struct http_request *request = own;

	(void)kind;
	for (size_t i = 0; i < HEADERS; i++) {
		const char **at =
		    (const char **)((char *)request + headers[i].offset);

		if (strlen(headers[i].name) != name_len ||
		    strncasecmp(headers[i].name, name, name_len) != 0)
			continue;
		if (value == NULL || len > HTTP_HEADER_MAX || *at[0] != '\0' ||
		    !text_is_printable_ascii(value, len))
			refuse(request, MHD_HTTP_BAD_REQUEST);
		else
			*at = value;
	}
	return MHD_YES;
}

static void
split_target(struct exchange *exchange)
{
	struct http_request *request = &exchange->request;
	char *mark = strchr(exchange->target, '?');

	request->path = exchange->target;
	request->query = exchange->target + strlen(exchange->target);
	if (mark != NULL) {
		*mark = '\0';
		request->query = mark + 1;
	}
	if (exchange->target[0] != '/')
		refuse(request, MHD_HTTP_BAD_REQUEST);
}

static enum http_method
method_of(const char *name)
{
	static const struct {
		const char *name;
		enum http_method method;
	} methods[] = {
	    {"GET", HTTP_GET},
	    {"HEAD", HTTP_HEAD},
	    {"POST", HTTP_POST},
	    {"OPTIONS", HTTP_OPTIONS},
	};

	for (size_t i = 0; i < sizeof(methods) / sizeof(methods[0]); i++)
		if (strcmp(methods[i].name, name) == 0)
			return methods[i].method;
	return HTTP_OTHER;
}

static bool
is_chunked(struct MHD_Connection *connection)
{
	return MHD_lookup_connection_value(
		   connection, MHD_HEADER_KIND, "Transfer-Encoding") != NULL;
}

/* The headers are there: is it worth reading on? */
static void
meet(struct http *http, struct MHD_Connection *connection,
    struct exchange *exchange, const char *method)
{
	struct http_request *request = &exchange->request;
	const char *length = MHD_lookup_connection_value(
	    connection, MHD_HEADER_KIND, "Content-Length");
	int64_t len = 0;

	for (size_t i = 0; i < HEADERS; i++)
		*(const char **)((char *)request + headers[i].offset) = "";
	request->method = method_of(method);
	split_target(exchange);
	(void)MHD_get_connection_values_n(
	    connection, MHD_HEADER_KIND, take_header, request);
	if (request->refusal == 0)
		http->conf.admit(http->conf.ctx, request, &exchange->admission);
	if (length != NULL && !text_number(length, 0, INT64_MAX, &len))
		refuse(request, MHD_HTTP_BAD_REQUEST);
	if (!upload_begin(
		&exchange->upload, (size_t)len, exchange->admission.body_max))
		refuse(request, MHD_HTTP_CONTENT_TOO_LARGE);
	exchange->is_cut = len > 0 || is_chunked(connection);
	exchange->is_begun = true;
}

static void
take_body(struct exchange *exchange, const char *bytes, size_t len)
{
	struct http_request *request = &exchange->request;

	if (request->refusal != 0)
		return;
	if (!upload_put(&exchange->upload, bytes, len)) {
		refuse(request, MHD_HTTP_CONTENT_TOO_LARGE);
		return;
	}
	request->body = exchange->upload.bytes;
	request->body_len = exchange->upload.len;
}

static void
add_table(
    struct MHD_Response *response, const struct header *table, size_t count)
{
	for (size_t i = 0; i < count; i++)
		(void)MHD_add_response_header(
		    response, table[i].name, table[i].value);
}

static void
add_headers(struct MHD_Response *response, const struct http_answer *answer)
{
	char text[1024];

	add_table(response, strict, sizeof(strict) / sizeof(strict[0]));
	if (answer->is_shared)
		add_table(response, shared, sizeof(shared) / sizeof(shared[0]));
	(void)text_print(text, sizeof(text), POLICY "%s%s",
	    answer->form_origin[0] != '\0' ? " " : "", answer->form_origin);
	(void)MHD_add_response_header(
	    response, "Content-Security-Policy", text);
	(void)text_print(text, sizeof(text),
	    answer->cache_s > 0 ? "public, max-age=%d" : "no-store",
	    answer->cache_s);
	(void)MHD_add_response_header(response, "Cache-Control", text);
	(void)MHD_add_response_header(response, "Content-Type",
	    answer->type != NULL ? answer->type : "text/html; charset=utf-8");
	for (size_t i = 0; i < answer->cookie_count; i++)
		(void)MHD_add_response_header(
		    response, "Set-Cookie", answer->cookies[i]);
	if (answer->location[0] != '\0')
		(void)MHD_add_response_header(
		    response, "Location", answer->location);
	if (answer->authenticate != NULL)
		(void)MHD_add_response_header(
		    response, "WWW-Authenticate", answer->authenticate);
	if (answer->save_as[0] != '\0') {
		(void)text_print(text, sizeof(text),
		    "attachment; filename*=UTF-8''%s", answer->save_as);
		(void)MHD_add_response_header(
		    response, "Content-Disposition", text);
	}
	if (answer->allow != NULL)
		(void)MHD_add_response_header(response, "Allow", answer->allow);
	if (answer->status == MHD_HTTP_SERVICE_UNAVAILABLE)
		(void)MHD_add_response_header(response, "Retry-After", "5");
}

static enum MHD_Result
send_answer(struct MHD_Connection *connection, struct http_answer *answer)
{
	struct MHD_Response *response;
	enum MHD_Result result = MHD_NO;

	if (answer->fixed != NULL)
		response = MHD_create_response_from_buffer(answer->fixed_len,
		    (void *)answer->fixed, MHD_RESPMEM_PERSISTENT);
	else
		response = MHD_create_response_from_buffer(
		    answer->body.len, answer->body.at, MHD_RESPMEM_MUST_FREE);
	if (response == NULL) {
		body_free(&answer->body);
		return MHD_NO;
	}
	add_headers(response, answer);
	result = MHD_queue_response(connection,
	    answer->status != 0 ? (unsigned)answer->status : MHD_HTTP_OK,
	    response);
	MHD_destroy_response(response);
	return result;
}

static struct http_answer *
answer_new(void)
{
	struct http_answer *answer = calloc(1, sizeof(*answer));

	if (answer == NULL)
		abort();
	return answer;
}

/* Whoever may wait for somebody in a call of the program is counted. */
static void
begin_call(struct http *http, struct exchange *exchange)
{
	if (!exchange->admission.is_quick &&
	    atomic_fetch_add(&http->waiting, 1) >= HTTP_WAITING_MAX)
		refuse(&exchange->request, MHD_HTTP_SERVICE_UNAVAILABLE);
}

static void
end_call(struct http *http, const struct exchange *exchange)
{
	if (!exchange->admission.is_quick)
		(void)atomic_fetch_sub(&http->waiting, 1);
}

static enum MHD_Result
answer_it(struct http *http, struct MHD_Connection *connection,
    struct exchange *exchange)
{
	struct http_answer *answer = answer_new();
	enum MHD_Result result;

	begin_call(http, exchange);
	http->conf.serve(http->conf.ctx, &exchange->request, answer);
	end_call(http, exchange);
	result = send_answer(connection, answer);
	free(answer);
	return result;
}

/* Does the program want a long body? False: the answer is there. */
static bool
knock(struct http *http, struct exchange *exchange, struct http_answer *answer)
{
	bool is_let_in = true;

	begin_call(http, exchange);
	if (exchange->request.refusal == 0)
		is_let_in = http->conf.knock(
		    http->conf.ctx, &exchange->request, answer);
	end_call(http, exchange);
	return is_let_in;
}

static enum MHD_Result
let_in(struct http *http, struct MHD_Connection *connection,
    struct exchange *exchange)
{
	struct http_answer *answer = answer_new();
	enum MHD_Result result;

	if (!knock(http, exchange, answer)) {
		result = send_answer(connection, answer);
		free(answer);
		return result;
	}
	body_free(&answer->body);
	free(answer);
	if (!upload_place(&exchange->upload, &http->places))
		refuse(&exchange->request, MHD_HTTP_SERVICE_UNAVAILABLE);
	return exchange->request.refusal == 0
	    ? MHD_YES
	    : answer_it(http, connection, exchange);
}

static enum MHD_Result
handle(void *ctx, struct MHD_Connection *connection, const char *url,
    const char *method, const char *version, const char *upload, size_t *len,
    void **own)
{
	struct http *http = ctx;
	struct exchange *exchange = *own;

	(void)url;
	(void)version;
	if (!exchange->is_begun) {
		meet(http, connection, exchange, method);
		/* What is refused already need not be read. */
		if (exchange->request.refusal != 0)
			return answer_it(http, connection, exchange);
		if (exchange->upload.is_long)
			return let_in(http, connection, exchange);
		return MHD_YES;
	}
	exchange->is_cut = false;
	if (*len == 0)
		return answer_it(http, connection, exchange);
	if (clock_mono_ms() > exchange->end_ms)
		return MHD_NO;
	take_body(exchange, upload, *len);
	*len = 0;
	return MHD_YES;
}

static void
come_or_go(void *ctx, struct MHD_Connection *connection, void **own,
    enum MHD_ConnectionNotificationCode code)
{
	struct http *http = ctx;

	(void)connection;
	(void)own;
	(void)atomic_fetch_add(
	    &http->connections, code == MHD_CONNECTION_NOTIFY_STARTED ? 1 : -1);
}

/* libmicrohttpd's own words: what a browser did, never what it sent. */
static void
hear(void *ctx, const char *format, va_list args)
{
	char text[256];

	(void)ctx;
	(void)vsnprintf(text, sizeof(text), format, args);
	text[strcspn(text, "\r\n")] = '\0';
	log_debug("http: %s", text);
}

enum rc
http_open(struct http **out, const struct http_conf *conf, struct err *err)
{
	const struct listener listener = {conf->socket, 0660, conf->group};
	struct http *http = calloc(1, sizeof(*http));
	enum rc rc;

	if (http == NULL)
		abort();
	http->conf = *conf;
	rc = listener_open(&listener, &http->fd, err);
	if (rc != RC_OK) {
		free(http);
		return rc;
	}
	*out = http;
	return RC_OK;
}

enum rc
http_start(struct http *http, struct err *err)
{
	http->daemon = MHD_start_daemon(MHD_USE_POLL_INTERNAL_THREAD |
		MHD_USE_THREAD_PER_CONNECTION | MHD_USE_ITC | MHD_USE_ERROR_LOG,
	    0, NULL, NULL, handle, http, MHD_OPTION_EXTERNAL_LOGGER, hear, NULL,
	    MHD_OPTION_LISTEN_SOCKET, http->fd, MHD_OPTION_CONNECTION_LIMIT,
	    (unsigned)HTTP_CONNECTIONS_MAX, MHD_OPTION_THREAD_STACK_SIZE,
	    (size_t)HTTP_STACK_SIZE, MHD_OPTION_CONNECTION_TIMEOUT,
	    (unsigned)HTTP_IDLE_S, MHD_OPTION_URI_LOG_CALLBACK, begin, NULL,
	    MHD_OPTION_NOTIFY_COMPLETED, end, NULL,
	    MHD_OPTION_NOTIFY_CONNECTION, come_or_go, http,
	    MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_END);
	return http->daemon != NULL
	    ? RC_OK
	    : err_set(err, RC_FAULT, "%s: no threads", http->conf.socket);
}

struct http_load
http_load(const struct http *http)
{
	return (struct http_load){
	    .connections = atomic_load(&http->connections),
	    .waiting = atomic_load(&http->waiting)};
}

void
http_stop(struct http *http, int wait_ms)
{
	int64_t end_ms = clock_mono_ms() + wait_ms;

	if (http->daemon != NULL) {
		(void)MHD_quiesce_daemon(http->daemon);
		while (
		    atomic_load(&http->waiting) > 0 && clock_mono_ms() < end_ms)
			(void)poll(NULL, 0, 10);
		MHD_stop_daemon(http->daemon);
	}
	(void)close(http->fd);
	(void)unlink(http->conf.socket);
	free(http);
}
