# shellcheck shell=bash
section "A minute of mixed work, after which nothing has grown"
missing=()
command -v nginx > /dev/null || missing+=(nginx)
compgen -G '/usr/lib/nginx/modules/ngx_http_echo_module.so' > /dev/null || missing+=(libnginx-mod-http-echo)
if [ ${#missing[@]} -gt 0 ]; then
  apt-get update -q < /dev/null
  DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "${missing[@]}" < /dev/null
fi
BENCH_JAVA=$(readlink -f "$(command -v java)") timeout 300 node src/bench/soak.mjs --seconds 60 --port 18970
