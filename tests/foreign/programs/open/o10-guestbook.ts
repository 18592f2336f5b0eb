// profile: single-region
// planted: min-replicas *
import * as k8s from "@pulumi/kubernetes";
for (const [name, replicas] of [["redis-leader", 1], ["redis-replica", 1], ["frontend", 3]] as const) {
  const labels = { app: name };
  new k8s.apps.v1.Deployment(name, { spec: { selector: { matchLabels: labels }, replicas, template: { metadata: { labels }, spec: { containers: [{ name, image: `gcr.io/google/${name}:v1`, resources: { requests: { cpu: "100m", memory: "100Mi" } }, ports: [{ containerPort: 6379 }] }] } } } });
  new k8s.core.v1.Service(name, { metadata: { name, labels }, spec: { ports: [{ port: 6379 }], selector: labels, type: name === "frontend" ? "LoadBalancer" : "ClusterIP" } });
}
