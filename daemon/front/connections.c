#include "connections.h"

#include <unistd.h>

int
connections_take(struct connections *connections)
{
	int connection = -1;

	(void)pthread_mutex_lock(&connections->mutex);
	if (connections->count > 0) {
		connection = connections->ring[connections->first];
		connections->first = (connections->first + 1) % CONNECTIONS_MAX;
		connections->count--;
	}
	(void)pthread_mutex_unlock(&connections->mutex);
	return connection;
}

void
connections_give(struct connections *connections, int connection)
{
	if (connection < 0)
		return;
	(void)pthread_mutex_lock(&connections->mutex);
	if (connections->count < CONNECTIONS_MAX) {
		connections->ring[(connections->first + connections->count) %
		    CONNECTIONS_MAX] = connection;
		connections->count++;
		connection = -1;
	}
	(void)pthread_mutex_unlock(&connections->mutex);
	if (connection >= 0)
		(void)close(connection);
}

void
connections_close(struct connections *connections)
{
	for (int connection; (connection = connections_take(connections)) >= 0;)
		(void)close(connection);
}
