#include "upload.h"

#include "base/clock.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

enum { FIRST_SIZE = 4096 };

bool
upload_begin(struct upload *upload, size_t said, size_t max)
{
	if (max > UPLOAD_MAX)
		max = UPLOAD_MAX;
	if (said > max)
		return false;
	*upload =
	    (struct upload){.max = said, .is_long = said > UPLOAD_SHORT_MAX};
	if (said == 0)
		upload->max = max < UPLOAD_SHORT_MAX ? max : UPLOAD_SHORT_MAX;
	else
		upload->size = said + 1;
	return true;
}

bool
upload_place(struct upload *upload, atomic_int *places)
{
	if (atomic_fetch_add(places, 1) >= UPLOAD_PLACES) {
		(void)atomic_fetch_sub(places, 1);
		return false;
	}
	upload->places = places;
	return true;
}

/* Room for `need`; at first for as much as was said. */
static void
grow(struct upload *upload, size_t need)
{
	char *more;

	if (upload->bytes != NULL && need <= upload->size)
		return;
	if (need > upload->size)
		upload->size = need < FIRST_SIZE ? FIRST_SIZE : 2 * need;
	more = realloc(upload->bytes, upload->size);
	if (more == NULL)
		abort();
	upload->bytes = more;
}

bool
upload_put(struct upload *upload, const char *bytes, size_t len)
{
	if (len > upload->max - upload->len)
		return false;
	grow(upload, upload->len + len + 1);
	memcpy(upload->bytes + upload->len, bytes, len);
	upload->len += len;
	return true;
}

void
upload_end(struct upload *upload)
{
	free(upload->bytes);
	if (upload->places != NULL)
		(void)atomic_fetch_sub(upload->places, 1);
	*upload = (struct upload){0};
}

void
upload_drop(int fd)
{
	char bytes[FIRST_SIZE];
	struct pollfd sender = {.fd = fd, .events = POLLIN};
	int64_t now_ms = clock_mono_ms();
	int64_t end_ms = now_ms + UPLOAD_DROP_MS;
	size_t dropped = 0;

	while (dropped < UPLOAD_MAX && now_ms < end_ms &&
	    poll(&sender, 1, (int)(end_ms - now_ms)) > 0) {
		ssize_t len = recv(fd, bytes, sizeof(bytes), MSG_DONTWAIT);

		if (len <= 0)
			return;
		dropped += (size_t)len;
		now_ms = clock_mono_ms();
	}
}
