# shellcheck shell=bash
section "What agents are asked to do, against a bridge with a tool for every operation"
(cd src/test/evals && npm ci --no-audit --no-fund < /dev/null && timeout 1200 npm test < /dev/null)
