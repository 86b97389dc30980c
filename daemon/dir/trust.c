#include "trust.h"

#include <ldap.h>
#include <stdio.h>
#include <string.h>

enum { LEVEL_TRACE = 1 }; /* where it tells */

/* Bits of GnuTLS, the most telling first. */
enum { SIGNER_UNKNOWN = 1 << 6, NOT_YET = 1 << 9, EXPIRED = 1 << 10 };

static enum dir_trust heard;

static enum dir_trust
of_status(unsigned status)
{
	if (status & EXPIRED)
		return DIR_TRUST_EXPIRED;
	if (status & NOT_YET)
		return DIR_TRUST_NOT_YET;
	return status & SIGNER_UNKNOWN ? DIR_TRUST_SIGNER : DIR_TRUST_OTHER;
}

static void
hear(const char *line)
{
	static const struct {
		const char *words;
		enum dir_trust trust;
	} table[] = {
	    {"certificate is expired", DIR_TRUST_EXPIRED},
	    {"not yet active", DIR_TRUST_NOT_YET},
	    {"does not match", DIR_TRUST_NAME},
	};
	const char *status = strstr(line, "untrusted or revoked (");
	unsigned bits;

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		if (strstr(line, table[i].words) != NULL)
			heard = table[i].trust;
	}
	if (status != NULL && sscanf(strchr(status, '('), "(%x", &bits) == 1)
		heard = of_status(bits);
}

static void
set_level(int level)
{
	(void)ldap_set_option(NULL, LDAP_OPT_DEBUG_LEVEL, &level);
}

void
trust_begin(void)
{
	heard = DIR_TRUST_OTHER;
	(void)ber_set_option(
	    NULL, LBER_OPT_LOG_PRINT_FN, (const void *)(uintptr_t)hear);
	set_level(LEVEL_TRACE);
}

enum dir_trust
trust_end(void)
{
	set_level(0);
	return heard;
}

const char *
trust_text(enum dir_trust trust)
{
	static const char *const texts[] = {
	    [DIR_TRUST_OK] = "the certificate is trusted",
	    [DIR_TRUST_EXPIRED] = "the server's certificate has expired",
	    [DIR_TRUST_NOT_YET] = "the server's certificate is not valid yet",
	    [DIR_TRUST_SIGNER] =
		("the server's certificate is not signed by an authority in "
		 "the CA file"),
	    [DIR_TRUST_NAME] =
		"the server's certificate is for another name than the URI's",
	    [DIR_TRUST_OTHER] = "TLS refused",
	    [DIR_TRUST_NO_CA] = "the CA file cannot be used",
	    [DIR_TRUST_REFUSED] = "the server refuses this host's own bind",
	};

	return texts[trust];
}
