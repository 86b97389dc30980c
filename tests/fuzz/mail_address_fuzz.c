/*
 * mail_address_fuzz.c - an address from a roster, a form or a directory.
 * What is accepted can stand in a header and in RCPT TO as it is.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "mail/mail_address.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char text[1024];
	const char *at;

	if (size >= sizeof(text))
		return 0;
	memcpy(text, data, size);
	text[size] = '\0';
	if (mail_address_fault(text) != MAIL_ADDRESS_FINE)
		return 0;
	at = strchr(text, '@');
	if (strlen(text) > MAIL_ADDRESS_MAX || at == NULL || at == text ||
	    strpbrk(text, " \t\r\n<>(),;:\\\"[]") != NULL ||
	    strchr(at + 1, '@') != NULL || strchr(at, '.') == NULL)
		abort();
	for (const char *p = text; *p != '\0'; p++)
		if (*p < 0x21 || *p > 0x7e)
			abort();
	return 0;
}
