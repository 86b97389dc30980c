#include "client.h"

#include "base/secret.h"
#include "base/text.h"
#include "client_uri.h"
#include "scope.h"

#include <sodium.h>
#include <string.h>

enum { SECRET_LEN = 32 };

static const char *const kinds[] = {
    [CLIENT_PUBLIC] = "public",
    [CLIENT_CONFIDENTIAL] = "confidential",
    [CLIENT_FIRST_PARTY] = "first_party",
};

bool
client_kind_parse(const char *name, enum client_kind *kind)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strcmp(kinds[i], name) == 0) {
			*kind = (enum client_kind)i;
			return true;
		}
	return false;
}

static enum rc
read_entry(struct client *client, struct err *err)
{
	const char *kind = dir_value(client->entry, "portalAppClient");
	const char *name = dir_value(client->entry, "cn");

	client->scopes = SCOPE_OPENID;
	for (size_t i = 0; i < dir_count(client->entry, "portalAppScope");
	     i++) {
		const char *scope =
		    dir_value_at(client->entry, "portalAppScope", i);

		client->scopes |= scope != NULL ? scope_parse(scope) : 0;
	}
	return kind != NULL && client_kind_parse(kind, &client->kind) &&
		name != NULL &&
		text_copy(client->name, sizeof(client->name), name)
	    ? RC_OK
	    : err_set(err, RC_ABSENT, "no client");
}

enum rc
client_load(
    struct core *core, const char *name, struct client *client, struct err *err)
{
	static const char *const attrs[] = {"cn", "displayName",
	    "portalAppClient", "portalAppRedirect", "portalAppLogout",
	    "portalAppScope", "portalAppSecret", NULL};
	char base[FILTER_DN_SIZE], dn[FILTER_DN_SIZE];
	enum rc rc =
	    filter_dn(base, sizeof(base), core->conf->base_dn, err, "ou=apps");

	*client = (struct client){0};
	if (!text_is_word(name))
		return err_set(err, RC_ABSENT, "no client");
	if (rc == RC_OK)
		rc = filter_dn(dn, sizeof(dn), base, err, "cn=%s", name);
	if (rc == RC_OK)
		rc = dir_get(core->dir, dn, attrs, &client->entry, err);
	if (rc == RC_OK)
		rc = read_entry(client, err);
	/* The directory does not tell capitals apart, a client_id does. */
	if (rc == RC_OK && strcmp(client->name, name) != 0)
		rc = err_set(err, RC_ABSENT, "no client");
	if (rc != RC_OK)
		client_wipe(client);
	return rc;
}

void
client_wipe(struct client *client)
{
	dir_entry_free(client->entry);
	*client = (struct client){0};
}

const char *
client_caption(const struct client *client, bool is_english)
{
	const char *zh = dir_value(client->entry, "displayName");
	const char *en = dir_value(client->entry, "displayName;lang-en");
	const char *first = is_english ? en : zh,
		   *second = is_english ? zh : en;

	return first != NULL ? first : second != NULL ? second : client->name;
}

/* IT may have written what must not be one. */
static bool
has(const struct client *client, const char *attr, const char *uri)
{
	if (!client_uri_is_good(uri))
		return false;
	for (size_t i = 0; i < dir_count(client->entry, attr); i++) {
		const char *value = dir_value_at(client->entry, attr, i);

		if (value != NULL && strcmp(value, uri) == 0)
			return true;
	}
	return false;
}

bool
client_may_redirect(const struct client *client, const char *uri)
{
	return has(client, "portalAppRedirect", uri);
}

bool
client_may_end_at(const struct client *client, const char *uri)
{
	return has(client, "portalAppLogout", uri);
}

bool
client_is_proved(const struct client *client, const char *secret)
{
	const char *hash = dir_value(client->entry, "portalAppSecret");

	if (client->kind == CLIENT_PUBLIC)
		return secret == NULL;
	return secret != NULL && hash != NULL &&
	    crypto_pwhash_str_verify(hash, secret, strlen(secret)) == 0;
}

enum rc
client_make_secret(
    char secret[CLIENT_SECRET_SIZE], char hash[128], struct err *err)
{
	SECRET(random, SECRET_LEN);

	_Static_assert(crypto_pwhash_STRBYTES == 128, "what the header says");
	randombytes_buf(random, SECRET_LEN);
	(void)text_base64url(secret, CLIENT_SECRET_SIZE, random, SECRET_LEN);
	return crypto_pwhash_str(hash, secret, strlen(secret),
		   crypto_pwhash_OPSLIMIT_MIN, crypto_pwhash_MEMLIMIT_MIN) == 0
	    ? RC_OK
	    : err_set(err, RC_FAULT, "no memory for a hash");
}
