// profile: single-region
// planted: min-replicas checkout
import * as k8s from "@pulumi/kubernetes";

const labels = { app: "checkout" };
const probe = (path: string) => ({ httpGet: { path, port: 80 } });
const container = { name: "checkout", image: "acme/checkout:12", readinessProbe: probe("/ready"), livenessProbe: probe("/live"), resources: { requests: { cpu: "100m", memory: "128Mi" }, limits: { memory: "128Mi" } } };
const deployment = new k8s.apps.v1.Deployment("checkout", {
  metadata: { labels },
  spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers: [container] } } },
});
const service = new k8s.core.v1.Service("checkout", { metadata: { labels: deployment.spec.template.metadata.labels }, spec: { type: "LoadBalancer", ports: [{ port: 80 }], selector: labels } });
export const ip = service.status.loadBalancer.apply((b) => b?.ingress?.[0]?.ip ?? "");
