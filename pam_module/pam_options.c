#include "pam_options.h"

#include "base/text.h"

#include <stddef.h>
#include <string.h>

enum kind { FLAG, NUMBER, PATH };

static const struct option {
	const char *name; /* with its '=' if it takes a value */
	enum kind kind;
	size_t offset;
} table[] = {
    {"use_first_pass", FLAG, offsetof(struct pam_options, use_first_pass)},
    {"try_first_pass", FLAG, offsetof(struct pam_options, try_first_pass)},
    {"use_authtok", FLAG, offsetof(struct pam_options, use_authtok)},
    {"claim", FLAG, offsetof(struct pam_options, claim)},
    {"nullok", FLAG, offsetof(struct pam_options, nullok)},
    {"no_warn", FLAG, offsetof(struct pam_options, no_warn)},
    {"ignore_unknown_user", FLAG,
	offsetof(struct pam_options, ignore_unknown_user)},
    {"ignore_authinfo_unavail", FLAG,
	offsetof(struct pam_options, ignore_authinfo_unavail)},
    {"debug", FLAG, offsetof(struct pam_options, debug)},
    {"quiet", FLAG, offsetof(struct pam_options, quiet)},
    {"minimum_uid=", NUMBER, offsetof(struct pam_options, minimum_uid)},
    {"socket=", PATH, offsetof(struct pam_options, socket)},
};

static bool
take(struct pam_options *options, const struct option *option, const char *word)
{
	char *at = (char *)options + option->offset;
	const char *value = word + strlen(option->name);

	switch (option->kind) {
	case FLAG:
		*(bool *)at = true;
		return *value == '\0';
	case NUMBER:
		return text_number(value, 0, UINT32_MAX, (int64_t *)at);
	case PATH:
		*(const char **)at = value;
		return *value == '/';
	}
	return false;
}

static bool
is_taken(struct pam_options *options, const char *word)
{
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		size_t len = strlen(table[i].name);

		if (strncmp(word, table[i].name, len) == 0 &&
		    (table[i].kind != FLAG || word[len] == '\0'))
			return take(options, &table[i], word);
	}
	return false;
}

void
pam_options_parse(
    struct pam_options *options, int argc, const char *const *argv)
{
	*options = (struct pam_options){.socket = PAM_OPTIONS_SOCKET};
	for (int i = 0; i < argc; i++) {
		if (!is_taken(options, argv[i]) && options->unknown == NULL)
			options->unknown = argv[i];
	}
}
