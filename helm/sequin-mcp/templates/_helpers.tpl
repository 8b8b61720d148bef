{{- define "sequin-mcp.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" }}
{{- end }}

{{- define "sequin-mcp.fullname" -}}
{{- if .Values.fullnameOverride }}
{{- .Values.fullnameOverride | trunc 63 | trimSuffix "-" }}
{{- else if contains (include "sequin-mcp.name" .) .Release.Name }}
{{- .Release.Name | trunc 63 | trimSuffix "-" }}
{{- else }}
{{- printf "%s-%s" .Release.Name (include "sequin-mcp.name" .) | trunc 63 | trimSuffix "-" }}
{{- end }}
{{- end }}

{{- /* The fullname with a suffix, still at most 63 characters. Takes a list: the root, the suffix */}}
{{- define "sequin-mcp.suffixed" -}}
{{- $suffix := index . 1 }}
{{- printf "%s-%s" (include "sequin-mcp.fullname" (index . 0) | trunc (int (sub 62 (len $suffix))) | trimSuffix "-") $suffix }}
{{- end }}

{{- define "sequin-mcp.serviceAccountName" -}}
{{- if .Values.serviceAccount.create }}
{{- default (include "sequin-mcp.fullname" .) .Values.serviceAccount.name }}
{{- else }}
{{- default "default" .Values.serviceAccount.name }}
{{- end }}
{{- end }}

{{- define "sequin-mcp.selectorLabels" -}}
app.kubernetes.io/name: {{ include "sequin-mcp.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "sequin-mcp.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
{{ include "sequin-mcp.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end }}

{{- /* How every pod of the chart runs: as nobody, with no capability, on a read-only file system */}}
{{- define "sequin-mcp.podSecurityContext" -}}
runAsNonRoot: true
runAsUser: 10001
runAsGroup: 10001
fsGroup: 10001
seccompProfile:
  type: RuntimeDefault
{{- end }}
{{- define "sequin-mcp.containerSecurityContext" -}}
allowPrivilegeEscalation: false
privileged: false
readOnlyRootFilesystem: true
capabilities:
  drop:
    - ALL
{{- end }}

{{- /* An environment variable taken from a Secret; nothing when no Secret is named. Takes a list: the variable, the reference */}}
{{- define "sequin-mcp.secretToEnv" -}}
{{- $reference := index . 1 }}
{{- if $reference.secretName }}
- name: {{ index . 0 }}
  valueFrom:
    secretKeyRef:
      name: {{ $reference.secretName }}
      key: {{ $reference.secretKey }}
{{- end }}
{{- end }}

{{- /*
The variables that carry the tokens of declared accounts and connectors. Their names stay clear of the SEQUIN_MCP_
prefix, under which the service would read them as settings. Take the name of the account or connector.
*/}}
{{- define "sequin-mcp.accountTokenVariable" -}}
ACCOUNT_{{ . | upper | replace "-" "_" }}_API_TOKEN
{{- end }}
{{- define "sequin-mcp.connectorTokenVariable" -}}
CONNECTOR_{{ . | upper | replace "-" "_" }}_TOKEN
{{- end }}

{{- /* How many pods there may be at once */}}
{{- define "sequin-mcp.maxReplicas" -}}
{{- .Values.autoscaling.enabled | ternary .Values.autoscaling.maxReplicas .Values.replicaCount }}
{{- end }}

{{- /* The image, by digest if that is given */}}
{{- define "sequin-mcp.image" -}}
{{- with .Values.image }}
{{- .repository }}:{{ default $.Chart.AppVersion .tag }}{{ with .digest }}@{{ . }}{{ end }}
{{- end }}
{{- end }}

{{- /* The port of a URL: its own, or that of its scheme */}}
{{- define "sequin-mcp.portOf" -}}
{{- $authority := regexReplaceAll "^[a-z:]+://([^/?#]+).*$" . "${1}" }}
{{- $usual := hasPrefix "https:" . | ternary "443" (hasPrefix "http:" . | ternary "80" "5432") }}
{{- regexFind ":[0-9]+$" $authority | trimPrefix ":" | default $usual }}
{{- end }}

{{- /* The ports that Sequin, PostgreSQL and the identity provider are called on, as a JSON array */}}
{{- define "sequin-mcp.upstreamPorts" -}}
{{- $urls := list .Values.sequin.url .Values.sequin.metricsUrl .Values.oauth.issuer }}
{{- range .Values.accounts }}
{{- $urls = append (append $urls .url) .metricsUrl }}
{{- end }}
{{- if eq .Values.store.type "postgresql" }}
{{- $urls = append $urls .Values.store.postgresql.url }}
{{- end }}
{{- $ports := list }}
{{- range compact $urls }}
{{- $ports = append $ports (include "sequin-mcp.portOf" .) }}
{{- end }}
{{- $ports | uniq | sortAlpha | toJson }}
{{- end }}

{{- /* The container's environment: the settings of the fixed interface, and the tokens declared ones refer to */}}
{{- define "sequin-mcp.env" -}}
{{- if .Values.sandbox }}
- name: SEQUIN_MCP_SANDBOX
  value: "true"
{{- end }}
{{- with .Values.sequin.url }}
- name: SEQUIN_URL
  value: {{ . | quote }}
{{- end }}
{{- with .Values.sequin.metricsUrl }}
- name: SEQUIN_METRICS_URL
  value: {{ . | quote }}
{{- end }}
{{- include "sequin-mcp.secretToEnv" (list "SEQUIN_API_TOKEN" .Values.sequin.apiToken) }}
{{- with .Values.publicUrl }}
- name: SEQUIN_MCP_PUBLIC_URL
  value: {{ . | quote }}
{{- end }}
{{- with .Values.allowedOrigins }}
- name: SEQUIN_MCP_ALLOWED_ORIGINS
  value: {{ join "," . | quote }}
{{- end }}
{{- with .Values.trustedProxies }}
- name: SEQUIN_MCP_TRUSTED_PROXIES
  value: {{ join "," . | quote }}
{{- end }}
{{- with .Values.oauth.issuer }}
- name: SEQUIN_MCP_OAUTH_ISSUER
  value: {{ . | quote }}
- name: SEQUIN_MCP_OAUTH_RESOURCE
  value: {{ $.Values.oauth.resource | quote }}
{{- end }}
{{- with .Values.oauth.audience }}
- name: SEQUIN_MCP_OAUTH_AUDIENCE
  value: {{ . | quote }}
{{- end }}
{{- include "sequin-mcp.secretToEnv" (list "SEQUIN_MCP_ADMIN_TOKEN" .Values.adminToken) }}
{{- include "sequin-mcp.secretToEnv" (list "SEQUIN_MCP_ENCRYPTION_KEY" .Values.encryptionKey) }}
- name: SEQUIN_MCP_REPLICAS
  value: {{ include "sequin-mcp.maxReplicas" . | quote }}
- name: SEQUIN_MCP_DATA_DIR
  value: /data
{{- if .Values.secrets }}
- name: SEQUIN_MCP_SECRET_DIR
  value: /secrets
{{- end }}
{{- if eq .Values.store.type "postgresql" }}
- name: SEQUIN_MCP_DATABASE_URL
  value: {{ .Values.store.postgresql.url | quote }}
- name: SEQUIN_MCP_DATABASE_USERNAME
  value: {{ .Values.store.postgresql.username | quote }}
{{- include "sequin-mcp.secretToEnv" (list "SEQUIN_MCP_DATABASE_PASSWORD" .Values.store.postgresql.password) }}
{{- end }}
{{- range $name, $account := .Values.accounts }}
{{- include "sequin-mcp.secretToEnv" (list (include "sequin-mcp.accountTokenVariable" $name) $account.apiToken) }}
{{- end }}
{{- range $name, $connector := .Values.connectors }}
{{- with $connector.token }}
{{- include "sequin-mcp.secretToEnv" (list (include "sequin-mcp.connectorTokenVariable" $name) .) }}
{{- end }}
{{- end }}
{{- end }}

{{- /* What the schema cannot say: values that contradict each other */}}
{{- define "sequin-mcp.refuseContradictions" -}}
{{- if gt (include "sequin-mcp.maxReplicas" . | int) 1 }}
{{- $value := .Values.autoscaling.enabled | ternary "autoscaling" "replicaCount" }}
{{- if eq .Values.store.type "h2" }}
{{- fail (printf "%s: more than one replica needs store.type postgresql; the embedded store is one file of one process" $value) }}
{{- end }}
{{- if .Values.sandbox }}
{{- fail (printf "%s: the sandbox lives in the memory of one pod; more than one replica would each have their own" $value) }}
{{- end }}
{{- end }}
{{- with .Values.autoscaling }}
{{- if and .enabled (gt (int .minReplicas) (int .maxReplicas)) }}
{{- fail "autoscaling.minReplicas: more than autoscaling.maxReplicas" }}
{{- end }}
{{- end }}
{{- if .Values.sandbox }}
{{- if .Values.sequin.url }}
{{- fail "sandbox: it takes the place of sequin.url; set one of them" }}
{{- end }}
{{- else if not .Values.adminToken.secretName }}
{{- fail "adminToken.secretName: name the Secret that holds the admin token (or set sandbox: true for a first look)" }}
{{- else if not .Values.encryptionKey.secretName }}
{{- fail "encryptionKey.secretName: name the Secret that holds the encryption key (or set sandbox: true for a first look)" }}
{{- end }}
{{- if and .Values.sequin.url (not .Values.sequin.apiToken.secretName) }}
{{- fail "sequin.apiToken.secretName: name the Secret that holds the API token of sequin.url" }}
{{- end }}
{{- range $name, $secret := .Values.secrets }}
{{- range $secret.accounts }}
{{- if not (or (eq . "default") (hasKey $.Values.accounts .)) }}
{{- fail (printf "secrets.%s.accounts: no account %s" $name .) }}
{{- end }}
{{- end }}
{{- end }}
{{- if and .Values.oauth.issuer (not .Values.oauth.resource) }}
{{- fail "oauth.resource: the URL that agents are given, on a host of its own" }}
{{- end }}
{{- range $name, $connector := .Values.connectors }}
{{- if and $connector.oauth (not $.Values.oauth.issuer) }}
{{- fail (printf "connectors.%s.oauth: needs oauth.issuer" $name) }}
{{- end }}
{{- $account := default "default" $connector.account }}
{{- if eq $account "default" }}
{{- if not (or $.Values.sequin.url $.Values.sandbox) }}
{{- fail (printf "connectors.%s: its account is default, which needs sequin.url" $name) }}
{{- end }}
{{- else if not (hasKey $.Values.accounts $account) }}
{{- fail (printf "connectors.%s.account: no account %s; there are: %s" $name $account (keys $.Values.accounts | sortAlpha | join ", " | default "none")) }}
{{- end }}
{{- end }}
{{- end }}
