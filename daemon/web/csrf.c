#include "csrf.h"

#include "base/text.h"

#include <sodium.h>
#include <string.h>

enum { TOKEN_LEN = 16 };
_Static_assert(CSRF_TOKEN_SIZE == 2 * TOKEN_LEN + 1, "hex");

void
csrf_init(struct csrf *csrf)
{
	randombytes_buf(csrf->key, sizeof(csrf->key));
}

void
csrf_seed(char seed[CSRF_SEED_SIZE])
{
	unsigned char bytes[(CSRF_SEED_SIZE - 1) / 2];

	randombytes_buf(bytes, sizeof(bytes));
	(void)text_hex(seed, CSRF_SEED_SIZE, bytes, sizeof(bytes));
}

bool
csrf_is_seed(const char *seed)
{
	return strlen(seed) == CSRF_SEED_SIZE - 1 &&
	    strspn(seed, "0123456789abcdef") == CSRF_SEED_SIZE - 1;
}

void
csrf_token(const struct csrf *csrf, const char *seed, const char *path,
    char token[CSRF_TOKEN_SIZE])
{
	crypto_generichash_state state;
	unsigned char hash[TOKEN_LEN];

	(void)crypto_generichash_init(
	    &state, csrf->key, sizeof(csrf->key), sizeof(hash));
	/* Of a fixed length, so that seed and path cannot be shifted. */
	(void)crypto_generichash_update(
	    &state, (const unsigned char *)seed, CSRF_SEED_SIZE - 1);
	(void)crypto_generichash_update(
	    &state, (const unsigned char *)path, strlen(path));
	(void)crypto_generichash_final(&state, hash, sizeof(hash));
	(void)text_hex(token, CSRF_TOKEN_SIZE, hash, sizeof(hash));
}

bool
csrf_check(const struct csrf *csrf, const char *seed, const char *path,
    const char *token)
{
	char expected[CSRF_TOKEN_SIZE];

	if (!csrf_is_seed(seed) || strlen(token) != CSRF_TOKEN_SIZE - 1)
		return false;
	csrf_token(csrf, seed, path, expected);
	return text_equal_secret(expected, token, CSRF_TOKEN_SIZE - 1);
}
