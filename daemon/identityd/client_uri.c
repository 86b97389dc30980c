#include "client_uri.h"

#include "base/text.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

enum { URI_MAX = 1024, HOST_MAX = 253, PORT_DIGITS = 5, PORT_MAX = 65535 };

static const char https[] = "https://", http[] = "http://";

/* Who can only be the browser's own machine (RFC 6761, 6.3). */
static bool
is_loopback(const char *host, size_t len)
{
	static const char *const names[] = {"localhost", "127.0.0.1", "[::1]"};
	static const char suffix[] = ".localhost";
	size_t suffix_len = sizeof(suffix) - 1;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (len == strlen(names[i]) && memcmp(host, names[i], len) == 0)
			return true;
	return len > suffix_len &&
	    memcmp(host + len - suffix_len, suffix, suffix_len) == 0;
}

/* The length of an IPv6 address with its brackets; 0 when it is none. */
static size_t
bracketed_len(const char *at)
{
	size_t len = strspn(at + 1, "0123456789abcdefABCDEF:.");
	char address[INET6_ADDRSTRLEN];
	struct in6_addr bytes;

	if (at[1 + len] != ']' ||
	    !text_print(address, sizeof(address), "%.*s", (int)len, at + 1) ||
	    inet_pton(AF_INET6, address, &bytes) != 1)
		return 0;
	return len + 2;
}

/* The length of a host name or bracketed address; 0 when it is none. */
static size_t
host_len(const char *at)
{
	static const char name[] = "abcdefghijklmnopqrstuvwxyz"
				   "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-";
	size_t len;

	if (at[0] == '[')
		return bracketed_len(at);
	len = strspn(at, name);
	return len <= HOST_MAX ? len : 0;
}

/* The length of ":port", or 0 when there is none; false for a bad one. */
static bool
port_len(const char *at, size_t *len)
{
	unsigned long port;

	*len = 0;
	if (at[0] != ':')
		return true;
	*len = 1 + strspn(at + 1, "0123456789");
	if (*len == 1 || *len > 1 + PORT_DIGITS)
		return false;
	port = strtoul(at + 1, NULL, 10);
	return port >= 1 && port <= PORT_MAX;
}

/* The length of scheme, host and port; 0 when they are not good. */
static size_t
origin_len(const char *uri)
{
	bool is_https = strncmp(uri, https, sizeof(https) - 1) == 0;
	size_t scheme = is_https ? sizeof(https) - 1 : sizeof(http) - 1;
	size_t host, port;

	if (!is_https && strncmp(uri, http, sizeof(http) - 1) != 0)
		return 0;
	host = host_len(uri + scheme);
	if (host == 0 || (!is_https && !is_loopback(uri + scheme, host)) ||
	    !port_len(uri + scheme + host, &port))
		return 0;
	return scheme + host + port;
}

bool
client_uri_is_good(const char *uri)
{
	static const char unsafe[] = " \"'<>\\^`{|}#*@";
	size_t len = strlen(uri), origin = origin_len(uri);

	return origin > 0 && len <= URI_MAX &&
	    (uri[origin] == '\0' || uri[origin] == '/' || uri[origin] == '?') &&
	    text_is_printable_ascii(uri, len) && strpbrk(uri, unsafe) == NULL;
}

bool
client_uri_origin(const char *uri, char *origin, size_t size)
{
	size_t len = origin_len(uri);

	return len > 0 && text_print(origin, size, "%.*s", (int)len, uri);
}
