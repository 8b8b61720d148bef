section "The alerts fire when they should, and not otherwise"
command -v promtool > /dev/null || { apt-get update -qq && apt-get install -y -qq prometheus > /dev/null; }
promtool check rules helm/sequin-mcp/files/alerts.yaml > "$work/alerts.log" 2>&1 || fail "the alerts are no rules of Prometheus"
promtool test rules src/test/prometheus/alerts-test.yaml >> "$work/alerts.log" 2>&1 || fail "an alert does not do what its test says"
