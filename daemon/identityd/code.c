#include "code.h"

#include "base/secret.h"
#include "base/text.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

enum { CODE_TYPED_MAX = 63 }; /* bytes; full-width digits with blanks fit */

/* With its NUL, which parts it from what follows. */
static const char label[] = "identityd/check-code/v1";

static void
hash_number(crypto_generichash_state *state, uint64_t number, size_t len)
{
	unsigned char bytes[8];

	for (size_t i = 0; i < len; i++)
		bytes[i] = (unsigned char)(number >> 8 * (len - 1 - i));
	(void)crypto_generichash_update(state, bytes, len);
}

void
code_derive(const struct code_record *record,
    const unsigned char key[CODE_KEY_LEN], char code[CODE_SIZE])
{
	crypto_generichash_state state;
	SECRET(hash, 32);
	uint64_t number = 0;

	SECRET_AREA(state_span, &state, sizeof(state));
	(void)crypto_generichash_init(&state, key, CODE_KEY_LEN, sizeof(hash));
	(void)crypto_generichash_update(
	    &state, (const unsigned char *)label, sizeof(label));
	hash_number(&state, record->kid, 4);
	(void)crypto_generichash_update(
	    &state, record->uuid, sizeof(record->uuid));
	(void)crypto_generichash_update(
	    &state, record->nonce, sizeof(record->nonce));
	hash_number(&state, record->expires_s, 8);
	hash_number(&state, record->changed_s, 8);
	hash_number(&state, record->purpose, 1);
	(void)crypto_generichash_final(
	    &state, (unsigned char *)hash, sizeof(hash));
	for (size_t i = 0; i < 8; i++)
		number = number << 8 | (unsigned char)hash[i];
	/* printf would leave the digits on its own stack. */
	for (size_t i = CODE_DIGITS; i-- > 0; number /= 10)
		code[i] = (char)('0' + number % 10);
	code[CODE_DIGITS] = '\0';
	secret_wipe(&number, sizeof(number));
}

void
code_print(const char code[CODE_SIZE], char text[CODE_PRINT_SIZE])
{
	(void)snprintf(
	    text, CODE_PRINT_SIZE, "%.4s %.4s %.4s", code, code + 4, code + 8);
}

/* How many digits `typed` is, CODE_SIZE when it is anything else or more. */
static size_t
digits_take(const char *typed, char code[CODE_SIZE])
{
	size_t count = 0;

	for (; *typed != '\0'; typed++) {
		if (*typed == ' ' || *typed == '-')
			continue;
		if (*typed < '0' || *typed > '9' || count == CODE_DIGITS)
			return CODE_SIZE;
		code[count++] = *typed;
	}
	return count;
}

enum rc
code_parse(const char *text, char code[CODE_SIZE], struct err *err)
{
	SECRET(typed, CODE_TYPED_MAX + 1);

	memset(code, 0, CODE_SIZE);
	if (text_copy(typed, sizeof(typed), text)) {
		text_trim(typed);
		text_narrow(typed);
		if (digits_take(typed, code) == CODE_DIGITS)
			return RC_OK;
	}
	secret_wipe(code, CODE_SIZE);
	return err_set(err, RC_INPUT, "a check code is %d digits", CODE_DIGITS);
}

bool
code_is_equal(const char a[CODE_SIZE], const char b[CODE_SIZE])
{
	return sodium_memcmp(a, b, CODE_SIZE) == 0;
}
