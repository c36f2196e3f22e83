{{/* Names are looked up wherever the cluster's DNS is. */}}
{{- define "railhub.toNames" -}}
- ports:
    {{- range .Values.networkPolicy.dnsPorts }}
    - port: {{ . }}
      protocol: UDP
    - port: {{ . }}
      protocol: TCP
    {{- end }}
{{- end }}

{{- define "railhub.toDatabase" -}}
- ports:
    - port: {{ .Values.networkPolicy.databasePort }}
  {{- with .Values.networkPolicy.databaseTo }}
  to:
    {{- toYaml . | nindent 4 }}
  {{- end }}
{{- end }}

{{/* The port of an address of http or https; a number at the end of its name is one only after a colon. Takes the address. */}}
{{- define "railhub.portOf" -}}
{{- regexFind ":[0-9]+$" (urlParse .).host | trimPrefix ":" | default (ternary "443" "80" (hasPrefix "https:" .)) -}}
{{- end }}

{{/* What silos and gateways reach alike: names, the database, and whoever gathers what they tell of themselves. */}}
{{- define "railhub.toAll" -}}
{{ include "railhub.toNames" . }}
{{ include "railhub.toDatabase" . }}
{{- with .Values.telemetry.otlp.endpoint }}
- ports:
    - port: {{ include "railhub.portOf" . }}
{{- end }}
{{- end }}

{{- define "railhub.fromMetrics" -}}
{{- with .Values.networkPolicy.metricsFrom }}
- from:
    {{- toYaml . | nindent 4 }}
  ports:
    - port: metrics
{{- end }}
{{- end }}

{{/* Head of a policy of a component. Takes (list $ "silo"). */}}
{{- define "railhub.policy" -}}
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: {{ include "railhub.fullname" (index . 0) }}-{{ index . 1 }}
  labels:
    {{- include "railhub.labels" . | nindent 4 }}
{{- end }}

{{/* Pods of a component, as a peer. Takes (list $ "silo"). */}}
{{- define "railhub.peer" -}}
- podSelector:
    matchLabels:
      {{- include "railhub.selector" . | nindent 6 }}
{{- end }}

{{/* Two ports of every virtual board, from the first on. */}}
{{- define "railhub.boardPorts" -}}
{{- $first := (include "railhub.ports" . | fromYaml).boards | int -}}
- port: {{ $first }}
  endPort: {{ add $first (mul 2 (add .Values.virtualBoards.railhub32 .Values.virtualBoards.railhub8266)) -1 }}
{{- end }}
