# shellcheck shell=bash
section "kill -9 amid 200 callers, on both databases"
in_clients env CI=true node --test --test-timeout=600000 kill.test.mjs
