#!/usr/bin/env bash
# Trains the JVM on the packaged application, so that it starts and warms up in a fraction of the time: runs it with the
# sandbox on, has an agent's first minutes happen (connect, list, call), and keeps what the JVM learned.
#
#   cd target/quarkus-app && ../../src/main/docker/train.sh CACHE      JAVA or JAVA_HOME says which Java
#
# Java 25 and later write an AOT cache with the profiles of what ran, older ones an archive of the classes; the option
# that uses it is written beside it, into cache.options, with the file's name alone:
#
#   java @jvm.options @cache.options -jar quarkus-run.jar
#
# The Java that trained has to be the one that runs, from the same directory, with the jars as they were, times included;
# else the JVM starts as if there was no cache. Needs bash and nothing else, as images have nothing else.
set -euo pipefail
cache=$(realpath "${1:?which file to write}")
here=$(realpath "$(dirname "$0")")
java=${JAVA:-${JAVA_HOME:+$JAVA_HOME/bin/}java}
rounds=${TRAIN_ROUNDS:-500}
work=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill -KILL "$server" 2> /dev/null || true; rm -rf "$work"' EXIT

fail() { printf '%s\n' "$1" >&2; cat "$work"/*.log >&2; exit 1; }

options=()
for file in jvm.options "$here/../jib/app/jvm.options"; do
  [ ! -f "$file" ] || { options=("@$file"); break; }
done
version=$("$java" -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java\.specification\.version = //p')
if [ "${version%%.*}" -ge 25 ]; then
  option=-XX:AOTCache
  recording=(-XX:AOTMode=record -XX:AOTConfiguration="$work/recorded" -Xlog:aot=error)
else
  option=-XX:SharedArchiveFile
  recording=(-XX:ArchiveClassesAtExit="$work/cache" -Xlog:cds=error -Xlog:cds+dynamic=error)
fi

# Nothing of this process's environment gets into it: neither a real Sequin nor somebody's store. What most declare is
# there beside the sandbox, so that reading it is trained, too; nobody listens at that account
env -i PATH="$PATH" HOME="$work" \
  SEQUIN_MCP_ACCOUNTS_TRAINING_URL=http://127.0.0.1:9 SEQUIN_MCP_ACCOUNTS_TRAINING_API_TOKEN=none \
  SEQUIN_MCP_CONNECTORS_TRAINING_ACCOUNT=training SEQUIN_MCP_CONNECTORS_TRAINING_TOKEN="smcp_$(printf 'A%.0s' {1..43})" \
  SEQUIN_MCP_CONNECTORS_TRAINING_METHODS=read,write,custom \
  SEQUIN_MCP_ADMIN_TOKEN=an-admin-token-for-the-training-alone SEQUIN_MCP_ENCRYPTION_KEY=an-encryption-key-for-the-training-alone \
  SEQUIN_MCP_SANDBOX=true SEQUIN_MCP_SANDBOX_PORT=0 SEQUIN_MCP_DATA_DIR="$work/data" SEQUIN_MCP_LOG_FORMAT=json \
  QUARKUS_HTTP_HOST=127.0.0.1 QUARKUS_HTTP_PORT=0 QUARKUS_MANAGEMENT_HOST=127.0.0.1 QUARKUS_MANAGEMENT_PORT=0 \
  "$java" "${options[@]}" -XX:MaxRAM=512m "${recording[@]}" -jar quarkus-run.jar > "$work/server.log" 2>&1 &
server=$!
until grep -qs 'Installed features' "$work/server.log" && grep -q '^MCP URL: ' "$work/server.log"; do
  kill -0 "$server" 2> /dev/null || fail "The service did not start"
  sleep 0.1
done
token=$(sed -n 's|^MCP URL: .*/mcp/||p' "$work/server.log")
port=$(sed -n 's|.*Listening on: http://127\.0\.0\.1:\([0-9]*\).*|\1|p' "$work/server.log")
management=$(sed -n 's|.*Management interface listening on http://127\.0\.0\.1:\([0-9]*\).*|\1|p' "$work/server.log")

# One request of many on a connection: $1 the path, $2 more headers, $3 the JSON-RPC method, $4 its params
post() {
  local LC_ALL=C body='{"jsonrpc":"2.0","id":1,"method":"'$3'","params":'$4'}'
  printf 'POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nAccept: application/json, text/event-stream\r\n%sContent-Length: %d\r\n\r\n%s' \
    "$1" "$2" "${#body}" "$body"
}
get() { printf 'GET %s HTTP/1.1\r\nHost: localhost\r\n%s\r\n' "$1" "${2:-}"; }
last=$'Connection: close\r\n'
call() { post "/mcp/$token" "$session" tools/call '{"name":"'"$1"'","arguments":'"${2:-{\}}"'}'; }

# Sends what is written to it over one connection, and waits until every request is answered, and fails if none says $2
exchange() {
  exec {to}<> "/dev/tcp/127.0.0.1/$1"
  cat <&"$to" > "$work/answers" &
  local reader=$!
  cat >&"$to"
  wait "$reader"
  exec {to}>&-
  grep -q "$2" "$work/answers" || { head -c 2000 "$work/answers" >&2; fail "No $2 in the answers"; }
}

hello='{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"training","version":"1"}}'
post "/mcp/$token" "$last" initialize "$hello" | exchange "$port" '"serverInfo"'
session="Mcp-Session-Id: $(sed -n 's/^[Mm]cp-[Ss]ession-[Ii]d: \([^\r]*\)\r*$/\1/p' "$work/answers")"$'\r\n'

for _ in 1 2; do
  {
    for ((i = 0; i < rounds; i++)); do
      call get_sink '{"sink_id_or_name":"stripe_webhooks_sink"}'
      call list_sinks
      if ((i % 20 == 0)); then
        post "/mcp/$token" "" initialize "$hello"
        post "/mcp" "Authorization: Bearer $token"$'\r\n' tools/list '{}'
        post "/mcp/$token" "$session" prompts/list '{}'
        post "/mcp/$token" "$session" resources/list '{}'
        call get_health
        call list_databases
        call get_sink '{"sink_id_or_name":"no_such_sink"}'
        call get_sink '{"sink":"stripe_webhooks_sink","response_format":"detailed"}'
        call diagnose_sink '{"sink_id_or_name":"stripe_webhooks_sink"}'
        call list_backfills '{"sink_id_or_name":"snowflake_sink"}'
        call receive_messages '{"consumer_id_or_name":"billing_events","batch_size":5}'
        call list_deliveries '{"consumer_id_or_name":"billing_events"}'
      fi
    done
    post "/mcp/$token" "$session$last" ping '{}'
  } | exchange "$port" '"stripe_webhooks_sink"'
done
{
  for ((i = 0; i < 20; i++)); do
    get /q/health/started
    get /q/health/ready
    get /q/metrics
  done
  get /q/health/live "$last"
} | exchange "$management" '"UP"'

# Java writes down what it learned when it ends
kill -TERM "$server"
wait "$server" || [ $? -eq 143 ] || fail "The service did not stop as it should"
server=
if [ -f "$work/recorded" ]; then
  # Only this collector can put objects into a cache; every other one can take them from there
  "$java" "${options[@]}" -XX:-UseSerialGC -XX:+UseG1GC -XX:AOTMode=create \
    -XX:AOTConfiguration="$work/recorded" -XX:AOTCache="$work/cache" -Xlog:aot=error \
    -jar quarkus-run.jar > "$work/create.log" 2>&1 || fail "Java made no cache"
fi
[ -s "$work/cache" ] || fail "Java made no cache"
mv -f "$work/cache" "$cache"
printf '%s\n' "$option=$(basename "$cache")" > "$(dirname "$cache")/cache.options"
chmod 0644 "$cache" "$(dirname "$cache")/cache.options"
printf '%s: %d MiB\n' "$cache" $(($(stat -c %s "$cache") / 1048576))
