#include "front.h"

#include "guest.h"
#include "screen.h"

enum { ASK_MS = 30000 }; /* a reset waits its turn to hash */

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

static enum rc
hurdles_open(struct front *front, struct err *err)
{
	const struct captcha_conf conf = {.font = front->conf->font,
	    .voice_dir = front->conf->voice_dir,
	    .proof_bits = (int)front->conf->proof_bits};

	return captcha_open(&front->captcha, &conf, err);
}

enum rc
front_open(
    struct front *front, const struct portal_front_conf *conf, struct err *err)
{
	enum rc rc = phrase_start(conf->locale_dir, err);

	*front = (struct front){.conf = conf, .kept = kept_new()};
	front->door = (struct ask_door){.path = conf->identityd_socket,
	    .server_uid = (uid_t)conf->identityd_uid,
	    .deadline_ms = ASK_MS};
	front->site = (struct site){.routes = front_routes,
	    .count = front_route_count,
	    .hosts = (const char *const *)conf->hosts.items,
	    .host_count = conf->hosts.count,
	    .enter = guest_enter,
	    .leave = guest_leave,
	    .refuse = screen_refuse,
	    .ctx = front};
	pages_version(front->version);
	csrf_init(&front->site.csrf);
	if (rc == RC_OK)
		rc = compile(front, err);
	return rc == RC_OK ? hurdles_open(front, err) : rc;
}

void
front_close(struct front *front)
{
	for (int i = 0; i < PHRASE_LANG_COUNT; i++)
		template_free(front->pages[i]);
	captcha_close(front->captcha);
	kept_free(front->kept);
}

const struct front *
front_of(const struct visit *visit)
{
	return visit->site->ctx;
}
