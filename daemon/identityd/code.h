/*
 * code.h - the check code (檢查碼): derived when it is needed, stored nowhere.
 *
 * Shape:  twelve digits that follow from a key of the ring `code` and from what
 *         the person's entry records. Whoever has entry and key can say the
 *         code again, and neither alone can.
 * Units:  *_s Unix seconds; sizes count the NUL.
 * Errors: RC_INPUT: not twelve digits.
 * Source: ours: the first 8 bytes, big-endian, mod 10^12, of BLAKE2b-256 keyed
 *         with key kid over "identityd/check-code/v1" NUL, kid u32, entryUUID
 *         16, nonce 16, expires u64, changed u64, purpose u8.
 */
#ifndef IDENTITYD_CODE_H
#define IDENTITYD_CODE_H

#include "base/err.h"

#include <stdbool.h>
#include <stdint.h>

enum {
	CODE_DIGITS = 12,
	CODE_SIZE = CODE_DIGITS + 1,
	CODE_PRINT_SIZE = 15, /* "1234 5678 9012" */
	CODE_KEY_LEN = 32,
	CODE_NONCE_LEN = 16,
	CODE_UUID_LEN = 16,
};

/* CODE_MAIL is no check code: mail_proof.h. */
enum code_purpose { CODE_ACTIVATE = 1, CODE_RESET = 2, CODE_MAIL = 3 };

struct code_record {
	uint32_t kid;
	unsigned char uuid[CODE_UUID_LEN]; /* entryUUID, RFC 4122 order */
	unsigned char nonce[CODE_NONCE_LEN];
	uint64_t expires_s;
	uint64_t changed_s; /* pwdChangedTime it was issued against; 0 never */
	enum code_purpose purpose;
};

/* The caller wipes `code`. */
void code_derive(const struct code_record *record,
    const unsigned char key[CODE_KEY_LEN], char code[CODE_SIZE]);

/* "123456789012" as people read it: "1234 5678 9012". */
void code_print(const char code[CODE_SIZE], char text[CODE_PRINT_SIZE]);

/* Blanks, hyphens and full-width digits are fine, anywhere. */
enum rc code_parse(const char *text, char code[CODE_SIZE], struct err *err);

/* In a time that does not tell where they differ. */
bool code_is_equal(const char a[CODE_SIZE], const char b[CODE_SIZE]);

#endif
