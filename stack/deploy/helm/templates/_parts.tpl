{{- define "sign-off.labels" -}}
app.kubernetes.io/name: milestone-sign-off
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{/* What both parts have in common; takes the root and the name of the part. */}}
{{- define "sign-off.pod" -}}
{{- $values := .root.Values -}}
metadata:
  labels:
    {{- include "sign-off.labels" .root | nindent 4 }}
    app.kubernetes.io/component: {{ .part }}
    app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
spec:
  serviceAccountName: {{ .root.Release.Name }}
  automountServiceAccountToken: false
  terminationGracePeriodSeconds: 60
  {{- with $values.imagePullSecrets }}
  imagePullSecrets: {{ toJson . }}
  {{- end }}
  {{- with $values.nodeSelector }}
  nodeSelector: {{ toJson . }}
  {{- end }}
  {{- with $values.tolerations }}
  tolerations: {{ toJson . }}
  {{- end }}
  topologySpreadConstraints:
    - maxSkew: 1
      topologyKey: kubernetes.io/hostname
      whenUnsatisfiable: ScheduleAnyway
      labelSelector:
        matchLabels:
          {{- include "sign-off.labels" .root | nindent 10 }}
          app.kubernetes.io/component: {{ .part }}
  securityContext:
    runAsNonRoot: true
    runAsUser: 10001
    runAsGroup: 10001
    fsGroup: 10001
    seccompProfile: { type: RuntimeDefault }
  containers:
    - name: {{ .part }}
      image: {{ printf "%s:%s" $values.image.repository ($values.image.tag | default .root.Chart.AppVersion) | quote }}
      imagePullPolicy: {{ $values.image.pullPolicy }}
      args: [{{ .part }}]
      securityContext:
        allowPrivilegeEscalation: false
        readOnlyRootFilesystem: true
        capabilities: { drop: [ALL] }
      envFrom:
        - secretRef: { name: {{ $values.secrets.settings }} }
      env:
        - { name: PUBLIC_URL, value: {{ $values.publicUrl | quote }} }
        - { name: TRUST_PROXY, value: uniquelocal }
        - { name: TEMPORAL_ADDRESS, value: {{ $values.temporal.address | quote }} }
        - { name: TEMPORAL_NAMESPACE, value: {{ $values.temporal.namespace | quote }} }
        {{- if $values.temporal.tls }}
        - { name: TEMPORAL_TLS, value: 'true' }
        {{- end }}
        {{- with $values.temporal.uiUrl }}
        - { name: TEMPORAL_UI_URL, value: {{ . | quote }} }
        {{- end }}
        - { name: DOCUMENT_STORE, value: {{ $values.documentStore | quote }} }
        {{- if $values.masterKeyKms }}
        - { name: MASTER_KEY_KMS, value: {{ $values.masterKeyKms | quote }} }
        {{- else }}
        - { name: MASTER_KEY_FILE, value: /run/keys/master-key }
        {{- end }}
        - { name: SEAL_PKCS12, value: /run/keys/seal.p12 }
        - { name: MAIL_FROM, value: {{ $values.mail.from | quote }} }
        {{- with $values.mail.administrator }}
        - { name: ADMINISTRATOR_EMAIL, value: {{ . | quote }} }
        {{- end }}
        {{- if $values.metrics.enabled }}
        - { name: METRICS_PORT, value: '9464' }
        - { name: METRICS_HOST, value: 0.0.0.0 }
        - { name: ALLOW_UNSAFE, value: openMetrics }
        {{- end }}
        {{- range $name, $value := $values.settings }}
        - { name: {{ $name }}, value: {{ $value | toString | quote }} }
        {{- end }}
      {{- if or (eq .part "api") $values.metrics.enabled }}
      ports:
        {{- if eq .part "api" }}
        - { name: http, containerPort: 3000 }
        {{- end }}
        {{- if $values.metrics.enabled }}
        - { name: metrics, containerPort: 9464 }
        {{- end }}
      {{- end }}
      {{- if eq .part "api" }}
      # A new one takes requests once it has reached PostgreSQL and Temporal, or it would take the place of one that has. After that
      # whoever works stays: while a dependency is down for all alike, people get the product's own page about it.
      startupProbe:
        httpGet: { path: /health/ready, port: http }
        periodSeconds: 5
        timeoutSeconds: 5
        failureThreshold: 60
      readinessProbe:
        httpGet: { path: /health/live, port: http }
        periodSeconds: 10
        timeoutSeconds: 5
      livenessProbe:
        httpGet: { path: /health/live, port: http }
        periodSeconds: 20
        timeoutSeconds: 10
        failureThreshold: 3
      {{- else if $values.metrics.enabled }}
      startupProbe:
        httpGet: { path: /ready, port: metrics }
        periodSeconds: 5
        timeoutSeconds: 5
        failureThreshold: 60
      livenessProbe:
        httpGet: { path: /live, port: metrics }
        periodSeconds: 30
        timeoutSeconds: 10
      {{- end }}
      resources: {{ toJson (index $values .part).resources }}
      volumeMounts:
        - { name: keys, mountPath: /run/keys, readOnly: true }
        - { name: state, mountPath: /state }
        - { name: tmp, mountPath: /tmp }
  volumes:
    - name: keys
      secret: { secretName: {{ $values.secrets.keys }}, defaultMode: 0440 }
    - { name: state, emptyDir: {} }
    - { name: tmp, emptyDir: {} }
{{- end -}}
