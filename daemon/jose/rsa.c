#include "rsa.h"

#include <gnutls/abstract.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct rsa_key {
	gnutls_x509_privkey_t key;
	gnutls_privkey_t signer; /* the same, as what signs */
};

static enum rc
fault(struct err *err, const char *what, int code)
{
	return err_set(err, RC_FAULT, "%s: %s", what, gnutls_strerror(code));
}

void
rsa_free(struct rsa_key *key)
{
	if (key == NULL)
		return;
	if (key->signer != NULL)
		gnutls_privkey_deinit(key->signer);
	if (key->key != NULL)
		gnutls_x509_privkey_deinit(key->key);
	free(key);
}

static struct rsa_key *
key_new(void)
{
	struct rsa_key *key = calloc(1, sizeof(*key));

	if (key != NULL && gnutls_x509_privkey_init(&key->key) == 0 &&
	    gnutls_privkey_init(&key->signer) == 0)
		return key;
	rsa_free(key);
	return NULL;
}

static int
derive(struct rsa_key *key, const unsigned char *seed)
{
	const gnutls_keygen_data_st from = {
	    GNUTLS_KEYGEN_SEED, (unsigned char *)(uintptr_t)seed, RSA_SEED_LEN};

	return gnutls_x509_privkey_generate2(key->key, GNUTLS_PK_RSA, RSA_BITS,
	    GNUTLS_PRIVKEY_FLAG_PROVABLE, &from, 1);
}

/* Takes `*key` over: the caller's after RC_OK, freed otherwise. */
static enum rc
arm(struct rsa_key **key, int code, enum rc rc, struct err *err)
{
	if (code == 0)
		code =
		    gnutls_privkey_import_x509((*key)->signer, (*key)->key, 0);
	if (code == 0)
		return RC_OK;
	rsa_free(*key);
	*key = NULL;
	return err_set(err, rc, "RSA key: %s", gnutls_strerror(code));
}

enum rc
rsa_derive(const unsigned char seed[RSA_SEED_LEN], struct rsa_key **key,
    struct err *err)
{
	*key = key_new();
	return *key != NULL ? arm(key, derive(*key, seed), RC_FAULT, err)
			    : err_set(err, RC_FAULT, "no memory");
}

enum rc
rsa_import(const void *der, size_t len, struct rsa_key **key, struct err *err)
{
	const gnutls_datum_t data = {
	    (unsigned char *)(uintptr_t)der, (unsigned)len};

	*key = key_new();
	return *key != NULL ? arm(key,
				  gnutls_x509_privkey_import(
				      (*key)->key, &data, GNUTLS_X509_FMT_DER),
				  RC_INPUT, err)
			    : err_set(err, RC_FAULT, "no memory");
}

enum rc
rsa_export(const struct rsa_key *key, unsigned char der[RSA_DER_SIZE],
    size_t *len, struct err *err)
{
	int code;

	*len = RSA_DER_SIZE;
	code =
	    gnutls_x509_privkey_export(key->key, GNUTLS_X509_FMT_DER, der, len);
	return code == 0 ? RC_OK : fault(err, "RSA key", code);
}

/* A number that a library gave, without its sign byte. */
static bool
take_number(
    unsigned char *dst, size_t size, size_t *len, gnutls_datum_t *number)
{
	size_t skip = 0;
	bool fits;

	while (skip < number->size && number->data[skip] == 0)
		skip++;
	*len = number->size - skip;
	fits = *len <= size;
	if (fits)
		memcpy(dst, number->data + skip, *len);
	gnutls_free(number->data);
	return fits;
}

enum rc
rsa_public_of(
    const struct rsa_key *key, struct rsa_public *pub, struct err *err)
{
	gnutls_datum_t modulus, exponent;
	bool fits;
	int code;

	*pub = (struct rsa_public){0};
	code = gnutls_privkey_export_rsa_raw2(key->signer, &modulus, &exponent,
	    NULL, NULL, NULL, NULL, NULL, NULL, 0);
	if (code != 0)
		return fault(err, "RSA key", code);
	fits = take_number(
	    pub->modulus, sizeof(pub->modulus), &pub->modulus_len, &modulus);
	fits &= take_number(pub->exponent, sizeof(pub->exponent),
	    &pub->exponent_len, &exponent);
	return fits ? RC_OK : err_set(err, RC_FAULT, "RSA key: too large");
}

enum rc
rsa_sign(const struct rsa_key *key, const void *bytes, size_t len,
    unsigned char signature[RSA_SIGNATURE_MAX], size_t *signature_len,
    struct err *err)
{
	const gnutls_datum_t data = {
	    (unsigned char *)(uintptr_t)bytes, (unsigned)len};
	gnutls_datum_t out;
	int code = gnutls_privkey_sign_data2(
	    key->signer, GNUTLS_SIGN_RSA_SHA256, 0, &data, &out);

	*signature_len = 0;
	if (code != 0)
		return fault(err, "RSA signature", code);
	if (out.size <= RSA_SIGNATURE_MAX) {
		memcpy(signature, out.data, out.size);
		*signature_len = out.size;
	}
	gnutls_free(out.data);
	return *signature_len > 0 ? RC_OK
				  : err_set(err, RC_FAULT, "RSA: too large");
}

enum rc
rsa_verify(const struct rsa_public *pub, const void *bytes, size_t len,
    const unsigned char *signature, size_t signature_len, struct err *err)
{
	const gnutls_datum_t modulus = {
	    (unsigned char *)(uintptr_t)pub->modulus,
	    (unsigned)pub->modulus_len};
	const gnutls_datum_t exponent = {
	    (unsigned char *)(uintptr_t)pub->exponent,
	    (unsigned)pub->exponent_len};
	const gnutls_datum_t data = {
	    (unsigned char *)(uintptr_t)bytes, (unsigned)len};
	const gnutls_datum_t signed_with = {
	    (unsigned char *)(uintptr_t)signature, (unsigned)signature_len};
	gnutls_pubkey_t key;
	int code = gnutls_pubkey_init(&key);

	if (code != 0)
		return fault(err, "RSA key", code);
	code = gnutls_pubkey_import_rsa_raw(key, &modulus, &exponent);
	if (code == 0)
		code = gnutls_pubkey_verify_data2(
		    key, GNUTLS_SIGN_RSA_SHA256, 0, &data, &signed_with);
	gnutls_pubkey_deinit(key);
	return code >= 0
	    ? RC_OK
	    : err_set(err, RC_DENIED, "signature: %s", gnutls_strerror(code));
}
