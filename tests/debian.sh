#!/bin/sh
# debian.sh - a small Debian in a folder, as what is installed there may change
# nothing here. . tests/debian.sh, as root.
#
#	debian_make NAME [PACKAGE,...]	build/root/NAME, once
debian_make()
{
	[ ! -d "build/root/$1" ] || return 0
	# In memory, where dpkg's many fsync() cost nothing.
	debian_new=$(mktemp -d "/dev/shm/$1.XXXXXX")
	chmod 755 "$debian_new"
	debootstrap --variant=minbase ${2:+"--include=$2"} bookworm \
	    "$debian_new" >"$debian_new.log" 2>&1 || {
		tail -n 20 "$debian_new.log" >&2
		rm -rf "$debian_new" "$debian_new.log"
		return 1
	}
	rm -rf "$debian_new"/var/cache/apt/archives/*.deb
	mkdir -p build/root
	cp -a "$debian_new" "build/root/$1.new" &&
		mv -T "build/root/$1.new" "build/root/$1"
	rm -rf "$debian_new" "$debian_new.log"
}
