# shellcheck shell=bash
# On one processor, as in a small container, where there is one event loop
section "A minute of mixed work, after which nothing has grown"
[ -e /usr/lib/nginx/modules/ngx_http_echo_module.so ] || {
  apt-get update -q < /dev/null
  DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends nginx libnginx-mod-http-echo < /dev/null
}
BENCH_JAVA=$(readlink -f "$(command -v java)") timeout 300 node src/bench/soak.mjs --seconds 60 --one-processor --port 18970
