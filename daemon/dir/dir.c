#include "dir.h"

#include "base/clock.h"
#include "base/text.h"
#include "entry.h"
#include "mods.h"
#include "talk.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum {
	TIMEOUT_MS = 1500,
	BACKOFF_MIN_MS = 1000,
	BACKOFF_MAX_MS = 30000,
	PASS_MS = 60000,
	HASHING_MS = 2000, /* old, new and remembered passwords, one by one */
};

/* ------------------------------------------------------------ connection */

static int
or_else(int value, int fallback)
{
	return value > 0 ? value : fallback;
}

static enum rc
take_conf(struct dir *dir, const struct dir_conf *conf, struct err *err)
{
	struct dial_server *server;
	enum rc rc = RC_OK;

	dir->conf = *conf;
	dir->conf.timeout_ms = or_else(conf->timeout_ms, TIMEOUT_MS);
	dir->conf.backoff_min_ms =
	    or_else(conf->backoff_min_ms, BACKOFF_MIN_MS);
	dir->conf.backoff_max_ms =
	    or_else(conf->backoff_max_ms, BACKOFF_MAX_MS);
	dir->health = conf->health == NULL ? &dir->own_health : conf->health;
	for (int i = 0; conf->uris[i] != NULL; i++) {
		if (i == DIR_SERVERS_MAX)
			return err_set(err, RC_INPUT, "more than %d servers",
			    DIR_SERVERS_MAX);
		server = &dir->servers[dir->server_count++];
		server->uri = conf->uris[i];
		rc = dial_check_uri(server, err);
		if (rc == RC_OK && !server->is_local && conf->ca_file == NULL)
			rc = err_set(err, RC_INPUT,
			    "'%s' needs a CA file to be trusted", server->uri);
		if (rc != RC_OK)
			return rc;
	}
	if (dir->server_count == 0)
		return err_set(err, RC_INPUT, "no directory server is named");
	if ((conf->bind_dn == NULL) != (conf->password == NULL))
		return err_set(
		    err, RC_INPUT, "a bind DN and a password go together");
	return RC_OK;
}

enum rc
dir_open(const struct dir_conf *conf, struct dir **out, struct err *err)
{
	struct dir *dir = calloc(1, sizeof(*dir));
	enum rc rc;

	*out = NULL;
	if (dir == NULL)
		return err_set(err, RC_FAULT, "out of memory");
	dial_start();
	dir->dial = &dir->dials[0];
	dir->current = -1;
	rc = take_conf(dir, conf, err);
	if (rc != RC_OK) {
		free(dir);
		return rc;
	}
	*out = dir;
	return RC_OK;
}

void
dir_close(struct dir *dir)
{
	if (dir == NULL)
		return;
	talk_hang_up(dir, false);
	dir_entry_free(dir->after);
	free(dir);
}

enum rc
dir_probe(struct dir *dir, struct err *err)
{
	bool is_any_up = false;

	for (int i = 0; i < dir->server_count; i++) {
		if (atomic_load(&dir->health->retry_at_ms[i]) == 0 ||
		    talk_connect(dir, i, err) == RC_OK)
			is_any_up = true;
	}
	return is_any_up ? RC_OK : RC_OFFLINE;
}

bool
dir_pass(struct dir *dir)
{
	int64_t now_ms = clock_mono_ms();

	if (dir->current < 0)
		return false;
	dir->pass_until_ms[dir->current] = now_ms + PASS_MS;
	talk_hang_up(dir, false);
	for (int i = 0; i < dir->server_count; i++) {
		if (dir->pass_until_ms[i] <= now_ms)
			return true;
	}
	memset(dir->pass_until_ms, 0, sizeof(dir->pass_until_ms));
	return false;
}

const char *
dir_server(const struct dir *dir)
{
	return dir->current < 0 ? NULL : dir->servers[dir->current].uri;
}

int
dir_code(const struct dir *dir)
{
	return dir->code;
}

enum dir_policy
dir_policy(const struct dir *dir)
{
	return dir->policy;
}

const char *
dir_said(const struct dir *dir)
{
	return dir->said;
}

/* ---------------------------------------------------------------- asking */

struct search {
	const struct dir_query *query;
	dir_each *each;
	void *context;
	struct dir_entry *entry;
};

/* One message of the answer; *is_last with the result. */
static enum rc
take_entry(struct dir *dir, struct search *search, int sent, int id,
    bool *is_last, struct err *err)
{
	LDAPMessage *message;
	enum rc rc = talk_take(dir, sent, id, &message, err);
	int type = message == NULL ? 0 : ldap_msgtype(message);

	*is_last = rc != RC_OK || type == LDAP_RES_SEARCH_RESULT;
	if (rc == RC_OK && type == LDAP_RES_SEARCH_ENTRY) {
		dir->is_spent = true;
		if (!entry_read(search->entry, dir->dial->ld, message))
			rc = err_set(err, RC_FAULT, "cannot read an entry");
		else
			rc = search->each(search->context, search->entry, err);
		*is_last = rc != RC_OK;
		if (rc != RC_OK)
			ldap_abandon_ext(dir->dial->ld, id, NULL, NULL);
	}
	ldap_msgfree(message);
	return rc;
}

static enum rc
search_ask(struct dir *dir, void *question, struct err *err)
{
	static const int scopes[] = {
	    [DIR_BASE] = LDAP_SCOPE_BASE,
	    [DIR_ONE] = LDAP_SCOPE_ONELEVEL,
	    [DIR_SUBTREE] = LDAP_SCOPE_SUBTREE,
	};
	struct search *search = question;
	const struct dir_query *query = search->query;
	bool is_last = false;
	enum rc rc = RC_OK;
	int sent, id = 0;

	if (query->timeout_ms > 0)
		dir->dial->deadline_ms +=
		    query->timeout_ms - dir->conf.timeout_ms;
	sent = ldap_search_ext(dir->dial->ld, query->base, scopes[query->scope],
	    query->filter == NULL ? "(objectClass=*)" : query->filter,
	    (char **)(uintptr_t)query->attrs, false, NULL, NULL, NULL,
	    query->size_max > 0 ? query->size_max : LDAP_NO_LIMIT, &id);
	while (!is_last)
		rc = take_entry(dir, search, sent, id, &is_last, err);
	return rc;
}

enum rc
dir_search(struct dir *dir, const struct dir_query *query, dir_each *each,
    void *context, struct err *err)
{
	struct search search = {query, each, context, entry_new()};
	enum rc rc;

	if (search.entry == NULL)
		return err_set(err, RC_FAULT, "out of memory");
	rc = talk_ask(dir, TALK_REPEAT, search_ask, &search, err);
	dir_entry_free(search.entry);
	return rc;
}

struct find {
	struct dir_entry *found;
	int count;
};

static enum rc
keep_first(void *context, const struct dir_entry *entry, struct err *err)
{
	struct find *find = context;

	if (find->count++ > 0)
		return RC_OK;
	find->found = entry_copy(entry);
	return find->found != NULL ? RC_OK
				   : err_set(err, RC_FAULT, "out of memory");
}

enum rc
dir_find(struct dir *dir, const struct dir_query *query, struct dir_entry **out,
    struct err *err)
{
	struct dir_query two = *query;
	struct find find = {NULL, 0};
	enum rc rc;

	*out = NULL;
	two.size_max = 2;
	rc = dir_search(dir, &two, keep_first, &find, err);
	if (find.count > 1)
		rc = err_set(err, RC_EXISTS, "more than one entry fits");
	else if (rc == RC_OK && find.count == 0)
		rc = err_set(err, RC_ABSENT, "no entry fits");
	if (rc == RC_OK)
		*out = find.found;
	else
		dir_entry_free(find.found);
	return rc;
}

enum rc
dir_get(struct dir *dir, const char *dn, const char *const *attrs,
    struct dir_entry **out, struct err *err)
{
	const struct dir_query query = {
	    .base = dn, .scope = DIR_BASE, .attrs = attrs};

	return dir_find(dir, &query, out, err);
}

struct whoami {
	char *dst;
	size_t size;
};

static enum rc
whoami_ask(struct dir *dir, void *question, struct err *err)
{
	struct whoami *whoami = question;
	struct berval *name = NULL;
	LDAPMessage *message;
	int sent, id = 0;
	enum rc rc;

	sent = ldap_whoami(dir->dial->ld, NULL, NULL, &id);
	rc = talk_take(dir, sent, id, &message, err);
	if (rc == RC_OK &&
	    (ldap_parse_whoami(dir->dial->ld, message, &name) != LDAP_SUCCESS ||
		name == NULL))
		rc = err_set(err, RC_FAULT, "the server does not say who");
	if (rc == RC_OK &&
	    !text_copy(whoami->dst, whoami->size,
		name->bv_val == NULL ? "" : name->bv_val))
		rc = err_set(err, RC_FAULT, "the server's name does not fit");
	ber_bvfree(name);
	ldap_msgfree(message);
	return rc;
}

enum rc
dir_whoami(struct dir *dir, char *dst, size_t size, struct err *err)
{
	struct whoami whoami = {dst, size};

	return talk_ask(dir, TALK_REPEAT, whoami_ask, &whoami, err);
}

/* --------------------------------------------------------------- binding */

struct bind {
	const char *dn;
	const char *password;
};

static enum rc
bind_ask(struct dir *dir, void *question, struct err *err)
{
	const struct bind *bind = question;
	LDAPControl *policy = NULL;
	struct berval credential;
	int sent, id = 0;
	enum rc rc;

	ber_str2bv(bind->password, 0, 0, &credential);
	if (ldap_create_passwordpolicy_control(dir->dial->ld, &policy) !=
	    LDAP_SUCCESS)
		return err_set(err, RC_FAULT, "out of memory");
	dir->is_person = true;
	sent = ldap_sasl_bind(dir->dial->ld, bind->dn, LDAP_SASL_SIMPLE,
	    &credential, (LDAPControl *[]){policy, NULL}, NULL, &id);
	ldap_control_free(policy);
	rc = talk_finish(dir, sent, id, err);
	if (rc == RC_ABSENT) /* some servers say so instead of 49 */
		return RC_DENIED;
	if (rc == RC_DENIED && dir->code == LDAP_UNWILLING_TO_PERFORM &&
	    dir->policy == DIR_POLICY_NONE)
		return RC_FAULT; /* nobody has looked at the password */
	return rc;
}

enum rc
dir_bind(struct dir *dir, const char *dn, const char *password,
    struct dir_bound *bound, struct err *err)
{
	struct bind bind = {dn, password};
	enum rc rc;

	*bound = (struct dir_bound){DIR_POLICY_NONE, -1, -1};
	if (*dn == '\0' || *password == '\0')
		return err_set(err, RC_INPUT, "a bind needs name and password");
	dir->is_person = false;
	rc = talk_ask(dir, TALK_REPEAT, bind_ask, &bind, err);
	*bound = dir->bound;
	return rc;
}

/* -------------------------------------------------------------- changing */

static enum rc
modify_ask(struct dir *dir, void *question, struct err *err)
{
	const struct dir_edit *edit = question;
	struct mods_controls controls = {{NULL}, 0};
	struct mods mods = {0};
	int sent, id = 0;
	enum rc rc;

	rc = mods_make(&mods, edit->changes, edit->count, err);
	if (rc == RC_OK)
		rc = mods_controls_make(&controls, dir->dial->ld, edit, err);
	if (rc == RC_OK) {
		sent = ldap_modify_ext(dir->dial->ld, edit->dn, mods.pointers,
		    controls.list, NULL, &id);
		rc = talk_finish(dir, sent, id, err);
	}
	mods_controls_free(&controls);
	mods_free(&mods);
	return rc;
}

enum rc
dir_modify(struct dir *dir, const struct dir_edit *edit,
    struct dir_entry **after, struct err *err)
{
	struct dir_edit question = *edit;
	enum rc rc;

	assert((edit->post_read == NULL) == (after == NULL));
	if (after != NULL)
		*after = NULL;
	rc = talk_ask(dir, TALK_ONCE, modify_ask, &question, err);
	if (rc != RC_OK || after == NULL)
		return rc;
	if (dir->after == NULL)
		return err_set(err, RC_FAULT, "changed, but not read back");
	*after = dir->after;
	dir->after = NULL;
	return RC_OK;
}

static enum rc
add_ask(struct dir *dir, void *question, struct err *err)
{
	const struct dir_edit *edit = question;
	struct mods mods = {0};
	int sent, id = 0;
	enum rc rc;

	rc = mods_make(&mods, edit->changes, edit->count, err);
	if (rc == RC_OK) {
		sent = ldap_add_ext(
		    dir->dial->ld, edit->dn, mods.pointers, NULL, NULL, &id);
		rc = talk_finish(dir, sent, id, err);
	}
	mods_free(&mods);
	return rc;
}

enum rc
dir_add(struct dir *dir, const char *dn, const struct dir_change *values,
    size_t count, struct err *err)
{
	struct dir_edit question = {
	    .dn = dn, .changes = values, .count = count};

	return talk_ask(dir, TALK_ONCE, add_ask, &question, err);
}

static enum rc
delete_ask(struct dir *dir, void *question, struct err *err)
{
	const struct dir_edit *edit = question;
	int id = 0;
	int sent = ldap_delete_ext(dir->dial->ld, edit->dn, NULL, NULL, &id);

	return talk_finish(dir, sent, id, err);
}

enum rc
dir_delete(struct dir *dir, const char *dn, struct err *err)
{
	struct dir_edit question = {.dn = dn};

	return talk_ask(dir, TALK_ONCE, delete_ask, &question, err);
}

struct move {
	const char *dn;
	const char *rdn;
	const char *parent;
};

static enum rc
rename_ask(struct dir *dir, void *question, struct err *err)
{
	const struct move *move = question;
	int id = 0;
	int sent = ldap_rename(dir->dial->ld, move->dn, move->rdn, move->parent,
	    true, NULL, NULL, &id);

	return talk_finish(dir, sent, id, err);
}

enum rc
dir_rename(struct dir *dir, const char *dn, const char *rdn, const char *parent,
    struct err *err)
{
	struct move question = {dn, rdn, parent};

	return talk_ask(dir, TALK_ONCE, rename_ask, &question, err);
}

struct passwd {
	const char *dn;
	const char *old_password;
	const char *new_password;
};

static enum rc
passwd_ask(struct dir *dir, void *question, struct err *err)
{
	const struct passwd *passwd = question;
	struct berval dn, old_password, new_password;
	LDAPControl *policy = NULL;
	int sent, id = 0;

	ber_str2bv(passwd->dn, 0, 0, &dn);
	ber_str2bv(passwd->old_password, 0, 0, &old_password);
	ber_str2bv(passwd->new_password, 0, 0, &new_password);
	if (ldap_create_passwordpolicy_control(dir->dial->ld, &policy) !=
	    LDAP_SUCCESS)
		return err_set(err, RC_FAULT, "out of memory");
	dir->dial->deadline_ms += HASHING_MS;
	sent = ldap_passwd(dir->dial->ld, &dn, &old_password, &new_password,
	    (LDAPControl *[]){policy, NULL}, NULL, &id);
	ldap_control_free(policy);
	return talk_finish(dir, sent, id, err);
}

enum rc
dir_passwd(struct dir *dir, const char *dn, const char *old_password,
    const char *new_password, struct err *err)
{
	struct passwd question = {dn, old_password, new_password};

	if (!dir->is_person)
		return err_set(
		    err, RC_OFFLINE, "the connection as %s is lost", dn);
	return talk_ask(dir, TALK_ONCE, passwd_ask, &question, err);
}
