# shellcheck shell=bash
# There is no Docker daemon, and no registry to pull a base from. Buildah builds the image all the same, on a base of the
# same name made of Debian's packages and a Temurin of the same version; runc runs it as Kubernetes would with the chart's
# default values: memory limit, read-only root, nobody as the user, no capabilities. Not tried: the published base itself.
section "The image"
missing=()
for tool in buildah podman runc debootstrap; do
  command -v "$tool" > /dev/null || missing+=("$tool")
done
if [ ${#missing[@]} -gt 0 ]; then
  apt-get update -q < /dev/null
  DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "${missing[@]}" < /dev/null
fi

containers=$work/containers
mkdir "$containers"
storage=(--root "$containers/storage" --runroot "$containers/run" --storage-driver vfs)
# Jib takes a program in Docker's place
cat > "$work/podman" << END
#!/bin/sh
exec podman ${storage[*]} --cgroup-manager cgroupfs --events-backend file --runtime runc "\$@"
END
chmod +x "$work/podman"

base=$(sed -n 's/^ARG BASE=//p' src/main/docker/Dockerfile.jvm)
jdk25=$(jdk 25)
debootstrap --foreign --variant=minbase bookworm "$containers/base" > "$work/base.log"
# Left by the half of debootstrap that does for a base
rm -rf "$containers/base/debootstrap" "$containers/base/proc"
mkdir -p "$containers/base/proc" "$containers/base/opt/java"
cp -a "$jdk25" "$containers/base/opt/java/openjdk"
(
  cd "$containers"
  printf 'FROM scratch\nCOPY base /\nENV JAVA_HOME=/opt/java/openjdk PATH=/opt/java/openjdk/bin:/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8\n' > Base
  buildah "${storage[@]}" bud -q --isolation chroot -f Base -t "$base" .
)

buildah "${storage[@]}" push -q "$base" "docker-archive:$containers/base.tar"

# Jib builds its image while the application is packaged
mvn -q -B -DskipTests -Pimage package -Dquarkus.container-image.build=true -Dquarkus.container-image.tag=jib \
  -Dimage.revision="$(git rev-parse HEAD)" -Dquarkus.jib.base-jvm-image="tar://$containers/base.tar" -Dquarkus.jib.docker-executable-name="$work/podman"
(cd "$containers" && "$jdk25/bin/jar" xf "$OLDPWD"/target/quarkus-app/app/sequin-mcp-*.jar META-INF)
for shipped in sbom/sequin-mcp.cdx.json THIRD-PARTY.txt; do
  grep -q 'quarkus-vertx-http' "$containers/META-INF/$shipped" || fail "the image would have no META-INF/$shipped"
done
# Of the licences that one of them offers there is at least one whose text is there
awk '
  /^ +\(/ {
    found = 0; text = $0
    while (match(text, /^ *\([^()]*\)/)) {
      name = substr(text, RSTART, RLENGTH); gsub(/^ *\(|\)$/, "", name)
      if ((getline line < (directory "/" name ".txt")) > 0) found = 1
      close(directory "/" name ".txt")
      text = substr(text, RSTART + RLENGTH)
    }
    count++
    if (!found) { print "no licence text: " $0; missing = 1 }
  }
  END { exit missing || count < 200 }' directory="$containers/META-INF/licenses" "$containers/META-INF/THIRD-PARTY.txt" ||
  fail "the image would have something without its licence"
version=$(basename target/quarkus-app/app/sequin-mcp-*.jar .jar)
version=${version#sequin-mcp-}
buildah "${storage[@]}" bud --isolation chroot --pull-never -f src/main/docker/Dockerfile.jvm -t sequin-mcp \
  --build-arg VERSION="$version" --build-arg REVISION="$(git rev-parse HEAD)" . > "$work/build.log" 2>&1
label=$("$work/podman" image inspect -f '{{index .Config.Labels "org.opencontainers.image.version"}}' sequin-mcp)
[ "$label" = "$version" ] || fail "the image calls itself version $label, not $version"
for image in sequin-mcp sequin-mcp:jib; do
  "$work/podman" image inspect -f '{{range .Config.Env}}{{println .}}{{end}}' "$image" | grep -qx "SEQUIN_MCP_COMMIT=$(git rev-parse HEAD)" ||
    fail "the image $image does not say which commit it is of"
done

limit=$(awk '/^resources:/ { inside = 1 } inside && /limits:/ { limits = 1 } limits && /memory:/ { print $2; exit }' helm/sequin-mcp/values.yaml)
[ -n "$limit" ] || fail "the chart has no memory limit"

# Starts an image as the chart's pod does and waits for its URL, which becomes $url
run_image() {
  local name=$1 image=$2
  install -d -m 0700 -o 10001 -g 10001 "$containers/data"
  "$work/podman" run -d --name "$name" --network host --ulimit nofile=4096:4096 --ulimit nproc=4096:4096 \
    --memory "${limit%i}" --memory-swap "${limit%i}" --user 10001:10001 --cap-drop ALL --security-opt no-new-privileges \
    --read-only --read-only-tmpfs=false --tmpfs /tmp:rw,size=64m -v "$containers/data:/data" \
    -e SEQUIN_MCP_SANDBOX=true -e SEQUIN_MCP_SANDBOX_PORT=0 -e QUARKUS_HTTP_PORT=18080 -e QUARKUS_MANAGEMENT_PORT=19000 \
    "$image" > /dev/null
  local pid
  pid=$("$work/podman" inspect -f '{{.State.Pid}}' "$name")
  # The container's processes end with this script, however that ends
  setsid sh -c "while kill -0 $$ 2> /dev/null && kill -0 $pid 2> /dev/null; do sleep 1; done; kill -KILL $pid 2> /dev/null" < /dev/null > /dev/null 2>&1 &
  for _ in $(seq 120); do
    "$work/podman" logs "$name" > "$work/$name.log" 2>&1
    url=$(sed -n 's/^MCP URL: //p' "$work/$name.log")
    [ -z "$url" ] || break
    sleep 1
  done
  [ -n "$url" ] || fail "the image $image printed no MCP URL"
  pid_of_image=$pid
}

section "The image within the chart's $limit, on a read-only file system, as nobody"
run_image image localhost/sequin-mcp
first_url=$url
grep -q '^Uid:	10001	10001	10001	10001$' "/proc/$pid_of_image/status" || fail "it does not run as nobody"
grep -q '^CapEff:	0000000000000000$' "/proc/$pid_of_image/status" || fail "it has capabilities"
awk '$5 == "/" && $6 ~ /(^|,)ro(,|$)/ { found = 1 } END { exit !found }' "/proc/$pid_of_image/mountinfo" || fail "its root file system can be written to"
grep -q '/app/app.cache' "/proc/$pid_of_image/maps" || fail "its AOT cache is not used"
in_clients env MCP_URL="$url" MCP_CLIENT=http node --test --test-timeout=300000 five-tasks.test.mjs
"$work/podman" exec image cat /proc/1/status | grep -E 'VmHWM|Threads'
memory=/sys/fs/cgroup/memory$(sed -n 's/^[0-9]*:memory://p' "/proc/$pid_of_image/cgroup")/memory.max_usage_in_bytes
[ ! -f "$memory" ] || printf 'Most memory at once: %d MiB of %s\n' $(($(cat "$memory") / 1048576)) "$limit"
"$work/podman" logs image 2>&1 | grep -o 'started in [0-9.]*s'

section "The image stops when told to, and answers first"
"$work/podman" rm -f image > /dev/null
run_image image-again localhost/sequin-mcp
[ "$url" = "$first_url" ] || fail "the MCP URL did not survive a new container on the same volume"
in_clients env MCP_URL="$url" STOP="'$work/podman' stop -t 60 image-again" node --test --test-timeout=120000 graceful-stop.test.mjs
status=$("$work/podman" inspect -f '{{.State.ExitCode}}' image-again)
[ "$status" = 143 ] || fail "it ended with $status rather than by SIGTERM"

section "The image that Jib builds, to a tar"
"$work/podman" save -q -o "$containers/sequin-mcp.tar" sequin-mcp:jib
"$work/podman" rmi -f sequin-mcp:jib > /dev/null
"$work/podman" load -q -i "$containers/sequin-mcp.tar" > /dev/null
run_image image-jib sequin-mcp:jib
in_clients env MCP_URL="$url" STOP="'$work/podman' stop -t 60 image-jib" node --test --test-timeout=120000 graceful-stop.test.mjs
"$work/podman" rm -f -a > /dev/null
