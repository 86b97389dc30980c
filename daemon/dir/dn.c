#include "dn.h"

#include "base/text.h"

#include <ldap.h>

enum rc
dn_normal(char *dst, size_t size, const char *dn, struct err *err)
{
	LDAPDN parsed = NULL;
	char *printed = NULL;
	bool is_copied = false;

	if (ldap_str2dn(dn, &parsed, LDAP_DN_FORMAT_LDAPV3) == LDAP_SUCCESS &&
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
