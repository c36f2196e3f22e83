{{/* What the schema cannot say. All that is wrong is named at once, so that it is mended at once. */}}
{{- define "railhub.check" -}}
{{- $wrong := list -}}
{{- if not .Values.image.registry -}}
{{- $wrong = append $wrong "image.registry is missing: give the place that the images railhub-silo and railhub-gateway were pushed to, such as registry.example/club." -}}
{{- end -}}
{{- if not .Values.database.existingSecret -}}
{{- $wrong = append $wrong (printf "database.existingSecret is missing: make a secret whose key %s is the connection string of the club's Postgres, and give its name." .Values.database.key) -}}
{{- end -}}
{{- if and .Values.ingress.enabled (not .Values.ingress.hosts) -}}
{{- $wrong = append $wrong "ingress.hosts is empty: the gateways answer to names that they know only. Give the club's, such as railway.example." -}}
{{- end -}}
{{- if and .Values.ingress.enabled (not .Values.gateway.proxies) -}}
{{- $wrong = append $wrong "gateway.proxies is empty while ingress.enabled is true: the gateways would refuse what the ingress forwards. Give the network of its controller's pods, such as 10.244.0.0/16." -}}
{{- end -}}
{{- if and .Values.ingress.enabled .Values.gateway.tls.existingSecret -}}
{{- $wrong = append $wrong "gateway.tls.existingSecret is set while ingress.enabled is true: https ends at the ingress. Give its certificate as ingress.tlsSecret." -}}
{{- end -}}
{{- with .Values.gateway.openId -}}
{{- if and .authority (not .clientId) -}}
{{- $wrong = append $wrong "gateway.openId.clientId is missing: give the name by which the club is registered with the provider." -}}
{{- end -}}
{{- if and (or .clientId .name .existingSecret) (not .authority) -}}
{{- $wrong = append $wrong "gateway.openId.authority is missing: give the provider's address, such as https://login.example/realms/club, or leave all of gateway.openId empty." -}}
{{- end -}}
{{- end -}}
{{- with .Values.networkPolicy -}}
{{- if and .enabled (not .boardSubnets) (not $.Values.virtualBoards.enabled) -}}
{{- $wrong = append $wrong "networkPolicy.boardSubnets is empty: no silo would reach a board. Give the boards' networks, such as 192.168.10.0/24." -}}
{{- end -}}
{{- if and .enabled $.Values.telemetry.serviceMonitor.enabled (not .metricsFrom) -}}
{{- $wrong = append $wrong "networkPolicy.metricsFrom is empty while telemetry.serviceMonitor.enabled is true: Prometheus would reach nothing. Give its namespace." -}}
{{- end -}}
{{- end -}}
{{- with .Values.gateway.autoscaling -}}
{{- if and .enabled (gt (int .minReplicas) (int .maxReplicas)) -}}
{{- $wrong = append $wrong (printf "gateway.autoscaling.minReplicas is %d and maxReplicas is %d: the first may not be more." (int .minReplicas) (int .maxReplicas)) -}}
{{- end -}}
{{- end -}}
{{- with .Values.virtualBoards -}}
{{- if and .enabled (eq (add .railhub32 .railhub8266) 0) -}}
{{- $wrong = append $wrong "virtualBoards.railhub32 and virtualBoards.railhub8266 are 0: give one of them a number, or leave virtualBoards.enabled off." -}}
{{- end -}}
{{- end -}}
{{- if and .Values.telemetry.rules.enabled (not (include "railhub.rules" . | fromYaml).groups) -}}
{{- $wrong = append $wrong "telemetry.rules.enabled is true, and the chart has no observability/prometheus/rules.yml. In the repository observability is a link: check it out as one, or take a packed chart." -}}
{{- end -}}
{{- if and .Values.telemetry.dashboards.enabled (not (.Files.Glob "observability/grafana/dashboards/*.json")) -}}
{{- $wrong = append $wrong "telemetry.dashboards.enabled is true, and the chart has no observability/grafana/dashboards. In the repository observability is a link: check it out as one, or take a packed chart." -}}
{{- end -}}
{{- if $wrong -}}
{{- fail (printf "\n- %s\n" (join "\n- " $wrong)) -}}
{{- end -}}
{{- end }}

{{/* The rules as they stand in deploy/observability, where compose takes them from, too. */}}
{{- define "railhub.rules" -}}
{{ .Files.Get "observability/prometheus/rules.yml" }}
{{- end }}
