{{/* What every pod of the chart is. No token: nothing here asks the cluster's API. No links: a neighbour's service may not name our environment. */}}
{{- define "railhub.pod" -}}
automountServiceAccountToken: false
enableServiceLinks: false
securityContext:
  runAsNonRoot: true
  seccompProfile:
    type: RuntimeDefault
{{- with .Values.image.pullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
{{- end }}

{{- define "railhub.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end }}

{{/* Where pods run: apart from each other, and as the values of their component say. Takes (list $ "silo" .Values.silo). */}}
{{- define "railhub.place" -}}
{{- $ := index . 0 -}}
{{- $selector := include "railhub.selector" . -}}
affinity:
  podAntiAffinity:
    {{- if eq $.Values.spread "required" }}
    requiredDuringSchedulingIgnoredDuringExecution:
      - topologyKey: kubernetes.io/hostname
        labelSelector:
          matchLabels:
            {{- $selector | nindent 12 }}
    {{- else }}
    preferredDuringSchedulingIgnoredDuringExecution:
      - weight: 100
        podAffinityTerm:
          topologyKey: kubernetes.io/hostname
          labelSelector:
            matchLabels:
              {{- $selector | nindent 14 }}
    {{- end }}
# Of one version: while it is replaced, the old pods do not push the new ones into one zone.
topologySpreadConstraints:
  - maxSkew: 1
    topologyKey: topology.kubernetes.io/zone
    whenUnsatisfiable: ScheduleAnyway
    matchLabelKeys: [pod-template-hash]
    labelSelector:
      matchLabels:
        {{- $selector | nindent 8 }}
{{- with (index . 2).nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with (index . 2).tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with (index . 2).priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- end }}

{{/* The new one is ready before the old one goes; where no two may be on one node, it goes first, as nothing says that there is a node more. */}}
{{- define "railhub.strategy" -}}
rollingUpdate:
  {{- if eq .Values.spread "required" }}
  maxSurge: 0
  maxUnavailable: 1
  {{- else }}
  maxSurge: 1
  maxUnavailable: 0
  {{- end }}
{{- end }}

{{/* The database, of every process that has one. */}}
{{- define "railhub.databaseEnv" -}}
- name: Database__ConnectionString
  valueFrom:
    secretKeyRef:
      name: {{ .Values.database.existingSecret }}
      key: {{ .Values.database.key }}
{{- end }}

{{/* What silos and gateways are told alike. Takes (list $ .Values.silo). */}}
{{- define "railhub.env" -}}
{{- $ := index . 0 -}}
{{- $ports := include "railhub.ports" $ | fromYaml -}}
{{ include "railhub.databaseEnv" $ }}
- name: ASPNETCORE_HTTP_PORTS
  value: {{ $ports.http | quote }}
- name: Telemetry__Metrics
  value: {{ printf "*:%v" $ports.metrics | quote }}
- name: Cluster__Id
  value: {{ $.Values.cluster.id | quote }}
- name: Cluster__Dashboard
  value: {{ $.Values.cluster.dashboard | quote }}
{{- if $.Values.cluster.tls.existingSecret }}
- name: Cluster__Tls__Certificate
  value: /run/railhub/tls/tls.crt
- name: Cluster__Tls__Key
  value: /run/railhub/tls/tls.key
- name: Cluster__Tls__Authority
  value: /run/railhub/tls/ca.crt
{{- end }}
{{- with $.Values.telemetry.otlp }}
{{- if .endpoint }}
- name: POD_NAME
  valueFrom:
    fieldRef:
      fieldPath: metadata.name
- name: NODE_NAME
  valueFrom:
    fieldRef:
      fieldPath: spec.nodeName
- name: OTEL_EXPORTER_OTLP_ENDPOINT
  value: {{ .endpoint | quote }}
- name: OTEL_EXPORTER_OTLP_PROTOCOL
  value: {{ .protocol | quote }}
- name: OTEL_RESOURCE_ATTRIBUTES
  value: k8s.namespace.name={{ $.Release.Namespace }},k8s.pod.name=$(POD_NAME),k8s.node.name=$(NODE_NAME)
{{- end }}
{{- end }}
{{- with (index . 1).extraEnv }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{/* .NET writes to /tmp, and nowhere else. */}}
{{- define "railhub.volumeMounts" -}}
- name: tmp
  mountPath: /tmp
{{- if .Values.cluster.tls.existingSecret }}
- name: tls
  mountPath: /run/railhub/tls
  readOnly: true
{{- end }}
{{- end }}

{{- define "railhub.volumes" -}}
{{ include "railhub.tmp" . }}
{{- with .Values.cluster.tls.existingSecret }}
- name: tls
  secret:
    secretName: {{ . }}
{{- end }}
{{- end }}

{{- define "railhub.tmp" -}}
- name: tmp
  emptyDir:
    sizeLimit: 128Mi
{{- end }}

{{/* Start, life and readiness. A silo that migrates has five minutes until it must answer. What stands still for a minute is ended: by then
the cluster has gone on without it. */}}
{{- define "railhub.probes" -}}
startupProbe:
  httpGet:
    path: /health/live
    port: http
  periodSeconds: 2
  timeoutSeconds: 5
  failureThreshold: 150
livenessProbe:
  httpGet:
    path: /health/live
    port: http
  periodSeconds: 10
  timeoutSeconds: 5
  failureThreshold: 6
readinessProbe:
  httpGet:
    path: /health/ready
    port: http
  # It waits two seconds for the database before it says that it is away.
  timeoutSeconds: 4
  periodSeconds: 5
  failureThreshold: 2
{{- end }}

{{/* Longer than what goes before and the host's own 8 s together: nobody is killed while it hands over. Takes the seconds before. */}}
{{- define "railhub.grace" -}}
{{ add (int .) 17 }}
{{- end }}

{{/* A disruption takes one at a time; of a single one too, else no node could be emptied. Takes (list $ "silo"). */}}
{{- define "railhub.disruptionBudget" -}}
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: {{ include "railhub.fullname" (index . 0) }}-{{ index . 1 }}
  labels:
    {{- include "railhub.labels" . | nindent 4 }}
spec:
  maxUnavailable: 1
  # What is not ready serves nobody and may go: silos whose database is away would hold up the node that has to be emptied to bring it back.
  unhealthyPodEvictionPolicy: AlwaysAllow
  selector:
    matchLabels:
      {{- include "railhub.selector" . | nindent 6 }}
{{- end }}
