# shellcheck shell=bash
section "Two nodes on one PostgreSQL"
in_clients node --test --test-timeout=300000 two-nodes.test.mjs
