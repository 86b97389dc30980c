/* aged_token KEYS SECONDS - the access token of standard input, made that long
 * ago: the portal's own keys seal it. KEYS is identityd's key_dir. */
#include "base/clock.h"
#include "base/text.h"
#include "identityd/grant.h"
#include "seal/keyfile.h"

#include <stdio.h>
#include <stdlib.h>

enum { PATH_SIZE = 4096 };

static enum rc
make_older(const struct keyring *ring, const char *token, int64_t seconds,
    char aged[GRANT_TEXT_SIZE], struct err *err)
{
	struct grant grant;
	enum rc rc =
	    grant_open(ring, GRANT_TOKEN, token, clock_now_s(), &grant, err);

	if (rc != RC_OK)
		return rc;
	grant.session.seen_s -= seconds;
	return grant_seal(ring, GRANT_TOKEN, &grant, aged, err);
}

int
main(int argc, char **argv)
{
	char path[PATH_SIZE], token[GRANT_TEXT_SIZE] = "";
	char aged[GRANT_TEXT_SIZE] = "";
	struct keyring *ring = NULL;
	struct err err = {"aged_token KEYS SECONDS <TOKEN"};
	int64_t seconds;
	enum rc rc = RC_INPUT;

	if (argc == 3 && text_number(argv[2], 0, INT32_MAX, &seconds) &&
	    text_print(path, sizeof(path), "%s/session", argv[1]) &&
	    fgets(token, sizeof(token), stdin) != NULL) {
		text_trim(token);
		rc = keyfile_load(path, "session", &ring, &err);
	}
	if (rc == RC_OK)
		rc = make_older(ring, token, seconds, aged, &err);
	keyring_free(ring);
	(void)(rc == RC_OK ? puts(aged) : fprintf(stderr, "%s\n", err.text));
	return rc == RC_OK ? EXIT_SUCCESS : EXIT_FAILURE;
}
