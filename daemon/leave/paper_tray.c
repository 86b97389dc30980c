#include "paper_tray.h"

#include "base/part.h"
#include "base/text.h"
#include "front/clerk.h"
#include "front/front.h"
#include "front/list.h"
#include "front/screen.h"
#include "member.h"
#include "saying.h"

#include <string.h>

#define PATH "/papers/"

enum {
	PATH_SIZE = 128,
	NAME_SIZE = 129,
	ID_SIZE = 41,
};

static const struct list papers = {
    .title = PHRASE("Papers"),
    .columns = {{PHRASE("Name"), "name", LIST_HEAD, NULL, NULL, NULL},
	{PHRASE("Size"), "size", LIST_TEXT, NULL, NULL, NULL},
	{PHRASE("Handed in"), "time", LIST_TEXT, NULL, NULL, NULL}},
    .deeds = {{PHRASE("Save"), "/paper", NULL, NULL,
		  {"attachment", NULL, NULL}},
	{PHRASE("Take it away"), NULL, NULL, "remove",
	    {"attachment", "removable", NULL}}},
};

/* ------------------------------------------------------------------- look */

void
paper_tray_add(struct view *view, const struct errand *loaded)
{
	const char *paper = errand_text(loaded, F_PAPER);
	const char *offers = errand_text(loaded, F_ACTION);

	view_flag(view, "has_papers", text_has_word(offers, "papers"));
	view_flag(view, "may_attach", text_has_word(offers, "attach"));
	view_flag(view, "lacks_paper",
	    strcmp(paper, "missing") == 0 || strcmp(paper, "letter") == 0);
	view_text(view, "papers", PATH);
}

static void
add_papers(struct visit *visit, struct view *view, bool may_remove)
{
	struct errand *errand = errand_new(visit, OP_LEAVE_PAPERS);
	struct view *part = list_add(visit, view, &papers);

	errand_put(errand, F_REQUEST, visit->rest);
	(void)clerk_look(errand, view);
	for (size_t i = 0; i < errand->in.row_count; i++) {
		struct view *line = list_row(part);
		struct wire_in row;

		wire_row(&errand->in, i, &row);
		clerk_show(visit, line, &row);
		view_print(line, "size", "%lld KB",
		    (long long)(wire_number(&row, F_COUNT, 0) + 1023) / 1024);
		view_text(line, "removable", may_remove ? "1" : "");
		list_lay(visit, line, &papers);
	}
	errand_free(errand);
}

/* Of a request that can be seen. */
static void
show_loaded(struct visit *visit, const struct errand *loaded, const char *said)
{
	struct view *view = screen_new(visit, papers.title);
	char path[PATH_SIZE], back[PATH_SIZE];

	(void)text_print(path, sizeof(path), PATH "%s", visit->rest);
	(void)text_print(back, sizeof(back), "/case/%s", visit->rest);
	screen_crumb(visit, view, back, PHRASE("A request"));
	saying_request(visit->lang, view, &loaded->in);
	screen_title_of(view, errand_text(loaded, F_NAME));
	paper_tray_add(view, loaded);
	add_papers(visit, view,
	    text_has_word(errand_text(loaded, F_ACTION), "detach"));
	view_flag(view, "is_done",
	    strcmp(form_text(&visit->query, "done"), "1") == 0);
	if (said != NULL)
		screen_complain(view, said);
	view_text(view, "back", back);
	view_text(view, "action", path);
	screen_token(visit, view, path);
	screen_show(visit, view, "papers");
}

static void
show_after(struct visit *visit, const char *said)
{
	struct errand *errand = errand_new(visit, OP_LEAVE_LOAD);

	errand_put(errand, F_REQUEST, visit->rest);
	if (errand_ask(errand) == RC_OK)
		show_loaded(visit, errand, said);
	else
		screen_say(visit, errand_status(errand->rc), errand->said);
	errand_free(errand);
}

static void
show(struct visit *visit)
{
	show_after(visit, NULL);
}

/* ------------------------------------------------------------------ hand in */

struct file {
	const char *bytes;
	size_t len;
	char name[NAME_SIZE], id[ID_SIZE]; /* once leaved has begun with it */
};

static enum rc
put_part(struct errand *errand, struct file *file, size_t seq)
{
	size_t at = seq * PART_LEN, left = file->len - at;
	char data[PART_TEXT_LEN + 1];

	(void)text_base64(data, sizeof(data), file->bytes + at,
	    left < PART_LEN ? left : PART_LEN);
	errand_put(errand, F_REQUEST, errand->visit->rest);
	errand_put(errand, F_NAME, file->name);
	errand_put(errand, F_DATA, data);
	errand_put(errand, F_ATTACHMENT, file->id);
	wire_put_number(&errand->out, F_SEQ, (int64_t)seq);
	wire_put_number(&errand->out, F_COUNT, (int64_t)file->len);
	if (errand_ask(errand) == RC_OK)
		(void)text_copy(file->id, sizeof(file->id),
		    errand_text(errand, F_ATTACHMENT));
	return errand->rc;
}

/* What leaved does not want ends it; half a paper goes by itself. */
static void
hand_in(struct visit *visit, struct file *file)
{
	char said[ERRAND_SAID_SIZE] = "";
	enum rc rc = RC_OK;

	for (size_t seq = 0; rc == RC_OK && seq * PART_LEN < file->len; seq++) {
		struct errand *errand = errand_new(visit, OP_LEAVE_ATTACH);

		rc = put_part(errand, file, seq);
		(void)text_copy(said, sizeof(said), errand->said);
		errand_free(errand);
	}
	if (rc == RC_OK) {
		clerk_back(visit, visit->request->path, "", "");
		return;
	}
	visit->answer->status = errand_status(rc);
	show_after(visit, said);
}

static void
take_away(struct visit *visit)
{
	struct errand *errand = errand_new(visit, OP_LEAVE_DETACH);

	clerk_fill(errand, false);
	if (clerk_ask(errand) == RC_OK) {
		clerk_back(visit, visit->request->path, "", "");
	} else {
		visit->answer->status = errand_status(errand->rc);
		show_after(visit, errand->said);
	}
	errand_free(errand);
}

static void
take(struct visit *visit)
{
	struct file file = {.id = ""};
	const char *name = form_file_name(&visit->form, "file");

	if (strcmp(form_text(&visit->form, "act"), "remove") == 0) {
		take_away(visit);
		return;
	}
	file.bytes = form_file(&visit->form, "file", &file.len);
	(void)text_show(file.name, sizeof(file.name),
	    name[0] != '\0' ? name : "file", false);
	if (file.bytes != NULL) {
		hand_in(visit, &file);
		return;
	}
	visit->answer->status = 400;
	show_after(visit, phrase(visit->lang, PHRASE("Please choose a file.")));
}

/* -------------------------------------------------------------------- save */

/* A literal for what leaved calls it. */
static const char *
type_of(const char *type)
{
	static const char *const types[] = {
	    "application/pdf", "image/jpeg", "image/png"};

	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (strcmp(types[i], type) == 0)
			return types[i];
	return "application/octet-stream";
}

static bool
put_data(struct body *body, const char *data)
{
	char bytes[PART_LEN];
	size_t len = sizeof(bytes);

	if (!text_unbase64(bytes, sizeof(bytes), data, &len) || len == 0)
		return false;
	body_put(body, bytes, len);
	return !body->is_full;
}

/* Its next part. True when there is one more. */
static bool
get_part(struct visit *visit, int64_t seq)
{
	struct http_answer *answer = visit->answer;
	struct errand *errand = errand_new(visit, OP_LEAVE_PAPER);
	bool is_there;

	errand_put(
	    errand, F_ATTACHMENT, form_text(&visit->query, "attachment"));
	wire_put_number(&errand->out, F_SEQ, seq);
	is_there = errand_ask(errand) == RC_OK &&
	    put_data(&answer->body, errand_text(errand, F_DATA));
	answer->type = type_of(errand_text(errand, F_TYPE));
	http_save_as(answer, errand_text(errand, F_NAME));
	if (!is_there) {
		body_free(&answer->body);
		answer->type = NULL;
		answer->save_as[0] = '\0';
		screen_say(visit,
		    errand_status(errand->rc == RC_OK ? RC_FAULT : errand->rc),
		    errand->said);
	}
	is_there = is_there &&
	    (int64_t)answer->body.len < wire_number(&errand->in, F_COUNT, 0);
	errand_free(errand);
	return is_there;
}

static void
save(struct visit *visit)
{
	int64_t seq = 0;

	while (get_part(visit, seq))
		seq++;
}

static const struct form_field done_query[] = {
    {"done", FORM_TEXT, 1, false, NULL},
};
static const struct form_field query[] = {
    {"attachment", FORM_TEXT, 40, true, NULL},
};
static const struct form_field fields[] = {
    {"act", FORM_TEXT, 8, true, NULL},
    {"attachment", FORM_TEXT, 40, false, NULL},
    {"removable", FORM_TEXT, 1, false, NULL},
    {"file", FORM_BYTES, PAPER_TRAY_MAX, false, PHRASE("File")},
};
static const struct route routes[] = {
    {FRONT_GET(PATH "*", NEEDS_SIGNED_ON, show), FRONT_QUERY(done_query)},
    {FRONT_POST(PATH "*", NEEDS_SIGNED_ON, take), FRONT_TAKES(fields),
	.body_max = PAPER_TRAY_MAX},
    {FRONT_GET("/paper", NEEDS_SIGNED_ON, save), FRONT_QUERY(query)},
};
const struct route_table paper_tray_routes = FRONT_TABLE(routes);
