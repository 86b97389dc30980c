/* message_fuzz.c - JSON from the network becomes a question, or none. */
#include "web/message.h"

#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const others[] = {"challenge", "proof", NULL};
	static uint8_t bytes[WIRE_MAX];
	struct wire_out out;
	struct wire_in in;
	struct err err;
	json_t *message = message_parse((const char *)data, size, &err);

	if (message == NULL)
		return 0;
	wire_begin(&out, bytes, sizeof(bytes), OP_REDEEM);
	if (message_take(message, FIELDS(F_NATIONAL_ID, F_CODE, F_PASSWORD),
		others, &out, &err) == RC_OK &&
	    wire_end(&out, &err) == RC_OK &&
	    wire_parse_question(&in, bytes, out.len, &err) == RC_OK) {
		json_t *again = json_object();

		assert(*message_text(message, "code") != '\0');
		message_add(again, NULL, &in);
		assert(json_object_size(again) == 3);
		json_decref(again);
	}
	json_decref(message);
	return 0;
}
