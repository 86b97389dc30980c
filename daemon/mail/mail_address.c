#include "mail_address.h"

#include <stdbool.h>
#include <string.h>

static const struct mail_address_words words[MAIL_ADDRESS_FAULT_COUNT] = {
    [MAIL_ADDRESS_FINE] = {"電子信箱正確。", "The address is fine."},
    [MAIL_ADDRESS_EMPTY] = {"請填寫電子信箱。", "The address is empty."},
    [MAIL_ADDRESS_LONG] = {"電子信箱太長，最多 254 個字元。",
	"The address is longer than 254 characters."},
    [MAIL_ADDRESS_CONTROL] = {"電子信箱含有換行或其他控制字元。",
	"The address contains a line break or another control character."},
    [MAIL_ADDRESS_SPACE] = {"電子信箱不可含有空白。",
	"The address contains a space."},
    [MAIL_ADDRESS_WIDE] = {"電子信箱只能用半形英文字母、數字與符號；"
			   "國際網域請改填 xn-- 開頭的寫法。",
	"The address may hold ASCII characters only; write an international "
	"domain in its xn-- form."},
    [MAIL_ADDRESS_AT] = {"電子信箱要有一個 @，也只能有一個。",
	"The address needs exactly one @."},
    [MAIL_ADDRESS_LOCAL_LENGTH] = {"@ 前面要有 1 到 64 個字元。",
	"The part before the @ must have 1 to 64 characters."},
    [MAIL_ADDRESS_LOCAL_CHARACTER] = {"@ 前面有不接受的符號"
				      "（例如引號、逗號、括號或冒號）。",
	"The part before the @ has a character that is not accepted, such as "
	"a quote, comma, bracket or colon."},
    [MAIL_ADDRESS_LOCAL_DOT] = {"@ 前面不可以句點開頭或結尾，"
				"也不可連用兩個句點。",
	"The part before the @ must not start or end with a dot or have two "
	"in a row."},
    [MAIL_ADDRESS_DOMAIN_LENGTH] = {"@ 後面的網域要有 1 到 253 個字元。",
	"The domain after the @ must have 1 to 253 characters."},
    [MAIL_ADDRESS_DOMAIN_LABEL] = {"@ 後面的網域，每一段須為 1 到 63 個英文"
				   "字母、數字或連字號，且不以連字號開頭或結尾"
				   "。",
	"Each part of the domain must be 1 to 63 letters, digits or hyphens "
	"and must not start or end with a hyphen."},
    [MAIL_ADDRESS_DOMAIN_DOT] = {"@ 後面的網域不完整，例如少了 .edu.tw。",
	"The domain is not complete; it has no dot."},
    [MAIL_ADDRESS_DOMAIN_NUMBER] = {"@ 後面要寫網域名稱，不可寫 IP 位址。",
	"The domain must be a name, not an IP address."},
};

/* Not isalnum(): what is a letter must not depend on a locale. */
static bool
is_alnum(unsigned char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
	    (c >= 'A' && c <= 'Z');
}

/* RFC 5322 atext. */
static bool
is_atext(unsigned char c)
{
	return is_alnum(c) || (c != '\0' && strchr("!#$%&'*+-/=?^_`{|}~", c));
}

static enum mail_address_fault
fault_of_bytes(const char *text)
{
	for (const char *p = text; *p != '\0'; p++) {
		unsigned char c = (unsigned char)*p;

		if (c < 0x20 || c == 0x7f)
			return MAIL_ADDRESS_CONTROL;
		if (c == ' ')
			return MAIL_ADDRESS_SPACE;
		if (c > 0x7f)
			return MAIL_ADDRESS_WIDE;
	}
	return MAIL_ADDRESS_FINE;
}

static enum mail_address_fault
fault_of_local(const char *local, size_t len)
{
	if (len < 1 || len > MAIL_ADDRESS_LOCAL_MAX)
		return MAIL_ADDRESS_LOCAL_LENGTH;
	for (size_t i = 0; i < len; i++)
		if (local[i] != '.' && !is_atext((unsigned char)local[i]))
			return MAIL_ADDRESS_LOCAL_CHARACTER;
	if (local[0] == '.' || local[len - 1] == '.' ||
	    memmem(local, len, "..", 2) != NULL)
		return MAIL_ADDRESS_LOCAL_DOT;
	return MAIL_ADDRESS_FINE;
}

static bool
is_label(const char *label, size_t len)
{
	if (len < 1 || len > MAIL_ADDRESS_LABEL_MAX)
		return false;
	for (size_t i = 0; i < len; i++)
		if (label[i] != '-' && !is_alnum((unsigned char)label[i]))
			return false;
	return label[0] != '-' && label[len - 1] != '-';
}

static enum mail_address_fault
fault_of_domain(const char *domain)
{
	size_t len = strlen(domain);
	const char *label = domain;

	if (len < 1 || len > MAIL_ADDRESS_DOMAIN_MAX)
		return MAIL_ADDRESS_DOMAIN_LENGTH;
	if (domain[0] == '[')
		return MAIL_ADDRESS_DOMAIN_NUMBER;
	for (;;) {
		len = strcspn(label, ".");
		if (!is_label(label, len))
			return MAIL_ADDRESS_DOMAIN_LABEL;
		if (label[len] == '\0')
			break;
		label += len + 1;
	}
	if (label == domain)
		return MAIL_ADDRESS_DOMAIN_DOT;
	if (strspn(label, "0123456789") == len)
		return MAIL_ADDRESS_DOMAIN_NUMBER;
	return MAIL_ADDRESS_FINE;
}

enum mail_address_fault
mail_address_fault(const char *text)
{
	enum mail_address_fault fault;
	const char *at;

	if (*text == '\0')
		return MAIL_ADDRESS_EMPTY;
	if (strnlen(text, MAIL_ADDRESS_MAX + 1) > MAIL_ADDRESS_MAX)
		return MAIL_ADDRESS_LONG;
	if ((fault = fault_of_bytes(text)) != MAIL_ADDRESS_FINE)
		return fault;
	at = strchr(text, '@');
	if (at == NULL || strchr(at + 1, '@') != NULL)
		return MAIL_ADDRESS_AT;
	fault = fault_of_local(text, (size_t)(at - text));
	return fault != MAIL_ADDRESS_FINE ? fault : fault_of_domain(at + 1);
}

const struct mail_address_words *
mail_address_words(enum mail_address_fault fault)
{
	return &words[fault];
}

enum rc
mail_address_check(const char *text, struct err *err)
{
	enum mail_address_fault fault = mail_address_fault(text);

	if (fault == MAIL_ADDRESS_FINE)
		return RC_OK;
	return err_set(err, RC_INPUT, "%s", words[fault].en);
}
