# shellcheck shell=bash
section "Agents that sign in at Keycloak"
keycloak=26.4.0
mvn -q -B dependency:copy -Dartifact="org.keycloak:keycloak-quarkus-dist:$keycloak:zip" -DoutputDirectory="$work"
(cd "$work" && jar -xf "keycloak-quarkus-dist-$keycloak.zip")
mkdir -p "$work/keycloak-$keycloak/data/import"
cp "$clients/keycloak-realm.json" "$work/keycloak-$keycloak/data/import/agents-realm.json"
KC_HEAP_OPTS=-Xmx512m setsid bash "$work/keycloak-$keycloak/bin/kc.sh" start-dev --http-port=18090 --import-realm \
  --health-enabled=false --cache=local > "$work/keycloak.log" 2>&1 < /dev/null &
identity=$!
for _ in $(seq 240); do
  ! curl -sf http://localhost:18090/realms/agents/.well-known/openid-configuration > /dev/null || break
  kill -0 "$identity" 2> /dev/null || fail "Keycloak did not start"
  sleep 1
done
start_server "$work/oauth.log" env \
  SEQUIN_MCP_SANDBOX=true SEQUIN_MCP_SANDBOX_PORT=0 SEQUIN_MCP_DATA_DIR="$work/oauth-data" \
  QUARKUS_HTTP_PORT=18080 QUARKUS_MANAGEMENT_PORT=19000 \
  SEQUIN_MCP_OAUTH_ISSUER=http://localhost:18090/realms/agents \
  SEQUIN_MCP_OAUTH_RESOURCE=https://mcp-oauth.example.com/mcp \
  SEQUIN_MCP_CONNECTORS_AGENTS_OAUTH=true SEQUIN_MCP_CONNECTORS_AGENTS_METHODS=read,write,custom \
  java -jar target/quarkus-app/quarkus-run.jar
in_clients env MCP_BASE="${url%/mcp/*}/mcp" ISSUER=http://localhost:18090/realms/agents \
  node --test --test-timeout=120000 keycloak.test.mjs
stop_server
end "$identity"
identity=
