/** What keeps a workload's pods from being placed, made, begun or kept, as its own manifest says it. */
import type { Graph, Value } from "../resource";
import type { Said } from "../said";
import { namedInNamespace } from "../views/objects";
import { at, listAt, mapAt, numberAt, propertiesOf, textAt } from "../views/read";
import { dataOf } from "../views/texts";
import type { WorkloadView } from "../views/workloads";
import { containerSaid } from "./containers";

export function* podSaid(graph: Graph, workload: WorkloadView): Generator<Said> {
  yield* placed(graph, workload);
  yield* named(workload);
  yield* referred(graph, workload);
  for (const { raw, name } of workload.containers) yield* containerSaid(graph, workload, raw, name);
}

const NODE_LABELS = /^(?:kubernetes\.io\/(?:os|arch|hostname)|topology\.kubernetes\.io\/(?:zone|region))$/;

/** Nodes that it may run on: labels that nobody gives are on no node. */
function* placed(graph: Graph, { pod, cluster }: WorkloadView): Generator<Said> {
  const required = listAt(
    pod,
    "affinity",
    "nodeAffinity",
    "requiredDuringSchedulingIgnoredDuringExecution",
    "nodeSelectorTerms",
  );
  const keys = [
    ...Object.keys(mapAt(pod, "nodeSelector")),
    ...required.flatMap((term) =>
      listAt(term, "matchExpressions").flatMap((one) => textAt(one, "key") ?? []),
    ),
  ];
  for (const key of keys)
    if (!NODE_LABELS.test(key) && !isGiven(graph, key))
      yield { because: `asks for nodes with ${key}, which no nodes of this graph are given` };
  if (listAt(pod, "affinity", "podAntiAffinity", "requiredDuringSchedulingIgnoredDuringExecution").length > 0)
    yield {
      because: "keeps its pods apart from others by force, so that some wait for nodes that nobody makes",
      unsure: true,
    };
  if (at(pod, "nodeName") !== undefined) yield { because: `is bound to the node ${textAt(pod, "nodeName")}` };
  const scheduler = textAt(pod, "schedulerName") ?? "default-scheduler";
  if (scheduler !== "default-scheduler") yield { because: `waits for the scheduler ${scheduler}` };
  for (const key of ["schedulingGates", "readinessGates"])
    if (listAt(pod, key).length > 0) yield { because: `waits for somebody to open its ${key}` };
  for (const [key, kind] of [
    ["runtimeClassName", "node.k8s.io/v1:RuntimeClass"],
    ["priorityClassName", "scheduling.k8s.io/v1:PriorityClass"],
  ] as const) {
    const name = textAt(pod, key);
    const isThere = (graph.byType.get(`kubernetes:${kind}`) ?? []).some(
      (one) => one.provider === cluster && textAt(propertiesOf(one), "metadata", "name") === name,
    );
    if (name !== undefined && !name.startsWith("system-") && !isThere)
      yield { because: `asks for the ${key} ${name}, which isn't made` };
  }
}

/** Whether some pool of nodes says the label. */
const isGiven = (graph: Graph, key: string): boolean =>
  graph.resources.some(
    ({ type, inputs }) =>
      /(?:NodePool|NodeGroup|NodeClass|nodePool|nodeGroup)$/.test(type) &&
      JSON.stringify(inputs).includes(`"${key}"`),
  );

/** How it looks names up, and whose network it is in. */
function* named({ pod, kind, resource }: WorkloadView): Generator<Said> {
  const policy = textAt(pod, "dnsPolicy") ?? "ClusterFirst";
  if (!policy.startsWith("ClusterFirst"))
    yield { because: `looks names up past its cluster, with dnsPolicy ${policy}` };
  if (listAt(pod, "dnsConfig", "nameservers").length > 0) yield { because: "asks name servers of its own" };
  if (listAt(pod, "hostAliases").length > 0)
    yield { because: "takes names for addresses that are written down, whoever has them by then" };
  if (at(pod, "hostNetwork") === true)
    yield { because: "runs in its nodes' network, where its port may be taken and policies don't hold" };
  const properties = propertiesOf(resource);
  const isKept = kind !== "Job" && kind !== "CronJob";
  if (isKept && at(pod, "activeDeadlineSeconds") !== undefined)
    yield { because: `is ended after ${numberAt(pod, "activeDeadlineSeconds")} s` };
  const grace = numberAt(pod, "terminationGracePeriodSeconds") ?? 30;
  if (isKept && (grace < 5 || grace > 1800)) yield { because: `has ${grace} s to end, wanted 5 to 1800` };
  if (at(properties, "spec", "paused") === true)
    yield { because: "is paused, so that no change reaches its pods" };
  const ready = numberAt(properties, "spec", "minReadySeconds") ?? 0;
  if (ready > 300) yield { because: `counts a pod only after ${ready} s` };
  const deadline = numberAt(properties, "spec", "progressDeadlineSeconds") ?? 600;
  if (deadline < ready + 60) yield { because: `takes a roll-out for failed after ${deadline} s` };
  if (listAt(properties, "metadata", "finalizers").length > 0)
    yield { because: "can't be deleted until somebody takes its finalizers away" };
  const user = numberAt(pod, "securityContext", "runAsUser");
  if (user === 0 && at(pod, "securityContext", "runAsNonRoot") === true)
    yield { because: "is to run as root and not as root, which no node starts" };
  else if (user === 0 && isReplicatedKind(kind)) yield { because: "runs as root" };
  const update = mapAt(properties, "spec", "updateStrategy");
  if (
    kind === "StatefulSet" &&
    (textAt(update, "type") === "OnDelete" || (numberAt(update, "rollingUpdate", "partition") ?? 0) > 0)
  )
    yield { because: "rolls no change out to some of its pods by itself" };
  const retention = mapAt(properties, "spec", "persistentVolumeClaimRetentionPolicy");
  for (const key of ["whenDeleted", "whenScaled"])
    if (textAt(retention, key) === "Delete")
      yield {
        because: `deletes its volumes ${key === "whenDeleted" ? "with it" : "when it is scaled down"}`,
      };
}

const isReplicatedKind = (kind: WorkloadView["kind"]): boolean =>
  kind === "Deployment" || kind === "StatefulSet";

/** Objects that its pods can't be made without. */
function* referred(graph: Graph, workload: WorkloadView): Generator<Said> {
  const { pod, cluster, namespace, resource, containers, initContainers } = workload;
  const wants: { kind: "ConfigMap" | "Secret"; name: string; keys: string[] }[] = [];
  const note = (
    kind: "ConfigMap" | "Secret",
    from: Value | undefined,
    name: string | undefined,
    keys: string[],
  ) => {
    if (name !== undefined && at(from, "optional") !== true) wants.push({ kind, name, keys });
  };
  for (const volume of listAt(pod, "volumes"))
    for (const source of [volume, ...listAt(volume, "projected", "sources")]) {
      const keysOf = (from: Value | undefined) =>
        listAt(from, "items").flatMap((item) => textAt(item, "key") ?? []);
      const [map, secret] = [at(source, "configMap"), at(source, "secret")];
      note("ConfigMap", map, textAt(map, "name"), keysOf(map));
      note("Secret", secret, textAt(secret, "secretName") ?? textAt(secret, "name"), keysOf(secret));
    }
  for (const { raw } of [...containers, ...initContainers]) {
    for (const item of listAt(raw, "env"))
      for (const [kind, key] of [
        ["ConfigMap", "configMapKeyRef"],
        ["Secret", "secretKeyRef"],
      ] as const) {
        const from = at(item, "valueFrom", key);
        note(kind, from, textAt(from, "name"), [textAt(from, "key") ?? []].flat());
      }
    for (const item of listAt(raw, "envFrom"))
      for (const [kind, key] of [
        ["ConfigMap", "configMapRef"],
        ["Secret", "secretRef"],
      ] as const)
        note(kind, at(item, key), textAt(item, key, "name"), []);
  }
  for (const { kind, name, keys } of wants) {
    const found = namedInNamespace(graph, `kubernetes:core/v1:${kind}`, cluster, namespace, name);
    if (!found && kind === "ConfigMap") yield { because: `needs the ConfigMap ${name}, which isn't made` };
    // Certificates may come from a program beside this one.
    if (!found && kind === "Secret" && !name.endsWith("-tls"))
      yield { because: `needs the Secret ${name}, which this program doesn't make`, unsure: true };
    const data = found && kind === "ConfigMap" ? dataOf(found) : undefined;
    for (const key of keys)
      if (data && data[key] === undefined && data[""] === undefined)
        yield { because: `needs ${key} of the ConfigMap ${name}, which has none` };
  }
  for (const claim of listAt(propertiesOf(resource), "spec", "volumeClaimTemplates")) {
    const name = textAt(claim, "spec", "storageClassName");
    const classes = (graph.byType.get("kubernetes:storage.k8s.io/v1:StorageClass") ?? []).filter(
      (one) => one.provider === cluster,
    );
    if (
      name !== undefined &&
      classes.length > 0 &&
      !classes.some((one) => textAt(propertiesOf(one), "metadata", "name") === name)
    )
      yield { because: `claims volumes of the class ${name}, which isn't made` };
    const modes = listAt(claim, "spec", "accessModes").map(String);
    if (modes.length > 0 && !modes.some((mode) => mode.startsWith("ReadWrite")))
      yield { because: `claims volumes that it may only read` };
  }
}
