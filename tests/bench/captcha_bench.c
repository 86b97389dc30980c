/* captcha_bench.c - how long a captcha takes, and how large it is: prints
 * "NAME MS BYTES" a line for picture, voice and proof. */
#include "portal/captcha.h"

#include "base/clock.h"
#include "base/err.h"
#include "portal/proof.h"

#include <stdio.h>
#include <stdlib.h>

enum { ROUNDS = 400, PROOFS = 20, BITS = 18 };

static void
measure(struct captcha *captcha, const char *name, bool is_voice)
{
	int64_t start_ms = clock_mono_ms();
	size_t bytes = 0;
	struct err err;

	for (int i = 0; i < ROUNDS; i++) {
		char id[CAPTCHA_ID_SIZE];
		struct captcha_file file;
		enum rc rc;

		captcha_begin(captcha, "forgot", 0, id);
		rc = is_voice
		    ? captcha_voice(captcha, id, PHRASE_ZH_TW, 0, &file, &err)
		    : captcha_picture(captcha, id, 0, &file, &err);
		if (rc != RC_OK)
			exit(EXIT_FAILURE);
		bytes += file.len;
		free(file.bytes);
	}
	(void)printf("%s %.3f %zu\n", name,
	    (double)(clock_mono_ms() - start_ms) / ROUNDS, bytes / ROUNDS);
}

static void
measure_proof(void)
{
	int64_t start_ms = clock_mono_ms();

	for (int i = 0; i < PROOFS; i++) {
		char id[CAPTCHA_ID_SIZE], number[PROOF_SIZE];

		(void)snprintf(id, sizeof(id), "%032x", i);
		if (!proof_solve(id, "forgot", BITS, number))
			exit(EXIT_FAILURE);
	}
	(void)printf(
	    "proof %.3f 0\n", (double)(clock_mono_ms() - start_ms) / PROOFS);
}

int
main(int argc, char **argv)
{
	struct captcha_conf conf = {.proof_bits = BITS};
	struct captcha *captcha;
	struct err err;

	if (argc != 3)
		return EXIT_FAILURE;
	conf.font = argv[1];
	conf.voice_dir = argv[2];
	if (captcha_open(&captcha, &conf, &err) != RC_OK) {
		(void)fprintf(stderr, "%s\n", err.text);
		return EXIT_FAILURE;
	}
	measure(captcha, "picture", false);
	measure(captcha, "voice", true);
	measure_proof();
	captcha_close(captcha);
	return EXIT_SUCCESS;
}
