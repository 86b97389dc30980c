#include "dice.h"

#include "base/secret.h"

#include <sodium.h>

_Static_assert(DICE_SEED_LEN == crypto_stream_chacha20_KEYBYTES,
    "a seed is ChaCha20's key");

void
dice_init(struct dice *dice, const unsigned char seed[DICE_SEED_LEN])
{
	*dice = (struct dice){.used = DICE_BLOCK};
	memcpy(dice->seed, seed, DICE_SEED_LEN);
}

void
dice_wipe(struct dice *dice)
{
	secret_wipe(dice, sizeof(*dice));
}

static uint32_t
throw_once(struct dice *dice)
{
	static const unsigned char nonce[crypto_stream_chacha20_NONCEBYTES];
	uint32_t value;

	if (dice->used + sizeof(value) > DICE_BLOCK) {
		memset(dice->block, 0, sizeof(dice->block));
		(void)crypto_stream_chacha20_xor_ic(dice->block, dice->block,
		    sizeof(dice->block), nonce, dice->next++, dice->seed);
		dice->used = 0;
	}
	memcpy(&value, dice->block + dice->used, sizeof(value));
	dice->used += sizeof(value);
	return value;
}

uint32_t
dice_below(struct dice *dice, uint32_t below)
{
	/* Throws under this would favour the low numbers. */
	uint32_t unfair = -below % below;
	uint32_t value;

	do
		value = throw_once(dice);
	while (value < unfair);
	return value % below;
}

float
dice_between(struct dice *dice, float low, float high)
{
	return low +
	    (high - low) * ((float)throw_once(dice) / (float)UINT32_MAX);
}
