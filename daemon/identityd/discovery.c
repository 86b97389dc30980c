/*
 * What every client asks first: where everything is, and our public keys.
 */
#include "base/text.h"
#include "openid.h"
#include "ops_table.h"
#include "publish.h"

/* Below the issuer; portal-front answers there. */
static const struct {
	const char *name, *path;
} endpoints[] = {
    {"authorization_endpoint", "/openid/authorize"},
    {"token_endpoint", "/openid/token"},
    {"userinfo_endpoint", "/openid/userinfo"},
    {"jwks_uri", "/openid/keys"},
    {"end_session_endpoint", "/openid/end_session"},
};

/* Everything else that never changes. */
static const char facts[] =
    "{\"scopes_supported\":[\"openid\",\"profile\",\"email\",\"school\","
    "\"kind\",\"groups\",\"leave\"],"
    "\"response_types_supported\":[\"code\",\"id_token\"],"
    "\"response_modes_supported\":[\"query\",\"form_post\"],"
    "\"grant_types_supported\":[\"authorization_code\",\"implicit\"],"
    "\"acr_values_supported\":[\"" OPENID_ACR "\"],"
    "\"subject_types_supported\":[\"public\"],"
    "\"id_token_signing_alg_values_supported\":[\"RS256\"],"
    "\"token_endpoint_auth_methods_supported\":[\"client_secret_basic\","
    "\"client_secret_post\",\"none\"],"
    "\"code_challenge_methods_supported\":[\"S256\"],"
    "\"prompt_values_supported\":[\"none\",\"login\",\"consent\","
    "\"select_account\"],"
    "\"display_values_supported\":[\"page\"],"
    "\"claim_types_supported\":[\"normal\"],"
    "\"claims_supported\":[\"iss\",\"sub\",\"aud\",\"exp\",\"iat\","
    "\"auth_time\",\"nonce\",\"acr\",\"amr\",\"at_hash\",\"name\","
    "\"preferred_username\",\"profile\",\"locale\",\"zoneinfo\","
    "\"updated_at\",\"email\",\"email_verified\",\"school_code\","
    "\"school_name\",\"unit\",\"admin_post\",\"staff_kind\",\"groups\","
    "\"password_changed_at\",\"sign_outs\"],"
    "\"ui_locales_supported\":[\"zh-TW\",\"en\"],"
    "\"claims_parameter_supported\":false,"
    "\"request_parameter_supported\":false,"
    "\"request_uri_parameter_supported\":false,"
    "\"require_request_uri_registration\":false,"
    "\"authorization_response_iss_parameter_supported\":true}";

enum reply
openid_about(struct core *core, const struct actor *actor,
    const struct serve_question *question, struct serve_answer *answer)
{
	const char *issuer = core->conf->issuer;
	json_t *about = json_pack("{s:s}", "issuer", issuer);
	json_t *rest = json_loads(facts, 0, NULL);
	char url[512];

	(void)actor;
	(void)question;
	for (size_t i = 0; i < sizeof(endpoints) / sizeof(endpoints[0]); i++) {
		(void)text_print(
		    url, sizeof(url), "%s%s", issuer, endpoints[i].path);
		(void)json_object_set_new(
		    about, endpoints[i].name, json_string(url));
	}
	(void)json_object_update_missing(about, rest);
	json_decref(rest);
	return openid_put_json(about, &answer->out);
}

enum reply
openid_keys(struct core *core, const struct actor *actor,
    const struct serve_question *question, struct serve_answer *answer)
{
	json_t *set;
	struct err err;
	enum rc rc = publish_load(core, &set, &err);

	(void)actor;
	(void)question;
	return rc == RC_OK ? openid_put_json(set, &answer->out)
			   : core_fail("keys", rc, &err);
}
