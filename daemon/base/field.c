#include "ops.h"
#include "part.h"

#include <string.h>

static const struct field_rule fields[FIELD_COUNT] = {
    [F_ACCOUNT] = {"account", FIELD_TEXT, 64, false},
    [F_NATIONAL_ID] = {"national_id", FIELD_TEXT, 64, true},
    [F_MAIL] = {"mail", FIELD_TEXT, 254, false},
    [F_MAIL_RECOVERY] = {"mail_recovery", FIELD_TEXT, 254, false},
    [F_CODE] = {"code", FIELD_TEXT, 64, true},
    [F_PASSWORD] = {"password", FIELD_PASSWORD, 1024, true},
    [F_PASSWORD_OLD] = {"password_old", FIELD_PASSWORD, 1024, true},
    [F_MUST_CHANGE] = {"must_change", FIELD_NUMBER, 8, false},
    [F_SESSION] = {"session", FIELD_TEXT, 1024, true},
    [F_LANG] = {"lang", FIELD_TEXT, 8, false},
    [F_ADDRESS] = {"address", FIELD_TEXT, 64, false},
    [F_REASON] = {"reason", FIELD_TEXT, 64, false},
    [F_TEXT] = {"text", FIELD_LINES, FIELD_TEXT_MAX, false},
    [F_WHY] = {"why", FIELD_TEXT, 256, false},
    [F_NAME] = {"name", FIELD_TEXT, 128, false},
    [F_NAME_EN] = {"name_en", FIELD_TEXT, 128, false},
    [F_SCHOOL] = {"school", FIELD_TEXT, 32, false},
    [F_SCHOOL_NAME] = {"school_name", FIELD_TEXT, 255, false},
    [F_UNIT] = {"unit", FIELD_TEXT, 128, false},
    [F_KIND] = {"kind", FIELD_TEXT, 32, false},
    [F_STATE] = {"state", FIELD_TEXT, 16, false},
    [F_ADMIN_POST] = {"admin_post", FIELD_TEXT, 64, false},
    [F_SCHEDULE] = {"schedule", FIELD_TEXT, 8, false},
    [F_POSTED_FROM] = {"posted_from", FIELD_TEXT, 16, false},
    [F_POSTED_UNTIL] = {"posted_until", FIELD_TEXT, 16, false},
    [F_HIRED_ON] = {"hired_on", FIELD_TEXT, 16, false},
    [F_OPENID] = {"openid", FIELD_TEXT, 256, false},
    [F_UUID] = {"uuid", FIELD_TEXT, 36, false},
    [F_GROUP] = {"group", FIELD_TEXT, 64, false},
    [F_MACHINE] = {"machine", FIELD_TEXT, 64, false},
    [F_APP] = {"app", FIELD_TEXT, 64, false},
    [F_URL] = {"url", FIELD_TEXT, 512, false},
    [F_NOTICE] = {"notice", FIELD_TEXT, 64, false},
    [F_TITLE] = {"title", FIELD_TEXT, 256, false},
    [F_TITLE_EN] = {"title_en", FIELD_TEXT, 256, false},
    [F_TEXT_EN] = {"text_en", FIELD_LINES, FIELD_TEXT_MAX, false},
    [F_FROM] = {"from", FIELD_TEXT, 16, false},
    [F_UNTIL] = {"until", FIELD_TEXT, 16, false},
    [F_AUDIENCE] = {"audience", FIELD_TEXT, 32, false},
    [F_SECRET] = {"secret", FIELD_TEXT, 128, true},
    [F_PLAN] = {"plan", FIELD_NUMBER, 8, false},
    [F_WANTED] = {"wanted", FIELD_NUMBER, 8, false},
    [F_RESULT] = {"result", FIELD_TEXT, 32, false},
    [F_CURSOR] = {"cursor", FIELD_TEXT, 256, false},
    [F_COUNT] = {"count", FIELD_NUMBER, 8, false},
    [F_EXPIRES] = {"expires", FIELD_NUMBER, 8, false},
    [F_TRIES] = {"tries", FIELD_NUMBER, 8, false},
    [F_LETTER] = {"letter", FIELD_TEXT, 128, false},
    [F_LETTER_STATE] = {"letter_state", FIELD_TEXT, 16, false},
    [F_LETTER_KIND] = {"letter_kind", FIELD_TEXT, 32, false},
    [F_DETAIL] = {"detail", FIELD_TEXT, 512, false},
    [F_UID_NUMBER] = {"uid_number", FIELD_NUMBER, 8, false},
    [F_GID_NUMBER] = {"gid_number", FIELD_NUMBER, 8, false},
    [F_KID] = {"kid", FIELD_NUMBER, 8, false},
    [F_SERVICE] = {"service", FIELD_TEXT, 64, false},
    [F_TTY] = {"tty", FIELD_TEXT, 64, false},
    [F_RHOST] = {"rhost", FIELD_TEXT, 256, false},
    [F_PURPOSE] = {"purpose", FIELD_TEXT, 16, false},
    [F_ACTOR] = {"actor", FIELD_TEXT, 512, false},
    [F_TARGET] = {"target", FIELD_TEXT, 512, false},
    [F_ACTION] = {"action", FIELD_TEXT, 64, false},
    [F_SEQ] = {"seq", FIELD_NUMBER, 8, false},
    [F_TIME] = {"time", FIELD_NUMBER, 8, false},
    [F_HASH] = {"hash", FIELD_TEXT, 191, false},
    [F_ROLE] = {"role", FIELD_TEXT, 16, false},
    [F_CLIENT] = {"client_id", FIELD_TEXT, 128, false},
    [F_CLIENT_KIND] = {"client", FIELD_TEXT, 16, false},
    [F_REDIRECT] = {"redirect_uri", FIELD_TEXT, 2048, false},
    [F_LOGOUT] = {"logout_uri", FIELD_TEXT, 2048, false},
    [F_RESPONSE_TYPE] = {"response_type", FIELD_TEXT, 128, false},
    [F_RESPONSE_MODE] = {"response_mode", FIELD_TEXT, 32, false},
    [F_SCOPE] = {"scope", FIELD_TEXT, 512, false},
    [F_OPENID_STATE] = {"openid_state", FIELD_TEXT, 512, false},
    [F_NONCE] = {"nonce", FIELD_TEXT, 512, false},
    [F_CHALLENGE] = {"code_challenge", FIELD_TEXT, 128, false},
    [F_CHALLENGE_METHOD] = {"code_challenge_method", FIELD_TEXT, 32, false},
    [F_VERIFIER] = {"code_verifier", FIELD_TEXT, 128, true},
    [F_PROMPT] = {"prompt", FIELD_TEXT, 128, false},
    [F_MAX_AGE] = {"max_age", FIELD_TEXT, 32, false},
    [F_LOGIN_HINT] = {"login_hint", FIELD_TEXT, 256, false},
    [F_ID_TOKEN_HINT] = {"id_token_hint", FIELD_TEXT, 4096, true},
    [F_UNSUPPORTED] = {"unsupported", FIELD_TEXT, 64, false},
    [F_GRANT] = {"grant", FIELD_TEXT, 2048, true},
    [F_GRANT_TYPE] = {"grant_type", FIELD_TEXT, 64, false},
    [F_TOKEN] = {"access_token", FIELD_TEXT, 1024, true},
    [F_ID_TOKEN] = {"id_token", FIELD_TEXT, 4096, true},
    [F_LOCATION] = {"location", FIELD_TEXT, 8192, true},
    [F_VALUE] = {"value", FIELD_TEXT, 4096, true},
    [F_ORIGIN] = {"origin", FIELD_TEXT, 267, false},
    [F_JSON] = {"json", FIELD_TEXT, 32768, false},
    [F_REQUEST] = {"request", FIELD_TEXT, 40, false},
    [F_TYPE] = {"type", FIELD_TEXT, 47, false},
    [F_STARTS] = {"starts", FIELD_TEXT, 32, false},
    [F_ENDS] = {"ends", FIELD_TEXT, 32, false},
    [F_DEPUTY] = {"deputy", FIELD_TEXT, 400, false},
    [F_FACTS] = {"facts", FIELD_TEXT, 511, false},
    [F_VERSION] = {"version", FIELD_NUMBER, 8, false},
    [F_KEY] = {"key", FIELD_TEXT, 64, false},
    [F_MINUTES] = {"minutes", FIELD_NUMBER, 8, false},
    [F_PAY_CUT] = {"pay_cut", FIELD_NUMBER, 8, false},
    [F_GRANTED] = {"granted", FIELD_NUMBER, 8, false},
    [F_USED] = {"used", FIELD_NUMBER, 8, false},
    [F_PENDING] = {"pending", FIELD_NUMBER, 8, false},
    [F_AVAILABLE] = {"available", FIELD_NUMBER, 8, false},
    [F_LOT] = {"lot", FIELD_TEXT, 95, false},
    [F_YEAR] = {"year", FIELD_NUMBER, 8, false},
    [F_TABLE] = {"table", FIELD_LINES, 60000, false},
    [F_PAID] = {"paid", FIELD_NUMBER, 8, false},
    [F_ATTACHMENT] = {"attachment", FIELD_TEXT, 40, false},
    [F_DATA] = {"data", FIELD_TEXT, PART_TEXT_LEN, false},
    [F_PAPER] = {"paper", FIELD_TEXT, 16, false},
    [F_ROW] = {"row", FIELD_ROW, 8192, false},
};

const struct field_rule *
field_rule(unsigned field)
{
	if (field == F_NONE || field >= FIELD_COUNT)
		return NULL;
	return &fields[field];
}

enum field
field_find(const char *name)
{
	for (unsigned field = F_NONE + 1; field < FIELD_COUNT; field++)
		if (strcmp(fields[field].name, name) == 0)
			return (enum field)field;
	return F_NONE;
}

bool
field_in(const uint8_t *list, unsigned field)
{
	for (; list != NULL && *list != F_NONE; list++)
		if (*list == field)
			return true;
	return false;
}
