# shellcheck shell=bash
section "A tour through every tool"
tour=$(token)
start_server "$work/tour.log" env \
  SEQUIN_MCP_SANDBOX=true SEQUIN_MCP_SANDBOX_PORT=0 SEQUIN_MCP_DATA_DIR="$work/tour-data" \
  QUARKUS_HTTP_PORT=18080 QUARKUS_MANAGEMENT_PORT=19000 \
  SEQUIN_MCP_SEQUIN_API_KEY_CREATION=store \
  SEQUIN_MCP_CONNECTORS_TOUR_TOKEN="$tour" SEQUIN_MCP_CONNECTORS_TOUR_METHODS=read,write,custom \
  SEQUIN_MCP_CONNECTORS_TOUR_TAGS=sinks,backfills,streams,databases,http_endpoints,config,system,advanced \
  java -jar target/quarkus-app/quarkus-run.jar
# The same server for both: what one leaves behind, the other stumbles over
for client in http stdio; do
  in_clients env MCP_URL="${url%/mcp/*}/mcp/$tour" MCP_CLIENT="$client" \
    node --test --test-timeout=300000 tour.test.mjs
  in_clients env MCP_URL="${url%/mcp/*}/mcp/$tour" MCP_CLIENT="$client" \
    node --test --test-timeout=120000 features.test.mjs
done
stop_server
