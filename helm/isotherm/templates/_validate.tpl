{{/* What no schema can say: values that contradict each other. Each message names them and what to do. */}}
{{- define "isotherm.validate" -}}
{{- $v := .Values }}
{{- if and $v.autoscaling.hpa.enabled $v.autoscaling.keda.enabled }}
{{- fail "autoscaling.hpa.enabled and autoscaling.keda.enabled are both true; KEDA makes an HPA of its own, so choose one" }}
{{- end }}
{{- if kindIs "string" $v.model.policy }}
{{- include "isotherm.validatePolicy" $v.model }}
{{- end }}
{{- if gt (int $v.autoscaling.minReplicas) (int $v.autoscaling.maxReplicas) }}
{{- fail (printf "autoscaling.minReplicas is %d, allowed is at most autoscaling.maxReplicas, which is %d" (int $v.autoscaling.minReplicas) (int $v.autoscaling.maxReplicas)) }}
{{- end }}
{{- if and $v.apiKeys.keys $v.apiKeys.existingSecret }}
{{- fail "apiKeys.keys and apiKeys.existingSecret are both given; choose one" }}
{{- end }}
{{- if and $v.modelCache.enabled $v.modelCache.existingClaim }}
{{- fail "modelCache.enabled makes a volume for each pod and modelCache.existingClaim shares one; choose one" }}
{{- end }}
{{- if and $v.podDisruptionBudget.enabled (kindIs "invalid" $v.podDisruptionBudget.maxUnavailable) (kindIs "invalid" $v.podDisruptionBudget.minAvailable) }}
{{- fail "podDisruptionBudget needs maxUnavailable or minAvailable" }}
{{- end }}
{{- if and $v.podDisruptionBudget.enabled (not (kindIs "invalid" $v.podDisruptionBudget.maxUnavailable)) (not (kindIs "invalid" $v.podDisruptionBudget.minAvailable)) }}
{{- fail "podDisruptionBudget.maxUnavailable and podDisruptionBudget.minAvailable are both given; choose one and set the other to null" }}
{{- end }}
{{- if and $v.ingress.enabled (not $v.ingress.hosts) }}
{{- fail "ingress.enabled needs a host in ingress.hosts" }}
{{- end }}
{{- if and $v.httpRoute.enabled (not $v.httpRoute.parentRefs) }}
{{- fail "httpRoute.enabled needs a gateway in httpRoute.parentRefs" }}
{{- end }}
{{- if and $v.httpRoute.enabled $v.tls.existingSecret }}
{{- fail "httpRoute.enabled and tls.existingSecret: a gateway speaks plain HTTP to its backends; let it end TLS itself" }}
{{- end }}
{{- end }}

{{/* Of a model. An attention temperature of 1 is the default, however it is written. */}}
{{- define "isotherm.validatePolicy" -}}
{{- if ne (toJson (fromJson .policy).isotherm_policy) "1" }}
{{- fail (printf "model.policy begins with %q, allowed is JSON with \"isotherm_policy\": 1; give the file itself by --set-file model.policy=<file>" (trunc 50 .policy)) }}
{{- end }}
{{- if ne (float64 (toString .attentionTemperature)) 1.0 }}
{{- fail (printf "model.policy and model.attentionTemperature, which is %s, are both given; choose one" (include "isotherm.plain" .attentionTemperature)) }}
{{- end }}
{{- end }}
