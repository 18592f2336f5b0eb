// profile: single-region
// sound
// config: aws:region=us-west-2
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";
class AwsxVpc extends pulumi.ComponentResource {
  readonly vpcId!: pulumi.Output<string>;
  readonly privateSubnetIds!: pulumi.Output<string[]>;
  constructor(name: string) {
    super("awsx:ec2:Vpc", name, { vpcId: undefined, privateSubnetIds: undefined, numberOfAvailabilityZones: 3 }, {}, true);
  }
}
class EksCluster extends pulumi.ComponentResource {
  readonly kubeconfig!: pulumi.Output<unknown>;
  constructor(name: string, args: object) {
    super("eks:index:Cluster", name, { kubeconfig: undefined, ...args }, {}, true);
  }
}
const vpc = new AwsxVpc("net");
const cluster = new EksCluster("app", { vpcId: vpc.vpcId, subnetIds: vpc.privateSubnetIds, minSize: 3, maxSize: 6, desiredCapacity: 3 });
const provider = new k8s.Provider("app", { kubeconfig: cluster.kubeconfig.apply((value) => JSON.stringify(value)) });
const labels = { app: "web" };
new k8s.apps.v1.Deployment("web", { spec: { replicas: 4, selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { topologySpreadConstraints: [{ maxSkew: 1, topologyKey: "topology.kubernetes.io/zone", whenUnsatisfiable: "ScheduleAnyway", labelSelector: { matchLabels: labels } }], containers: [{ name: "web", image: "nginx:1.27", ports: [{ containerPort: 80 }], readinessProbe: { httpGet: { path: "/", port: 80 } }, livenessProbe: { tcpSocket: { port: 80 } } }] } } } }, { provider });
new k8s.core.v1.Service("web", { spec: { type: "LoadBalancer", selector: labels, ports: [{ port: 80 }] } }, { provider });
const group = new aws.rds.SubnetGroup("db", { subnetIds: vpc.privateSubnetIds });
new aws.rds.Instance("db", { engine: "postgres", instanceClass: "db.m6g.large", allocatedStorage: 50, multiAz: true, backupRetentionPeriod: 7, dbSubnetGroupName: group.name, username: "app", manageMasterUserPassword: true, skipFinalSnapshot: false, finalSnapshotIdentifier: "x" }, { protect: true });
