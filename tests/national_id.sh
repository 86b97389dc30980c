#!/bin/sh
# national_id.sh - national IDs for tests, computed, nobody's.
#
#	national_id NUMBER	A1 and seven digits; the last makes the checksum
#				(daemon/identityd/national_id.h) right
national_id()
{
	awk -v n="$1" 'BEGIN {
		id = sprintf("A1%07d", n); sum = 1
		for (i = 2; i <= 9; i++) sum += substr(id, i, 1) * (10 - i)
		print id (10 - sum % 10) % 10
	}'
}
