# shellcheck shell=bash
section "The specification"
export REDOCLY_TELEMETRY=off REDOCLY_SUPPRESS_UPDATE_NOTICE=true
in_clients npx redocly lint ../../../openapi-spec/sequin.yaml
