/** Nodes that KWOK plays, labelled as each cloud labels its own: one process a zone, so that a zone can be stopped. */
import type { ChildProcess } from "node:child_process";
import { execFileSync } from "node:child_process";
import path from "node:path";
import { goProgram } from "../../../drill/frame/go";
import type { Lane } from "../../../drill/frame/lane";
import { freePort } from "../../../drill/frame/net";
import type { ProviderName } from "../../../graph/clouds/contract";
import { allocatable } from "../../../graph/clouds/oci/node-room";
import { findRegion } from "../../../graph/clouds/regions";
import type { Graph } from "../../../graph/resource";
import { poolsOf } from "../../../graph/views/nodes";
import type { ControlPlane } from "./control-plane";
import type { KubeObject } from "./kube";
import { kwokConfiguration } from "./kwok";

export const ZONE = "topology.kubernetes.io/zone";

/** The nodes that a site's cluster has, and may have, in one zone. */
export interface ZonePlan {
  readonly zone: string;
  readonly floor: number;
  readonly ceiling: number;
}

export interface NodePlan {
  readonly provider: ProviderName;
  readonly region: string;
  readonly zones: readonly ZonePlan[];
  /** What a node has for pods. */
  readonly cpus: number;
  readonly memoryGiB: number;
  readonly type: string;
}

/** Zone, instance and architecture labels as the cloud's own node controllers set them. */
function labelsOf({ provider, region, type }: NodePlan, zone: string, index: number): Record<string, string> {
  const common = {
    "kubernetes.io/arch": "amd64",
    "kubernetes.io/os": "linux",
    "node.kubernetes.io/instance-type": type,
    "topology.kubernetes.io/region": region,
    [ZONE]: zone,
  };
  return provider === "oci"
    ? { ...common, "oci.oraclecloud.com/fault-domain": `FAULT-DOMAIN-${(index % 3) + 1}` }
    : {
        ...common,
        "eks.amazonaws.com/compute-type": "auto",
        "eks.amazonaws.com/nodeclass": "default",
        "karpenter.sh/capacity-type": "on-demand",
        "karpenter.sh/nodepool": "platform",
        "karpenter.sh/registered": "true",
      };
}

/**
 * The nodes that the graph gives a site: OKE's pools as they are, on EKS as many of the largest size that Auto
 * Mode's pool may take as hold what OKE's would.
 * @throws Error for a site without nodes.
 */
export function nodePlan(graph: Graph, provider: ProviderName, region: string): NodePlan {
  if (provider === "aws") {
    // The region table has the zones' ids; the label has an account's names of them.
    const zones = (findRegion(provider, region)?.zones ?? []).map(
      (_, index) => `${region}${"abcdef"[index]}`,
    );
    const zonePlans = zones.map((zone) => ({ zone, floor: 2, ceiling: 4 }));
    return { provider, region, zones: zonePlans, cpus: 7.2, memoryGiB: 29, type: "m7i.2xlarge" };
  }
  const pools = graph.resources.filter(
    ({ type, placement }) => type === "oci:ContainerEngine/nodePool:NodePool" && placement?.region === region,
  );
  const views = [...poolsOf(graph).values()].flat();
  const shape = pools[0]?.inputs as {
    nodeShape: string;
    nodeShapeConfig: { ocpus: number; memoryInGbs: number };
  };
  const room = allocatable({
    shape: shape.nodeShape,
    ocpus: shape.nodeShapeConfig.ocpus,
    memoryGb: shape.nodeShapeConfig.memoryInGbs,
  });
  const zonePlans = pools.map((pool) => {
    const view = views.find(({ resource }) => resource.urn === pool.urn);
    const count = (cpus: number | undefined) => Math.round((cpus ?? 0) / room.cpus);
    return {
      zone: view?.zones[0] ?? "",
      floor: count(view?.floor?.cpus),
      ceiling: count(view?.ceiling?.cpus),
    };
  });
  if (zonePlans.length === 0) throw new Error(`the graph has no nodes in ${region}`);
  return { provider, region, zones: zonePlans, ...room, type: shape.nodeShape };
}

/** A node as its own kubelet registers it. */
function nodeObject(plan: NodePlan, zone: string, index: number): KubeObject {
  const name = `${zone.toLowerCase()}-${index + 1}`;
  const room = {
    cpu: `${Math.floor(plan.cpus * 1000)}m`,
    memory: `${Math.floor(plan.memoryGiB * 1024)}Mi`,
    // What sizing counts on, on either cloud.
    "ephemeral-storage": "53Gi",
    pods: "93",
  };
  return {
    apiVersion: "v1",
    kind: "Node",
    metadata: {
      name,
      labels: { ...labelsOf(plan, zone, index), "kubernetes.io/hostname": name },
      annotations: {
        "metrics.k8s.io/resource-metrics-path": `/metrics/nodes/${name}/metrics/resource`,
      },
    },
    status: { allocatable: room, capacity: room },
  };
}

export class Nodes {
  /** KWOK's process of each zone: its nodes' kubelets. */
  readonly kubelets = new Map<string, ChildProcess>();
  private readonly counts = new Map<string, number>();

  constructor(
    private readonly lane: Lane,
    private readonly control: ControlPlane,
    readonly plan: NodePlan,
  ) {}

  async start(): Promise<void> {
    const { dir, kubeconfig, name } = this.control;
    const openssl = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=kubelet"];
    const key = path.join(dir, "pki/kubelet.key");
    const certificate = path.join(dir, "pki/kubelet.crt");
    execFileSync("openssl", [...openssl, "-keyout", key, "-out", certificate], { stdio: "pipe" });
    const config = this.lane.file(`${name}/kwok.yaml`, kwokConfiguration());
    for (const [index, { zone, floor }] of this.plan.zones.entries()) {
      const port = await freePort();
      const kubelet = this.lane.start(`${name}/kwok-${zone}`, goProgram("kwok"), [
        `--config=${config}`,
        `--kubeconfig=${kubeconfig}`,
        "--manage-all-nodes=false",
        `--manage-nodes-with-label-selector=${ZONE}=${zone}`,
        "--node-ip=127.0.0.1",
        `--node-port=${port}`,
        `--server-address=127.0.0.1:${port}`,
        `--tls-cert-file=${certificate}`,
        `--tls-private-key-file=${key}`,
        // As kubelets do: renewed every 10 s.
        "--node-lease-duration-seconds=40",
        `--cidr=10.${index}.0.1/16`,
      ]);
      this.kubelets.set(zone, kubelet);
      for (let node = 0; node < floor; node++) await this.add(zone);
    }
  }

  /** Adds a node to a zone, as an autoscaler would; false at the zone's most. */
  async add(zone: string): Promise<boolean> {
    const count = this.counts.get(zone) ?? 0;
    const most = this.plan.zones.find((item) => item.zone === zone)?.ceiling ?? 0;
    if (count >= most) return false;
    this.counts.set(zone, count + 1);
    const { status, message } = await this.control.kube.create(nodeObject(this.plan, zone, count));
    if (status !== 201) throw new Error(`${this.control.name}: no node in ${zone}: ${message}`);
    return true;
  }

  /** A zone's kubelets fall silent, as in a loss of power; or speak again. */
  silence(zone: string, silent: boolean): void {
    const kubelet = this.kubelets.get(zone);
    if (!kubelet) throw new Error(`${this.control.name} has no zone ${zone}`);
    this.lane.signal(kubelet, silent ? "SIGSTOP" : "SIGCONT");
  }
}
