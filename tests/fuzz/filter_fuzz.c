/* Whatever the value: the filter has its one shape and gives the value back
 * when libldap reads it; the name has two parts and gives it back too. */
#include "dir/filter.h"

#include <assert.h>
#include <ldap.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);
int ldap_pvt_put_filter(BerElement *ber, const char *filter); /* libldap */

static void
check_filter(const char *value, size_t len)
{
	char filter[FILTER_SIZE];
	struct err err;
	BerElement *made, *read;
	struct berval flat, attr, asserted;
	ber_tag_t tag;
	ber_len_t ignored;
	int bad;

	if (filter_print(filter, sizeof(filter), &err, "(uid=%.*s)", (int)len,
		value) != RC_OK)
		return;
	made = ber_alloc_t(LBER_USE_DER);
	bad = ldap_pvt_put_filter(made, filter);
	assert(bad == 0);
	bad = ber_flatten2(made, &flat, 0);
	assert(bad == 0);
	read = ber_init(&flat);
	tag = ber_peek_tag(read, &ignored);
	assert(tag == LDAP_FILTER_EQUALITY);
	tag = ber_scanf(read, "{mm}", &attr, &asserted);
	assert(tag != LBER_ERROR && asserted.bv_len == len);
	assert(memcmp(asserted.bv_val, value, len) == 0);
	ber_free(read, 1);
	ber_free(made, 1);
}

static void
check_name(const char *value, size_t len)
{
	char name[FILTER_DN_SIZE];
	struct err err;
	LDAPDN dn = NULL;

	if (filter_dn(name, sizeof(name), "dc=x", &err, "uid=%.*s", (int)len,
		value) != RC_OK)
		return;
	if (ldap_str2dn(name, &dn, LDAP_DN_FORMAT_LDAPV3) != LDAP_SUCCESS) {
		assert(len == 0 || memchr(value, '\0', len) != NULL);
		return;
	}
	assert(dn[0][1] == NULL && dn[1] != NULL && dn[2] == NULL);
	assert(dn[0][0]->la_value.bv_len == len);
	assert(memcmp(dn[0][0]->la_value.bv_val, value, len) == 0);
	ldap_dnfree(dn);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	if (len > FILTER_SIZE)
		return 0;
	check_filter((const char *)bytes, len);
	check_name((const char *)bytes, len);
	return 0;
}
