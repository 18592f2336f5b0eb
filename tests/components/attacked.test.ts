/** What somebody who has got into a pod, or an account, finds in the rendered stacks: their manifests and policies. */
import { describe, expect, it } from "vitest";
import type { GraphResource } from "../../graph/resource";
import { stackGraph } from "../support/graphs";

// biome-ignore lint/suspicious/noExplicitAny: inputs of many types are read by path.
type Any = any;
const resources = (["staging", "prod"] as const).flatMap((stack) => stackGraph(stack).resources);
const of = (type: RegExp): { name: string; inputs: Any }[] =>
  resources.filter((one: GraphResource) => type.test(one.type)) as Any;

const pods = of(/^kubernetes:(apps|batch)\//).map(({ inputs }) => {
  const { spec, metadata } = inputs;
  const pod = (spec.jobTemplate?.spec ?? spec).template;
  return {
    app: pod.metadata?.labels?.["app.kubernetes.io/name"],
    namespace: metadata.namespace,
    ...pod.spec,
  };
});
/** Of the clouds' own; what stands there is theirs to harden. */
const ours = pods.filter(({ namespace }) => namespace !== "kube-system");

const secretsOf = (pod: Any): string[] => [
  ...(pod.volumes ?? []).flatMap((one: Any) => (one.secret ? [one.secret.secretName] : [])),
  ...pod.containers.flatMap((one: Any) => [
    ...(one.envFrom ?? []).flatMap((from: Any) => (from.secretRef ? [from.secretRef.name] : [])),
    ...(one.env ?? []).flatMap(({ valueFrom }: Any) =>
      valueFrom?.secretKeyRef ? [valueFrom.secretKeyRef.name] : [],
    ),
  ]),
];

/** Documents of IAM, wherever they stand in the inputs. */
const statementsOf = (document: Any): Any[] =>
  [(typeof document === "string" ? JSON.parse(document) : document).Statement].flat();
const listed = (value: Any): string[] => [value].flat();

describe("a pod that was taken over", () => {
  it("holds no Secret of another part", () => {
    expect(ours.flatMap(secretsOf).length).toBeGreaterThan(10);
    // The Job that sets the queue up has a certificate of its own, in the queue's namespace.
    const own = (app: string) => (app === "queue-setup" ? "queue-tls-setup" : `${app}-`);
    for (const pod of ours)
      for (const secret of secretsOf(pod))
        expect(secret.startsWith(own(pod.app)) ? "" : `${pod.app}: ${secret}`).toBe("");
    const setup = ours.filter(({ app }) => app !== "queue-setup").flatMap(secretsOf);
    expect(setup).not.toContain("queue-tls-setup");
  });

  it("has nothing of its node", () => {
    for (const pod of ours) {
      expect([pod.app, pod.hostNetwork, pod.hostPID, pod.hostIPC]).toEqual([
        pod.app,
        undefined,
        undefined,
        undefined,
      ]);
      expect((pod.volumes ?? []).filter((one: Any) => one.hostPath)).toEqual([]);
    }
  });

  it("has no right in Kubernetes by its account", () => {
    const bound = of(/^kubernetes:rbac.*Binding$/).flatMap(({ inputs }) => inputs.subjects);
    expect(bound.length).toBeGreaterThan(0);
    expect(bound.filter(({ namespace }: Any) => namespace !== "kube-system")).toEqual([]);
  });

  it("reads no Secret by an account of the clouds' own namespace either", () => {
    const rules = of(/^kubernetes:rbac.*Role$/).flatMap(({ inputs }) => inputs.rules);
    expect(rules.length).toBeGreaterThan(0);
    for (const { resources: what, verbs } of rules) {
      expect(what).not.toContain("secrets");
      expect([...what, ...verbs]).not.toContain("*");
    }
  });
});

describe("somebody on the internet", () => {
  it("finds one Service of a site outside its cluster: the edge's", () => {
    const outside = of(/core\/v1:Service$/).filter(
      ({ inputs }) => ![undefined, "ClusterIP"].includes(inputs.spec.type),
    );
    expect(new Set(outside.map(({ inputs }) => inputs.metadata.namespace))).toEqual(new Set(["edge"]));
  });

  it("has no pod of the edge killed by filling the public port", () => {
    const edges = ours.filter(({ app }) => app === "edge");
    expect(edges.length).toBeGreaterThan(1);
    for (const { containers } of edges)
      expect(containers[0].livenessProbe.tcpSocket?.port ?? containers[0].livenessProbe.httpGet?.port).toBe(
        8404,
      );
  });

  it("doesn't reach a cluster's API", () => {
    const clusters = of(/^aws:eks\/cluster:/);
    expect(clusters.length).toBeGreaterThan(0);
    for (const { inputs } of clusters) expect(inputs.vpcConfig.publicAccessCidrs).not.toContain("0.0.0.0/0");
    const rules = of(/NetworkSecurityGroupSecurityRule$/).filter(
      ({ inputs }) =>
        inputs.direction === "INGRESS" && inputs.source === "0.0.0.0/0" && String(inputs.protocol) === "6",
    );
    const ports = new Set(rules.map(({ inputs }) => inputs.tcpOptions.destinationPortRange.max));
    expect(ports).toEqual(new Set([443]));
  });
});

describe("a deputy in the clouds", () => {
  it("is used by nobody but whom its trust names with a condition", () => {
    const roles = of(/^aws:iam\/role:/);
    expect(roles.length).toBeGreaterThan(10);
    for (const { name, inputs } of roles)
      for (const { Principal, Condition } of statementsOf(inputs.assumeRolePolicy)) {
        expect([name, listed(Principal.AWS ?? []).includes("*")]).toEqual([name, false]);
        // For these AWS documents none; a role can be handed to them by its own account alone.
        const plain = ["eks.amazonaws.com", "ec2.amazonaws.com", "s3.amazonaws.com"].includes(
          Principal.Service,
        );
        if (!plain)
          expect([name, Object.keys(Condition ?? {})]).toContainEqual(
            expect.arrayContaining(["StringEquals"]),
          );
      }
  });

  it("may do no kind of action whole, and nothing everywhere", () => {
    for (const { name, inputs } of of(/^aws:iam\/rolePolicy:/))
      for (const { Action, Resource } of statementsOf(inputs.policy)) {
        expect([name, listed(Action).filter((one) => /^\*$|:\*$/.test(one))]).toEqual([name, []]);
        expect([name, listed(Resource).includes("*")]).toEqual([name, false]);
      }
  });
});
