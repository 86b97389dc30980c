#!/bin/sh
# suite.sh - gets the one public test suite that is in no Debian package: that of
# Authen::PAM, from Debian's archive of sources into build/root/authen-pam.
#
# As unpack.sh: whole or not at all; asked again it costs nothing.
set -eu
folder=build/root/authen-pam
[ ! -d "$folder" ] || exit 0
# shellcheck disable=SC2016 # apt-get fills that in
archive=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' |
    grep -v security | sort -u | head -n 1)
file=libauthen-pam-perl_0.16.orig.tar.gz
sum=0e949bd9a2a9df0f829971030fe9169cbaf6cec78b92faf22f547ff6c6155c9b
mkdir -p build/root
new=$(mktemp -d "$folder.XXXXXX")
trap 'rm -rf "$new"' EXIT
/usr/lib/apt/apt-helper download-file \
    "${archive}pool/main/liba/libauthen-pam-perl/$file" "$new/$file" \
    "SHA256:$sum" >&2
mkdir "$new/tree"
tar -xzf "$new/$file" -C "$new/tree" --strip-components=1
mv -T "$new/tree" "$folder"
