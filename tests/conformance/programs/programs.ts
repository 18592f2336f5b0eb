/** What engines are easily wrong about, one thing a program. */
import * as ec2 from "@pulumi/aws/ec2";
import * as iam from "@pulumi/aws/iam";
import { Provider as Aws } from "@pulumi/aws/provider";
import * as sns from "@pulumi/aws/sns";
import * as core from "@pulumi/kubernetes/core/v1";
import { Provider as Kubernetes } from "@pulumi/kubernetes/provider";
import * as oci from "@pulumi/oci/core";
import { Provider as Oci } from "@pulumi/oci/provider";
import * as pulumi from "@pulumi/pulumi";
import { PrivateKey } from "@pulumi/tls/privateKey";
import { kubeconfigOf } from "../../../components/kubeconfig";

class Group extends pulumi.ComponentResource {
  constructor(name: string, opts?: pulumi.ComponentResourceOptions) {
    super("small:index:Group", name, {}, opts);
    this.registerOutputs({ named: name });
  }
}

const aws = (region = "us-east-2") => new Aws(`aws-${region}`, { region });
const kubernetes = (args: object = {}) =>
  new Kubernetes("cluster", {
    kubeconfig: kubeconfigOf({ server: "https://198.18.0.1" }, { exec: { command: "aws" } }),
    clusterIdentifier: "cluster",
    ...args,
  });

export const programs: Readonly<Record<string, () => unknown>> = {
  "default provider": () => {
    const topic = new sns.Topic("topic");
    return { arn: topic.arn, nested: { list: [topic.name, "plain"] } };
  },
  "several providers": () => {
    for (const region of ["us-east-2", "us-west-2"]) {
      const provider = aws(region);
      new sns.Topic(`topic-${region}`, {}, { provider });
      new Group(`group-${region}`, { providers: [provider, new Oci(`oci-${region}`, { region })] });
    }
  },
  "deep parents": () => {
    let parent: Group = new Group("level-1", { providers: { aws: aws() }, protect: true });
    for (const level of [2, 3, 4]) parent = new Group(`level-${level}`, { parent });
    const topic = new sns.Topic("deepest", {}, { parent });
    new sns.TopicSubscription(
      "below a resource",
      { topic: topic.arn, protocol: "email", endpoint: "oncall@example.com" },
      { parent: topic },
    );
  },
  aliases: () => {
    const group = new Group("group", { aliases: [{ name: "old-group" }], providers: [aws()] });
    new sns.Topic(
      "topic",
      {},
      {
        parent: group,
        aliases: [{ name: "old-topic" }, { parent: pulumi.rootStackResource }, "urn:pulumi:a::b::c:d:E::f"],
      },
    );
  },
  transforms: () => {
    const provider = aws();
    new sns.Topic(
      "transformed",
      {},
      {
        provider,
        transforms: [({ props, opts }) => ({ props: { ...props, displayName: "by a transform" }, opts })],
      },
    );
    new Group("group", {
      provider,
      transformations: [
        ({ props, opts }) => ({ props, opts: pulumi.mergeOptions(opts, { retainOnDelete: true }) }),
      ],
    });
  },
  "transforms of the stack": () => {
    const provider = aws();
    pulumi.runtime.registerResourceTransform(({ type, props, opts }) =>
      type.startsWith("aws:") ? { props: { ...props, tags: { by: "the stack" } }, opts } : undefined,
    );
    const first = new sns.Topic("first", {}, { provider });
    new sns.Topic("second", { displayName: first.name }, { provider });
  },
  secrets: () => {
    const provider = aws();
    const topic = new sns.Topic("topic", { displayName: pulumi.secret("hidden") }, { provider });
    new sns.Topic(
      "made-of-it",
      {
        displayName: pulumi.interpolate`also ${topic.displayName}`,
        tags: { open: "1", shut: pulumi.secret("2") },
      },
      { provider, additionalSecretOutputs: ["arn"] },
    );
    new sns.TopicPolicy(
      "policy",
      {
        arn: topic.arn,
        policy: { Version: "2012-10-17", Statement: [{ Sid: pulumi.secret("s"), Effect: "Allow" }] },
      },
      { provider },
    );
    return { shut: pulumi.secret({ a: topic.name }), open: topic.name };
  },
  "secret keys": () => {
    const key = new PrivateKey("key", { algorithm: "ECDSA", ecdsaCurve: "P256" });
    new core.Secret("secret", { stringData: { key: key.privateKeyPem } }, { provider: kubernetes() });
  },
  "options that are kept": () => {
    const provider = aws();
    new sns.Topic(
      "topic",
      { displayName: "a" },
      {
        provider,
        ignoreChanges: ["displayName"],
        replaceOnChanges: ["tags"],
        protect: false,
        retainOnDelete: true,
        deleteBeforeReplace: true,
        customTimeouts: { create: "5m" },
      },
    );
  },
  dependsOn: () => {
    const provider = aws();
    const first = new sns.Topic("first", {}, { provider });
    const group = new Group("group", { provider, dependsOn: [first] });
    const inside = new sns.Topic("inside", {}, { parent: group });
    new sns.Topic("after-the-group", {}, { provider, dependsOn: [group] });
    new sns.Topic(
      "after-both",
      { displayName: inside.name },
      { provider, dependsOn: pulumi.output([first]) },
    );
  },
  "look-ups": () => {
    const provider = new Oci("oci", { region: "us-ashburn-1" });
    const services = oci.getServicesOutput({}, { provider }).services;
    const vcn = new oci.Vcn(
      "vcn",
      { compartmentId: "ocid1.compartment.oc1..a", cidrBlocks: ["10.0.0.0/16"] },
      { provider },
    );
    new oci.ServiceGateway(
      "gateway",
      {
        compartmentId: "ocid1.compartment.oc1..a",
        vcnId: vcn.id,
        services: services.apply((all) => all.slice(0, 1).map(({ id }) => ({ serviceId: id }))),
      },
      { provider },
    );
  },
  "what exists elsewhere": () => {
    const provider = aws();
    const address = ec2.Eip.get("address", "eipalloc-1", {}, { provider });
    new sns.Topic("topic", { displayName: address.allocationId }, { provider });
  },
  "resources as inputs": () => {
    const provider = aws();
    const role = new iam.Role(
      "role",
      { assumeRolePolicy: { Version: "2012-10-17", Statement: [] } },
      { provider },
    );
    new iam.RolePolicy("policy", { role, policy: { Version: "2012-10-17", Statement: [] } }, { provider });
  },
  "what only a deployment knows": () => {
    const provider = aws();
    const vpc = new ec2.Vpc("vpc", { cidrBlock: "10.0.0.0/16" }, { provider });
    new ec2.Subnet("subnet", { vpcId: vpc.id, cidrBlock: "10.0.1.0/24" }, { provider });
    const topic = new sns.Topic("topic", { displayName: pulumi.interpolate`of ${vpc.id}` }, { provider });
    const statement = { Effect: "Allow" as const, Action: "sns:Publish", Resource: topic.arn };
    new sns.TopicPolicy(
      "policy",
      { arn: topic.arn, policy: { Version: "2012-10-17", Statement: [statement] } },
      { provider },
    );
    const address = new ec2.Eip("address", { domain: "vpc" }, { provider });
    const kubeconfig = address.publicIp.apply((ip) =>
      kubeconfigOf({ server: `https://${ip}` }, { exec: { command: "aws" } }),
    );
    const cluster = kubernetes({ kubeconfig });
    new core.ConfigMap(
      "map",
      { data: { vpc: vpc.id, secret: pulumi.secret(topic.arn) } },
      { provider: cluster },
    );
    return { known: "all along", later: { list: [vpc.id, topic.arn] } };
  },
  "objects in a namespace": () => {
    const provider = kubernetes({ namespace: "team" });
    const map = new core.ConfigMap("map", { data: { a: "1" } }, { provider });
    new core.ConfigMap(
      "named",
      { metadata: { name: "named", labels: { of: map.metadata.name } } },
      { provider },
    );
    new core.Namespace("space", {}, { provider });
  },
};
