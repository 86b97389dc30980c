#include "dn.h"

#include "base/text.h"

#include <ldap.h>
#include <stdlib.h>
#include <strings.h>

static int
by_attribute(const void *a, const void *b)
{
	const LDAPAVA *left = *(LDAPAVA *const *)a;
	const LDAPAVA *right = *(LDAPAVA *const *)b;

	return strcasecmp(left->la_attr.bv_val, right->la_attr.bv_val);
}

/* "a=#": libldap reads that before another part of its level and nowhere
 * else. */
static bool
has_empty_ber(LDAPDN dn)
{
	for (size_t i = 0; dn != NULL && dn[i] != NULL; i++)
		for (size_t j = 0; dn[i][j] != NULL; j++)
			if ((dn[i][j]->la_flags & LDAP_AVA_BINARY) != 0 &&
			    dn[i][j]->la_value.bv_len == 0)
				return true;
	return false;
}

/* "uid=b+cn=a" is "cn=a+uid=b": the parts of one level have no order. */
static void
sort_parts(LDAPDN dn)
{
	for (size_t i = 0; dn != NULL && dn[i] != NULL; i++) {
		size_t count = 0;

		while (dn[i][count] != NULL)
			count++;
		qsort(dn[i], count, sizeof(*dn[i]), by_attribute);
	}
}

enum rc
dn_normal(char *dst, size_t size, const char *dn, struct err *err)
{
	LDAPDN parsed = NULL;
	char *printed = NULL;
	bool is_parsed, is_copied = false;

	is_parsed =
	    ldap_str2dn(dn, &parsed, LDAP_DN_FORMAT_LDAPV3) == LDAP_SUCCESS;
	if (is_parsed)
		sort_parts(parsed);
	if (is_parsed && !has_empty_ber(parsed) &&
	    ldap_dn2str(parsed, &printed, LDAP_DN_FORMAT_LDAPV3) ==
		LDAP_SUCCESS)
		is_copied =
		    text_copy(dst, size, printed == NULL ? "" : printed);
	ldap_memfree(printed);
	ldap_dnfree(parsed);
	if (!is_copied || *dst == '\0')
		return err_set(err, RC_INPUT, "'%s' is no usable name", dn);
	text_lower(dst);
	return RC_OK;
}
