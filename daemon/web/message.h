/*
 * message.h - a question or an answer as JSON.
 *
 * Shape:  one object; a member for each field, under the name that the
 *         catalogue (base/ops.h) gives it: text or integer. No rows. What the
 *         catalogue does not allow does not come in. Pure.
 * Units:  MESSAGE_MAX bytes.
 * Errors: RC_INPUT for what is no such object, a member twice included.
 * Source: RFC 8259; jansson.
 */
#ifndef WEB_MESSAGE_H
#define WEB_MESSAGE_H

#include "base/wire.h"

#include <jansson.h>

enum { MESSAGE_MAX = 16 * 1024 };

/* NULL with err set; the caller's, with json_decref(). */
json_t *message_parse(const char *bytes, size_t len, struct err *err);

/* A member's text, or "" when it is absent or no text. */
const char *message_text(const json_t *message, const char *name);

/* Puts what is among `fields` (NULL: all); RC_INPUT for a member that is
 * neither there nor among `others`, a NULL-terminated list. */
enum rc message_take(const json_t *message, const uint8_t *fields,
    const char *const *others, struct wire_out *out, struct err *err);

/* Adds the fields that are there and among `fields` (NULL: all). */
void message_add(
    json_t *message, const uint8_t *fields, const struct wire_in *in);

#endif
