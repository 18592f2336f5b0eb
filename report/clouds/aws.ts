/** What the resources of AWS are for. */
import type { KindTable } from "./kind-table";

export const awsKinds: KindTable = {
  arczonalshift: "cluster",
  cloudwatch: "logs",
  "cloudwatch/compositeAlarm:CompositeAlarm": "alarms",
  "cloudwatch/metricAlarm:MetricAlarm": "alarms",
  ec2: "network",
  "ec2/eip:Eip": "addresses and load balancers",
  ecr: "registry",
  eks: "cluster",
  "eks/podIdentityAssociation:PodIdentityAssociation": "identity and keys",
  iam: "identity and keys",
  kms: "identity and keys",
  lb: "addresses and load balancers",
  route53: "routing",
  s3: "storage",
  sns: "alarms",
  vpc: "network",
};
