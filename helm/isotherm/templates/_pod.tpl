{{/* The pod template of Deployment and StatefulSet. */}}
{{- define "isotherm.podTemplate" -}}
metadata:
  labels:
    {{- merge (include "isotherm.selectorLabels" . | fromYaml) .Values.podLabels .Values.commonLabels | toYaml | nindent 4 }}
  annotations:
    # The server reads these once: what changes them replaces the pods.
    checksum/config: {{ include (print $.Template.BasePath "/configmap.yaml") . | sha256sum }}
    {{- if .Values.apiKeys.keys }}
    checksum/api-keys: {{ toJson .Values.apiKeys.keys | sha256sum }}
    {{- end }}
    {{- with .Values.model.policy }}
    checksum/policy: {{ sha256sum . }}
    {{- end }}
    {{- with .Values.podAnnotations }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
spec:
  serviceAccountName: {{ include "isotherm.serviceAccountName" . }}
  automountServiceAccountToken: false
  # A Service named "isotherm" would otherwise put ISOTHERM_PORT=tcp://… among the variables.
  enableServiceLinks: false
  {{- with .Values.image.pullSecrets }}
  imagePullSecrets:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  # Time to be taken out of load balancers, to finish, and to close.
  terminationGracePeriodSeconds: {{ add .Values.drain.delaySeconds .Values.drain.timeoutSeconds 10 }}
  {{- with .Values.priorityClassName }}
  priorityClassName: {{ . }}
  {{- end }}
  {{- if and .Values.gpu.enabled .Values.gpu.runtimeClassName }}
  runtimeClassName: {{ .Values.gpu.runtimeClassName }}
  {{- end }}
  {{- with ternary (merge (deepCopy .Values.nodeSelector) .Values.gpu.nodeSelector) .Values.nodeSelector .Values.gpu.enabled }}
  nodeSelector:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with ternary (concat .Values.tolerations .Values.gpu.tolerations) .Values.tolerations .Values.gpu.enabled }}
  tolerations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  affinity:
    {{- include "isotherm.affinity" . | nindent 4 }}
  {{- if .Values.topologySpreadConstraints }}
  topologySpreadConstraints:
    {{- include "isotherm.topologySpread" . | nindent 4 }}
  {{- end }}
  securityContext:
    {{- toYaml .Values.podSecurityContext | nindent 4 }}
  containers:
    - name: isotherm
      {{- include "isotherm.container" . | nindent 6 }}
  volumes:
    - name: tmp
      emptyDir: {}
    {{- if .Values.modelCache.existingClaim }}
    - name: models
      persistentVolumeClaim:
        claimName: {{ .Values.modelCache.existingClaim }}
    {{- else if not .Values.modelCache.enabled }}
    - name: models
      emptyDir:
        sizeLimit: {{ .Values.modelCache.size }}
    {{- end }}
    {{- with include "isotherm.keySecret" . }}
    - name: api-keys
      secret:
        secretName: {{ . }}
        # 0440
        defaultMode: 288
    {{- end }}
    {{- with .Values.tls.existingSecret }}
    - name: tls
      secret:
        secretName: {{ . }}
        defaultMode: 288
    {{- end }}
    {{- if .Values.model.policy }}
    - name: policy
      configMap:
        name: {{ include "isotherm.fullname" . }}-policy
    {{- end }}
    {{- with .Values.extraVolumes }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
{{- end }}

{{- define "isotherm.container" -}}
image: {{ include "isotherm.image" . }}
imagePullPolicy: {{ .Values.image.pullPolicy }}
securityContext:
  {{- toYaml .Values.securityContext | nindent 2 }}
envFrom:
  - configMapRef:
      name: {{ include "isotherm.fullname" . }}
env:
  {{- include "isotherm.env" . | nindent 2 }}
ports:
  - name: http
    containerPort: 8080
    protocol: TCP
  - name: metrics
    containerPort: 9000
    protocol: TCP
# Loading: the port opens when the model is loaded. A look at readiness embeds when nothing was embedded lately, for up to 5 s.
startupProbe:
  {{- include "isotherm.probe" (list . "/health/ready" .Values.probes.startup) | nindent 2 }}
# Alive: the process answers.
livenessProbe:
  {{- include "isotherm.probe" (list . "/health/live" .Values.probes.liveness) | nindent 2 }}
# Able to embed.
readinessProbe:
  {{- include "isotherm.probe" (list . "/health/ready" .Values.probes.readiness) | nindent 2 }}
resources:
  {{- $resources := deepCopy .Values.resources }}
  {{- if .Values.gpu.enabled }}
  {{- $limits := merge (dict "nvidia.com/gpu" .Values.gpu.count) (default dict $resources.limits) }}
  {{- $_ := set $resources "limits" $limits }}
  {{- end }}
  {{- toYaml $resources | nindent 2 }}
volumeMounts:
  - name: tmp
    mountPath: /tmp
  - name: models
    mountPath: /models
  {{- if include "isotherm.keySecret" . }}
  - name: api-keys
    mountPath: /etc/isotherm/keys
    readOnly: true
  {{- end }}
  {{- if .Values.tls.existingSecret }}
  - name: tls
    mountPath: /etc/isotherm/tls
    readOnly: true
  {{- end }}
  {{- if .Values.model.policy }}
  - name: policy
    mountPath: /etc/isotherm/policy
    readOnly: true
  {{- end }}
  {{- with .Values.extraVolumeMounts }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- end }}

{{/*
JVM and LibTorch count the processors of the limit, and without one all of the node's: a pod that requested 2 of 64 would run 64
threads on 2. The request, rounded up by Kubernetes, is what a pod can count on.
*/}}
{{- define "isotherm.env" -}}
{{- $requested := dig "requests" "cpu" "" .Values.resources | toString }}
{{- if $requested }}
- name: CPUS
  valueFrom:
    resourceFieldRef:
      containerName: isotherm
      resource: requests.cpu
      divisor: "1"
{{- end }}
{{- if .Values.threads }}
- name: ISOTHERM_THREADS
  value: {{ .Values.threads | quote }}
{{- else if $requested }}
- name: ISOTHERM_THREADS
  valueFrom:
    resourceFieldRef:
      containerName: isotherm
      resource: requests.cpu
      divisor: "1"
{{- end }}
# In place of the image's own, which would beat JAVA_TOOL_OPTIONS; ISOTHERM_JAVA_OPTIONS is the launcher's and not read in the image.
- name: JDK_JAVA_OPTIONS
  value: {{ printf "-XX:MaxRAMPercentage=%s -XX:+ExitOnOutOfMemoryError%s %s" (include "isotherm.plain" .Values.jvm.maxRamPercentage) (ternary " -XX:ActiveProcessorCount=$(CPUS)" "" (ne $requested "")) .Values.jvm.options | trim | quote }}
{{- with .Values.hub.tokenSecret }}
{{- if .name }}
- name: HF_TOKEN
  valueFrom:
    secretKeyRef:
      name: {{ .name }}
      key: {{ .key }}
{{- end }}
{{- end }}
{{- with .Values.extraEnv }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{- define "isotherm.probe" -}}
{{- $root := index . 0 }}
httpGet:
  path: {{ index . 1 }}
  port: http
  scheme: {{ include "isotherm.scheme" $root }}
timeoutSeconds: 6
{{ toYaml (index . 2) }}
{{- end }}
