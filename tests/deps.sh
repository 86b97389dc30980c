#!/bin/sh
# deps.sh PACKAGE... - installs the Debian packages that are missing.
#
# As root it installs them without recommendations; as anyone else it prints
# the command and stops. No output when nothing is missing.
set -eu
mkdir -p build
# One at a time, and whoever waited looks then.
exec 9>build/deps.lock
flock 9
missing=
for package; do
	status=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || :)
	[ "$status" = installed ] || missing="$missing $package"
done
[ -n "$missing" ] || exit 0
if [ "$(id -u)" -ne 0 ]; then
	echo "These packages are missing; as root:" >&2
	echo "  apt-get install --no-install-recommends$missing" >&2
	exit 1
fi
echo "installing:$missing"
export DEBIAN_FRONTEND=noninteractive
[ -n "$(find /var/lib/apt/lists -name '*_Packages*' -mtime -1 2>/dev/null | head -1)" ] ||
	apt-get -q update
# shellcheck disable=SC2086
apt-get -q -y install --no-install-recommends $missing
