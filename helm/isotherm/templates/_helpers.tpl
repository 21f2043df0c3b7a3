{{- define "isotherm.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" }}
{{- end }}

{{/* Names of objects; 50 characters, so that the longest suffix still makes a valid name. */}}
{{- define "isotherm.fullname" -}}
{{- $name := include "isotherm.name" . }}
{{- if .Values.fullnameOverride }}
{{- .Values.fullnameOverride | trunc 50 | trimSuffix "-" }}
{{- else if contains $name .Release.Name }}
{{- .Release.Name | trunc 50 | trimSuffix "-" }}
{{- else }}
{{- printf "%s-%s" .Release.Name $name | trunc 50 | trimSuffix "-" }}
{{- end }}
{{- end }}

{{- define "isotherm.selectorLabels" -}}
app.kubernetes.io/name: {{ include "isotherm.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/component: server
{{- end }}

{{/* Of every object but the pods; takes the context and, optionally, another component. */}}
{{- define "isotherm.labels" -}}
{{- $own := include "isotherm.selectorLabels" . | fromYaml }}
{{- $_ := set $own "app.kubernetes.io/version" .Chart.AppVersion }}
{{- $_ := set $own "app.kubernetes.io/managed-by" .Release.Service }}
{{- $_ := set $own "helm.sh/chart" (printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63) }}
{{- merge $own .Values.commonLabels | toYaml }}
{{- end }}

{{- define "isotherm.serviceAccountName" -}}
{{- if .Values.serviceAccount.create }}
{{- default (include "isotherm.fullname" .) .Values.serviceAccount.name }}
{{- else }}
{{- default "default" .Values.serviceAccount.name }}
{{- end }}
{{- end }}

{{- define "isotherm.image" -}}
{{- $image := .Values.image }}
{{- $name := $image.repository }}
{{- if $image.registry }}
{{- $name = printf "%s/%s" $image.registry $image.repository }}
{{- end }}
{{- if $image.digest }}
{{- printf "%s@%s" $name $image.digest }}
{{- else }}
{{- printf "%s:%s%s" $name (default .Chart.AppVersion $image.tag) (ternary .Values.gpu.imageTagSuffix "" .Values.gpu.enabled) }}
{{- end }}
{{- end }}

{{/* A Deployment has no volumes of its own for each pod. */}}
{{- define "isotherm.workloadKind" -}}
{{- ternary "StatefulSet" "Deployment" .Values.modelCache.enabled }}
{{- end }}

{{- define "isotherm.autoscaled" -}}
{{- if or .Values.autoscaling.hpa.enabled .Values.autoscaling.keda.enabled }}true{{ end }}
{{- end }}

{{- define "isotherm.keySecret" -}}
{{- if .Values.apiKeys.existingSecret }}
{{- .Values.apiKeys.existingSecret }}
{{- else if .Values.apiKeys.keys }}
{{- printf "%s-api-keys" (include "isotherm.fullname" .) }}
{{- end }}
{{- end }}

{{/* The scheme of the http port. */}}
{{- define "isotherm.scheme" -}}
{{- ternary "HTTPS" "HTTP" (ne .Values.tls.existingSecret "") }}
{{- end }}

{{/* Whether the model is fetched: neither the image's own nor a directory, and the hub may be asked. */}}
{{- define "isotherm.fromHub" -}}
{{- $bundled := and (eq .Values.model.id "BAAI/bge-small-en-v1.5") (not .Values.model.revision) }}
{{- $directory := or (hasPrefix "/" .Values.model.id) (hasPrefix "." .Values.model.id) }}
{{- if not (or $bundled $directory .Values.hub.offline) }}true{{ end }}
{{- end }}

{{- define "isotherm.hubPort" -}}
{{- $url := urlParse (default "https://huggingface.co" .Values.hub.endpoint) }}
{{- $port := regexFind ":[0-9]+$" $url.host | trimPrefix ":" }}
{{- default (ternary "80" "443" (eq $url.scheme "http")) $port }}
{{- end }}

{{/* "cuda" is the first device only. */}}
{{- define "isotherm.device" -}}
{{- if not .Values.gpu.enabled }}cpu
{{- else if eq (int .Values.gpu.count) 1 }}cuda
{{- else }}
{{- $devices := list }}
{{- range until (int .Values.gpu.count) }}
{{- $devices = append $devices (printf "cuda:%d" .) }}
{{- end }}
{{- join "," $devices }}
{{- end }}
{{- end }}

{{/* A whole number without the exponent that large ones get as floating point. */}}
{{- define "isotherm.plain" -}}
{{- if and (kindIs "float64" .) (eq (float64 (int64 .)) .) }}{{ int64 . }}{{ else }}{{ toString . }}{{ end }}
{{- end }}

{{/* Of a model: the mounted policy, or the value itself. */}}
{{- define "isotherm.attentionTemperature" -}}
{{- if .policy }}@/etc/isotherm/policy/policy.json{{ else }}{{ include "isotherm.plain" .attentionTemperature }}{{ end }}
{{- end }}

{{/* What the user wants, and in each of its alternatives Linux on amd64. */}}
{{- define "isotherm.affinity" -}}
{{- $arch := dict "key" "kubernetes.io/arch" "operator" "In" "values" (list "amd64") }}
{{- $os := dict "key" "kubernetes.io/os" "operator" "In" "values" (list "linux") }}
{{- $affinity := deepCopy .Values.affinity }}
{{- $node := default dict $affinity.nodeAffinity }}
{{- $required := default dict $node.requiredDuringSchedulingIgnoredDuringExecution }}
{{- $terms := list }}
{{- range default (list dict) $required.nodeSelectorTerms }}
{{- $expressions := concat (default list .matchExpressions) (list $arch $os) }}
{{- $terms = append $terms (merge (dict "matchExpressions" $expressions) .) }}
{{- end }}
{{- $_ := set $node "requiredDuringSchedulingIgnoredDuringExecution" (dict "nodeSelectorTerms" $terms) }}
{{- $_ := set $affinity "nodeAffinity" $node }}
{{- toYaml $affinity }}
{{- end }}

{{- define "isotherm.topologySpread" -}}
{{- $constraints := list }}
{{- $selector := dict "matchLabels" (include "isotherm.selectorLabels" . | fromYaml) }}
{{- range .Values.topologySpreadConstraints }}
{{- $constraints = append $constraints (merge (deepCopy .) (dict "labelSelector" $selector)) }}
{{- end }}
{{- toYaml $constraints }}
{{- end }}
