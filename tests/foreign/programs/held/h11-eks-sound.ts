// profile: single-region
// sound
import * as aws from "@pulumi/aws";
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

const options = { provider: new aws.Provider("use2", { region: "us-east-2" }) };
const role = new aws.iam.Role("eks", { assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: "eks.amazonaws.com" }) }, options);
const vpc = new aws.ec2.Vpc("eks", { cidrBlock: "10.0.0.0/16" }, options);
const subnetIds = ["a", "b", "c"].map((zone, i) => new aws.ec2.Subnet(`eks-${zone}`, { vpcId: vpc.id, cidrBlock: `10.0.${i}.0/24`, availabilityZone: `us-east-2${zone}` }, options).id);
const cluster = new aws.eks.Cluster("eks", { roleArn: role.arn, vpcConfig: { subnetIds } }, options);
new aws.eks.NodeGroup("workers", { clusterName: cluster.name, nodeRoleArn: role.arn, subnetIds, scalingConfig: { minSize: 3, desiredSize: 3, maxSize: 9 } }, options);
const kubeconfig = pulumi.jsonStringify({ apiVersion: "v1", clusters: [{ name: "eks", cluster: { server: cluster.endpoint, "certificate-authority-data": cluster.certificateAuthority.data } }] });
const provider = new k8s.Provider("eks", { kubeconfig });
const labels = { app: "api" };
const namespace = new k8s.core.v1.Namespace("api", {}, { provider });
const metadata = { namespace: namespace.metadata.name, labels };
const probe = (path: string) => ({ httpGet: { path, port: 8080 }, periodSeconds: 5 });
new k8s.apps.v1.Deployment("api", {
  metadata,
  spec: {
    replicas: 3, selector: { matchLabels: labels },
    template: {
      metadata: { labels },
      spec: {
        topologySpreadConstraints: [{ maxSkew: 1, topologyKey: "topology.kubernetes.io/zone", whenUnsatisfiable: "DoNotSchedule", labelSelector: { matchLabels: labels } }],
        containers: [{ name: "api", image: "ghcr.io/acme/api:1.4.2", ports: [{ containerPort: 8080 }], readinessProbe: probe("/ready"), livenessProbe: probe("/live"), resources: { requests: { cpu: "250m", memory: "256Mi" }, limits: { memory: "256Mi" } } }],
      },
    },
  },
}, { provider });
new k8s.policy.v1.PodDisruptionBudget("api", { metadata, spec: { maxUnavailable: 1, selector: { matchLabels: labels } } }, { provider });
new k8s.core.v1.Service("api", { metadata, spec: { type: "LoadBalancer", selector: labels, ports: [{ port: 80, targetPort: 8080 }] } }, { provider });
