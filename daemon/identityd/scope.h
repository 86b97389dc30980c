/*
 * scope.h - what a client may learn of somebody.
 *
 * Shape:  a set of bits; as text the scopes' names with blanks between. A name
 *         that we do not know is passed over (OpenID Connect Core, 3.1.2.1).
 *         Pure.
 * Units:  sizes count the NUL.
 * Errors: none.
 * Source: OpenID Connect Core 1.0, 5.4; school, kind, groups and leave are
 *         ours.
 */
#ifndef IDENTITYD_SCOPE_H
#define IDENTITYD_SCOPE_H

enum scope {
	SCOPE_OPENID = 1,
	SCOPE_PROFILE = 2,
	SCOPE_EMAIL = 4,
	SCOPE_SCHOOL = 8,
	SCOPE_KIND = 16,
	SCOPE_GROUPS = 32,
	SCOPE_LEAVE = 64, /* to act at the leave service: leave-api(7) */
};
#define SCOPE_ALL 127

enum { SCOPE_TEXT_SIZE = 64 };

unsigned scope_parse(const char *text);
/* The same, but 0 when one of the names is none of ours. */
unsigned scope_parse_known(const char *text);
const char *scope_print(unsigned scopes, char text[SCOPE_TEXT_SIZE]);

#endif
