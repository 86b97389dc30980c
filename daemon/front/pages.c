#include "pages.h"

#include "base/text.h"

#include <sodium.h>
#include <string.h>

void
pages_version(char version[PAGES_VERSION_SIZE])
{
	unsigned char hash[crypto_generichash_BYTES_MIN];
	crypto_generichash_state state;

	(void)crypto_generichash_init(&state, NULL, 0, sizeof(hash));
	for (size_t i = 0; i < pages_asset_count; i++)
		(void)crypto_generichash_update(&state,
		    (const unsigned char *)pages_assets[i].at,
		    (size_t)(pages_assets[i].end - pages_assets[i].at));
	(void)crypto_generichash_final(&state, hash, sizeof(hash));
	(void)text_hex(
	    version, PAGES_VERSION_SIZE, hash, (PAGES_VERSION_SIZE - 1) / 2);
}

const struct pages_asset *
pages_asset_find(const char *name)
{
	for (size_t i = 0; i < pages_asset_count; i++)
		if (strcmp(pages_assets[i].name, name) == 0)
			return &pages_assets[i];
	return NULL;
}
