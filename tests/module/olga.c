#include "olga.h"

#include "../unit/unit.h"
#include "base/text.h"
#include "identityd/openid.h"
#include "identityd/publish.h"

const struct actor olga_it = {.roles = ROLE_IT, .name = "uid 0"};
const struct actor olga_stranger = {
    .roles = ROLE_ANYONE, .name = "stage", .subject = "stage"};
char olga_secret[2][CLIENT_SECRET_SIZE];

/* One slapd, one core, three clients and a person for all tests. */
struct core *
olga_stage(void)
{
	static struct core *core;
	const struct stage_answer *answer;
	struct err err;

	if (core != NULL)
		return core;
	core = stage_core();
	assert_rc(RC_OK, publish_run(core, &err), &err);
	stage_person(core, "olga", 901, STAGE_SCHOOL, "active");
	stage_modify(core, "olga", "portalStaffKind", "TEACHER");
	answer =
	    stage_ask_as(core, &olga_it, OP_APP_PUT, app_put, F_APP, "leave",
		F_URL, "https://leave.example/", F_NAME, "差勤", F_CLIENT_KIND,
		"first_party", F_REDIRECT, OLGA_BACK " " OLGA_BACK "?a=b",
		F_LOGOUT, "https://leave.example/bye", F_SCOPE,
		"profile email school kind groups leave", F_NONE);
	assert_int_equal(answer->reply, REPLY_OK);
	assert_true(text_copy(olga_secret[0], sizeof(olga_secret[0]),
	    wire_text(&answer->in, F_SECRET)));
	answer = stage_ask_as(core, &olga_it, OP_APP_PUT, app_put, F_APP,
	    "books", F_URL, "https://books.example/", F_CLIENT_KIND,
	    "confidential", F_REDIRECT, "https://books.example/cb", F_SCOPE,
	    "profile", F_NONE);
	assert_int_equal(answer->reply, REPLY_OK);
	assert_true(text_copy(olga_secret[1], sizeof(olga_secret[1]),
	    wire_text(&answer->in, F_SECRET)));
	answer = stage_ask_as(core, &olga_it, OP_APP_PUT, app_put, F_APP,
	    "phone", F_URL, "https://phone.example/", F_CLIENT_KIND, "public",
	    F_REDIRECT, "http://127.0.0.1:7777/cb", F_NONE);
	assert_int_equal(answer->reply, REPLY_OK);
	assert_false(wire_has(&answer->in, F_SECRET));
	return core;
}

/* A parameter of a URL's query, decoded as far as our own values need it. */
bool
olga_parameter(const char *url, const char *name, char *value, size_t size)
{
	char mark[64];
	const char *at;
	size_t used = 0;

	value[0] = '\0';
	for (at = strchr(url, '?'); at != NULL; at = strchr(at + 1, '&')) {
		(void)snprintf(mark, sizeof(mark), "%s=", name);
		if (strncmp(at + 1, mark, strlen(mark)) == 0)
			break;
	}
	if (at == NULL)
		return false;
	for (at += 1 + strlen(mark); *at != '\0' && *at != '&'; at++) {
		unsigned byte = (unsigned char)*at;

		if (*at == '%') {
			assert_int_equal(sscanf(at + 1, "%2x", &byte), 1);
			at += 2;
		}
		assert_true(used + 1 < size);
		value[used++] = (char)byte;
	}
	value[used] = '\0';
	return true;
}

/* Olga, who signed in `ago_s` ago, signs on to leave; the code. */
void
olga_sign_on(struct core *core, int64_t ago_s, char code[GRANT_TEXT_SIZE])
{
	const struct stage_answer *answer;
	struct actor olga;

	stage_actor(core, "olga", ago_s, &olga);
	answer = stage_ask_as(core, &olga, OP_OPENID_AUTHORIZE,
	    openid_authorize, F_CLIENT, "leave", F_REDIRECT, OLGA_BACK,
	    F_RESPONSE_TYPE, "code", F_SCOPE,
	    "openid profile email school kind groups leave", F_OPENID_STATE,
	    "s/1 ", F_NONCE, "n&1", F_CHALLENGE, OLGA_CHALLENGE,
	    F_CHALLENGE_METHOD, "S256", F_NONE);
	assert_int_equal(answer->reply, REPLY_OK);
	assert_true(olga_parameter(
	    wire_text(&answer->in, F_LOCATION), "code", code, GRANT_TEXT_SIZE));
}

const struct stage_answer *
olga_exchange(struct core *core, const char *code)
{
	return stage_ask(core, OP_OPENID_TOKEN, openid_token, F_GRANT_TYPE,
	    "authorization_code", F_GRANT, code, F_REDIRECT, OLGA_BACK,
	    F_VERIFIER, OLGA_VERIFIER, F_CLIENT, "leave", F_SECRET,
	    olga_secret[0], F_NONE);
}

const struct stage_answer *
olga_userinfo(struct core *core, const char *token)
{
	return stage_ask(
	    core, OP_OPENID_USERINFO, openid_userinfo, F_TOKEN, token, F_NONE);
}

void
olga_token(struct core *core, char token[GRANT_TEXT_SIZE])
{
	char code[GRANT_TEXT_SIZE];
	const struct stage_answer *answer;

	olga_sign_on(core, 60, code);
	answer = olga_exchange(core, code);
	assert_int_equal(answer->reply, REPLY_OK);
	assert_true(
	    text_copy(token, GRANT_TEXT_SIZE, wire_text(&answer->in, F_TOKEN)));
}

/* The claims of an ID token, checked as a client checks them. */
json_t *
olga_claims(struct core *core, const char *id_token, const char *nonce)
{
	const struct jwt_want want = {.issuer = core->conf->issuer,
	    .audience = "leave",
	    .nonce = nonce,
	    .now_s = core->now_s};
	json_t *set, *claims;
	struct err err;

	assert_rc(RC_OK, publish_load(core, &set, &err), &err);
	assert_rc(RC_OK, jwt_verify(id_token, set, &want, &claims, &err), &err);
	json_decref(set);
	return claims;
}

const struct stage_answer *
olga_ask_changed(struct core *core, const struct actor *actor, enum op op,
    core_op *run, const struct olga_change *request,
    const struct olga_change *change)
{
	const char *text[FIELD_COUNT] = {NULL};
	enum field field[10] = {F_NONE};
	size_t count = 0;

	for (; request->field != F_NONE; request++)
		text[request->field] = request->text;
	for (int i = 0; i < 2; i++)
		if (change[i].field != F_NONE)
			text[change[i].field] = change[i].text;
	for (unsigned i = 1; i < FIELD_COUNT; i++)
		if (text[i] != NULL)
			field[count++] = (enum field)i;
	assert_true(count < sizeof(field) / sizeof(field[0]));
#define PAIR(i) field[i], text[field[i]]
	return stage_ask_as(core, actor, op, run, PAIR(0), PAIR(1), PAIR(2),
	    PAIR(3), PAIR(4), PAIR(5), PAIR(6), PAIR(7), PAIR(8), F_NONE);
#undef PAIR
}
