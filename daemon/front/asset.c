#include "asset.h"

#include "pages.h"
#include "screen.h"

enum { CACHE_S = 7 * 24 * 3600 }; /* "?v=" changes with the content */

void
asset_get(struct visit *visit)
{
	const struct pages_asset *asset = pages_asset_find(visit->rest);

	if (asset == NULL) {
		screen_refuse(visit, 404, "");
		return;
	}
	visit->answer->type = asset->type;
	visit->answer->fixed = asset->at;
	visit->answer->fixed_len = (size_t)(asset->end - asset->at);
	visit->answer->cache_s = CACHE_S;
}

void
asset_health(struct visit *visit)
{
	visit->answer->type = "text/plain; charset=utf-8";
	body_text(&visit->answer->body, "ok\n");
}
