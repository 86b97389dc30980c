#include "dir/quality.h"

#include <stdint.h>
#include <string.h>

#include <zxcvbn.h>

#include "base/secret.h"
#include "base/text.h"

/* quality_words.txt as it is, a NUL after it. */
__asm__(".section .rodata\n"
	".balign 1\n"
	".global quality_words\n"
	".hidden quality_words\n"
	"quality_words:\n"
	".incbin \"daemon/dir/quality_words.txt\"\n"
	".byte 0\n"
	".previous\n");
extern const char quality_words[] __attribute__((visibility("hidden")));

enum { WORDS_IN_A_ROW = 3, TEXT_MAX = QUALITY_LEN_MAX + 1 };

static const struct {
	const char *name;
	struct quality_rules rules;
} presets[] = {
    [QUALITY_TW_COMMON] = {"tw-common", {8, 128, 3, 26, false}},
    [QUALITY_NIST] = {"nist", {15, 128, 0, 26, false}},
};

/* %1$d, where there is one, is the number that `number` picks. */
enum number { NO_NUMBER, LEN_MIN, LEN_MAX, KINDS_MIN };

static const struct {
	const char *name;
	enum number number;
	const char *text[QUALITY_LANG_COUNT];
} reasons[QUALITY_COUNT] = {
    [QUALITY_OK] = {"ok", NO_NUMBER,
	{"密碼符合規定。", "The password meets the rules."}},
    [QUALITY_EMPTY] = {"empty", NO_NUMBER,
	{"請輸入密碼。", "The password is empty."}},
    [QUALITY_HUGE] = {"huge", NO_NUMBER,
	{"密碼太長，無法受理。", "The password is too long to be looked at."}},
    [QUALITY_BYTES] = {"bytes", NO_NUMBER,
	{"密碼含有無法輸入的字元，例如 Tab 或換行。",
	    "The password holds bytes that are no characters, or "
	    "control characters such as Tab."}},
    [QUALITY_CHARSET] = {"charset", NO_NUMBER,
	{"密碼只能使用半形英文、數字、符號與空格。",
	    "Only plain (ASCII) letters, digits, signs and spaces may "
	    "be used."}},
    [QUALITY_SHORT] = {"short", LEN_MIN,
	{"密碼至少要 %1$d 個字元。",
	    "The password needs at least %1$d characters."}},
    [QUALITY_LONG] = {"long", LEN_MAX,
	{"密碼最多 %1$d 個字元。",
	    "The password may have at most %1$d characters."}},
    [QUALITY_KINDS] = {"kinds", KINDS_MIN,
	{"大寫英文、小寫英文、數字、符號四種之中，至少要有 %1$d 種。",
	    "Use at least %1$d of these four: capital letters, small "
	    "letters, digits, signs."}},
    [QUALITY_WORD] = {"word", NO_NUMBER,
	{"這是常見的密碼，或只是常見的字加上數字、符號。",
	    "This is a common password, or common words with digits or "
	    "signs added."}},
    [QUALITY_OWN] = {"own", NO_NUMBER,
	{"密碼不能含有自己的帳號、姓名或學校。",
	    "The password must not contain your account, name or "
	    "school."}},
    [QUALITY_WEAK] = {"weak", NO_NUMBER,
	{"這個密碼容易猜到，請加長，或改用幾個不相關的字。",
	    "This password is easy to guess: make it longer, or use "
	    "several unrelated words."}},
};

/* What is said before a password is asked for; a line whose number is 0 is
 * left out. */
static const struct {
	enum number number;
	const char *text[QUALITY_LANG_COUNT];
} lines[] = {
    {LEN_MIN, {"至少 %1$d 個字元", "at least %1$d characters"}},
    {LEN_MAX, {"最多 %1$d 個字元", "at most %1$d characters"}},
    {KINDS_MIN,
	{"大寫英文、小寫英文、數字、符號，至少 %1$d 種",
	    "at least %1$d of: capital letters, small letters, digits, "
	    "signs"}},
    {NO_NUMBER,
	{"不是常見的密碼，也不只是常見的字加上數字、符號",
	    "no common password, nor common words with digits or signs "
	    "added"}},
    {NO_NUMBER,
	{"不含自己的帳號、姓名或學校", "without your account, name or school"}},
    {NO_NUMBER, {"不是最近用過的密碼", "none of your recent passwords"}},
};

static const char *const charset_line[2][QUALITY_LANG_COUNT] = {
    [false] = {"只用半形英文、數字、符號與空格；大小寫不同",
	"plain (ASCII) letters, digits, signs and spaces; capital and "
	"small letters differ"},
    [true] = {"任何文字都可以，照輸入的樣子；大小寫不同",
	"any characters, exactly as typed; capital and small letters "
	"differ"},
};

struct quality_rules
quality_preset_rules(enum quality_preset preset)
{
	return presets[preset].rules;
}

static bool
rules_set_preset(struct quality_rules *rules, const char *name)
{
	bool unicode = rules->unicode;

	for (size_t i = 0; i < sizeof(presets) / sizeof(*presets); i++) {
		if (strcmp(presets[i].name, name) != 0)
			continue;
		*rules = presets[i].rules;
		rules->unicode = unicode;
		return true;
	}
	return false;
}

static bool
rules_set(struct quality_rules *rules, const char *name, const char *value)
{
	const struct {
		const char *name;
		int *field;
		int min, max;
	} numbers[] = {
	    {"len_min", &rules->len_min, 8, QUALITY_LEN_MAX},
	    {"len_max", &rules->len_max, 8, QUALITY_LEN_MAX},
	    {"kinds_min", &rules->kinds_min, 0, 4},
	    {"bits_min", &rules->bits_min, 0, 100},
	};
	int64_t number;

	if (strcmp(name, "preset") == 0)
		return rules_set_preset(rules, value);
	if (strcmp(name, "unicode") == 0) {
		rules->unicode = strcmp(value, "yes") == 0;
		return rules->unicode || strcmp(value, "no") == 0;
	}
	for (size_t i = 0; i < sizeof(numbers) / sizeof(*numbers); i++) {
		if (strcmp(numbers[i].name, name) != 0)
			continue;
		if (!text_number(
			value, numbers[i].min, numbers[i].max, &number))
			return false;
		*numbers[i].field = (int)number;
		return true;
	}
	return false;
}

enum rc
quality_rules_parse(
    struct quality_rules *rules, const char *text, struct err *err)
{
	char copy[QUALITY_TEXT_SIZE], *word, *rest = copy, *value;

	*rules = presets[QUALITY_TW_COMMON].rules;
	if (!text_copy(copy, sizeof(copy), text == NULL ? "" : text))
		return err_set(err, RC_INPUT, "password rules are too long");
	while ((word = strsep(&rest, " ")) != NULL) {
		if (*word == '\0')
			continue;
		value = strchr(word, '=');
		if (value != NULL)
			*value++ = '\0';
		if (value == NULL || !rules_set(rules, word, value))
			return err_set(err, RC_INPUT,
			    "password rules: '%s=%s' is not known", word,
			    value == NULL ? "" : value);
	}
	if (rules->len_min > rules->len_max)
		return err_set(err, RC_INPUT,
		    "password rules: len_min %d exceeds len_max %d",
		    rules->len_min, rules->len_max);
	return RC_OK;
}

static size_t
characters(const char *text, size_t len)
{
	size_t count = 0;

	for (size_t i = 0; i < len; i++)
		count += ((unsigned char)text[i] & 0xc0) != 0x80;
	return count;
}

/* Letters of other scripts count with the signs. */
static int
kinds(const char *text, size_t len)
{
	bool upper = false, lower = false, digit = false, other = false;

	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)text[i];

		if (c >= 'A' && c <= 'Z')
			upper = true;
		else if (c >= 'a' && c <= 'z')
			lower = true;
		else if (c >= '0' && c <= '9')
			digit = true;
		else
			other = true;
	}
	return upper + lower + digit + other;
}

/* A sign that stands for a letter, p@ssw0rd. */
static char
plain_letter(char c)
{
	static const char sign[] = "@4831!|05$7+29";
	static const char letter[] = "aabeiiiossttzg";
	const char *at = c == '\0' ? NULL : strchr(sign, c);

	return at == NULL ? c : letter[at - sign];
}

/* Bytes of other scripts are no decoration either. */
static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (unsigned char)c >= 0x80;
}

/* The next word of the list, or NULL; `*at` is where to go on. */
static const char *
word_next(const char **at, size_t *len)
{
	while (**at != '\0') {
		const char *word = *at;

		*len = strcspn(word, "\n");
		*at = word + *len + (word[*len] == '\n');
		if (*len > 0 && *word != '#')
			return word;
	}
	return NULL;
}

/* Nothing but words of the list, at most `left` of them. */
static bool
is_words(const char *text, size_t len, int left)
{
	const char *at = quality_words, *word;
	size_t word_len;

	if (len == 0)
		return true;
	if (left == 0)
		return false;
	while ((word = word_next(&at, &word_len)) != NULL)
		if (word_len <= len && memcmp(word, text, word_len) == 0 &&
		    is_words(text + word_len, len - word_len, left - 1))
			return true;
	return false;
}

static bool
is_listed(const char *text, size_t len)
{
	return len > 0 && is_words(text, len, WORDS_IN_A_ROW);
}

/* As typed in small letters, without what decorates its end, without what
 * decorates both; then the same with signs read as letters. */
static bool
is_common(const char *password, size_t len)
{
	SECRET(text, TEXT_MAX);
	size_t start = 0, end = len;

	memcpy(text, password, len);
	text_lower(text);
	while (end > 0 && !is_letter(text[end - 1]))
		end--;
	while (start < end && !is_letter(text[start]))
		start++;
	for (int dressed = 0; dressed < 2; dressed++) {
		if (is_listed(text, len) || is_listed(text, end) ||
		    is_listed(text + start, end - start))
			return true;
		for (size_t i = 0; i < len; i++)
			text[i] = plain_letter(text[i]);
	}
	return false;
}

static bool
is_own(const char *password, size_t len, const struct quality_parts *parts)
{
	SECRET(text, TEXT_MAX);
	char part[TEXT_MAX];

	if (parts == NULL)
		return false;
	memcpy(text, password, len);
	text_lower(text);
	for (size_t i = 0; i < parts->count && i < QUALITY_PARTS_MAX; i++) {
		if (!text_copy(part, sizeof(part), parts->part[i]) ||
		    strlen(part) < QUALITY_PART_MIN)
			continue;
		text_lower(part);
		if (strstr(text, part) != NULL)
			return true;
	}
	return false;
}

static bool
is_weak(const char *password, size_t len, int bits_min)
{
	SECRET(text, TEXT_MAX);

	memcpy(text, password, len);
	return ZxcvbnMatch(text, NULL, NULL) < bits_min;
}

enum quality
quality_check(const struct quality_rules *rules, const char *password,
    size_t len, const struct quality_parts *parts)
{
	size_t count, look = len < QUALITY_LEN_MAX ? len : QUALITY_LEN_MAX;

	if (len == 0)
		return QUALITY_EMPTY;
	if (len > QUALITY_BYTES_MAX)
		return QUALITY_HUGE;
	if (!text_is_utf8(password, len) || text_has_control(password, len))
		return QUALITY_BYTES;
	if (!rules->unicode && !text_is_printable_ascii(password, len))
		return QUALITY_CHARSET;
	count = characters(password, len);
	if (count < (size_t)rules->len_min)
		return QUALITY_SHORT;
	if (count > (size_t)rules->len_max)
		return QUALITY_LONG;
	if (is_common(password, look))
		return QUALITY_WORD;
	if (is_own(password, look, parts))
		return QUALITY_OWN;
	if (kinds(password, len) < rules->kinds_min)
		return QUALITY_KINDS;
	if (is_weak(password, look, rules->bits_min))
		return QUALITY_WEAK;
	return QUALITY_OK;
}

const char *
quality_name(enum quality quality)
{
	return reasons[quality].name;
}

static int
rules_number(const struct quality_rules *rules, enum number number)
{
	const int numbers[] = {
	    [NO_NUMBER] = 1,
	    [LEN_MIN] = rules->len_min,
	    [LEN_MAX] = rules->len_max,
	    [KINDS_MIN] = rules->kinds_min,
	};

	return numbers[number];
}

void
quality_text(char *buf, size_t size, enum quality quality,
    const struct quality_rules *rules, enum quality_lang lang)
{
	(void)text_print(buf, size, reasons[quality].text[lang],
	    rules_number(rules, reasons[quality].number));
}

void
quality_rules_text(char *buf, size_t size, const struct quality_rules *rules,
    enum quality_lang lang)
{
	size_t used = 0;

	for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++) {
		int number = rules_number(rules, lines[i].number);

		if (number != 0 &&
		    text_print(
			buf + used, size - used, lines[i].text[lang], number)) {
			used += strlen(buf + used);
			(void)text_copy(buf + used, size - used, "\n");
			used += strlen(buf + used);
		}
	}
	(void)text_print(buf + used, size - used, "%s\n",
	    charset_line[rules->unicode][lang]);
}
