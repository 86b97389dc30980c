#!/bin/sh
# anna.sh PROGRAM - runs a test of daemon/dir on a slapd of its own, with berta
# in it (tests/module/anna.h).
set -eu
# shellcheck disable=SC1091
. tests/slapd.sh
dir=$(mktemp -d)
trap 'slapd_stop "$dir"; rm -rf "$dir"' EXIT
trap 'exit 1' INT TERM
slapd_start "$dir"
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 \
    -subj '/CN=somebody else' -keyout "$dir/other.key" -out "$dir/other.pem" \
    2>/dev/null
slapd_tool slapadd -n 1 -F "$dir/slapd.d" <<END
dn: cn=strict,ou=policies,$SLAPD_BASE
objectClass: applicationProcess
objectClass: pwdPolicy
cn: strict
pwdAttribute: userPassword
pwdMustChange: TRUE

dn: uid=berta,ou=people,$SLAPD_BASE
objectClass: inetOrgPerson
objectClass: portalPerson
uid: berta
cn: Berta
sn: Berta
portalState: active
userPassword: first paSSword of 17 geese
pwdPolicySubentry: cn=strict,ou=policies,$SLAPD_BASE
pwdReset: TRUE
END
cat >"$dir/restart" <<END
#!/bin/sh
. tests/slapd.sh
. "$dir/env"
slapd_stop "$dir" && slapd_run "$dir"
END
export SLAPD_CA SLAPD_LDAPI SLAPD_LDAPS
SLAPD_PID_FILE=$dir/slapd.pid OTHER_CA=$dir/other.pem \
    SLAPD_RESTART="sh $dir/restart" "$1"
