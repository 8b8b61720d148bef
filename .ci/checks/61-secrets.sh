# shellcheck shell=bash
section "No secret anywhere but in the one answer that shows it"
in_clients env CI=true node --test --test-timeout=600000 secrets.test.mjs
