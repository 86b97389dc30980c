#!/bin/sh
# posting.sh - who leaves keeps no role, and who stays loses none.
exec tests/stage.sh "${BUILD:-build/plain}/tests/module/posting_test"
