#include "audit_chain.h"

#include "base/text.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

static void
add_text(crypto_generichash_state *state, const char *name, const char *value)
{
	char head[64];
	int len = snprintf(head, sizeof(head), "%s=%zu:", name, strlen(value));

	(void)crypto_generichash_update(
	    state, (const unsigned char *)head, (size_t)len);
	(void)crypto_generichash_update(
	    state, (const unsigned char *)value, strlen(value));
	(void)crypto_generichash_update(state, (const unsigned char *)"\n", 1);
}

static void
add_number(crypto_generichash_state *state, const char *name, int64_t value)
{
	char text[24];

	(void)snprintf(text, sizeof(text), "%lld", (long long)value);
	add_text(state, name, text);
}

void
audit_chain_hash(const struct audit_entry *entry,
    const char previous[AUDIT_HASH_SIZE], char hash[AUDIT_HASH_SIZE])
{
	unsigned char out[(AUDIT_HASH_SIZE - 1) / 2];
	crypto_generichash_state state;

	(void)crypto_generichash_init(&state, NULL, 0, sizeof(out));
	add_number(&state, "home", entry->home);
	add_number(&state, "seq", entry->seq);
	add_number(&state, "time", entry->time_s);
	add_text(&state, "actor", entry->actor);
	add_text(&state, "action", entry->action);
	add_text(&state, "target", entry->target);
	add_text(&state, "school", entry->school);
	add_text(&state, "reason", entry->reason);
	add_text(&state, "result", entry->result);
	add_text(&state, "previous", previous);
	(void)crypto_generichash_final(&state, out, sizeof(out));
	(void)text_hex(hash, AUDIT_HASH_SIZE, out, sizeof(out));
}
