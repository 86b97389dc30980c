#include "dial.h"

#include "base/clock.h"
#include "trust.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openldap.h>
#include <malloc.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/un.h>
#include <unistd.h>

enum {
	GOODBYE_MS = 50,
	CUT_AFTER_MS = 2000,    /* unacknowledged data means a cut cable */
	MESSAGE_MAX = 16 << 20, /* bytes of one answer; an entry is far less */
};

/* A password passes through libldap's buffers: what it frees is wiped. */
static void
free_wiped(void *at, void *context)
{
	(void)context;
	if (at != NULL)
		explicit_bzero(at, malloc_usable_size(at));
	free(at);
}

static void *
alloc(ber_len_t size, void *context)
{
	(void)context;
	return malloc(size);
}

static void *
alloc_zeroed(ber_len_t count, ber_len_t size, void *context)
{
	(void)context;
	return calloc(count, size);
}

static void *
realloc_wiped(void *at, ber_len_t size, void *context)
{
	size_t kept = at == NULL ? 0 : malloc_usable_size(at);
	void *moved;

	if (kept >= size)
		return at;
	moved = malloc(size);
	if (moved == NULL)
		return NULL;
	if (kept > 0)
		memcpy(moved, at, kept);
	free_wiped(at, context);
	return moved;
}

void
dial_start(void)
{
	static BerMemoryFunctions memory = {
	    alloc, alloc_zeroed, realloc_wiped, free_wiped};

	(void)ber_set_option(NULL, LBER_OPT_MEMORY_FNS, &memory);
	setenv("LDAPNOINIT", "1", 1);
	setenv("RES_OPTIONS", "timeout:1 attempts:1", 0);
	setenv("SASL_PATH", "/var/empty", 1);
}

/* ------------------------------------------------- the bytes of libldap */

static bool
wait_for(const struct dial *dial, short events)
{
	struct pollfd poll_fd = {.fd = dial->fd, .events = events};
	int64_t left_ms = dial->deadline_ms - clock_mono_ms();
	int ready;

	if (left_ms <= 0) {
		errno = ETIMEDOUT;
		return false;
	}
	ready = poll(&poll_fd, 1, (int)left_ms);
	if (ready == 0)
		errno = ETIMEDOUT;
	return ready > 0 || (ready < 0 && errno == EINTR);
}

static ber_slen_t
read_bytes(Sockbuf_IO_Desc *io, void *bytes, ber_len_t len)
{
	struct dial *dial = io->sbiod_pvt;
	ssize_t got;

	while ((got = recv(dial->fd, bytes, len, MSG_DONTWAIT)) < 0) {
		if (errno != EAGAIN && errno != EINTR)
			break;
		if (!wait_for(dial, POLLIN))
			break;
	}
	return got;
}

static ber_slen_t
write_bytes(Sockbuf_IO_Desc *io, void *bytes, ber_len_t len)
{
	struct dial *dial = io->sbiod_pvt;
	ssize_t put;

	while ((put = send(dial->fd, bytes, len, MSG_DONTWAIT | MSG_NOSIGNAL)) <
	    0) {
		if (errno != EAGAIN && errno != EINTR)
			break;
		if (!wait_for(dial, POLLOUT))
			break;
	}
	return put;
}

static int
setup_io(Sockbuf_IO_Desc *io, void *arg)
{
	io->sbiod_pvt = arg;
	return 0;
}

static int
remove_io(Sockbuf_IO_Desc *io)
{
	io->sbiod_pvt = NULL;
	return 0;
}

static int
control_io(Sockbuf_IO_Desc *io, int option, void *arg)
{
	(void)io;
	(void)option;
	(void)arg;
	return 0;
}

static int
close_io(Sockbuf_IO_Desc *io)
{
	struct dial *dial = io->sbiod_pvt;

	if (dial->fd >= 0)
		close(dial->fd);
	dial->fd = -1;
	return 0;
}

static Sockbuf_IO socket_io = {
    .sbi_setup = setup_io,
    .sbi_remove = remove_io,
    .sbi_ctrl = control_io,
    .sbi_read = read_bytes,
    .sbi_write = write_bytes,
    .sbi_close = close_io,
};

/* ------------------------------------------------------- where it is */

/* Where Debian's slapd and libldap have it for ldapi:/// without a path. */
static const char local_path[] = "/var/run/slapd/ldapi";

static bool
is_unnamed(const LDAPURLDesc *url)
{
	return url->lud_host == NULL || *url->lud_host == '\0';
}

enum rc
dial_check_uri(struct dial_server *server, struct err *err)
{
	const char *uri = server->uri;
	LDAPURLDesc *url;
	bool is_tls;
	enum rc rc = RC_OK;

	if (ldap_url_parse(uri, &url) != LDAP_URL_SUCCESS)
		return err_set(err, RC_INPUT, "'%s' is no LDAP URI", uri);
	server->is_local = strcmp(url->lud_scheme, "ldapi") == 0;
	server->has_start = strcmp(url->lud_scheme, "ldap") == 0;
	is_tls = server->has_start || strcmp(url->lud_scheme, "ldaps") == 0;
	if (!server->is_local && !is_tls)
		rc = err_set(err, RC_INPUT,
		    "'%s' is not ldaps://, ldap:// with StartTLS or ldapi://",
		    uri);
	else if (is_tls && is_unnamed(url))
		rc = err_set(err, RC_INPUT, "'%s' names no server", uri);
	else if (server->is_local && !is_unnamed(url) &&
	    strlen(url->lud_host) >=
		sizeof(((struct sockaddr_un *)0)->sun_path))
		rc = err_set(err, RC_INPUT, "'%s': the path is too long", uri);
	ldap_free_urldesc(url);
	return rc;
}

static void
resolve_local(const char *path, struct dial_server *server)
{
	struct sockaddr_un *name = (struct sockaddr_un *)&server->address;

	memset(name, 0, sizeof(*name));
	name->sun_family = AF_UNIX;
	strncpy(name->sun_path, path, sizeof(name->sun_path) - 1);
	server->address_len = sizeof(*name);
}

static enum rc
resolve_name(
    const char *host, int port, struct dial_server *server, struct err *err)
{
	static const struct addrinfo hints = {
	    .ai_socktype = SOCK_STREAM, .ai_flags = AI_ADDRCONFIG};
	struct addrinfo *found;
	char name[NI_MAXHOST];
	in_port_t *at;
	size_t len = strlen(host);
	int failed;

	/* "[::1]" of a URI is "::1" here. */
	if (len > 2 && len < sizeof(name) && host[0] == '[')
		(void)snprintf(
		    name, sizeof(name), "%.*s", (int)len - 2, host + 1);
	else
		(void)snprintf(name, sizeof(name), "%s", host);
	failed = getaddrinfo(name, NULL, &hints, &found);
	if (failed)
		return err_set(
		    err, RC_OFFLINE, "%s: %s", name, gai_strerror(failed));
	memcpy(&server->address, found->ai_addr, found->ai_addrlen);
	server->address_len = found->ai_addrlen;
	freeaddrinfo(found);
	at = server->address.ss_family == AF_INET6
	    ? &((struct sockaddr_in6 *)&server->address)->sin6_port
	    : &((struct sockaddr_in *)&server->address)->sin_port;
	*at = htons((uint16_t)port);
	return RC_OK;
}

static enum rc
resolve(struct dial_server *server, struct err *err)
{
	LDAPURLDesc *url;
	enum rc rc = RC_OK;

	if (ldap_url_parse(server->uri, &url) != LDAP_URL_SUCCESS)
		return err_set(
		    err, RC_INPUT, "'%s' is no LDAP URI", server->uri);
	if (server->is_local)
		resolve_local(
		    is_unnamed(url) ? local_path : url->lud_host, server);
	else
		rc = resolve_name(url->lud_host, url->lud_port, server, err);
	ldap_free_urldesc(url);
	return rc;
}

/* ------------------------------------------------------- getting through */

static enum rc
socket_connect(
    struct dial *dial, const struct dial_server *server, struct err *err)
{
	int one = 1, cut_after_ms = CUT_AFTER_MS, error = 0;
	socklen_t error_len = sizeof(error);

	dial->fd = socket(server->address.ss_family,
	    SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (dial->fd < 0)
		return err_set(err, RC_FAULT, "socket: %s", strerror(errno));
	if (!server->is_local) {
		setsockopt(
		    dial->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
		setsockopt(
		    dial->fd, SOL_SOCKET, SO_KEEPALIVE, &one, sizeof(one));
		setsockopt(dial->fd, IPPROTO_TCP, TCP_USER_TIMEOUT,
		    &cut_after_ms, sizeof(cut_after_ms));
	}
	if (connect(dial->fd, (const struct sockaddr *)&server->address,
		server->address_len) == 0)
		return RC_OK;
	if (errno == EINPROGRESS && wait_for(dial, POLLOUT)) {
		getsockopt(dial->fd, SOL_SOCKET, SO_ERROR, &error, &error_len);
		errno = error;
	}
	return errno == 0 ? RC_OK
			  : err_set(err, RC_OFFLINE, "%s", strerror(errno));
}

static enum rc
reach(struct dial *dial, struct dial_server *server, struct err *err)
{
	bool was_known = server->address_len != 0;
	enum rc rc;

	if (!was_known && (rc = resolve(server, err)) != RC_OK)
		return rc;
	if ((rc = socket_connect(dial, server, err)) == RC_OK || !was_known)
		return rc;
	/* It may have moved. */
	close(dial->fd);
	dial->fd = -1;
	if (resolve(server, err) != RC_OK)
		return rc;
	return socket_connect(dial, server, err);
}

/* Asks a server at ldap:// to go on in TLS. */
static enum rc
ask_start(struct dial *dial, struct err *err)
{
	int64_t left_ms = dial->deadline_ms - clock_mono_ms();
	struct timeval left = {left_ms / 1000, left_ms % 1000 * 1000};
	LDAPMessage *answer = NULL;
	int id, code = ldap_start_tls(dial->ld, NULL, NULL, &id);

	if (code == LDAP_SUCCESS && left_ms > 0 &&
	    ldap_result(dial->ld, id, LDAP_MSG_ALL, &left, &answer) ==
		LDAP_RES_EXTENDED) {
		if (ldap_parse_result(dial->ld, answer, &code, NULL, NULL, NULL,
			NULL, true) != LDAP_SUCCESS)
			code = LDAP_DECODING_ERROR;
	} else if (code == LDAP_SUCCESS) {
		ldap_msgfree(answer);
		code = LDAP_TIMEOUT;
	}
	return code == LDAP_SUCCESS
	    ? RC_OK
	    : err_set(err, RC_OFFLINE, "StartTLS: %s", ldap_err2string(code));
}

static enum rc
start_tls(struct dial *dial, const struct dial_server *server,
    const char *ca_file, struct err *err)
{
	int demand = LDAP_OPT_X_TLS_DEMAND, client = 0;
	enum dir_trust trust;
	int code;

	if (server->has_start && ask_start(dial, err) != RC_OK)
		return RC_OFFLINE;
	ldap_set_option(dial->ld, LDAP_OPT_X_TLS_CACERTFILE, ca_file);
	ldap_set_option(dial->ld, LDAP_OPT_X_TLS_REQUIRE_CERT, &demand);
	code = ldap_set_option(dial->ld, LDAP_OPT_X_TLS_NEWCTX, &client);
	if (code != LDAP_OPT_SUCCESS) {
		dial->trust = DIR_TRUST_NO_CA;
		return err_set(err, RC_FAULT, "cannot use the CA file %s",
		    ca_file == NULL ? "(none)" : ca_file);
	}
	trust_begin();
	code = ldap_install_tls(dial->ld);
	trust = trust_end();
	if (code == LDAP_SUCCESS)
		return RC_OK;
	if (clock_mono_ms() >= dial->deadline_ms)
		return err_set(err, RC_OFFLINE, "no TLS handshake in time");
	dial->trust = trust;
	return err_set(err, RC_OFFLINE, "%s", trust_text(trust));
}

static enum rc
attach(struct dial *dial, const struct dial_server *server, struct err *err)
{
	int version = LDAP_VERSION3;
	ber_len_t message_max = MESSAGE_MAX;
	Sockbuf *sockbuf = NULL;
	int code;

	code = ldap_init_fd(dial->fd, LDAP_PROTO_EXT, server->uri, &dial->ld);
	if (code != LDAP_SUCCESS)
		return err_set(
		    err, RC_FAULT, "libldap: %s", ldap_err2string(code));
	ldap_get_option(dial->ld, LDAP_OPT_SOCKBUF, &sockbuf);
	/* An answer is several messages: what has come is read at once. */
	if (sockbuf == NULL ||
	    ber_sockbuf_add_io(
		sockbuf, &socket_io, LBER_SBIOD_LEVEL_PROVIDER, dial) != 0 ||
	    ber_sockbuf_add_io(sockbuf, &ber_sockbuf_io_readahead,
		LBER_SBIOD_LEVEL_PROVIDER, NULL) != 0)
		return err_set(err, RC_FAULT, "libldap gives no socket buffer");
	ber_sockbuf_ctrl(sockbuf, LBER_SB_OPT_SET_MAX_INCOMING, &message_max);
	ldap_set_option(dial->ld, LDAP_OPT_PROTOCOL_VERSION, &version);
	ldap_set_option(dial->ld, LDAP_OPT_REFERRALS, LDAP_OPT_OFF);
	ldap_set_option(dial->ld, LDAP_OPT_RESTART, LDAP_OPT_OFF);
	return RC_OK;
}

enum rc
dial_open(struct dial *dial, struct dial_server *server, const char *ca_file,
    int timeout_ms, struct err *err)
{
	enum rc rc;

	dial->ld = NULL;
	dial->fd = -1;
	dial->trust = DIR_TRUST_OK;
	dial->deadline_ms = clock_mono_ms() + timeout_ms;
	rc = reach(dial, server, err);
	if (rc == RC_OK)
		rc = attach(dial, server, err);
	if (rc == RC_OK && !server->is_local)
		rc = start_tls(dial, server, ca_file, err);
	if (rc == RC_OK)
		return RC_OK;
	dial_close(dial, true);
	return err_context(err, rc, "%s", server->uri);
}

void
dial_close(struct dial *dial, bool is_broken)
{
	if (is_broken && dial->fd >= 0)
		shutdown(dial->fd, SHUT_RDWR);
	dial->deadline_ms = clock_mono_ms() + GOODBYE_MS;
	if (dial->ld != NULL)
		ldap_unbind_ext(dial->ld, NULL, NULL);
	if (dial->fd >= 0) /* no handler of ours was there to close it */
		close(dial->fd);
	dial->ld = NULL;
	dial->fd = -1;
}

bool
dial_is_stale(const struct dial *dial)
{
	struct pollfd poll_fd = {.fd = dial->fd, .events = POLLIN};

	return poll(&poll_fd, 1, 0) != 0;
}
