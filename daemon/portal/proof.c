#include "proof.h"

#include "base/text.h"

#include <sodium.h>
#include <string.h>

enum {
	/* Past this many times the expected work there is something wrong. */
	PATIENCE_BITS = 6,
	TEXT_SIZE = PROOF_CHALLENGE_MAX + PROOF_SIZE + 2,
};

static bool
has_zero_bits(const unsigned char *hash, int bits)
{
	for (; bits >= 8; bits -= 8)
		if (*hash++ != 0)
			return false;
	return bits == 0 || *hash >> (8 - bits) == 0;
}

static bool
is_proof(const char *text, size_t len, int bits)
{
	unsigned char hash[crypto_hash_sha256_BYTES];

	(void)crypto_hash_sha256(hash, (const unsigned char *)text, len);
	return has_zero_bits(hash, bits);
}

static bool
is_challenge(const char *id, const char *form, int bits)
{
	return bits >= PROOF_BITS_MIN && bits <= PROOF_BITS_MAX &&
	    strlen(id) + strlen(form) <= PROOF_CHALLENGE_MAX;
}

static bool
is_number(const char *text)
{
	size_t len = strlen(text);

	return len > 0 && len < PROOF_SIZE && strspn(text, "0123456789") == len;
}

bool
proof_check(const char *id, const char *form, int bits, const char *number)
{
	char text[TEXT_SIZE];

	return is_challenge(id, form, bits) && is_number(number) &&
	    text_print(text, sizeof(text), "%s:%s:%s", id, form, number) &&
	    is_proof(text, strlen(text), bits);
}

/* Counts up a decimal number in place. */
static size_t
count_up(char *digits, size_t len)
{
	size_t i = len;

	while (i > 0 && digits[i - 1] == '9')
		digits[--i] = '0';
	if (i > 0) {
		digits[i - 1]++;
		return len;
	}
	digits[0] = '1';
	digits[len] = '0';
	digits[len + 1] = '\0';
	return len + 1;
}

bool
proof_solve(const char *id, const char *form, int bits, char number[PROOF_SIZE])
{
	char text[TEXT_SIZE];
	uint64_t left;
	size_t head, len = 1;

	if (!is_challenge(id, form, bits) ||
	    !text_print(text, sizeof(text), "%s:%s:0", id, form))
		return false;
	head = strlen(text) - 1;
	left = UINT64_C(1) << (bits + PATIENCE_BITS);
	while (!is_proof(text, head + len, bits)) {
		if (left-- == 0)
			return false;
		len = count_up(text + head, len);
	}
	return text_copy(number, PROOF_SIZE, text + head);
}
