#include "lab_report.h"

#include "base/clock.h"
#include "base/tally.h"
#include "base/text.h"
#include "lab_auth.h"
#include "lab_name.h"
#include "lab_person.h"

#include <string.h>

enum { LABEL_SIZE = 300 }; /* an address, and its name */

static void
put_row(struct wire_out *out, const char *name, const char *result,
    const char *detail)
{
	wire_row_begin(out);
	wire_put_text(out, F_NAME, name);
	wire_put_text(out, F_RESULT, result);
	wire_put_text(out, F_DETAIL, detail);
	wire_row_end(out);
}

static void
put_count(struct wire_out *out, const char *name, int64_t count)
{
	wire_row_begin(out);
	wire_put_text(out, F_NAME, name);
	wire_put_text(out, F_RESULT, "ok");
	wire_put_number(out, F_COUNT, count);
	wire_row_end(out);
}

/* A server, and why it is of no use: what is named is what to look at. */
static void
put_server(const struct lab *lab, const struct dir_health *health, size_t i,
    struct wire_out *out)
{
	const char *uri = lab->conf->servers.items[i];
	const struct trouble {
		const char *name;
		const char *about;
	} troubles[DIR_TRUST_COUNT] = {
	    [DIR_TRUST_OK] = {"no_answer", uri},
	    [DIR_TRUST_EXPIRED] = {"cert_expired", uri},
	    [DIR_TRUST_NOT_YET] = {"cert_not_yet", uri},
	    [DIR_TRUST_SIGNER] = {"cert_signer", uri},
	    [DIR_TRUST_NAME] = {"cert_name", uri},
	    [DIR_TRUST_OTHER] = {"cert_other", uri},
	    [DIR_TRUST_NO_CA] = {"no_ca", lab->conf->ca_file},
	    [DIR_TRUST_REFUSED] = {"refused", lab->conf->bind_dn},
	};
	int trust = atomic_load(&health->trust[i]);
	bool is_up = atomic_load(&health->retry_at_ms[i]) == 0;

	put_row(out, "server", is_up ? "ok" : "bad", uri);
	if (!is_up)
		put_row(
		    out, troubles[trust].name, "bad", troubles[trust].about);
}

void
lab_report_status(const struct lab *lab, const struct lab_shared *shared,
    struct wire_out *out)
{
	int64_t polled_s = atomic_load(&shared->polled_s);
	int64_t late_s = 3 * lab->conf->poll_s;
	bool is_late = clock_now_s() - polled_s > late_s;

	for (size_t i = 0; i < lab->conf->servers.count; i++)
		put_server(lab, &shared->health, i, out);
	wire_row_begin(out);
	wire_put_text(out, F_NAME, "poll");
	wire_put_text(out, F_RESULT, is_late ? "bad" : "ok");
	wire_put_number(out, F_TIME, polled_s);
	wire_row_end(out);
	put_count(out, "people", atomic_load(&shared->people));
	put_count(out, "groups", atomic_load(&shared->groups));
	put_count(out, "left_out", atomic_load(&shared->left_out));
}

void
lab_report_metrics(const struct lab *lab, const struct lab_shared *shared,
    struct wire_out *out)
{
	for (size_t i = 0; i < lab->conf->servers.count; i++) {
		char label[LABEL_SIZE];

		(void)text_print(label, sizeof(label), "uri=\"%s\"",
		    lab->conf->servers.items[i]);
		tally_put_row(out, "directory_up", label,
		    atomic_load(&shared->health.retry_at_ms[i]) == 0);
	}
	tally_put_row(out, "names_age_s", "",
	    clock_now_s() - atomic_load(&shared->polled_s));
	tally_put_row(out, "people", "", atomic_load(&shared->people));
	tally_put_row(out, "groups", "", atomic_load(&shared->groups));
	tally_put_row(out, "left_out", "", atomic_load(&shared->left_out));
}

static void
put_known(struct lab *lab, const char *account, struct wire_out *out)
{
	struct state_person known;
	struct err err;
	enum rc rc = state_open(&lab->known, lab->conf->state_dir, &err);

	if (rc == RC_OK)
		rc = state_find(&lab->known, account, &known, &err);
	if (rc != RC_OK)
		put_row(out, "known", "bad", err.text);
	else
		put_row(out, "known", *known.state == '\0' ? "ok" : known.state,
		    known.dn);
}

static void
put_kept(struct lab *lab, const char *account, struct wire_out *out)
{
	struct lab_person person;
	struct err err;
	bool is_kept = lab_person_recall(lab, account, &person) &&
	    offline_has(&lab->store, person.uid, &err) == RC_OK;

	put_row(out, "kept", is_kept ? "ok" : "bad", "");
}

void
lab_report_why(struct lab *lab, const char *account, struct wire_out *out)
{
	struct lab_answer answer = {0};
	struct err err = {""};
	enum rc rc;

	put_row(out, "name", lab_name_is_good(account) ? "ok" : "bad", "");
	if (lab_local_update(LAB_LOCAL_PASSWD, &lab->local, &err) == RC_OK)
		put_row(out, "local",
		    lab_local_has(&lab->local, account, -1) ? "bad" : "ok", "");
	put_known(lab, account, out);
	rc = lab_account(lab, account, &answer, &err);
	put_row(out, "directory",
	    rc == RC_OK ? "ok" : lab_reason_name(answer.reason),
	    rc == RC_OK ? "" : err.text);
	put_kept(lab, account, out);
}
