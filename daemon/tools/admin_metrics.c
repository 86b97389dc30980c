/*
 * The numbers of the server's daemons. leaved's are a command of leave, like
 * all else of it.
 */
#include "command.h"
#include "metrics.h"

static enum rc
metrics_run(struct call *call, struct err *err)
{
	const char *daemon = call->command->verb;

	return metrics_print(stdout, daemon[0] != '\0' ? daemon : "identityd",
	    &call->query, call->socket, err);
}

/* The one without a verb is the last: it would be found instead of them. */
const struct command admin_metrics[] = {
    {"metrics", "portal-front", .run = metrics_run, .zh = "入口網頁的監控數值",
	.en = "numbers of the portal's pages",
	.example = "portal-admin metrics portal-front"},
    {"metrics", "portal-mailer", .run = metrics_run, .zh = "寄信服務的監控數值",
	.en = "numbers of the letters' way out",
	.example = "portal-admin metrics portal-mailer"},
    {"metrics", "leave-front", .run = metrics_run, .zh = "差勤網頁的監控數值",
	.en = "numbers of the pages of leave",
	.example = "portal-admin metrics leave-front"},
    {"metrics", "leave-mailer", .run = metrics_run,
	.zh = "差勤寄信服務的監控數值",
	.en = "numbers of the way out of letters about leave",
	.example = "portal-admin metrics leave-mailer"},
    {"metrics", "", .run = metrics_run,
	.zh = "以 Prometheus 的文字格式印出監控數值",
	.en = "numbers for monitoring, as Prometheus reads them",
	.zh_more = "identityd 的；其他服務的加上服務名稱。",
	.en_more = "Those of identityd; of another daemon with its name.",
	.example = "portal-admin metrics"},
    {0},
};
