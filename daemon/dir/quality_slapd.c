#include "dir/quality_slapd.h"

#include <stdio.h>
#include <string.h>

#include <ldap.h>

#include "dir/quality.h"

static int
refuse(char **error, const char *name, const char *zh, const char *en)
{
	if (asprintf(error, "%s: %s %s", name, zh, en) < 0)
		*error = NULL;
	return LDAP_CONSTRAINT_VIOLATION;
}

int
check_password(
    char *password, char **error, struct Entry *entry, struct berval *arg)
{
	char zh[QUALITY_TEXT_SIZE], en[QUALITY_TEXT_SIZE];
	struct quality_rules rules;
	enum quality quality;
	struct err err;

	(void)entry;
	*error = NULL;
	if (quality_rules_parse(&rules,
		arg == NULL || arg->bv_len == 0 ? NULL : arg->bv_val,
		&err) != RC_OK)
		return refuse(error, "policy", "密碼規則設定有誤。", err.text);
	quality = quality_check(&rules, password, strlen(password), NULL);
	if (quality == QUALITY_OK)
		return LDAP_SUCCESS;
	quality_text(zh, sizeof(zh), quality, &rules, QUALITY_ZH);
	quality_text(en, sizeof(en), quality, &rules, QUALITY_EN);
	return refuse(error, quality_name(quality), zh, en);
}
