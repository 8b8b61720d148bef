# shellcheck shell=bash
section "The console in a real browser"
if [ ! -x /usr/bin/chromium ]; then
  apt-get update -q < /dev/null
  DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends chromium < /dev/null
fi
admin=$(head -c 32 /dev/urandom | od -An -tx1 | tr -d ' \n')
start_server "$work/console.log" env \
  SEQUIN_MCP_SANDBOX=true SEQUIN_MCP_SANDBOX_PORT=0 SEQUIN_MCP_DATA_DIR="$work/console-data" \
  QUARKUS_HTTP_PORT=18080 QUARKUS_MANAGEMENT_PORT=19000 SEQUIN_MCP_ADMIN_TOKEN="$admin" \
  java -jar target/quarkus-app/quarkus-run.jar
in_clients env CONSOLE="${url%/mcp/*}" ADMIN_TOKEN="$admin" node --test --test-timeout=580000 console.test.mjs
stop_server
