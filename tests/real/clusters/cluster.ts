/** One site's cluster in the lane: its control plane, nodes and manifests, and what is asked of them often. */
import type { Lane } from "../../../drill/frame/lane";
import { now, until } from "../../../drill/frame/lane";
import { definitions, growNodes, isReady, provision } from "./cloud";
import { type ControlPlane, startControlPlane } from "./control-plane";
import { type KubeObject, nameOf, objectsOf } from "./kube";
import { type NodePlan, Nodes, ZONE } from "./nodes";

/** A kind whose pods somebody counts. */
export interface Workload {
  readonly kind: "Deployment" | "StatefulSet";
  readonly namespace: string;
  readonly name: string;
  /** Pods that run before a fault: the autoscaler's least, or the replicas. */
  readonly floor: number;
  readonly ceiling: number;
  readonly object: KubeObject;
}

const namespaces = ["edge", "platform", "queue", "mirror"];

export class Cluster {
  private constructor(
    readonly lane: Lane,
    readonly site: string,
    readonly control: ControlPlane,
    readonly nodes: Nodes,
    readonly objects: readonly KubeObject[],
  ) {}

  static async start(
    lane: Lane,
    site: string,
    plan: NodePlan,
    manifests: readonly string[],
  ): Promise<Cluster> {
    const control = await startControlPlane(lane, site);
    const nodes = new Nodes(lane, control, plan);
    await nodes.start();
    provision(lane, control);
    growNodes(lane, control, nodes);
    return new Cluster(lane, site, control, nodes, objectsOf(manifests));
  }

  get kube() {
    return this.control.kube;
  }

  /** The cloud's own kinds, then the site's manifests, one after the other as they are sorted. */
  async applyAll(): Promise<void> {
    for (const definition of definitions()) await this.kube.apply(definition);
    await until(20, async () => {
      const kinds = await this.kube.list("apiextensions.k8s.io/v1", "CustomResourceDefinition");
      return kinds.every(({ status }) =>
        (status?.conditions ?? []).some(
          ({ type, status: value }: { type: string; status: string }) =>
            type === "Established" && value === "True",
        ),
      );
    });
    for (const object of this.objects) await this.kube.apply(object);
  }

  readonly namespaces = namespaces;

  workloads(): Workload[] {
    const autoscalers = this.objects.filter(({ kind }) => kind === "HorizontalPodAutoscaler");
    return this.objects.flatMap((object): Workload[] => {
      const { kind, metadata, spec } = object;
      if (kind !== "Deployment" && kind !== "StatefulSet") return [];
      const { namespace = "", name } = metadata;
      const autoscaler = autoscalers.find(
        ({ metadata: own, spec: scale }) =>
          own.namespace === namespace &&
          scale.scaleTargetRef.name === name &&
          scale.scaleTargetRef.kind === kind,
      );
      const floor = autoscaler?.spec.minReplicas ?? spec.replicas ?? 1;
      return [{ kind, namespace, name, floor, ceiling: autoscaler?.spec.maxReplicas ?? floor, object }];
    });
  }

  /** The pods that serve: those of a workload that are ready, not on their way out, and on a node that is well. */
  async serving(): Promise<Map<string, KubeObject[]>> {
    const zones = await this.wellNodes();
    const found = new Map<string, KubeObject[]>();
    for (const pod of await this.kube.list("v1", "Pod")) {
      const { namespace, labels, deletionTimestamp } = pod.metadata;
      if (deletionTimestamp || !isReady(pod.status) || !zones.has(pod.spec.nodeName)) continue;
      const key = `${namespace}/${labels?.["app.kubernetes.io/name"]}`;
      found.set(key, [...(found.get(key) ?? []), pod]);
    }
    return found;
  }

  /** The zone of each node that says it is ready. */
  async wellNodes(): Promise<Map<string, string>> {
    const nodes = await this.kube.list("v1", "Node");
    return new Map(
      nodes
        .filter(({ status }) => isReady(status))
        .map(({ metadata }) => [metadata.name, metadata.labels?.[ZONE] ?? ""]),
    );
  }

  /** What of the workloads hasn't its floor of pods serving; empty when all have. */
  async missing(workloads = this.workloads()): Promise<string[]> {
    const serving = await this.serving();
    return workloads.flatMap(({ namespace, name, floor }) => {
      const count = serving.get(`${namespace}/${name}`)?.length ?? 0;
      return count >= floor ? [] : [`${namespace}/${name} ${count} of ${floor}`];
    });
  }

  /** Seconds until the workloads all have their floors, or undefined; what is missing then stands in the lane's words. */
  async whole(limit: number, workloads = this.workloads()): Promise<number | undefined> {
    const started = now();
    let missing: string[] = [];
    const took = await until(
      limit,
      async () => {
        missing = await this.missing(workloads);
        return missing.length === 0;
      },
      500,
    );
    if (took === undefined) {
      const pods = (await this.kube.list("v1", "Pod")).filter(({ status }) => !isReady(status));
      const why = pods.slice(0, 6).map((pod) => {
        const said = (pod.status.conditions ?? []).map(({ message }: { message?: string }) => message ?? "");
        return `${nameOf({ ...pod, kind: "Pod" })}: ${said.join(" ").trim() || pod.status.phase}`;
      });
      console.log(
        `     ${this.site} after ${Math.round(now() - started)} s: ${missing.join(", ")}\n     ${why.join("\n     ")}`,
      );
    }
    return took;
  }
}
