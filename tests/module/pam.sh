#!/bin/sh
# pam.sh - pam_portal.so through libpam, labd and slapd, nobody's rights needed.
set -eu
# shellcheck disable=SC1091
. tests/lab.sh
dir=$(mktemp -d)
trap 'lab_stop "$dir"; rm -rf "$dir"' EXIT
trap 'exit 1' INT TERM
lab_start "$dir"

while [ ! -s "$dir/state/names.cdb" ]; do sleep 0.05; done
lab_service "$dir" portal ''
lab_service "$dir" nowhere "socket=$dir/run/none.sock"
lab_service "$dir" open "socket=$dir/open/labd.sock"
lab_service "$dir" quiet no_warn
lab_service "$dir" above minimum_uid=1000
lab_service "$dir" odd colour=red
lab_service "$dir" try try_first_pass
lab_service "$dir" first use_first_pass
lab_service "$dir" ignore 'ignore_unknown_user ignore_authinfo_unavail'
sed 's|required|sufficient|; /^auth/a auth required pam_permit.so' \
    "$dir/pam.d/ignore" >"$dir/pam.d/permit"
# Two of ours: the first asks, the second has what the first was given.
for name in try first; do
	sed 's/required/optional/; 1q' "$dir/pam.d/portal"
	sed 1q "$dir/pam.d/$name"
done >"$dir/pam.d/both"
sed '3,$d' "$dir/pam.d/both" >"$dir/pam.d/stack"
sed '1,2d' "$dir/pam.d/both" >"$dir/pam.d/stack_first"
mkdir -m 777 "$dir/open"
ln -s ../run/labd.sock "$dir/open/labd.sock"
chmod 777 "$dir/open"

LABD_PID=$LAB_PID SLAPD_PID_FILE=$dir/slapd.pid PAM_DIR=$dir/pam.d \
    LAB_STATE=$dir/state LABD_LOG=$dir/labd.log "$BUILD/tests/module/pam_test"
