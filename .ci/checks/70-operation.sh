# shellcheck shell=bash
section "JSON logs name the request, the connector and the tool, and levels change at run time"
admin=$(head -c 32 /dev/urandom | od -An -tx1 | tr -d ' \n')
command -v jq > /dev/null || { apt-get update -qq && apt-get install -y -qq jq > /dev/null; }
start_server "$work/operation.log" env \
  SEQUIN_MCP_SANDBOX=true SEQUIN_MCP_SANDBOX_PORT=0 SEQUIN_MCP_DATA_DIR="$work/operation" \
  QUARKUS_HTTP_PORT=18080 QUARKUS_MANAGEMENT_PORT=19000 \
  SEQUIN_MCP_LOG_FORMAT=json SEQUIN_MCP_ADMIN_TOKEN="$admin" \
  java -jar target/quarkus-app/quarkus-run.jar
curl -sf -X PUT http://localhost:18080/api/v1/loggers/io.sequinmcp.gateway -H "Authorization: Bearer $admin" \
  -H 'Content-Type: application/json' -d '{"level": "DEBUG"}' > /dev/null || fail "a level can't be changed"
curl -sf -D "$work/operation.headers" "$url" -H 'Content-Type: application/json' \
  -d '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"list_sinks","arguments":{}}}' > /dev/null || fail "a call fails"
backup=$(curl -sf -X POST http://localhost:18080/api/v1/backups -H "Authorization: Bearer $admin" | jq -r .file)
[ -s "$backup" ] || fail "there is no copy of the store"
stop_server
grep -v '^MCP URL: ' "$work/operation.log" | jq -es 'all(type == "object")' > /dev/null || fail "a line of the log is no JSON object"
grep -v '^MCP URL: ' "$work/operation.log" \
  | jq -es --arg request "$(tr -d '\r' < "$work/operation.headers" | sed -n 's/^X-Request-Id: //ip')" \
    'any(.message | startswith("list_sinks: ok"))
      and any(.mdc.tool == "list_sinks" and .mdc.connector == "sandbox" and .mdc.request_id == $request)' > /dev/null \
  || fail "the log of a call does not name its tool, connector and request"
if grep -v '^MCP URL: ' "$work/operation.log" | grep -q "smcp_[A-Za-z0-9_-]\{43\}\|$admin"; then fail "the log holds a token"; fi
