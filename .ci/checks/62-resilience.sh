# shellcheck shell=bash
section "Stopped, killed and faced with every fault of a network"
command -v nginx > /dev/null || {
  apt-get update -q < /dev/null
  DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends nginx-light < /dev/null
}
in_clients node --test --test-timeout=120000 stop.test.mjs
in_clients node --test --test-timeout=120000 limits.test.mjs
in_clients node --test --test-timeout=590000 faults.test.mjs
in_clients env CHAOS_SECONDS="${CHAOS_SECONDS:-120}" node --test --test-timeout=590000 chaos.test.mjs
