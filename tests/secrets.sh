#!/bin/sh
# secrets.sh - are secrets where none should be? . tests/secrets.sh after lib.sh
#
#	secrets_watch		watches command lines and environments, with a
#				decoy among them: Decoy-On-A-Command-Line
#	secrets_watched		ends that, and tells
#	secrets_found HOW ARG...	find_secrets.py's answer in $TMP.found
#	secrets_nowhere SENTENCE HOW ARG...	only the decoys are found
#	secrets_daemons PID...	which of them and of their children are ours
#	secrets_no_core PID...	none of these leaves a core file, though whoever
#				started them, as root, might
#
# TMP.secrets says what is looked for: see find_secrets.py. It lies beside TMP, so
# that a search through TMP does not find it. Who watches runs in a mount
# namespace of its own.
at_exit "rm -f '$TMP.secrets' '$TMP.stop' '$TMP.argv' '$TMP.found'"

[ "$(id -u)" -ne 0 ] || prlimit --core=unlimited --pid $$

secrets_watch()
{
	/usr/bin/python3 tests/find_secrets.py argv "$TMP.secrets" \
	    "$TMP.stop" >"$TMP.argv" &
	secrets_watcher=$!
	mkfifo "$TMP/never"
	sh -c 'read line; : Decoy-On-A-Command-Line' <>"$TMP/never" &
	at_exit "kill $!"
}

secrets_watched()
{
	touch "$TMP.stop"
	wait "$secrets_watcher"
	mv "$TMP.argv" "$TMP.found"
	secrets_tell 'on command lines'
}

secrets_found() # argv|files|memory ARG...
{
	secrets_how=$1
	shift
	/usr/bin/python3 tests/find_secrets.py "$secrets_how" \
	    "$TMP.secrets" "$@" >"$TMP.found"
}

secrets_tell() # SENTENCE
{
	is "$1: the decoy is found" yes \
	    "$(grep -q '^decoy ' "$TMP.found" && echo yes)"
	is "$1: no secret is" '' "$(grep -v '^decoy ' "$TMP.found" | head -n 20)"
}

secrets_nowhere() # SENTENCE HOW ARG...
{
	secrets_sentence=$1
	shift
	secrets_found "$@"
	secrets_tell "$secrets_sentence"
}

secrets_daemons() # PID...
{
	for secrets_pid; do
		ps -o pid=,comm= --pid "$secrets_pid" --ppid "$secrets_pid"
	done | awk '$2 !~ /python|sh$|nginx/ { print $1 }'
}

secrets_no_core() # PID...
{
	is 'who started them might leave a core file' unlimited \
	    "$(awk '/^Max core/ { print $6 }' /proc/$$/limits)"
	is 'none of them does' "$# 0" "$(for secrets_pid; do
		awk '/^Max core/ { print $6 }' "/proc/$secrets_pid/limits"
	done | sort | uniq -c | xargs)"
}
