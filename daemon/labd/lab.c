#include "lab.h"

#include "base/clock.h"
#include "base/text.h"

#include <string.h>
#include <time.h>

enum { BACKOFF_MS = 10000 }; /* workers; the prober is quicker than that */

struct dir_conf
lab_dir_conf(const struct labd_conf *conf, struct dir_health *health)
{
	return (struct dir_conf){
	    .uris = (const char *const *)conf->servers.items,
	    .ca_file = conf->ca_file,
	    .bind_dn = conf->bind_dn,
	    .password = conf->password,
	    .timeout_ms = (int)conf->timeout_ms,
	    .backoff_min_ms = BACKOFF_MS,
	    .backoff_max_ms = BACKOFF_MS,
	    .health = health,
	};
}

/* Two connections to the servers of `conf`: one as the machine, one as nobody
 * yet. */
static enum rc
open_both(struct dir_conf conf, struct dir **names, struct dir **people,
    struct err *err)
{
	enum rc rc = dir_open(&conf, names, err);

	if (rc != RC_OK)
		return rc;
	conf.bind_dn = NULL;
	conf.password = NULL;
	return dir_open(&conf, people, err);
}

enum rc
lab_open(struct lab *lab, const struct labd_conf *conf,
    struct dir_health *health, struct err *err)
{
	enum rc rc;

	*lab = (struct lab){.conf = conf};
	lab->store = (struct offline){.dir = conf->state_dir,
	    .people_max = conf->offline_people,
	    .days = conf->offline_days};
	rc = open_both(
	    lab_dir_conf(conf, health), &lab->names, &lab->people, err);
	if (rc != RC_OK)
		lab_close(lab);
	return rc;
}

static void
come_back(struct lab *lab)
{
	dir_close(lab->names_there);
	dir_close(lab->people_there);
	lab->names_there = lab->people_there = NULL;
}

void
lab_close(struct lab *lab)
{
	dir_close(lab->names);
	dir_close(lab->people);
	come_back(lab);
	state_close(&lab->known);
	lab_local_wipe(&lab->local);
	*lab = (struct lab){0};
}

/* A health of its own: the prober knows our own servers only. */
static enum rc
go_there(struct lab *lab, const char *uri, struct err *err)
{
	struct dir_conf conf = lab_dir_conf(lab->conf, NULL);

	if (lab->people_there != NULL && strcmp(lab->uri_there, uri) == 0)
		return RC_OK;
	come_back(lab);
	if (!text_copy(lab->uri_there, sizeof(lab->uri_there), uri))
		return err_set(err, RC_FAULT, "referral: too many bytes");
	conf.uris = (const char *const[]){lab->uri_there, NULL};
	return open_both(conf, &lab->names_there, &lab->people_there, err);
}

enum rc
lab_people_at(
    struct lab *lab, const char *uri, struct dir **people, struct err *err)
{
	enum rc rc = *uri == '\0' ? RC_OK : go_there(lab, uri, err);

	*people = *uri == '\0' ? lab->people : lab->people_there;
	return rc;
}

enum rc
lab_names_at(
    struct lab *lab, const char *uri, struct dir **names, struct err *err)
{
	enum rc rc = *uri == '\0' ? RC_OK : go_there(lab, uri, err);

	*names = *uri == '\0' ? lab->names : lab->names_there;
	return rc;
}

enum lab_reason
lab_reason_of(enum rc rc)
{
	static const enum lab_reason reasons[RC_COUNT] = {
	    [RC_OK] = LAB_OK,
	    [RC_INPUT] = LAB_MALFORMED,
	    [RC_DENIED] = LAB_WRONG,
	    [RC_ABSENT] = LAB_UNKNOWN,
	    [RC_EXISTS] = LAB_FAULT,
	    [RC_BUSY] = LAB_BUSY,
	    [RC_OFFLINE] = LAB_OFFLINE,
	    [RC_FAULT] = LAB_FAULT,
	};

	return reasons[rc];
}

bool
lab_is_open(const struct lab *lab)
{
	time_t now_s = (time_t)clock_now_s();
	struct tm now;

	if (lab->conf->open.count == 0)
		return true;
	/* tm_wday begins with Sunday. */
	return localtime_r(&now_s, &now) != NULL &&
	    hours_is_open(&lab->conf->open,
		(now.tm_wday + 6) % 7 * HOURS_DAY_MIN + now.tm_hour * 60 +
		    now.tm_min);
}

void
lab_answer_begin(struct lab_answer *answer)
{
	*answer = (struct lab_answer){
	    .uid_number = -1, .expires_in_s = -1, .grace_count = -1};
}

enum rc
lab_answer_with(struct lab_answer *answer, enum rc rc, enum lab_reason reason)
{
	answer->reason = reason;
	return rc;
}
