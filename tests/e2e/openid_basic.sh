#!/bin/sh
# openid_basic.sh - the requirements of a Basic OpenID Provider, one by one.
exec tests/relying.sh tests/e2e/openid_basic.mjs
