/*
 * IT and the key rings: list them, add a key, or prepare one and let it make
 * when every host has it, and retire one that nothing uses any more. Workers
 * see a changed ring at their next question.
 */
#include "base/secret.h"
#include "base/almanac.h"
#include "base/clock.h"
#include "base/text.h"
#include "seal/keyfile.h"
#include "national_id.h"
#include "ops_table.h"

#include <stdio.h>
#include <string.h>

/* How many entries would no longer be recognised without that key. */
static enum rc
count_uses(struct core *core, enum core_ring ring, uint32_t kid, int64_t *count,
    struct err *err)
{
	static const char *const formats[CORE_RING_COUNT] = {
	    [RING_ID] = "(portalNationalIdIndex={%s}*)",
	    /* An ended code is nobody's any more, whatever its entry keeps. */
	    [RING_CODE] = "(&(portalCodeKid=%s)(portalCodeNonce=*)"
			  "(portalCodeExpires>=%s))",
	};
	char filter[FILTER_SIZE], number[16], now[CLOCK_GENERALIZED_SIZE];
	enum rc rc;

	*count = 0;
	if (formats[ring] == NULL)
		return RC_OK; /* sessions end, heads are checked while live */
	(void)snprintf(number, sizeof(number), "%u", kid);
	clock_generalized(core->now_s, now);
	rc = filter_print(
	    filter, sizeof(filter), err, formats[ring], number, now);
	return rc == RC_OK ? core_count_people(core, filter, count, err) : rc;
}

enum reply
keys_list(struct core *core, const struct actor *actor,
    const struct serve_question *question, struct serve_answer *answer)
{
	char day[ALMANAC_TEXT_SIZE];

	(void)actor;
	(void)question;
	for (int ring = 0; ring < CORE_RING_COUNT; ring++)
		for (size_t i = 0; i < core->ring[ring]->count; i++) {
			const struct keyring_key *key =
			    &core->ring[ring]->keys[i];
			int64_t uses;
			struct err err;
			enum rc rc = count_uses(
			    core, (enum core_ring)ring, key->kid, &uses, &err);

			if (rc != RC_OK)
				return core_fail("keys", rc, &err);
			wire_row_begin(&answer->out);
			wire_put_text(&answer->out, F_KIND,
			    core_ring_name((enum core_ring)ring));
			wire_put_number(&answer->out, F_KID, key->kid);
			wire_put_text(&answer->out, F_STATE,
			    keyring_state_name(key->state));
			wire_put_text(&answer->out, F_DETAIL,
			    almanac_print(key->day, day));
			wire_put_number(&answer->out, F_COUNT, uses);
			wire_row_end(&answer->out);
		}
	return REPLY_OK;
}

typedef enum rc key_make(const char *path, const char *purpose, int day,
    uint32_t *kid, struct err *err);

static enum reply
make(struct core *core, const struct actor *actor, const char *action,
    key_make *how, const struct serve_question *question,
    struct serve_answer *answer)
{
	const char *name = wire_text(&question->in, F_KIND);
	int ring = core_ring_of(name);
	char path[512];
	struct err err;
	uint32_t kid;
	enum rc rc;

	if (ring < 0)
		return REPLY_BAD_VALUE;
	rc = core_audit(core, actor, action, name, "", "", "begun", &err);
	core_ring_path(core, (enum core_ring)ring, path);
	if (rc == RC_OK)
		rc = how(path, name, almanac_today(core->now_s), &kid, &err);
	if (rc != RC_OK)
		return core_fail("key", rc, &err);
	wire_put_number(&answer->out, F_KID, kid);
	return REPLY_OK;
}

enum reply
keys_add(struct core *core, const struct actor *actor,
    const struct serve_question *question, struct serve_answer *answer)
{
	return make(core, actor, "key_add", keyfile_add, question, answer);
}

enum reply
keys_prepare(struct core *core, const struct actor *actor,
    const struct serve_question *question, struct serve_answer *answer)
{
	return make(
	    core, actor, "key_prepare", keyfile_prepare, question, answer);
}

typedef enum rc key_turn(
    const char *path, const char *purpose, uint32_t kid, struct err *err);

static enum rc
turn(struct core *core, const struct actor *actor, const char *action,
    key_turn *how, enum core_ring ring, uint32_t kid, struct err *err)
{
	const char *name = core_ring_name(ring);
	char path[512];
	enum rc rc =
	    core_audit(core, actor, action, name, "", "", "begun", err);

	core_ring_path(core, ring, path);
	return rc == RC_OK ? how(path, name, kid, err) : rc;
}

static bool
read_key(const struct wire_in *in, enum core_ring *ring, uint32_t *kid)
{
	int number = core_ring_of(wire_text(in, F_KIND));
	int64_t value = wire_number(in, F_KID, 0);

	*ring = (enum core_ring)number;
	*kid = (uint32_t)value;
	return number >= 0 && value >= 1 && value <= UINT32_MAX;
}

enum reply
keys_use(struct core *core, const struct actor *actor,
    const struct serve_question *question, struct serve_answer *answer)
{
	enum core_ring ring;
	struct err err;
	uint32_t kid;
	enum rc rc;

	if (!read_key(&question->in, &ring, &kid))
		return REPLY_BAD_VALUE;
	rc = turn(core, actor, "key_use", keyfile_use, ring, kid, &err);
	if (rc != RC_OK)
		return core_fail("key", rc, &err);
	wire_put_text(&answer->out, F_RESULT, "used");
	return REPLY_OK;
}

enum reply
keys_retire(struct core *core, const struct actor *actor,
    const struct serve_question *question, struct serve_answer *answer)
{
	enum core_ring ring;
	struct err err;
	int64_t uses;
	uint32_t kid;
	enum rc rc;

	if (!read_key(&question->in, &ring, &kid))
		return REPLY_BAD_VALUE;
	rc = count_uses(core, ring, kid, &uses, &err);
	if (rc == RC_OK &&
	    (uses > 0 ||
		(ring == RING_SIGN &&
		    signing_is_used(core->signing, kid, core->now_s))))
		return REPLY_KEY_IN_USE;
	if (rc == RC_OK)
		rc = turn(
		    core, actor, "key_retire", keyfile_retire, ring, kid, &err);
	if (rc == RC_DENIED)
		return REPLY_KEY_IN_USE;
	if (rc != RC_OK)
		return core_fail("key", rc, &err);
	wire_put_text(&answer->out, F_RESULT, "retired");
	return REPLY_OK;
}

/* The value for `ldapadd`, of an ID that passes its checksum. */
enum reply
keys_id_index(struct core *core, const struct actor *actor,
    const struct serve_question *question, struct serve_answer *answer)
{
	const char *typed = wire_text(&question->in, F_NATIONAL_ID);
	const struct keyring_key *key = keyring_newest(core->ring[RING_ID]);
	SECRET(canonical, NATIONAL_ID_SIZE);
	char index[NATIONAL_ID_INDEX_SIZE];

	(void)actor;
	if (national_id_parse(typed, strlen(typed), canonical) !=
	    NATIONAL_ID_OK)
		return REPLY_BAD_NATIONAL_ID;
	if (key == NULL)
		return REPLY_FAULT;
	national_id_index(key->key, key->kid, canonical, index);
	wire_put_text(&answer->out, F_DETAIL, index);
	wire_put_number(&answer->out, F_KID, key->kid);
	return REPLY_OK;
}
