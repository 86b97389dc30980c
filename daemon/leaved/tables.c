#include "tables.h"

__asm__(".section .rodata\n"
	".balign 1\n"
	".global leaved_sql\n"
	".hidden leaved_sql\n"
	"leaved_sql:\n"
	".incbin \"schema/leaved.sql\"\n"
	".byte 0\n"
	".previous\n");
