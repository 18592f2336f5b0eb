/** What the scheduler keeps free for a pod, by Kubernetes' own rules. */
import type { Properties } from "../resource";
import { type Amounts, amountsAt, type ContainerView } from "./containers";

/** What of a workload tells what a pod asks for. */
export interface PodOfContainers {
  readonly pod: Properties;
  readonly containers: readonly ContainerView[];
  readonly initContainers: readonly ContainerView[];
}

/**
 * Cores and bytes that a pod asks for. What the pod asks for as a whole counts before what its containers do, and what
 * its runtime takes beside them (`overhead`) comes on top.
 */
export function podRequest(workload: PodOfContainers): Required<Amounts> {
  const whole = amountsAt(workload.pod, "resources", "requests");
  const most = amountsAt(workload.pod, "resources", "limits");
  const overhead = amountsAt(workload.pod, "overhead");
  const request = (what: keyof Amounts): number => {
    const all = [...workload.containers, ...workload.initContainers];
    const isAsked = all.some((each) => requestOf(each)[what] !== undefined);
    const own = whole[what] ?? (isAsked ? undefined : most[what]) ?? ofContainers(workload, what);
    return own + (overhead[what] ?? 0);
  };
  return { cpu: request("cpu"), memory: request("memory") };
}

/** What a container asks for: where it names only the most that it may take, that. */
export const requestOf = ({ requests, limits }: ContainerView): Amounts => ({ ...limits, ...requests });

/**
 * Containers run together, with the init containers that go on; the other init containers run one by one before, each
 * beside those that were started before it and go on.
 */
function ofContainers({ containers, initContainers }: PodOfContainers, what: keyof Amounts): number {
  let going = 0;
  let starting = 0;
  for (const container of initContainers) {
    const asked = requestOf(container)[what] ?? 0;
    if (container.goesOn) going += asked;
    starting = Math.max(starting, container.goesOn ? going : going + asked);
  }
  const together = containers.reduce((sum, container) => sum + (requestOf(container)[what] ?? 0), going);
  return Math.max(together, starting);
}
