#include "front.h"

#include "base/log.h"
#include "base/ready.h"
#include "base/teller.h"
#include "connections.h"
#include "front_jail.h"
#include "front_meter.h"
#include "program.h"
#include "screen.h"

#include <signal.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
	ASK_MS = 30000, /* a reset waits its turn to hash */
	STOP_MS = 5000, /* for who is being answered when told to stop */
};

static const char *
translate(void *ctx, const char *english)
{
	return phrase(*(const enum phrase_lang *)ctx, english);
}

static enum rc
compile(struct front *front, struct err *err)
{
	enum rc rc = RC_OK;

	for (int i = 0; i < PHRASE_LANG_COUNT && rc == RC_OK; i++) {
		enum phrase_lang lang = (enum phrase_lang)i;

		rc = template_compile(&front->pages[i], pages_sources,
		    pages_source_count, translate, &lang, err);
	}
	return rc;
}

static struct connections connections = CONNECTIONS_NONE;

/* In the language of who asked: a program's, or a page. */
static void
refuse(struct visit *visit, int status, const char *why)
{
	if (strncmp(visit->request->path, PROGRAM_PATH, strlen(PROGRAM_PATH)) ==
	    0)
		program_refuse(visit, status, why);
	else
		screen_refuse(visit, status, why);
}

enum rc
front_open(struct front *front, const struct front_kind *kind,
    const struct front_keys *conf, const struct ask_door *door, struct err *err)
{
	enum rc rc;

	*front = (struct front){.kind = kind,
	    .conf = conf,
	    .door = *door,
	    .connections = &connections,
	    .meter = front_meter_new()};
	front->door.deadline_ms = ASK_MS;
	front->site = (struct site){.tables = front_tables,
	    .table_count = front_table_count,
	    .hosts = (const char *const *)conf->hosts.items,
	    .host_count = conf->hosts.count,
	    .enter = kind->enter,
	    .leave = kind->leave,
	    .refuse = refuse,
	    .ctx = front};
	if (sodium_init() < 0)
		return err_set(err, RC_FAULT, "libsodium: no start");
	pages_version(front->version);
	csrf_init(&front->site.csrf);
	rc = phrase_start(conf->locale_dir, kind->catalogue, err);
	return rc == RC_OK ? compile(front, err) : rc;
}

void
front_close(struct front *front)
{
	for (int i = 0; i < PHRASE_LANG_COUNT; i++)
		template_free(front->pages[i]);
	if (front->connections != NULL)
		connections_close(front->connections);
	free(front->meter);
}

/* Blocked here and in every thread: waited for in one place. */
static void
block_signals(sigset_t *stop)
{
	(void)sigemptyset(stop);
	(void)sigaddset(stop, SIGTERM);
	(void)sigaddset(stop, SIGINT);
	(void)sigprocmask(SIG_BLOCK, stop, NULL);
}

static bool
knock(
    void *site, const struct http_request *request, struct http_answer *answer)
{
	bool is_let_in = route_knock(site, request, answer);

	if (!is_let_in)
		front_meter_answered(
		    ((const struct site *)site)->ctx, request, answer);
	return is_let_in;
}

static void
serve(
    void *site, const struct http_request *request, struct http_answer *answer)
{
	route_serve(site, request, answer);
	front_meter_answered(((const struct site *)site)->ctx, request, answer);
}

/* Locked in, until told to stop. */
static enum rc
run(struct front *front, struct teller *teller, const sigset_t *stop,
    struct err *err)
{
	int signal_number;
	enum rc rc = front_jail(err);

	if (rc == RC_OK)
		rc = http_start(front->http, err);
	if (rc != RC_OK)
		return rc;
	teller_start(teller);
	log_info("ready socket=%s", front->conf->socket);
	ready_tell();
	(void)sigwait(stop, &signal_number);
	return RC_OK;
}

enum rc
front_run(struct front *front, struct err *err)
{
	const struct http_conf conf = {.socket = front->conf->socket,
	    .group = (gid_t)front->conf->nginx_gid,
	    .admit = route_admit,
	    .knock = knock,
	    .serve = serve,
	    .ctx = &front->site};
	const struct teller_conf numbers = {
	    front->conf->metrics_socket, front_meter_put, front};
	struct teller *teller;
	sigset_t stop;
	enum rc rc;

	tzset(); /* reads its file now: HTTP's dates need it later */
	block_signals(&stop);
	rc = http_open(&front->http, &conf, err);
	if (rc != RC_OK)
		return rc;
	teller = teller_open(&numbers);
	rc = run(front, teller, &stop, err);
	teller_close(teller);
	http_stop(front->http, STOP_MS);
	if (rc == RC_OK)
		log_info("stopped");
	return rc;
}

const struct front *
front_of(const struct visit *visit)
{
	return visit->site->ctx;
}

bool
front_session(const struct visit *visit, char session[COOKIE_VALUE_SIZE])
{
	struct err err;

	return cookie_get(visit->request->cookie, front_of(visit)->kind->cookie,
		   session, COOKIE_VALUE_SIZE, &err) == RC_OK &&
	    session[0] != '\0';
}

void
front_set_session(struct visit *visit, const char *session)
{
	http_set_cookie(visit->answer, front_of(visit)->kind->cookie, session,
	    session[0] != '\0' ? 0 : -1);
}
