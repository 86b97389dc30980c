#include "mods.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

void
mods_free(struct mods *mods)
{
	free(mods->list);
	free(mods->pointers);
	free(mods->values);
	free(mods->value_pointers);
}

static bool
is_same_mod(const struct dir_change *a, const struct dir_change *b)
{
	return a->op == b->op && a->value != NULL && b->value != NULL &&
	    strcmp(a->attr, b->attr) == 0;
}

static struct berval
value_of(const struct dir_change *change)
{
	char *bytes = (char *)(uintptr_t)change->value;

	return (struct berval){
	    change->len > 0 ? change->len : strlen(bytes), bytes};
}

/* libldap's shape of the changes; the bytes stay the caller's. */
enum rc
mods_make(struct mods *mods, const struct dir_change *changes, size_t count,
    struct err *err)
{
	static const int ops[] = {
	    [DIR_ADD] = LDAP_MOD_ADD,
	    [DIR_DELETE] = LDAP_MOD_DELETE,
	    [DIR_REPLACE] = LDAP_MOD_REPLACE,
	    [DIR_INCREMENT] = LDAP_MOD_INCREMENT,
	};
	size_t used = 0;
	struct berval **value;

	mods->list = calloc(count, sizeof(*mods->list));
	mods->pointers = calloc(count + 1, sizeof(LDAPMod *));
	mods->values = calloc(count, sizeof(*mods->values));
	mods->value_pointers = calloc(2 * count, sizeof(struct berval *));
	value = mods->value_pointers;
	if (mods->list == NULL || mods->pointers == NULL ||
	    mods->values == NULL || value == NULL)
		return err_set(err, RC_FAULT, "out of memory");
	for (size_t i = 0; i < count; i++) {
		if (i == 0 || !is_same_mod(&changes[i - 1], &changes[i])) {
			LDAPMod *mod = &mods->list[used];

			value += i == 0 ? 0 : 1;
			mod->mod_op = ops[changes[i].op] | LDAP_MOD_BVALUES;
			mod->mod_type = (char *)(uintptr_t)changes[i].attr;
			mod->mod_bvalues =
			    changes[i].value == NULL ? NULL : value;
			mods->pointers[used++] = mod;
		}
		if (changes[i].value == NULL)
			continue;
		mods->values[i] = value_of(&changes[i]);
		*value++ = &mods->values[i];
	}
	return RC_OK;
}

void
mods_controls_free(struct mods_controls *controls)
{
	for (size_t i = 0; i < controls->count; i++)
		ldap_control_free(controls->list[i]);
}

static enum rc
put_post_read(
    struct mods_controls *controls, const char *const *attrs, struct err *err)
{
	BerElement *ber = ber_alloc_t(LBER_USE_DER);
	struct berval value = {0, NULL};
	LDAPControl *control = NULL;

	if (ber != NULL &&
	    ber_printf(ber, "{v}", (char **)(uintptr_t)attrs) != -1 &&
	    ber_flatten2(ber, &value, 0) != -1 &&
	    ldap_control_create(LDAP_CONTROL_POST_READ, true, &value, true,
		&control) == LDAP_SUCCESS)
		controls->list[controls->count++] = control;
	ber_free(ber, 1);
	return control != NULL ? RC_OK
			       : err_set(err, RC_FAULT, "out of memory");
}

enum rc
mods_controls_make(struct mods_controls *controls, LDAP *ld,
    const struct dir_edit *edit, struct err *err)
{
	LDAPControl *control;

	if (ldap_create_passwordpolicy_control(ld, &control) != LDAP_SUCCESS)
		return err_set(err, RC_FAULT, "out of memory");
	controls->list[controls->count++] = control;
	if (edit->assertion != NULL) {
		if (ldap_create_assertion_control(ld,
			(char *)(uintptr_t)edit->assertion, true,
			&control) != LDAP_SUCCESS)
			return err_set(
			    err, RC_INPUT, "the assertion is no filter");
		controls->list[controls->count++] = control;
	}
	if (edit->post_read != NULL)
		return put_post_read(controls, edit->post_read, err);
	return RC_OK;
}
