/*
 * sync_fuzz.c - what a server tells that is asked what has changed.
 *
 * The first byte says how it is asked. Then come its messages: a byte for the
 * kind, one for what it says, one for the length of a text, the text. Where the
 * kind says so, the text stands in the place of the BER that RFC 4533 has
 * there; an honest server never says that. libldap reads it all from memory.
 *
 * Of an honest server every event is told, in order, with its own entry and no
 * other. Whatever the server, a cookie is one that it has given, or the old
 * one, and it is the old one after a failure.
 */
#include "dir/dial.h"
#include "dir/sync.h"
#include "dir/sync_cookie.h"
#include "wrap.h"

#include <assert.h>
#include <openldap.h>
#include <stdio.h>
#include <string.h>
#include <sys/eventfd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum {
	SEARCH_ID = 1,
	INPUT_MAX = 2048,
	STREAM_MAX = 64 * INPUT_MAX,
	EVENTS_MAX = 4 * INPUT_MAX, /* seven of three bytes */
};

#define OLD_COOKIE "rid=001,csn=20260101#0#001#0;20260101#0#002#0"

/* The first byte. */
enum { ASKS_WATCH = 1, ASKS_ANEW = 2 };
/* What a message says. */
enum {
	SAYS_STATE = 3,
	SAYS_COOKIE = 4,
	SAYS_DELETES = 8,
	SAYS_NOT_DONE = 16,
	SAYS_ID = 32, /* times how many */
};

struct event {
	enum sync_event event;
	uint8_t uuid[SYNC_UUID_SIZE];
	struct berval text; /* of the entry */
};

static struct server {
	char bytes[STREAM_MAX];
	size_t len, at;
	bool is_patient; /* what has come was all for now */
	bool is_watched, is_honest;
	bool is_refreshed, is_ended;
	bool may_be_complete; /* something says so */
	struct event sent[EVENTS_MAX];
	size_t sent_count, told_count;
	struct berval given[EVENTS_MAX]; /* cookies */
	size_t given_count;
} server;

/* ------------------------------------------------------- the connection */

static ber_slen_t
on_read(Sockbuf_IO_Desc *desc, void *bytes, ber_len_t size)
{
	size_t left = server.len - server.at;
	size_t len = size < left ? size : left;

	(void)desc;
	memcpy(bytes, server.bytes + server.at, len);
	server.at += len;
	return (ber_slen_t)len;
}

static ber_slen_t
on_write(Sockbuf_IO_Desc *desc, void *bytes, ber_len_t len)
{
	(void)desc;
	(void)bytes;
	return (ber_slen_t)len;
}

static int
on_control(Sockbuf_IO_Desc *desc, int option, void *value)
{
	(void)desc;
	(void)value;
	return option == LBER_SB_OPT_DATA_READY &&
	    (!server.is_patient || server.at < server.len);
}

WRAP(enum rc, dial_open, struct dial *dial, struct dial_server *to,
    const char *ca_file, int timeout_ms, struct err *err)
{
	static Sockbuf_IO memory = {
	    NULL, NULL, on_control, on_read, on_write, NULL};
	static int silent = -1; /* a descriptor where nothing ever comes */
	Sockbuf *sockbuf = NULL;
	int version = LDAP_VERSION3;

	(void)to;
	(void)ca_file;
	(void)timeout_ms;
	(void)err;
	if (silent < 0)
		silent = eventfd(0, EFD_CLOEXEC);
	assert(ldap_init_fd(silent, LDAP_PROTO_EXT, NULL, &dial->ld) ==
	    LDAP_SUCCESS);
	ldap_set_option(dial->ld, LDAP_OPT_PROTOCOL_VERSION, &version);
	ldap_get_option(dial->ld, LDAP_OPT_SOCKBUF, &sockbuf);
	assert(ber_sockbuf_add_io(
		   sockbuf, &memory, LBER_SBIOD_LEVEL_PROVIDER, NULL) == 0);
	return RC_OK;
}

WRAP(void, dial_close, struct dial *dial, bool is_broken)
{
	(void)is_broken;
	if (dial->ld != NULL)
		(void)ldap_unbind_ext(dial->ld, NULL, NULL);
	dial->ld = NULL;
}

WRAP(bool, dial_is_stale, const struct dial *dial)
{
	(void)dial;
	return false;
}

/* ----------------------------------------------------- as RFC 4533 has it */

struct message {
	unsigned says;
	struct berval text;
	uint8_t uuid[SYNC_UUID_SIZE];
};

static void
put_event(const struct message *message, enum sync_event event, unsigned i)
{
	struct event *sent = &server.sent[server.sent_count++];

	assert(server.sent_count < EVENTS_MAX);
	*sent = (struct event){.event = event, .text = message->text};
	memcpy(sent->uuid, message->uuid, SYNC_UUID_SIZE);
	sent->uuid[0] = (uint8_t)i;
}

static void
put_cookie(BerElement *ber, const struct message *message, bool counts)
{
	const struct berval *text = &message->text;

	if ((message->says & SAYS_COOKIE) == 0)
		return;
	(void)ber_printf(ber, "O", text);
	if (counts)
		server.given[server.given_count++] = *text;
	if (text->bv_len >= SYNC_COOKIE_SIZE ||
	    memchr(text->bv_val, '\0', text->bv_len) != NULL)
		server.is_honest = false;
}

static void
make_state(BerElement *ber, const struct message *message)
{
	static const enum sync_event events[] = {
	    SYNC_PRESENT, SYNC_ENTRY, SYNC_ENTRY, SYNC_GONE};
	unsigned state = message->says & SAYS_STATE;

	put_event(message, events[state], 0);
	(void)ber_printf(ber, "{eo", (int)state,
	    server.sent[server.sent_count - 1].uuid, (ber_len_t)SYNC_UUID_SIZE);
	put_cookie(ber, message, server.is_refreshed);
	(void)ber_printf(ber, "}");
}

static void
make_id_set(BerElement *ber, const struct message *message)
{
	bool are_gone = (message->says & SAYS_DELETES) != 0;

	(void)ber_printf(ber, "t{", LDAP_TAG_SYNC_ID_SET);
	put_cookie(ber, message, true);
	if (are_gone)
		(void)ber_printf(ber, "b", 1);
	(void)ber_printf(ber, "[");
	for (unsigned i = 0; i < message->says / SAYS_ID; i++) {
		put_event(message, are_gone ? SYNC_GONE : SYNC_PRESENT, i);
		(void)ber_printf(ber, "o",
		    server.sent[server.sent_count - 1].uuid,
		    (ber_len_t)SYNC_UUID_SIZE);
	}
	(void)ber_printf(ber, "]}");
}

static void
make_phase(BerElement *ber, const struct message *message)
{
	bool is_done = (message->says & SAYS_NOT_DONE) == 0;

	(void)ber_printf(ber, "t{",
	    message->says & SAYS_DELETES ? LDAP_TAG_SYNC_REFRESH_DELETE
					 : LDAP_TAG_SYNC_REFRESH_PRESENT);
	put_cookie(ber, message, true);
	if (!is_done)
		(void)ber_printf(ber, "b", 0);
	(void)ber_printf(ber, "}");
	server.may_be_complete = true;
	/* The past ends once, and only for who stays. */
	if (server.is_refreshed || (is_done && !server.is_watched))
		server.is_honest = false;
	server.is_refreshed = is_done;
}

static void
make_new_cookie(BerElement *ber, const struct message *message)
{
	struct message own = *message;

	own.says |= SAYS_COOKIE;
	(void)ber_printf(ber, "t", LDAP_TAG_SYNC_NEW_COOKIE);
	put_cookie(ber, &own, true);
}

static void
make_done(BerElement *ber, const struct message *message)
{
	(void)ber_printf(ber, "{");
	put_cookie(ber, message, true);
	if ((message->says & SAYS_DELETES) != 0)
		(void)ber_printf(ber, "b", 1);
	(void)ber_printf(ber, "}");
}

/* ------------------------------------------------------------ messages */

static void
wrap_entry(BerElement *ber, const struct message *message, struct berval *value)
{
	(void)ber_printf(ber, "{it{s{{s[O]}}}t{{sO}}}", SEARCH_ID,
	    LDAP_RES_SEARCH_ENTRY, "cn=a", "cn", &message->text,
	    LDAP_TAG_CONTROLS, LDAP_CONTROL_SYNC_STATE, value);
}

static void
wrap_info(BerElement *ber, const struct message *message, struct berval *value)
{
	(void)message;
	(void)ber_printf(ber, "{it{tstO}}", SEARCH_ID, LDAP_RES_INTERMEDIATE,
	    LDAP_TAG_IM_RES_OID, LDAP_SYNC_INFO, LDAP_TAG_IM_RES_VALUE, value);
}

static void
wrap_done(BerElement *ber, const struct message *message, struct berval *value)
{
	(void)message;
	(void)ber_printf(ber, "{it{ess}t{{sO}}}", SEARCH_ID,
	    LDAP_RES_SEARCH_RESULT, LDAP_SUCCESS, "", "", LDAP_TAG_CONTROLS,
	    LDAP_CONTROL_SYNC_DONE, value);
	server.is_ended = server.may_be_complete = true;
}

static const struct {
	void (*make)(BerElement *ber, const struct message *message);
	void (*wrap)(BerElement *ber, const struct message *message,
	    struct berval *value);
} kinds[] = {
    {make_state, wrap_entry},
    {make_id_set, wrap_info},
    {make_phase, wrap_info},
    {make_new_cookie, wrap_info},
    {make_done, wrap_done},
};
enum { KINDS = sizeof(kinds) / sizeof(kinds[0]) };

static struct berval
flatten(BerElement *ber)
{
	struct berval flat = {0, NULL};

	assert(ber_flatten2(ber, &flat, 1) == 0);
	ber_free(ber, 1);
	return flat;
}

static void
put_bytes(const struct berval *bytes)
{
	assert(bytes->bv_len <= sizeof(server.bytes) - server.len);
	memcpy(server.bytes + server.len, bytes->bv_val, bytes->bv_len);
	server.len += bytes->bv_len;
}

static void
put_message(unsigned kind, const struct message *message)
{
	BerElement *ber = ber_alloc_t(LBER_USE_DER);
	bool is_bad = kind / KINDS % 2 == 1;
	struct berval value, whole;

	kind %= KINDS;
	if (is_bad) {
		value = message->text;
		server.is_honest = false;
	} else {
		kinds[kind].make(ber, message);
		value = flatten(ber);
		ber = ber_alloc_t(LBER_USE_DER);
	}
	kinds[kind].wrap(ber, message, &value);
	whole = flatten(ber);
	put_bytes(&whole);
	ber_memfree(whole.bv_val);
	if (!is_bad)
		ber_memfree(value.bv_val);
}

static void
tell_server(bool is_watched, const uint8_t *data, size_t size)
{
	memset(&server.len, 0,
	    offsetof(struct server, sent) - offsetof(struct server, len));
	server.is_watched = is_watched;
	server.is_honest = true;
	server.sent_count = server.told_count = server.given_count = 0;
	while (size >= 3 && !server.is_ended) {
		size_t len = data[2] < size - 3 ? data[2] : size - 3;
		struct message message = {.says = data[1],
		    .text = {len, (char *)(uintptr_t)data + 3}};

		put_message(data[0], &message);
		data += 3 + len;
		size -= 3 + len;
	}
}

/* ---------------------------------------------------------------- events */

static enum rc
on_event(void *context, enum sync_event event,
    const uint8_t uuid[SYNC_UUID_SIZE], const struct dir_entry *entry,
    struct err *err)
{
	const struct event *sent = &server.sent[server.told_count];
	const void *text;
	size_t len;

	(void)context;
	(void)err;
	assert((entry != NULL) == (event == SYNC_ENTRY));
	server.told_count++;
	if (!server.is_honest)
		return RC_OK;
	assert(server.told_count <= server.sent_count);
	assert(event == sent->event);
	assert(memcmp(uuid, sent->uuid, SYNC_UUID_SIZE) == 0);
	if (entry == NULL)
		return RC_OK;
	text = dir_bytes_at(entry, "CN", 0, &len);
	assert(
	    dir_count(entry, "cn") == 1 && strcmp(dir_dn(entry), "cn=a") == 0);
	assert(len == sent->text.bv_len &&
	    memcmp(text, sent->text.bv_val, len) == 0);
	return RC_OK;
}

static bool
was_given(const char *cookie)
{
	for (size_t i = 0; i < server.given_count; i++)
		if (server.given[i].bv_len == strlen(cookie) &&
		    memcmp(server.given[i].bv_val, cookie, strlen(cookie)) == 0)
			return true;
	return false;
}

/* What the server has told last is in it, and telling it again adds nothing;
 * but for one that names a server twice, which no two readings leave alike. */
static void
check_heard(const char cookie[SYNC_COOKIE_SIZE])
{
	char last[SYNC_COOKIE_SIZE], again[SYNC_COOKIE_SIZE];
	const struct berval *given;

	if (server.given_count == 0 || !server.is_honest)
		return;
	given = &server.given[server.given_count - 1];
	(void)snprintf(
	    last, sizeof(last), "%.*s", (int)given->bv_len, given->bv_val);
	memcpy(again, last, sizeof(again));
	if (!sync_cookie_merge(again, sizeof(again), last) ||
	    strcmp(again, last) != 0)
		return;
	memcpy(again, cookie, sizeof(again));
	assert(sync_cookie_merge(again, sizeof(again), last));
	assert(strcmp(again, cookie) == 0);
}

static void
ask_and_stay(struct dir *dir, const struct sync_query *query,
    char cookie[SYNC_COOKIE_SIZE], struct err *err)
{
	char before[SYNC_COOKIE_SIZE];
	struct sync_watch watching;
	bool is_complete;
	enum rc rc;

	rc = sync_watch(
	    dir, query, cookie, on_event, NULL, &is_complete, &watching, err);
	assert(sync_is_watching(dir, &watching) == (rc == RC_OK));
	if (rc != RC_OK)
		return;
	server.is_patient = true;
	memcpy(before, cookie, sizeof(before));
	rc = sync_hear(dir, &watching, cookie, on_event, NULL, err);
	assert(sync_is_watching(dir, &watching) == (rc == RC_OK));
	if (rc != RC_OK)
		assert(strcmp(cookie, before) == 0);
	else
		check_heard(cookie);
	if (!server.is_honest)
		return;
	assert(rc != RC_OK ||
	    (!server.is_ended && server.told_count == server.sent_count));
	/* Cookies of too many servers do not fit into one. */
	assert(rc == RC_OK || server.is_ended || server.given_count > 0);
}

static void
ask_once(struct dir *dir, const struct sync_query *query,
    char cookie[SYNC_COOKIE_SIZE], struct err *err)
{
	char before[SYNC_COOKIE_SIZE];
	bool is_complete;
	enum rc rc;

	memcpy(before, cookie, sizeof(before));
	rc = sync_poll(dir, query, cookie, on_event, NULL, &is_complete, err);
	if (rc != RC_OK)
		assert(strcmp(cookie, before) == 0);
	if (!server.is_honest)
		return;
	assert(strcmp(cookie, before) == 0 || was_given(cookie));
	if (rc == RC_OK)
		assert(server.told_count == server.sent_count);
	assert(!is_complete || server.may_be_complete);
	assert(rc == RC_OK || !server.is_ended || rc == RC_INPUT);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const uris[] = {"ldaps://directory.example", NULL};
	static const char *const attrs[] = {"cn", NULL};
	const struct dir_conf conf = {.uris = uris, .ca_file = ""};
	const struct sync_query query = {"dc=x", "(cn=*)", attrs, 0};
	char cookie[SYNC_COOKIE_SIZE] = "";
	struct dir *dir;
	struct err err;

	if (size == 0 || size > INPUT_MAX)
		return 0;
	tell_server((data[0] & ASKS_WATCH) != 0, data + 1, size - 1);
	if ((data[0] & ASKS_ANEW) == 0)
		(void)snprintf(cookie, sizeof(cookie), "%s", OLD_COOKIE);
	assert(dir_open(&conf, &dir, &err) == RC_OK);
	if (server.is_watched)
		ask_and_stay(dir, &query, cookie, &err);
	else
		ask_once(dir, &query, cookie, &err);
	dir_close(dir);
	return 0;
}
