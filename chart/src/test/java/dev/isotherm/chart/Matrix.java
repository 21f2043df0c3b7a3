package dev.isotherm.chart;

/** Values that people run with. */
enum Matrix {
    DEFAULTS(""),

    CPU_WITH_KEYS("""
            replicaCount: 3
            model: {attentionTemperature: 'log:512', dtype: int8, defaultPromptName: query}
            expectedFingerprint: e1e1cb81b1a719ff
            apiKeys: {keys: [first-key, second-key]}
            settings: {max-queue-tokens: 2000000, served-model-name: '*', default-deadline: 2.5, auto-truncate: false}
            resources: {requests: {cpu: 3500m, memory: 4Gi}, limits: {memory: 4Gi}}
            """),

    POLICY("""
            model:
              policy: |
                {"isotherm_policy": 1, "query": {"attention_temperature": "0.8"}, "document": {"attention_temperature": "0.5"}}
            """),

    HUB("""
            model: {id: intfloat/multilingual-e5-base, revision: main}
            hub: {endpoint: 'http://hub.example.org:8081', tokenSecret: {name: hub-token}}
            networkPolicy: {metricsNamespaces: [monitoring], httpFrom: [{podSelector: {matchLabels: {app: search}}}]}
            """),

    GPU("""
            gpu: {enabled: true, count: 2, runtimeClassName: nvidia}
            nodeSelector: {pool: accelerated}
            tolerations: [{key: dedicated, operator: Exists}]
            strategy: {type: RollingUpdate, rollingUpdate: {maxSurge: 0, maxUnavailable: 1}}
            """),

    KEDA("""
            autoscaling: {minReplicas: 2, maxReplicas: 6, targetWaitSeconds: 0.25, keda: {enabled: true, authenticationRef: {name: prometheus}}}
            metrics: {serviceMonitor: {enabled: true}}
            """),

    HPA("""
            autoscaling: {targetWaitSeconds: 2, hpa: {enabled: true}}
            """),

    HPA_EXTERNAL("""
            autoscaling: {hpa: {enabled: true, metricType: External, metricName: predicted_wait, metricLabels: {service: embed}}}
            """),

    PVC("""
            model: {id: intfloat/multilingual-e5-base, revision: 835193815a3936a24a0ee7dc9e3d48c1fbb19c55}
            modelCache: {enabled: true, size: 20Gi, storageClass: fast}
            """),

    SHARED_CLAIM("""
            model: {id: intfloat/multilingual-e5-base}
            hub: {offline: true}
            modelCache: {existingClaim: models}
            """),

    TLS("""
            tls: {existingSecret: certificate}
            apiKeys: {existingSecret: keys, secretKey: list}
            """),

    INGRESS("""
            ingress:
              enabled: true
              className: nginx
              annotations: {nginx.ingress.kubernetes.io/proxy-body-size: 16m}
              hosts: [embed.example.org, embed.example.com]
              tls: [{secretName: certificate, hosts: [embed.example.org]}]
            """),

    HTTP_ROUTE("""
            service: {port: 80}
            httpRoute: {enabled: true, parentRefs: [{name: public, namespace: gateways}], hostnames: [embed.example.org]}
            """),

    EVERYTHING_ON("""
            commonLabels: {team: search}
            image: {registry: registry.example.org, repository: search/isotherm, tag: '1.2', pullSecrets: [{name: registry}]}
            model: {id: intfloat/multilingual-e5-base, revision: main, attentionTemperature: 0.8, defaultPromptName: query}
            expectedFingerprint: e1e1cb81b1a719ff
            hub: {tokenSecret: {name: hub-token}}
            modelCache: {enabled: true, storageClass: fast}
            threads: 4
            jvm: {options: '-Xlog:gc'}
            settings: {pooling: mean, max-batch-tokens: 4096, payload-limit: 16000000}
            extraEnv: [{name: HTTPS_PROXY, value: 'http://proxy:3128'}]
            apiKeys: {existingSecret: keys}
            tls: {existingSecret: certificate}
            service: {type: LoadBalancer, annotations: {example.org/internal: 'true'}}
            serviceAccount: {annotations: {example.org/role: embed}}
            ingress: {enabled: true, hosts: [embed.example.org]}
            autoscaling: {keda: {enabled: true}}
            networkPolicy:
              metricsNamespaces: [monitoring]
              httpFrom: [{namespaceSelector: {}}]
              extraEgress: [{to: [{ipBlock: {cidr: 10.0.0.0/8}}], ports: [{port: 3128, protocol: TCP}]}]
            metrics:
              serviceMonitor: {enabled: true, labels: {release: prometheus}}
              prometheusRule: {enabled: true, labels: {release: prometheus}}
              dashboards: {enabled: true, labels: {team: search}, annotations: {grafana_folder: Isotherm}}
            gpu: {enabled: true}
            podLabels: {tier: vectors}
            podAnnotations: {example.org/note: 'yes'}
            priorityClassName: high
            affinity:
              podAntiAffinity:
                requiredDuringSchedulingIgnoredDuringExecution:
                  - {topologyKey: kubernetes.io/hostname, labelSelector: {matchLabels: {app.kubernetes.io/component: server}}}
              nodeAffinity:
                requiredDuringSchedulingIgnoredDuringExecution:
                  nodeSelectorTerms:
                    - {matchExpressions: [{key: pool, operator: In, values: [a]}]}
                    - {matchExpressions: [{key: pool, operator: In, values: [b]}]}
            extraVolumes: [{name: more, configMap: {name: more}}]
            extraVolumeMounts: [{name: more, mountPath: /more}]
            """),

    EVERYTHING_OFF("""
            image: {digest: 'sha256:0123456789012345678901234567890123456789012345678901234567890123'}
            serviceAccount: {create: false}
            podDisruptionBudget: {enabled: false}
            networkPolicy: {enabled: false}
            topologySpreadConstraints: []
            resources: {requests: null, limits: null}
            """);

    private final String values;

    Matrix(String values) {
        this.values = values;
    }

    Objects render() {
        return Chart.render(values);
    }
}
