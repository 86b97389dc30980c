#!/bin/sh
# chromium.sh ARG... - Debian's chromium, as an ordinary user also for root: it
# will not have root, and what it looks at was written by others.
for arg; do
	case $arg in
	--user-data-dir=*) HOME=${arg#*=} ;;
	esac
done
export HOME
[ "$(id -u)" -eq 0 ] || exec /usr/bin/chromium "$@"
chown -R nobody: "$HOME"
exec setpriv --reuid=nobody --regid=nogroup --clear-groups --no-new-privs \
    /usr/bin/chromium "$@"
