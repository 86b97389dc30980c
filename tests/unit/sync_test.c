/* What is made of a server's answer to a sync search, byte by byte. */
#include "dir/sync.h"
#include "dir/dial.h"
#include "unit.h"

#include <openldap.h>
#include <string.h>
#include <unistd.h>

enum rc __wrap_dial_open(struct dial *dial, struct dial_server *server,
    const char *ca_file, int timeout_ms, struct err *err);

/* Of a control or an intermediate response. */
struct value {
	const char *bytes;
	ber_len_t len;
};
#define VALUE(bytes)                     \
	{                                \
		bytes, sizeof(bytes) - 1 \
	}

/* An entry's, one of "sync info", and that of the end. */
struct answer {
	struct value state, info, done;
};
#define UUID       \
	"\x04\x10" \
	"0123456789abcdef"
#define ADDED VALUE("\x30\x15\x0a\x01\x01" UUID)
#define HERE  VALUE("\x30\x15\x0a\x01\x00" UUID)
#define COOKIE           \
	VALUE("\x80\x01" \
	      "A")
#define END                      \
	VALUE("\x30\x03\x04\x01" \
	      "B")

static const struct answer *told;
static int far = -1; /* the server's end */
static int pictures, others;

static void
say(BerElement *ber)
{
	struct berval bytes;

	assert_int_equal(ber_flatten2(ber, &bytes, 0), 0);
	assert_int_equal(write(far, bytes.bv_val, bytes.bv_len), bytes.bv_len);
	ber_free(ber, 1);
}

static void
say_all(void)
{
	BerElement *entry = ber_alloc_t(LBER_USE_DER);
	BerElement *info = ber_alloc_t(LBER_USE_DER);
	BerElement *done = ber_alloc_t(LBER_USE_DER);

	(void)ber_printf(entry, "{it{s{}}t{{so}}}", 1, LDAP_RES_SEARCH_ENTRY,
	    "cn=a", LDAP_TAG_CONTROLS, LDAP_CONTROL_SYNC_STATE,
	    told->state.bytes, told->state.len);
	(void)ber_printf(info, "{it{tsto}}", 1, LDAP_RES_INTERMEDIATE,
	    LDAP_TAG_IM_RES_OID, LDAP_SYNC_INFO, LDAP_TAG_IM_RES_VALUE,
	    told->info.bytes, told->info.len);
	(void)ber_printf(done, "{it{ess}t{{so}}}", 1, LDAP_RES_SEARCH_RESULT,
	    LDAP_SUCCESS, "", "", LDAP_TAG_CONTROLS, LDAP_CONTROL_SYNC_DONE,
	    told->done.bytes, told->done.len);
	say(entry);
	say(info);
	say(done);
}

enum rc
__wrap_dial_open(struct dial *dial, struct dial_server *server,
    const char *ca_file, int timeout_ms, struct err *err)
{
	int version = LDAP_VERSION3, ends[2];

	(void)server;
	(void)ca_file;
	(void)timeout_ms;
	(void)err;
	assert_int_equal(
	    socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), 0);
	far = ends[1];
	say_all();
	dial->fd = ends[0];
	assert_int_equal(
	    ldap_init_fd(dup(ends[0]), LDAP_PROTO_TCP, NULL, &dial->ld),
	    LDAP_SUCCESS);
	ldap_set_option(dial->ld, LDAP_OPT_PROTOCOL_VERSION, &version);
	return RC_OK;
}

static enum rc
count_event(void *context, enum sync_event event,
    const uint8_t uuid[SYNC_UUID_SIZE], const struct dir_entry *entry,
    struct err *err)
{
	(void)context;
	(void)err;
	assert_memory_equal(uuid, "0123456789abcdef", SYNC_UUID_SIZE);
	assert_int_equal(entry != NULL, event == SYNC_ENTRY);
	*(entry != NULL ? &pictures : &others) += 1;
	return RC_OK;
}

static enum rc
poll_once(const struct answer *answer, char cookie[SYNC_COOKIE_SIZE])
{
	static const char *uris[] = {"ldaps://directory.example", NULL};
	static const char *attrs[] = {"cn", NULL};
	const struct dir_conf conf = {.uris = uris, .ca_file = "/nowhere"};
	const struct sync_query query = {"dc=x", "(cn=*)", attrs, 0};
	struct dir *dir;
	struct err err;
	bool is_complete;
	enum rc rc;

	told = answer;
	pictures = others = 0;
	assert_rc(RC_OK, dir_open(&conf, &dir, &err), &err);
	rc = sync_poll(
	    dir, &query, cookie, count_event, NULL, &is_complete, &err);
	dir_close(dir);
	(void)close(far);
	return rc;
}

static void
an_entry_comes_only_with_news_of_it(void **state)
{
	static const struct answer added = {ADDED, COOKIE, END};
	static const struct answer here = {HERE, COOKIE, END};
	char cookie[SYNC_COOKIE_SIZE] = "";

	(void)state;
	assert_int_equal(poll_once(&added, cookie), RC_OK);
	assert_int_equal(pictures, 1);
	assert_string_equal(cookie, "B");
	assert_int_equal(poll_once(&here, cookie), RC_OK);
	assert_int_equal(pictures, 0);
	assert_int_equal(others, 1);
}

static void
what_the_rfc_does_not_know_is_a_fault(void **state)
{
	static const struct answer answers[] = {
	    {VALUE(""), COOKIE, END},
	    {VALUE("\x30\x15\x0a\x01\x04" UUID), COOKIE, END},
	    {VALUE("\x30\x18\x0a\x01\x01" UUID "\x01\x01\xff"), COOKIE, END},
	    {ADDED, VALUE(""), END},
	    {ADDED,
		VALUE("\x87\x01"
		      "A"),
		END},
	    {ADDED,
		VALUE("\xa2\x04\x04\x7f"
		      "AB"),
		END}, /* cut short */
	    {ADDED,
		VALUE("\xa3\x06\x04\x7f"
		      "AB\x31"),
		END},
	    {ADDED, COOKIE, VALUE("")},
	    {ADDED, COOKIE,
		VALUE("\x30\x03\x04\x7f"
		      "B")},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(answers) / sizeof(answers[0]); i++) {
		char cookie[SYNC_COOKIE_SIZE] = "old";

		assert_int_equal(poll_once(&answers[i], cookie), RC_FAULT);
		assert_string_equal(cookie, "old");
	}
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(an_entry_comes_only_with_news_of_it),
    cmocka_unit_test(what_the_rfc_does_not_know_is_a_fault),
};
UNIT_MAIN(tests)
