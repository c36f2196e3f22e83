{{/* What all objects' names begin with: room is left for "-gateway" and the like (63 letters, RFC 1123). */}}
{{- define "railhub.fullname" -}}
{{- $name := .Values.fullnameOverride | default (contains "railhub" .Release.Name | ternary .Release.Name (printf "%s-railhub" .Release.Name)) -}}
{{- $name | trunc 50 | trimSuffix "-" -}}
{{- end }}

{{/* By what pods of a component are found. Takes (list $ "silo"). */}}
{{- define "railhub.selector" -}}
{{- $ := index . 0 -}}
app.kubernetes.io/name: railhub
app.kubernetes.io/instance: {{ $.Release.Name }}
app.kubernetes.io/component: {{ index . 1 }}
{{- end }}

{{/* All labels of an object of a component. Takes (list $ "silo"). */}}
{{- define "railhub.labels" -}}
{{- $ := index . 0 -}}
{{ include "railhub.selector" . }}
app.kubernetes.io/part-of: railhub
app.kubernetes.io/version: {{ $.Values.image.tag | default $.Chart.AppVersion | trunc 63 | quote }}
app.kubernetes.io/managed-by: {{ $.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" $.Chart.Name $.Chart.Version }}
{{- end }}

{{/* One image of the platform. Takes (list $ "silo"), the target's name in the Dockerfile. */}}
{{- define "railhub.image" -}}
{{- $ := index . 0 -}}
{{ $.Values.image.registry | trimSuffix "/" }}/railhub-{{ index . 1 }}:{{ $.Values.image.tag | default $.Chart.AppVersion }}
{{- end }}

{{/* The ports of all pods, once: what listens, what probes and what policies let through is the same. */}}
{{- define "railhub.ports" -}}
http: 8080
https: 8443
metrics: 9464
silo: 11111
gateway: 30000
boards: 8100
{{- end }}

{{/* The port of gateways by which callers come: plain http is for probes alone where there is a certificate. */}}
{{- define "railhub.door" -}}
{{ empty .Values.gateway.tls.existingSecret | ternary "http" "https" }}
{{- end }}

{{/* The names that gateways answer to: those given, the ingress' hosts, and the service's own inside the cluster. */}}
{{- define "railhub.hostNames" -}}
{{- $service := printf "%s-gateway" (include "railhub.fullname" .) -}}
{{- $inside := list $service (printf "%s.%s" $service .Release.Namespace) (printf "%s.%s.svc" $service .Release.Namespace) (printf "%s.%s.svc.cluster.local" $service .Release.Namespace) -}}
{{- concat .Values.gateway.hostNames (.Values.ingress.enabled | ternary .Values.ingress.hosts list) $inside | uniq | join "," -}}
{{- end }}
