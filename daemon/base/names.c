#include "names.h"

#include <string.h>

void
names_put_number(char bytes[4], uint32_t number)
{
	for (int i = 0; i < 4; i++)
		bytes[i] = (char)(number >> (8 * i));
}

uint32_t
names_get_number(const char bytes[4])
{
	uint32_t number = 0;

	for (int i = 3; i >= 0; i--)
		number = number << 8 | (unsigned char)bytes[i];
	return number;
}

size_t
names_key(char key[NAMES_KEY_SIZE], enum names_key_kind kind, const char *name)
{
	size_t len = strlen(name);

	if (len == 0 || len >= NAMES_KEY_SIZE)
		return 0;
	key[0] = (char)kind;
	memcpy(key + 1, name, len);
	return len + 1;
}

size_t
names_key_number(
    char key[NAMES_KEY_SIZE], enum names_key_kind kind, uint32_t number)
{
	key[0] = (char)kind;
	names_put_number(key + 1, number);
	return 5;
}

/* ------------------------------------------------------------- writing */

struct out {
	char *dst;
	size_t size;
	size_t len;
};

static void
put(struct out *out, const void *bytes, size_t len)
{
	if (out->size - out->len < len) {
		out->len = out->size = 0; /* all that follows fails too */
		return;
	}
	if (len > 0)
		memcpy(out->dst + out->len, bytes, len);
	out->len += len;
}

static void
put_number(struct out *out, uint32_t number)
{
	char bytes[4];

	names_put_number(bytes, number);
	put(out, bytes, sizeof(bytes));
}

static void
put_text(struct out *out, const char *text)
{
	put(out, text, strlen(text) + 1);
}

size_t
names_person_print(char *dst, size_t size, const struct names_person *person)
{
	struct out out = {dst, size, 0};

	put_number(&out, person->uid);
	put_number(&out, person->gid);
	put_text(&out, person->name);
	put_text(&out, person->gecos);
	put_text(&out, person->home);
	put_text(&out, person->shell);
	return out.len;
}

size_t
names_group_print(char *dst, size_t size, const struct names_group *group)
{
	struct out out = {dst, size, 0};

	put_number(&out, group->gid);
	put_number(&out, group->count);
	put_text(&out, group->name);
	put(&out, group->members, group->members_len);
	return out.len;
}

/* ------------------------------------------------------------- reading */

struct in {
	const char *at;
	size_t left;
};

static bool
take_number(struct in *in, uint32_t *number)
{
	if (in->left < 4)
		return false;
	*number = names_get_number(in->at);
	in->at += 4;
	in->left -= 4;
	return true;
}

static bool
take_text(struct in *in, const char **text)
{
	const char *end = in->left == 0 ? NULL : memchr(in->at, 0, in->left);

	if (end == NULL)
		return false;
	*text = in->at;
	in->left -= (size_t)(end + 1 - in->at);
	in->at = end + 1;
	return true;
}

bool
names_person_parse(struct names_person *person, const char *bytes, size_t len)
{
	struct in in = {bytes, len};

	return take_number(&in, &person->uid) &&
	    take_number(&in, &person->gid) && take_text(&in, &person->name) &&
	    take_text(&in, &person->gecos) && take_text(&in, &person->home) &&
	    take_text(&in, &person->shell) && in.left == 0;
}

bool
names_group_parse(struct names_group *group, const char *bytes, size_t len)
{
	struct in in = {bytes, len};
	const char *member;

	if (!take_number(&in, &group->gid) ||
	    !take_number(&in, &group->count) || !take_text(&in, &group->name))
		return false;
	group->members = in.at;
	group->members_len = in.left;
	for (uint32_t i = 0; i < group->count; i++) {
		if (!take_text(&in, &member))
			return false;
	}
	return in.left == 0;
}
