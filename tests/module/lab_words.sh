#!/bin/sh
# lab_words.sh - what a person at a lab machine reads, and whether it says what
# to do.
set -eu
# shellcheck disable=SC1091
. tests/lib.sh
# shellcheck disable=SC1091
. tests/lab.sh
dir=$TMP/lab
mkdir "$dir"
at_exit "lab_stop '$dir'"
lab_start "$dir"
lab_service "$dir" portal ''
right='right paSSword of 41 kites'

log_in() # LOCALE USER LINE...
{
	locale=$1 user=$2
	shift 2
	printf '%s\n' "$@" | env LC_ALL="$locale" "$BUILD/daemon/tools/labctl" \
	    -P "$dir/pam.d" -S portal test-login "$user" 2>&1 || :
}

# The sentence in both languages.
says() # SENTENCE ZH EN USER LINE...
{
	sentence=$1 zh=$2 en=$3
	shift 3
	it "$sentence" grep -q "$en" <<-END
	$(log_in C "$@")
	END
	it "$sentence, in Chinese" grep -q "$zh" <<-END
	$(log_in zh_TW.UTF-8 "$@")
	END
}

as_admin() { "$@" -Q -Y EXTERNAL -H "$SLAPD_LDAPI" >/dev/null; }
policy() # NAME LINE...
{
	printf 'dn: cn=%s,ou=policies,%s\n' "$1" "$SLAPD_BASE"
	printf '%s\n' 'objectClass: applicationProcess' \
	    'objectClass: pwdPolicy' "cn: $1" 'pwdAttribute: userPassword'
	shift
	printf '%s\n' "$@" ''
}
under() { echo "pwdPolicySubentry: cn=$1,ou=policies,$SLAPD_BASE"; }

cp "$dir/labd.conf" "$dir/plain.conf"
again() # LINE...
{
	kill "$LAB_PID"
	wait "$LAB_PID" || :
	{
		cat "$dir/plain.conf"
		printf '%s\n' "$@"
	} >"$dir/labd.conf"
	lab_run "$dir"
}

long_ago=20200101000000Z
password="userPassword: $(slapd_tool slappasswd -n -h '{SSHA}' -s "$right")"
{
	policy ends 'pwdMaxAge: 86400'
	policy grace 'pwdMaxAge: 86400' 'pwdGraceAuthNLimit: 9'
	policy warns 'pwdMaxAge: 1000000000' 'pwdExpireWarning: 999999999'
	person nina 20021 new "$password"
	person lena 20022 left "$password"
	person expi 20023 active "$password" "$(under ends)" \
	    "pwdChangedTime: $long_ago"
	person grit 20024 active "$password" "$(under grace)" \
	    "pwdChangedTime: $long_ago"
	person warn 20025 active "$password" "$(under warns)" \
	    "pwdChangedTime: $long_ago"
	person locke 20026 active "$password" \
	    "pwdAccountLockedTime: 000001010000Z"
	person kiteflyer 20027 active "$password"
} >"$TMP/people.ldif"
slapd_stop "$dir"
slapd_tool slapadd -n 1 -w -S 1 -F "$dir/slapd.d" -l "$TMP/people.ldif"
slapd_run "$dir"
again # at once, without waiting for the prober

says 'a wrong password' '帳號或密碼不正確' 'password is wrong' anna wrong
says 'nobody of this machine' '別的學校' 'another school' elsewhere "$right"
says 'not activated' '先到資訊服務入口啟用' 'activate it on' nina "$right"
says 'suspended' '已停用,請洽' 'is suspended. Please ask' carl "$right"
says 'left' '已離開學校' 'has left the school' lena "$right"
says 'expired' '已過期,請到' 'has expired. Please reset' expi "$right"
says 'grace' '還可登入 [1-9] 次' 'works [1-9] more times' grit "$right"
says 'expiring' '天後過期' 'expires in [0-9]* days' warn "$right"
says 'locked' '鎖定,請' 'is locked.*Try again' locke "$right"
says 'must change' '必須更改' 'must be changed' berta "$right"
says 'a new password with the own account' '不可包含' 'your own account' \
    berta "$right" "$right" 'Berta flies 33 kites' 'Berta flies 33 kites'

# A day that is neither today nor a neighbour.
away=$(LC_ALL=C date -d '+3 days' +%a)
again "hours = \"$away 08:00-09:00\";"
says 'outside of hours' '不是這台電腦開放' 'closed for logins' anna "$right"
again 'hours = "Mon-Sun 00:00-24:00";'
says 'within them: nothing' 'authenticate' 'authenticate: Success' anna "$right"
printf 'zone = "Asia/Taipeh";\nhours = "Mon 08:00-09:00";\n' |
    cat "$dir/plain.conf" - >"$dir/odd.conf"
fails 'a zone that there is not is told' 65 \
    "$BUILD/daemon/labd/labd" -n -c "$dir/odd.conf"

printf '%s\n' "dn: uid=anna,ou=people,$SLAPD_BASE" 'changetype: modify' \
    'replace: portalState' 'portalState: suspended' | as_admin ldapmodify
says 'suspended since a moment' '已停用,請洽' 'is suspended' anna "$right"
finish
