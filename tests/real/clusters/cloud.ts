/** What a cloud brings to its cluster, as far as the manifests need it: kinds of its own, volumes, more nodes. */
import type { Lane } from "../../../drill/frame/lane";
import { sleep } from "../../../drill/frame/lane";
import type { ControlPlane } from "./control-plane";
import type { KubeObject } from "./kube";
import { type Nodes, ZONE } from "./nodes";

const text = { type: "string" };
const list = (items: object): object => ({ type: "array", items });
const map = { type: "object", additionalProperties: text };
const fields = (properties: object, required: readonly string[] = []): object => ({
  type: "object",
  properties,
  ...(required.length > 0 ? { required } : {}),
});
const portOrName = { "x-kubernetes-int-or-string": true };

const requirement = fields(
  { key: text, operator: text, values: list(text), minValues: { type: "integer" } },
  ["key", "operator"],
);
const taint = fields({ key: text, value: text, effect: text }, ["key", "effect"]);

/** The fields that the providers document: an unknown one is refused. */
const kinds: readonly (readonly [
  group: string,
  kind: string,
  scope: "Cluster" | "Namespaced",
  spec: object,
])[] = [
  [
    "eks.amazonaws.com",
    "TargetGroupBinding",
    "Namespaced",
    fields(
      {
        targetGroupARN: text,
        targetType: { type: "string", enum: ["instance", "ip"] },
        serviceRef: fields({ name: text, port: portOrName }, ["name", "port"]),
        networking: { type: "object", "x-kubernetes-preserve-unknown-fields": true },
        nodeSelector: fields({ matchLabels: map }),
        ipAddressType: text,
        vpcID: text,
      },
      ["targetGroupARN", "serviceRef", "targetType"],
    ),
  ],
  [
    "karpenter.sh",
    "NodePool",
    "Cluster",
    fields(
      {
        template: fields({
          metadata: fields({ labels: map, annotations: map }),
          spec: fields(
            {
              nodeClassRef: fields({ group: text, kind: text, name: text }, ["group", "kind", "name"]),
              requirements: list(requirement),
              taints: list(taint),
              startupTaints: list(taint),
              expireAfter: text,
              terminationGracePeriod: text,
            },
            ["nodeClassRef", "requirements"],
          ),
        }),
        disruption: fields({
          budgets: list(
            fields({ nodes: text, schedule: text, duration: text, reasons: list(text) }, ["nodes"]),
          ),
          consolidateAfter: text,
          consolidationPolicy: { type: "string", enum: ["WhenEmpty", "WhenEmptyOrUnderutilized"] },
        }),
        limits: { type: "object", additionalProperties: portOrName },
        weight: { type: "integer" },
      },
      ["template"],
    ),
  ],
];

/** The custom resource definitions that a cloud's own controllers bring. */
export function definitions(): KubeObject[] {
  return kinds.map(([group, kind, scope, spec]) => {
    const plural = `${kind.toLowerCase()}s`;
    return {
      apiVersion: "apiextensions.k8s.io/v1",
      kind: "CustomResourceDefinition",
      metadata: { name: `${plural}.${group}` },
      spec: {
        group,
        scope,
        names: { kind, plural, singular: kind.toLowerCase(), listKind: `${kind}List` },
        versions: [
          {
            name: "v1",
            served: true,
            storage: true,
            schema: { openAPIV3Schema: fields({ spec, status: { type: "object" } }, ["spec"]) },
          },
        ],
      },
    };
  });
}

/** Does a piece of a cloud's work again and again until the lane ends. */
function keepDoing(lane: Lane, what: string, work: () => Promise<void>): void {
  let goesOn = true;
  lane.onEnd(() => {
    goesOn = false;
  });
  void (async () => {
    while (goesOn) {
      try {
        await work();
      } catch (error) {
        // One that fails once has met a change of its own; the lane's waiting tells of one that stays.
        if (goesOn) console.log(`     ${what}: ${(error as Error).message.slice(0, 200)}`);
      }
      await sleep(700);
    }
  })();
}

/** A provisioner: a volume for each claim whose pod has got a node, in that node's zone and never in another. */
export function provision(lane: Lane, { kube, name }: ControlPlane): void {
  keepDoing(lane, `${name}: volumes`, async () => {
    for (const claim of await kube.list("v1", "PersistentVolumeClaim")) {
      const nodeName = claim.metadata.annotations?.["volume.kubernetes.io/selected-node"];
      if (claim.spec.volumeName || !nodeName) continue;
      const node = await kube.read({ apiVersion: "v1", kind: "Node", metadata: { name: nodeName } });
      const zone = node.metadata.labels?.[ZONE] ?? "";
      const { namespace, name: claimName, uid, annotations } = claim.metadata;
      const driver = annotations?.["volume.kubernetes.io/storage-provisioner"];
      // Named by the controller manager a moment later.
      if (!driver) continue;
      await kube.apply({
        apiVersion: "v1",
        kind: "PersistentVolume",
        metadata: { name: `pv-${uid}` },
        spec: {
          capacity: { storage: claim.spec.resources.requests.storage },
          accessModes: claim.spec.accessModes,
          storageClassName: claim.spec.storageClassName,
          persistentVolumeReclaimPolicy: "Retain",
          csi: {
            driver,
            volumeHandle: uid,
          },
          claimRef: { apiVersion: "v1", kind: "PersistentVolumeClaim", namespace, name: claimName, uid },
          nodeAffinity: {
            required: {
              nodeSelectorTerms: [{ matchExpressions: [{ key: ZONE, operator: "In", values: [zone] }] }],
            },
          },
        },
      });
    }
  });
}

/** A node autoscaler: one node more, in a zone that lives, while pods find no room; up to the pools' most. */
export function growNodes(lane: Lane, { kube, name }: ControlPlane, nodes: Nodes): void {
  keepDoing(lane, `${name}: more nodes`, async () => {
    const pods = await kube.list("v1", "Pod");
    const homeless = pods.filter(
      ({ metadata, spec, status }) =>
        !metadata.deletionTimestamp &&
        !spec.nodeName &&
        (status.conditions ?? []).some(
          (condition: { reason?: string; message?: string }) =>
            condition.reason === "Unschedulable" && /Insufficient/.test(condition.message ?? ""),
        ),
    );
    if (homeless.length === 0) return;
    const all = await kube.list("v1", "Node");
    const wellIn = (zone: string) =>
      all.filter(({ metadata, status }) => metadata.labels?.[ZONE] === zone && isReady(status)).length;
    const zones = nodes.plan.zones.map(({ zone }) => ({ zone, well: wellIn(zone) }));
    for (const { zone } of zones.filter(({ well }) => well > 0).sort((a, b) => a.well - b.well)) {
      if (await nodes.add(zone)) break;
    }
    // As long as the new one needs to be seen.
    await sleep(1500);
  });
}

/** Whether a node or a pod says it is ready. */
export const isReady = (status: { conditions?: { type: string; status: string }[] } | undefined): boolean =>
  (status?.conditions ?? []).some(({ type, status: value }) => type === "Ready" && value === "True");
