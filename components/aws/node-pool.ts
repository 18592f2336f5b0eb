/** The nodes of a site as Auto Mode's autoscaler is told to run them. Pure. */
import type { NodePlan } from "../contracts";

/**
 * vCPUs of the node sizes allowed. Not smaller, as the system's own share of a node grows; not larger,
 * as a lost node should be a small part of a site.
 */
const NODE_CPUS = [4, 8, 16] as const;
const LARGEST_NODE_CPUS = 16;
/** GiB of memory per vCPU of the middle family (m) and of the largest (r). */
const USUAL_MEMORY_PER_CPU = 4;
const MOST_MEMORY_PER_CPU = 8;
/**
 * GiB of disk per vCPU for what pods write: the node class that Auto Mode makes gives each node 80 GiB, whatever its
 * size; the largest has the least for each vCPU, and a third is for images and for what the kubelet keeps free. The
 * autoscaler counts pods' requests for it by itself.
 */
const LEAST_DISK_PER_CPU = 3.3;
/**
 * What nodes have beyond what pods ask for: a tenth for the system, a tenth that packing leaves over, a tenth
 * for pods of two versions during a roll-out. An assumption.
 */
const HEADROOM = 1.3;

/**
 * The most that the autoscaler may start. Counted in vCPUs, plus one partly filled node in each zone; disk follows from
 * the nodes, memory from the families, so its limit is what those vCPUs can bring at most and never binds by itself.
 */
export function nodeLimits(ceiling: NodePlan["ceiling"], zones: number): { cpu: string; memory: string } {
  const asked = Math.max(
    ceiling.cpus,
    ceiling.memoryGiB / USUAL_MEMORY_PER_CPU,
    ceiling.diskGiB / LEAST_DISK_PER_CPU,
  );
  const cpus = Math.ceil(asked * HEADROOM) + zones * LARGEST_NODE_CPUS;
  return { cpu: String(cpus), memory: `${cpus * MOST_MEMORY_PER_CPU}Gi` };
}

/**
 * A pool that spans the zones: the node class is the one that Auto Mode makes, whose subnets are the cluster's,
 * one private subnet a zone. The plan's floor needs no setting of its own: the pods at their floors ask for it,
 * so the nodes run before any fault and are never taken away beneath them.
 */
export function nodePoolSpec(plan: NodePlan, zones: number) {
  return {
    template: {
      spec: {
        nodeClassRef: { group: "eks.amazonaws.com", kind: "NodeClass", name: "default" },
        requirements: [
          // Not spot: what AWS takes back at its worst hour is no floor.
          { key: "karpenter.sh/capacity-type", operator: "In", values: ["on-demand"] },
          // The images are pulled by the same digest on every cloud.
          { key: "kubernetes.io/arch", operator: "In", values: ["amd64"] },
          { key: "eks.amazonaws.com/instance-category", operator: "In", values: ["c", "m", "r"] },
          { key: "eks.amazonaws.com/instance-generation", operator: "Gt", values: ["4"] },
          { key: "eks.amazonaws.com/instance-cpu", operator: "In", values: NODE_CPUS.map(String) },
        ],
        // Auto Mode's own defaults, stated: every node is new within a fortnight, and has a day to drain.
        expireAfter: "336h",
        terminationGracePeriod: "24h",
      },
    },
    limits: nodeLimits(plan.ceiling, zones),
    disruption: {
      consolidationPolicy: "WhenEmptyOrUnderutilized",
      // Not at once: nodes that a surge brought are kept for the next one.
      consolidateAfter: "15m",
      // Of all nodes at a time, for whatever reason they are replaced.
      budgets: [{ nodes: "10%" }],
    },
  };
}
