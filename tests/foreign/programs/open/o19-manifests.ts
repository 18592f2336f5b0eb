// profile: single-region
// planted: min-replicas cart
import * as k8s from "@pulumi/kubernetes";
new k8s.yaml.ConfigGroup("app", { yaml: `
apiVersion: apps/v1
kind: Deployment
metadata: { name: cart }
spec:
  replicas: 1
  selector: { matchLabels: { app: cart } }
  template:
    metadata: { labels: { app: cart } }
    spec: { containers: [{ name: cart, image: "acme/cart:1", readinessProbe: { httpGet: { path: /r, port: 80 } }, livenessProbe: { httpGet: { path: /l, port: 80 } } }] }
---
apiVersion: v1
kind: Service
metadata: { name: cart }
spec: { type: LoadBalancer, selector: { app: cart }, ports: [{ port: 80 }] }
` });
