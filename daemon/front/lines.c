#include "lines.h"

#include <unistd.h>

int
lines_take(struct lines *lines)
{
	int line = -1;

	(void)pthread_mutex_lock(&lines->mutex);
	if (lines->count > 0) {
		line = lines->ring[lines->first];
		lines->first = (lines->first + 1) % LINES_MAX;
		lines->count--;
	}
	(void)pthread_mutex_unlock(&lines->mutex);
	return line;
}

void
lines_give(struct lines *lines, int line)
{
	if (line < 0)
		return;
	(void)pthread_mutex_lock(&lines->mutex);
	if (lines->count < LINES_MAX) {
		lines->ring[(lines->first + lines->count) % LINES_MAX] = line;
		lines->count++;
		line = -1;
	}
	(void)pthread_mutex_unlock(&lines->mutex);
	if (line >= 0)
		(void)close(line);
}

void
lines_close(struct lines *lines)
{
	for (int line; (line = lines_take(lines)) >= 0;)
		(void)close(line);
}
