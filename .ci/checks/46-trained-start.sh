# shellcheck shell=bash
section "A start from what a training run on this Java left"
(cd target/quarkus-app && TRAIN_ROUNDS=20 bash ../../src/main/docker/train.sh app.cache)
# Shared or not at all: this Java would also start without a cache that doesn't fit
start_server "$work/trained.log" env -C target/quarkus-app SEQUIN_MCP_SANDBOX=true SEQUIN_MCP_SANDBOX_PORT=0 \
  SEQUIN_MCP_DATA_DIR="$work/trained" QUARKUS_HTTP_PORT=18080 QUARKUS_MANAGEMENT_PORT=19000 \
  java @../../src/main/jib/app/jvm.options -Xshare:on @cache.options -jar quarkus-run.jar
grep -q '/app.cache' "/proc/$server/maps" || fail "it does not use what the training left"
# It says this after its URL
until grep -o 'started in [0-9.]*s' "$work/trained.log"; do
  kill -0 "$server" 2> /dev/null || fail "it ended before it had started"
  sleep 0.1
done
stop_server
rm target/quarkus-app/app.cache target/quarkus-app/cache.options
