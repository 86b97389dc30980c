#include "metrics.h"

#include "base/text.h"

#include <inttypes.h>
#include <string.h>

enum {
	CURSOR_SIZE = 257,
	MS_OF_S = 1000,
	DEADLINE_MS = 10000, /* who asks one daemon after the other goes on */
};

/* A row's name, and what the world calls it. */
static const struct metric {
	const char *row, *name, *type, *help;
	bool is_ms;
} metrics[] = {
    {"requests", "portal_requests_total", "counter",
	"Questions answered, by how they ended.", false},
    {"request_ms", "portal_request_seconds_total", "counter",
	"Seconds from the questions' arrival to their answers.", true},
    {"outbox_letters", "portal_outbox_letters", "gauge",
	"Letters that wait to be sent.", false},
    {"outbox_late_s", "portal_outbox_late_seconds", "gauge",
	"How long the first of them is over its time.", false},
    {"letters", "portal_letters", "gauge", "People whose last letter ended so.",
	false},
    {"directory_up", "portal_directory_up", "gauge",
	"1 when this server of the directory answers.", false},
    {"replication_lag_s", "portal_replication_lag_seconds", "gauge",
	"Age of the home's last change that is here, while one is missing.",
	false},
    {"http_requests", "portal_http_requests_total", "counter",
	"Answers to browsers, by their status.", false},
    {"http_refused", "portal_http_refused_total", "counter",
	"Those with 503: full, or the daemon behind the front away.", false},
    {"http_waiting", "portal_http_waiting", "gauge",
	"Questions of browsers being answered now, of at most 256.", false},
    {"connections", "portal_connections", "gauge",
	"Open connections: of a front's browsers, to a mailer's relays.",
	false},
    {"asked", "portal_asked_total", "counter",
	"Questions of a front to the daemon behind it, by how they ended.",
	false},
    {"asked_ms", "portal_asked_seconds_total", "counter",
	"Seconds from those questions to their answers.", true},
    {"deliveries", "portal_deliveries_total", "counter",
	"Letters that were tried, by what became of them.", false},
    {"relay_up", "portal_relay_up", "gauge",
	"0 once this relay failed, until it answers for a letter again.",
	false},
    {"outbox_bad", "portal_outbox_bad", "gauge",
	"Files that no mailer can read, for a human.", false},
    {"captchas", "portal_captchas_total", "counter",
	"Captchas begun, and what became of the answers to them.", false},
    {"names_age_s", "portal_names_age_seconds", "gauge",
	"Since the directory last told who there is.", false},
    {"people", "portal_people", "gauge", "People who may have a name here.",
	false},
    {"groups", "portal_groups", "gauge", "Groups, likewise.", false},
    {"left_out", "portal_names_left_out", "gauge",
	"Entries that cannot be names here.", false},
};

static const struct metric *
find(const char *row)
{
	for (size_t i = 0; i < sizeof(metrics) / sizeof(metrics[0]); i++)
		if (strcmp(metrics[i].row, row) == 0)
			return &metrics[i];
	return NULL;
}

static void
print_row(FILE *out, const char *daemon, const struct metric *metric,
    const struct wire_in *row)
{
	const char *labels = wire_text(row, F_DETAIL);
	int64_t value = wire_number(row, F_COUNT, 0);

	(void)fprintf(out, "%s{daemon=\"%s\"%s%s} ", metric->name, daemon,
	    labels != NULL ? "," : "", labels != NULL ? labels : "");
	if (metric->is_ms)
		(void)fprintf(out, "%" PRId64 ".%03d\n", value / MS_OF_S,
		    (int)(value % MS_OF_S));
	else
		(void)fprintf(out, "%" PRId64 "\n", value);
}

static void
print_head(FILE *out, const char *name, const char *help, const char *type)
{
	(void)fprintf(
	    out, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

static enum rc
print_all(FILE *out, const char *daemon, struct query *query,
    const struct ask_door *door, struct err *err)
{
	const struct metric *last = NULL;
	char cursor[CURSOR_SIZE] = "";

	do {
		const char *next;
		enum rc rc;

		query_begin(query, OP_METRICS);
		if (cursor[0] != '\0')
			wire_put_text(&query->out, F_CURSOR, cursor);
		rc = query_ask(query, door, err);
		if (rc != RC_OK)
			return rc;
		for (size_t i = 0; i < query->in.row_count; i++) {
			const struct metric *metric;
			struct wire_in row;

			wire_row(&query->in, i, &row);
			metric = find(wire_text(&row, F_NAME));
			if (metric == NULL)
				continue; /* of a newer daemon */
			if (metric != last)
				print_head(out, metric->name, metric->help,
				    metric->type);
			last = metric;
			print_row(out, daemon, metric, &row);
		}
		next = wire_text(&query->in, F_CURSOR);
		(void)text_copy(
		    cursor, sizeof(cursor), next != NULL ? next : "");
	} while (cursor[0] != '\0');
	return RC_OK;
}

enum rc
metrics_print(FILE *out, const char *daemon, struct query *query,
    const char *socket, struct err *err)
{
	struct ask_door door;
	enum rc rc = query_door(&door, socket, err);

	door.deadline_ms = DEADLINE_MS;
	if (rc == RC_OK)
		rc = print_all(out, daemon, query, &door, err);
	print_head(
	    out, "portal_up", "1 when the daemon told its numbers.", "gauge");
	(void)fprintf(
	    out, "portal_up{daemon=\"%s\"} %d\n", daemon, rc == RC_OK);
	return rc;
}
