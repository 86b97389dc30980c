#include "query.h"

#include "base/secret.h"
#include "words.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

enum rc
query_door(struct ask_door *door, const char *path, struct err *err)
{
	struct stat st;

	*door =
	    (struct ask_door){.path = path, .deadline_ms = QUERY_DEADLINE_MS};
	if (lstat(path, &st) != 0)
		return err_set(err, errno == EACCES ? RC_DENIED : RC_OFFLINE,
		    "%s: %s", path, strerror(errno));
	if (!S_ISSOCK(st.st_mode))
		return err_set(err, RC_OFFLINE, "%s: %s", path,
		    words("不是通訊端", "not a socket"));
	door->server_uid = st.st_uid;
	return RC_OK;
}

void
query_begin(struct query *query, enum op op)
{
	query->in = (struct wire_in){0};
	wire_begin(&query->out, query->out_bytes, sizeof(query->out_bytes),
	    (uint16_t)op);
	if (op_takes(op, F_LANG))
		wire_put_text(&query->out, F_LANG, words_lang());
}

enum rc
query_ask(struct query *query, const struct ask_door *door, struct err *err)
{
	enum rc rc = ask(door, &query->out, &query->in, query->in_bytes,
	    sizeof(query->in_bytes), err);

	if (rc == RC_OK || query->in.kind != RC_OK)
		return rc; /* the server's own words */
	return err_context(err, rc, "%s",
	    words("身分服務沒有正常回應", "identityd did not answer properly"));
}

bool
query_reason_is(const struct query *query, const char *reason)
{
	const char *text = wire_text(&query->in, F_REASON);

	return text != NULL && strcmp(text, reason) == 0;
}

void
query_wipe(struct query *query)
{
	secret_wipe(query, sizeof(*query));
}
