# shellcheck shell=bash
section "What a start refuses, in a line each"

# Starts the packaged server with what production needs, changed as given; for use with `timeout` too
production() {
  env SEQUIN_MCP_SANDBOX=false SEQUIN_URL=http://127.0.0.1:9 SEQUIN_API_TOKEN=none \
    SEQUIN_MCP_DATA_DIR="$work/start-up" QUARKUS_HTTP_PORT=18080 QUARKUS_MANAGEMENT_PORT=19000 \
    SEQUIN_MCP_ADMIN_TOKEN=an-admin-token-for-the-start-up-checks \
    SEQUIN_MCP_ENCRYPTION_KEY=an-encryption-key-for-the-start-up-checks \
    SEQUIN_MCP_DATABASE_PATIENCE=2s "$@" java -jar target/quarkus-app/quarkus-run.jar
}

# What it says must name the property; then come the changes to what production needs
refused() {
  local log="$work/refused.log" property=$1 status=0; shift
  production "$@" timeout 180 > "$log" 2>&1 < /dev/null || status=$?
  [ "$status" -ne 0 ] && [ "$status" -ne 124 ] || fail "a start that lacks $property was not refused"
  grep -q "$property" "$log" || fail "the refusal does not name $property"
  ! grep -qE '^\s+at |Exception' "$log" || fail "the refusal of $property has a stack trace"
  grep "$property" "$log"
}

refused SEQUIN_MCP_ADMIN_TOKEN SEQUIN_MCP_ADMIN_TOKEN=
refused SEQUIN_MCP_ENCRYPTION_KEY SEQUIN_MCP_ENCRYPTION_KEY=
refused SEQUIN_MCP_PUBLIC_URL SEQUIN_MCP_PUBLIC_URL=http://sequin-mcp.example.com
refused sequin-mcp.replicas SEQUIN_MCP_REPLICAS=2
refused SEQUIN_MCP_DATABASE_URL SEQUIN_MCP_DATABASE_URL=postgresql://nobody@127.0.0.1:9/none
refused sequin-mcp.oauth.resource SEQUIN_MCP_OAUTH_ISSUER=https://id.example.com

# With all of it there is nothing to refuse, and a second one must leave the first one's store alone
log="$work/start-up.log"
setsid bash -c "$(declare -f production); work='$work'; production SEQUIN_MCP_PUBLIC_URL=https://mcp.example.com" > "$log" 2>&1 < /dev/null &
server=$!
for _ in $(seq 180); do
  curl -sf http://127.0.0.1:19000/q/health/live > /dev/null && break
  kill -0 "$server" 2> /dev/null || fail "a start with all that is needed was refused"
  sleep 1
done
curl -sf http://127.0.0.1:19000/q/health/live > /dev/null || fail "a start with all that is needed took too long"
# The store holds the audit: nobody else on the machine may read it, nor the key beside it
others=$(find "$work/start-up" -type f -perm /077)
[ -z "$others" ] || fail "others may read $others"
refused SEQUIN_MCP_DATA_DIR QUARKUS_HTTP_PORT=18081 QUARKUS_MANAGEMENT_PORT=19001
stop_server
