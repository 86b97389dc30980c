/*
 * embed.h - a file of the tree, in the program as it is.
 *
 * Shape:  EMBED(name, "daemon/…/file") makes name and name##_end, a NUL after
 *         the last byte; EMBEDDED(name) is the two, for a table. The Makefile
 *         says what is embedded where, so that a changed file is assembled
 *         anew.
 * Units:  bytes.
 * Errors: none: a missing file does not assemble.
 * Source: .incbin of the GNU assembler; make runs at the top of the tree.
 */
#ifndef WEB_EMBED_H
#define WEB_EMBED_H

/* clang-format off */
#define EMBED(name, path)                                     \
	__asm__(".pushsection .rodata\n"                      \
		".hidden " #name "\n"                         \
		".hidden " #name "_end\n"                     \
		".global " #name "\n"                         \
		".global " #name "_end\n"                     \
		#name ":\n"                                   \
		".incbin \"" path "\"\n"                      \
		#name "_end:\n"                               \
		".byte 0\n"                                   \
		".popsection\n");                             \
	extern const char name[] __attribute__((visibility("hidden"))); \
	extern const char name##_end[] __attribute__((visibility("hidden")))
/* clang-format on */

#define EMBEDDED(name) name, name##_end

#endif
