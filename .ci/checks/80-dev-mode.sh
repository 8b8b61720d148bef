# shellcheck shell=bash
section "Dev mode"
# It refuses Debian's Maven
maven=3.9.16
mvn -q -B dependency:copy -Dartifact="org.apache.maven:apache-maven:$maven:tar.gz:bin" -DoutputDirectory="$work"
tar -xzf "$work/apache-maven-$maven-bin.tar.gz" -C "$work"
start_server "$work/dev-mode.log" \
  "$work/apache-maven-$maven/bin/mvn" -q quarkus:dev \
  -Ddebug=false -Dquarkus.console.enabled=false -Dquarkus.analytics.disabled=true
in_clients env MCP_URL="$url" node --test --test-timeout=400000 dev-mode.test.mjs
[ "$(sed -n 's/^MCP URL: //p' "$work/dev-mode.log" | sort -u)" = "$url" ] || fail "a live reload changed the MCP URL"
stop_server
