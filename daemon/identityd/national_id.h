/*
 * national_id.h - a national ID as typed, its one canonical form, its index.
 *
 * Shape:  the canonical form is ten ASCII characters: a capital letter and
 *         nine that the three forms in national_id.c allow. Everything typed
 *         becomes that or one reason why not. The directory keeps the index
 *         only: a keyed hash, the number of its key before it.
 * Units:  NATIONAL_ID_LEN characters; sizes count the NUL.
 * Errors: enum national_id_fault, looked for in the order of its members, so
 *         that an input has one reason however much is wrong with it.
 * Source: 內政部戶政司 (citizens), 移民署 (residents, before and since 2021);
 *         libsodium crypto_generichash(3) is BLAKE2b.
 */
#ifndef IDENTITYD_NATIONAL_ID_H
#define IDENTITYD_NATIONAL_ID_H

#include <stddef.h>
#include <stdint.h>

enum {
	NATIONAL_ID_LEN = 10,
	NATIONAL_ID_SIZE = NATIONAL_ID_LEN + 1,
	NATIONAL_ID_KEY_LEN = 32,    /* bytes, as in a key ring */
	NATIONAL_ID_INDEX_SIZE = 64, /* "{4294967295}", 44 of base64, NUL */
};

enum national_id_fault {
	NATIONAL_ID_OK,
	NATIONAL_ID_ENCODING, /* not UTF-8, or control characters in it */
	NATIONAL_ID_LENGTH,   /* not ten characters between the blanks */
	NATIONAL_ID_SHAPE,    /* ten, but of none of the forms */
	NATIONAL_ID_CHECKSUM, /* a form, but a digit must be mistyped */
};

/*
 * Trims blanks (space, tab, CR, LF, U+3000), narrows full-width ASCII, makes
 * capitals of ASCII letters, then judges. `canonical` is filled for OK and for
 * CHECKSUM, which personnel may override, and empty otherwise.
 */
enum national_id_fault national_id_parse(
    const void *bytes, size_t len, char canonical[NATIONAL_ID_SIZE]);

/* "ok", "encoding", "length", "shape", "checksum": stable names. */
const char *national_id_fault_name(enum national_id_fault fault);

/* The value of portalNationalIdIndex under key number `kid`: "{kid}base64". */
void national_id_index(const unsigned char key[NATIONAL_ID_KEY_LEN],
    uint32_t kid, const char canonical[NATIONAL_ID_SIZE],
    char index[NATIONAL_ID_INDEX_SIZE]);

#endif
