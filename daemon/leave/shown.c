#include "shown.h"

#include "base/text.h"

#include <sodium.h>
#include <string.h>

void
shown_print(const char *const *texts, size_t count, char shown[SHOWN_SIZE])
{
	unsigned char hash[SHOWN_LEN];
	crypto_generichash_state state;

	(void)crypto_generichash_init(&state, NULL, 0, sizeof(hash));
	for (size_t i = 0; i < count; i++)
		(void)crypto_generichash_update(&state,
		    (const unsigned char *)texts[i], strlen(texts[i]) + 1);
	(void)crypto_generichash_final(&state, hash, sizeof(hash));
	(void)text_hex(shown, SHOWN_SIZE, hash, sizeof(hash));
}
