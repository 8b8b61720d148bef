# shellcheck shell=bash
section "The README's test command"
test_command=$(readme_command "Test it")
[ -n "$test_command" ] || fail "the README has no test command"
printf '%s\n' "$test_command"
timeout 3000 bash -euc "$test_command" < /dev/null

# The stand-in starts anew each time, so that each client finds what it was seeded with; the URL must stay
run_command=$(readme_command "Run it")
[ -n "$run_command" ] || fail "the README has no run command"
first_url=
for client in http stdio; do
  section "The server as the README starts it, and the five tasks over $client"
  printf '%s\n' "$run_command"
  start_server "$work/readme-$client.log" bash -euc "$run_command"
  [ "${first_url:-$url}" = "$url" ] || fail "the MCP URL did not survive a restart"
  first_url=$url
  in_clients env MCP_URL="$url" MCP_CLIENT="$client" node --test --test-timeout=300000 five-tasks.test.mjs
  stop_server
done
