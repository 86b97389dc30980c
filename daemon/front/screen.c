#include "screen.h"

#include "again.h"
#include "base/almanac.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/text.h"
#include "front.h"
#include "web/dateline.h"

#include <string.h>

static const struct {
	int status;
	const char *title, *text;
} refusals[] = {
    {400, PHRASE("That request cannot be understood"),
	PHRASE("Something in it is not as this page would send it. Go back, "
	       "reload the page and try again.")},
    {403, PHRASE("You may not do that"),
	PHRASE("Either the page you came from was too old, or this is not "
	       "yours to see.")},
    {404, PHRASE("There is no such page"),
	PHRASE("Look at the address again, or start from the home page.")},
    {405, PHRASE("That does not work here"),
	PHRASE("This address is not meant to be used like that.")},
    {413, PHRASE("That is too long"),
	PHRASE("More was sent than this page takes. Nothing was changed.")},
    {414, PHRASE("That address is too long"), PHRASE("Nothing was changed.")},
    {421, PHRASE("That is not our name"),
	PHRASE("This server does not answer for that host name.")},
    {500, PHRASE("Something is wrong on our side"),
	PHRASE("It has been written to the log. Please tell IT.")},
    {503, PHRASE("Too many people at once"),
	PHRASE("Please try again in a few seconds.")},
};

static void
add_date(const struct visit *visit, struct view *view)
{
	struct dateline line;

	dateline_print(&line, almanac_today(clock_now_s()), visit->lang);
	view_text(view, "iso_date", line.iso);
	view_text(view, "civil_date", line.civil);
	view_text(view, "lunar_date", line.lunar);
}

static void
add_site(const struct visit *visit, struct view *view)
{
	const struct front_keys *conf = front_of(visit)->conf;
	bool is_zh = visit->lang == PHRASE_ZH_TW;

	view_text(view, "version", front_of(visit)->version);
	view_text(view, "lang", phrase_lang_name(visit->lang));
	view_flag(view, "zh", is_zh);
	view_text(view, "bureau", is_zh ? conf->bureau_zh : conf->bureau_en);
	view_text(view, "site", is_zh ? conf->site_zh : conf->site_en);
	view_text(view, "contact", is_zh ? conf->contact_zh : conf->contact_en);
	view_text(view, "path", visit->request->path);
	view_text(view, "here", "?");
}

struct view *
screen_guest(struct visit *visit, struct view *view, const char *name,
    const char *school)
{
	struct view *guest = view_part(view, "guest");
	char token[CSRF_TOKEN_SIZE];

	view_text(guest, "name", name);
	view_text(guest, "school", school);
	route_token(visit, "/sign-out", token);
	view_text(guest, "sign_out_token", token);
	return guest;
}

void
screen_here(const struct visit *visit, struct view *guest,
    const struct screen_place *places)
{
	const char *path = visit->request->path;

	for (; places->flag != NULL; places++) {
		size_t len = strlen(places->path);

		if (strncmp(path, places->path, len) == 0 &&
		    (path[len] == '\0' ||
			(path[len] == '/' && !places->is_exact)))
			view_flag(guest, places->flag, true);
	}
}

struct view *
screen_new(struct visit *visit, const char *title)
{
	struct view *view = view_new();

	view_text(view, "title", phrase(visit->lang, title));
	add_site(visit, view);
	add_date(visit, view);
	front_of(visit)->kind->frame(visit, view);
	if (visit->is_stale)
		screen_complain(view,
		    phrase(visit->lang,
			PHRASE("This page was open for too long. Look at what "
			       "you typed and press the button once more.")));
	return view;
}

void
screen_title_of(struct view *view, const char *of)
{
	view_text(view, "title_of", of);
}

static void
print(struct visit *visit, struct view *view, const char *page)
{
	const struct template_set *set = front_of(visit)->pages[visit->lang];
	struct http_answer *answer = visit->answer;
	struct body inner = {0};
	struct err err;
	enum rc rc = template_render(set, page, view, &inner, &err);

	body_put(&inner, "", 1);
	view_text(view, "page", inner.at);
	body_free(&inner);
	if (rc == RC_OK)
		rc = template_render(set, "frame", view, &answer->body, &err);
	if (rc == RC_OK)
		return;
	log_error("page %s: %s", page, err.text);
	body_free(&answer->body);
	answer->status = 500;
	answer->type = "text/plain; charset=utf-8";
	body_text(&answer->body, "500\n");
}

void
screen_show(struct visit *visit, struct view *view, const char *page)
{
	print(visit, view, page);
	view_free(view);
}

/* Says which field; one that nobody types goes by its own name. */
static void
complain_of(struct visit *visit, struct view *view)
{
	const struct form *form = &visit->form;
	const char *name = form->fields[form->fault_at].phrase;

	view_print(view, "complaint",
	    phrase(visit->lang,
		form->fault == FORM_MISSING ? PHRASE("Please fill in: %s")
					    : PHRASE("This is too long: %s")),
	    name != NULL ? phrase(visit->lang, name)
			 : form->fields[form->fault_at].name);
}

void
screen_typed(struct visit *visit, struct view *view)
{
	const struct form *form = &visit->form;

	for (size_t i = 0; i < form->count; i++)
		if ((form->fields[i].kind == FORM_TEXT ||
			form->fields[i].kind == FORM_LINES) &&
		    form->values[i] != NULL &&
		    strcmp(form->fields[i].name, ROUTE_TOKEN) != 0)
			view_text(view, form->fields[i].name, form->values[i]);
	if (form->fault != FORM_FINE && !visit->is_stale)
		complain_of(visit, view);
}

void
screen_complain(struct view *view, const char *said)
{
	view_text(view, "complaint", said);
}

void
screen_token(struct visit *visit, struct view *view, const char *path)
{
	char token[CSRF_TOKEN_SIZE];

	route_token(visit, path, token);
	view_text(view, "token", token);
}

void
screen_crumb(
    struct visit *visit, struct view *view, const char *href, const char *title)
{
	struct view *crumb = view_row(view, "crumbs");

	view_text(crumb, "href", href);
	view_text(crumb, "name", phrase(visit->lang, title));
}

void
screen_refuse(struct visit *visit, int status, const char *why)
{
	size_t at = 0;
	struct view *view;

	while (at + 1 < sizeof(refusals) / sizeof(refusals[0]) &&
	    refusals[at].status != status)
		at++;
	visit->answer->status = status;
	view = screen_new(visit, refusals[at].title);
	view_text(view, "text", phrase(visit->lang, refusals[at].text));
	view_text(view, "why", why);
	view_number(view, "status", status);
	screen_show(visit, view, "refusal");
}

void
screen_say(struct visit *visit, int status, const char *said)
{
	struct view *view;

	visit->answer->status = status;
	view = screen_new(visit, PHRASE("Please try again later"));
	view_text(view, "text", said);
	if (status == 503)
		again_add(visit, view);
	screen_show(visit, view, "refusal");
}
