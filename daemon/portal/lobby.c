#include "lobby.h"

#include "guest.h"
#include "menu.h"

static void
count(const struct front *front, struct wire_out *out)
{
	const struct lobby *lobby = front->own;

	meter_put(captcha_meter(lobby->captcha), out);
}

static const struct front_kind kind = {.catalogue = "portal",
    .cookie = "__Host-portal",
    .away = PHRASE("The identity service does not answer at the moment: "
		   "please try again later."),
    .enter = guest_enter,
    .leave = guest_leave,
    .frame = menu_add,
    .count = count};

static enum rc
open_captcha(
    struct lobby *lobby, const struct portal_front_conf *conf, struct err *err)
{
	const struct captcha_conf captcha_conf = {.font = conf->font,
	    .voice_dir = conf->voice_dir,
	    .proof_bits = (int)conf->proof_bits};

	return captcha_open(&lobby->captcha, &captcha_conf, err);
}

enum rc
lobby_open(
    struct lobby *lobby, const struct portal_front_conf *conf, struct err *err)
{
	const struct ask_door door = {.path = conf->identityd_socket,
	    .server_uid = (uid_t)conf->identityd_uid};
	enum rc rc;

	lobby->kept = kept_new();
	rc = front_open(&lobby->front, &kind, &conf->front, &door, err);
	lobby->front.own = lobby;
	return rc == RC_OK ? open_captcha(lobby, conf, err) : rc;
}

void
lobby_close(struct lobby *lobby)
{
	front_close(&lobby->front);
	captcha_close(lobby->captcha);
	kept_free(lobby->kept);
}

const struct lobby *
lobby_of(const struct visit *visit)
{
	return front_of(visit)->own;
}
