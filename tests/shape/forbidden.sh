#!/bin/sh
# forbidden.sh - calls that have a better one, descriptors that leak into
# children, waits without a condition, and work left for later.
set -eu
# shellcheck disable=SC1091
. tests/lib.sh

# matches PERL FILE...: "file: match" a line, comments and strings left out.
matches()
{
	pattern=$1
	shift
	# shellcheck disable=SC2016
	PATTERN=$pattern perl -0777 -ne '
		s{/\*.*?\*/|"(?:\\.|[^"\\])*"}{
		    my $m = $&; $m =~ /^"/ ? "\"\"" : "" }gse;
		while (/$ENV{PATTERN}/g) {
			my $line = $&;
			$line =~ s/\s+/ /g;
			print "$ARGV: $line\n";
		}' "$@"
}

none() # SENTENCE PERL FILE...
{
	sentence=$1
	shift
	is "$sentence" '' "$(matches "$@")"
}

unbounded='alloca|strcpy|strcat|stpcpy|sprintf|vsprintf|atoi|atol|atoll|atof|strtok|rand|srand|gets|tmpnam|tempnam|mktemp'
none 'no call without bounds or with hidden state' \
    "\\b($unbounded|gmtime|localtime|asctime|ctime|system|popen)\\s*\\(" \
    daemon/*/*.[ch] pam_module/*.[ch]
none 'none in a test either' "\\b($unbounded)\\s*\\(" tests/*/*.[ch]
none 'every descriptor is born O_CLOEXEC' \
    '\b(?:(?:open|openat)\s*\((?![^;]*O_CLOEXEC)[^;]*;|(?:socket|socketpair|accept4)\s*\((?![^;]*SOCK_CLOEXEC)[^;]*;|memfd_create\s*\((?![^;]*MFD_CLOEXEC)[^;]*;|(?:accept|pipe|dup|mkstemp|creat|epoll_create|inotify_init)\s*\()' \
    daemon/*/*.c pam_module/*.c
is 'every stream is opened with "e"' '' \
    "$(grep -nE '\bfopen *\([^;]*"[rwa][+b]*"' daemon/*/*.c pam_module/*.c || :)"
none 'no test in C sleeps where it could wait for a condition' \
    '\b(sleep\s*\(|usleep\s*\([2-9]\d{5}|usleep\s*\(\d{7})' tests/*/*.[ch]
# A poll within a loop is short; "sleep N &" is a process to be killed.
is 'no test in sh sleeps where it could wait for a condition' '' \
    "$(grep -nE '\bsleep +([1-9]|0\.[2-9])' tests/*.sh tests/*/*.sh |
    grep -vE '&[[:space:]]*$|shape/forbidden\.sh' || :)"
is 'nothing is left for later' '' \
    "$(grep -nwE 'TODO|FIXME|XXX|HACK' Makefile daemon/*/* pam_module/* \
    schema/* conf/* tests/*.sh tests/*/*.[ch] tests/*/*.sh 2>/dev/null |
    grep -v 'shape/forbidden\.sh' || :)"
finish
