/*
 * OpenID Connect: no client is known yet, so every question is refused as one
 * of a client that nobody knows.
 */
#include "ops_table.h"

#define REFUSES(name, refusal)                                        \
	enum reply name(struct core *core, const struct actor *actor, \
	    const struct serve_question *question,                    \
	    struct serve_answer *answer)                              \
	{                                                             \
		(void)core;                                           \
		(void)actor;                                          \
		(void)question;                                       \
		(void)answer;                                         \
		return refusal;                                       \
	}

REFUSES(openid_authorize, REPLY_OPENID_CLIENT)
REFUSES(openid_token, REPLY_INVALID_CLIENT)
REFUSES(openid_userinfo, REPLY_INVALID_TOKEN)
REFUSES(openid_keys, REPLY_OPENID_NOT_READY)
REFUSES(openid_about, REPLY_OPENID_NOT_READY)
REFUSES(openid_end, REPLY_OPENID_CLIENT)
REFUSES(app_secret, REPLY_ABSENT)
