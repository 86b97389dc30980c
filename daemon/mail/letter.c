#include "letter.h"

#include <assert.h>
#include <string.h>
#include <time.h>

#include "base/secret.h"
#include "base/text.h"
#include "letter_text.h"
#include "mail_address.h"
#include "mime.h"

enum {
	TAIWAN_OFFSET_S = 8 * 3600,
	TIME_TEXT_SIZE = 96,
	ID_DIGITS = 32,
	SUBJECT_SIZE = 512,
	ROC_YEAR = 1911, /* year 0 of 民國 */
};

/* 0001-01-02 and 9999-12-30: a year has one to four digits in every zone. */
static const int64_t TIME_MIN_S = -62135510400, TIME_MAX_S = 253402128000;

static const char *const weekday_zh[] = {
    "日", "一", "二", "三", "四", "五", "六"};
static const char *const weekday_en[] = {"Sunday", "Monday", "Tuesday",
    "Wednesday", "Thursday", "Friday", "Saturday"};
static const char *const month_en[] = {"January", "February", "March", "April",
    "May", "June", "July", "August", "September", "October", "November",
    "December"};

/* Every value a text may name, as it is printed in one language. */
struct values {
	enum letter_lang lang;
	char code[16]; /* "1234 5678 9012" */
	char until[TIME_TEXT_SIZE], day[TIME_TEXT_SIZE], at[TIME_TEXT_SIZE];
	char count[24];
	const char *link;
	const char *site, *contact;
};

const char *
letter_kind_name(enum letter_kind kind)
{
	return (unsigned)kind < LETTER_KIND_COUNT ? letter_texts[kind].name
						  : NULL;
}

enum letter_kind
letter_kind_parse(const char *name)
{
	for (int kind = LETTER_NONE + 1; kind < LETTER_KIND_COUNT; kind++)
		if (strcmp(letter_texts[kind].name, name) == 0)
			return kind;
	return LETTER_NONE;
}

unsigned
letter_kind_needs(enum letter_kind kind)
{
	return (unsigned)kind < LETTER_KIND_COUNT ? letter_texts[kind].needs
						  : 0;
}

bool
letter_kind_is_to_given(enum letter_kind kind)
{
	return (unsigned)kind < LETTER_KIND_COUNT &&
	    letter_texts[kind].is_to_given;
}

static struct tm
taiwan_time(int64_t at_s)
{
	time_t local_s = (time_t)(at_s + TAIWAN_OFFSET_S);
	struct tm tm = {0};

	(void)gmtime_r(&local_s, &tm);
	return tm;
}

static void
print_day(char text[TIME_TEXT_SIZE], int64_t at_s, enum letter_lang lang)
{
	struct tm tm = taiwan_time(at_s);
	int year = tm.tm_year + 1900;

	if (lang == LETTER_ZH)
		(void)text_print(text, TIME_TEXT_SIZE,
		    "民國 %d 年 %d 月 %d 日（星期%s）", year - ROC_YEAR,
		    tm.tm_mon + 1, tm.tm_mday, weekday_zh[tm.tm_wday]);
	else
		(void)text_print(text, TIME_TEXT_SIZE, "%s, %d %s %d",
		    weekday_en[tm.tm_wday], tm.tm_mday, month_en[tm.tm_mon],
		    year);
}

static void
print_time(char text[TIME_TEXT_SIZE], int64_t at_s, enum letter_lang lang)
{
	struct tm tm = taiwan_time(at_s);
	char day[TIME_TEXT_SIZE];

	print_day(day, at_s, lang);
	(void)text_print(text, TIME_TEXT_SIZE,
	    lang == LETTER_ZH ? "%s%02d:%02d" : "%s, %02d:%02d (Taiwan time)",
	    day, tm.tm_hour, tm.tm_min);
}

static void
values_init(struct values *values, enum letter_lang lang,
    const struct letter *letter, const struct letter_sender *sender)
{
	*values = (struct values){.lang = lang,
	    .link = letter->link,
	    .site = lang == LETTER_ZH ? sender->site_zh : sender->site_en,
	    .contact =
		lang == LETTER_ZH ? sender->contact_zh : sender->contact_en};
	if (letter->code != NULL)
		(void)text_print(values->code, sizeof(values->code),
		    "%.4s %.4s %.4s", letter->code, letter->code + 4,
		    letter->code + 8);
	print_time(values->until, letter->until_s, lang);
	print_day(values->day, letter->until_s, lang);
	print_time(values->at, letter->at_s, lang);
	(void)text_print(values->count, sizeof(values->count), "%lld",
	    (long long)letter->count);
}

/* The value that `name` begins with; `len` is the length of its name. */
static const char *
value_find(const struct values *values, const char *name, size_t *len)
{
	const struct {
		const char *name;
		const char *value;
	} table[] = {
	    {"{code}", values->code},
	    {"{until}", values->until},
	    {"{day}", values->day},
	    {"{at}", values->at},
	    {"{count}", values->count},
	    {"{link}", values->link},
	    {"{site}", values->site},
	    {"{contact}", values->contact},
	};
	size_t i = 0;

	while (strncmp(name, table[i].name, strlen(table[i].name)) != 0) {
		i++;
		assert(i < sizeof(table) / sizeof(table[0]));
	}
	*len = strlen(table[i].name);
	return table[i].value;
}

/* Appends `text` with its names replaced; false when it does not fit. */
static bool
append(char *body, size_t size, const char *text, const struct values *values)
{
	size_t used = strlen(body);

	while (*text != '\0') {
		const char *piece = text;
		size_t step = strcspn(text, "{"), len = step;

		if (step == 0) {
			piece = value_find(values, text, &step);
			len = strlen(piece);
		}
		if (len >= size - used)
			return false;
		memcpy(body + used, piece, len);
		body[used += len] = '\0';
		text += step;
	}
	return true;
}

static bool
append_body(char *body, size_t size, enum letter_lang lang,
    const struct letter *letter, const struct letter_sender *sender)
{
	struct values values;
	SECRET_AREA(values_area, &values, sizeof(values));

	values_init(&values, lang, letter, sender);
	return append(body, size, letter_greeting[lang], &values) &&
	    append(
		body, size, letter_texts[letter->kind].body[lang], &values) &&
	    append(body, size, letter_closing[lang], &values);
}

static bool
is_time(int64_t at_s)
{
	return at_s > TIME_MIN_S && at_s < TIME_MAX_S;
}

static bool
is_digits(const char *text, size_t len, const char *digits)
{
	return text != NULL && strlen(text) == len &&
	    strspn(text, digits) == len;
}

/* Plain enough that a mail program finds where it ends. */
static bool
is_link(const char *link)
{
	static const char head[] = "https://";

	if (strncmp(link, head, sizeof(head) - 1) != 0 ||
	    strlen(link) > LETTER_LINK_MAX)
		return false;
	for (; *link != '\0'; link++)
		if (*link <= ' ' || *link > '~' ||
		    strchr("<>\"", *link) != NULL)
			return false;
	return true;
}

/* Is there exactly what this kind needs? */
static enum rc
check(const struct letter *letter, struct err *err)
{
	unsigned has = (letter->code != NULL ? LETTER_NEEDS_CODE : 0) |
	    (letter->until_s != 0 ? LETTER_NEEDS_UNTIL : 0) |
	    (letter->at_s != 0 ? LETTER_NEEDS_AT : 0) |
	    (letter->count != 0 ? LETTER_NEEDS_COUNT : 0) |
	    (letter->link != NULL ? LETTER_NEEDS_LINK : 0);

	if (letter_kind_name(letter->kind) == NULL)
		return err_set(
		    err, RC_INPUT, "no letter of kind %d", (int)letter->kind);
	if (has != letter_texts[letter->kind].needs)
		return err_set(err, RC_INPUT,
		    "a letter '%s' has values %#x, not %#x",
		    letter_texts[letter->kind].name, has,
		    letter_texts[letter->kind].needs);
	if (!is_digits(letter->id, ID_DIGITS, "0123456789abcdef"))
		return err_set(err, RC_INPUT, "the letter's id is malformed");
	if (letter->code != NULL &&
	    !is_digits(letter->code, LETTER_CODE_DIGITS, "0123456789"))
		return err_set(err, RC_INPUT, "the code is not twelve digits");
	if (letter->link != NULL && !is_link(letter->link))
		return err_set(err, RC_INPUT, "the link is malformed");
	if (!is_time(letter->until_s) || !is_time(letter->at_s))
		return err_set(err, RC_INPUT, "a time is out of range");
	if (letter->count < 0 || letter->count > LETTER_COUNT_MAX)
		return err_set(err, RC_INPUT, "the count is out of range");
	return mail_address_check(letter->to, err);
}

static enum rc
sender_check(const struct letter_sender *sender, struct err *err)
{
	enum rc rc = mail_address_check(sender->address, err);

	if (rc != RC_OK)
		return err_context(err, rc, "the sender's address");
	if (*sender->reply_to != '\0' &&
	    (rc = mail_address_check(sender->reply_to, err)) != RC_OK)
		return err_context(err, rc, "the address for replies");
	return RC_OK;
}

static void
put_headers(struct mime *mime, const struct letter *letter,
    const struct letter_sender *sender, int64_t now_s)
{
	const struct letter_text *text = &letter_texts[letter->kind];
	struct tm tm = taiwan_time(now_s);
	char line[SUBJECT_SIZE];

	mime_mailbox(mime, "From", sender->site_zh, sender->address);
	if (*sender->reply_to != '\0')
		mime_mailbox(mime, "Reply-To", "", sender->reply_to);
	mime_mailbox(mime, "To", "", letter->to);
	(void)text_print(line, sizeof(line), "%s / %s",
	    text->subject[LETTER_ZH], text->subject[LETTER_EN]);
	mime_header(mime, "Subject", line);
	(void)text_print(line, sizeof(line),
	    "%.3s, %02d %.3s %04d %02d:%02d:%02d +0800", weekday_en[tm.tm_wday],
	    tm.tm_mday, month_en[tm.tm_mon], tm.tm_year + 1900, tm.tm_hour,
	    tm.tm_min, tm.tm_sec);
	mime_header(mime, "Date", line);
	(void)text_print(line, sizeof(line), "<%s%s>", letter->id,
	    strchr(sender->address, '@'));
	mime_header(mime, "Message-ID", line);
	mime_header(mime, "Auto-Submitted", "auto-generated");
	mime_header(mime, "Content-Language", "zh-TW, en");
}

enum rc
letter_print(char *buf, size_t size, const struct letter *letter,
    const struct letter_sender *sender, int64_t now_s, struct err *err)
{
	SECRET(body, LETTER_BODY_MAX);
	struct mime mime;
	enum rc rc;

	if ((rc = check(letter, err)) != RC_OK)
		return rc;
	if (!is_time(now_s))
		return err_set(err, RC_INPUT, "the clock is out of range");
	if ((rc = sender_check(sender, err)) != RC_OK)
		return rc;
	if (!append_body(body, LETTER_BODY_MAX, LETTER_ZH, letter, sender) ||
	    !append(body, LETTER_BODY_MAX, "\n----------\n\n",
		&(struct values){.site = "", .contact = ""}) ||
	    !append_body(body, LETTER_BODY_MAX, LETTER_EN, letter, sender))
		return err_set(err, RC_FAULT,
		    "the letter's text is longer "
		    "than %d bytes",
		    LETTER_BODY_MAX);
	mime_begin(&mime, buf, size);
	put_headers(&mime, letter, sender, now_s);
	mime_body(&mime, body);
	return mime_end(&mime, err);
}
