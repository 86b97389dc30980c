#!/bin/sh
# host.sh [before] - what the tests leave behind on this machine: nothing.
#
# "before" notes the state; without it, compares as TAP. Other people's
# processes may come and go meanwhile: of processes and ports only those count
# that run a program of this tree or have it as their directory.
set -eu
noted=build/log/host
mkdir -p build/log

files()
{
	for file in /etc/nsswitch.conf /etc/pam.conf /etc/pam.d/* \
	    /etc/ld.so.preload /etc/ldap/ldap.conf; do
		if [ -f "$file" ]; then
			cksum "$file"
		fi
	done
}

# "PID" of processes whose program or directory is $1 or below it.
within()
{
	find /proc/[0-9]*/exe /proc/[0-9]*/cwd -maxdepth 0 \
	    \( -lname "$1" -o -lname "$1/*" \) 2>/dev/null |
	    cut -d/ -f3 | sort -u
}

ours()
{
	for pid in $(within "$(pwd -P)/build"); do
		echo "$pid $(tr '\0' ' ' <"/proc/$pid/cmdline" 2>/dev/null || :)"
	done
}

# TCP ports that a process started from this tree listens at.
ports()
{
	awk '$4 == "0A" { split($2, a, ":"); print $10, a[2] }' /proc/net/tcp \
	    /proc/net/tcp6 2>/dev/null | sort -u >"$noted.inodes"
	for pid in $(within "$(pwd -P)"); do
		find "/proc/$pid/fd" -lname 'socket:*' -printf '%l\n' \
		    2>/dev/null || :
	done | sed 's/^socket:\[\(.*\)\]$/\1/' | sort -u |
	    join - "$noted.inodes" | cut -d' ' -f2 | sort -u
}

if [ "${1:-}" = before ]; then
	for what in files ours ports; do
		"$what" >"$noted.$what"
	done
	exit 0
fi
count=0 failed=0
for what in files ours ports; do
	case $what in
	files) name='PAM, NSS and LDAP files of the host are as they were' ;;
	ours) name='no program of this tree still runs' ;;
	ports) name='no port is still listened at from this tree' ;;
	esac
	count=$((count + 1))
	"$what" >"$noted.$what.after"
	if [ "$what" = files ]; then
		changed=$(diff "$noted.$what" "$noted.$what.after") || :
	else
		changed=$(grep -vxFf "$noted.$what" "$noted.$what.after") || :
	fi
	if [ -z "$changed" ]; then
		echo "ok $count - $name"
		continue
	fi
	failed=$((failed + 1))
	echo "not ok $count - $name"
	echo "$changed" | sed 's/^/# /'
done
echo "1..$count"
[ "$failed" -eq 0 ]
