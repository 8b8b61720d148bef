#!/bin/sh
# Makes up the secrets that compose.yaml needs, once, in .env beside it (or in the directory given), which nobody else may read
set -eu
file=${1:-$(dirname "$0")}/.env
if [ -e "$file" ]; then
  echo "$file is there already"
  exit 0
fi
umask 077
random() { head -c "$1" /dev/urandom | base64 | tr -d '\n'; }
token() { random "$1" | tr '+/' '-_' | tr -d '='; }
cat > "$file" << END
POSTGRES_PASSWORD=$(token 24)
SECRET_KEY_BASE=$(random 64)
VAULT_KEY=$(random 32)
SEQUIN_PASSWORD=$(token 24)
SEQUIN_API_TOKEN=$(token 32)
SEQUIN_MCP_ADMIN_TOKEN=$(token 32)
SEQUIN_MCP_ENCRYPTION_KEY=$(token 32)
SEQUIN_MCP_CONNECTORS_DEMO_TOKEN=smcp_$(token 32)
END
echo "Made $file"
