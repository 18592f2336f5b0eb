/** Who must reach whom: a line for each way. Ports are named as the pods' containers name them. */
import type { WorkloadView } from "../views/workloads";

type Which = (workload: WorkloadView) => boolean;

const part =
  (name: string): Which =>
  (workload) =>
    workload.part === name;

/** Calls from outside that a load balancer leads to pods of a part. */
export interface DoorWay {
  readonly from: "users" | "peers";
  /** What `peers` are let in by: whoever of another site dials this one there. */
  readonly port: number;
  readonly to: Which;
  readonly toName: string;
  /** The port of the pods, as they name it. */
  readonly podPort: string;
}

/** Where an edge takes the requests of its peers, and calls theirs. */
export const PEERS_PORT = 7443;

export const doorWays: readonly DoorWay[] = [
  // The authorities' checkers come by the same door, from addresses that are theirs to change.
  { from: "users", port: 443, to: part("edge"), toName: "the edge", podPort: "https" },
  { from: "peers", port: 7422, to: part("edge"), toName: "the edge", podPort: "leaf" },
  { from: "peers", port: PEERS_PORT, to: part("edge"), toName: "the edge", podPort: "peers" },
];

/** Calls from pods to pods of the same cluster. */
export interface InnerWay {
  readonly from: Which;
  readonly to: Which;
  readonly toName: string;
  readonly podPort: string;
}

const hangsOn =
  (dependency: string): Which =>
  ({ needs, prefers }) =>
    [...needs, ...prefers].some((each) => each === dependency);

const isQueue = part("queue");
const isEdge = part("edge");

export const innerWays: readonly InnerWay[] = [
  {
    from: isEdge,
    to: ({ capability, publicName, siteName }) =>
      capability !== undefined && (publicName !== undefined || siteName !== undefined),
    toName: "a capability",
    podPort: "http",
  },
  { from: isEdge, to: isQueue, toName: "the queue", podPort: "leaf" },
  { from: isEdge, to: isQueue, toName: "the queue", podPort: "monitor" },
  { from: hangsOn("queue"), to: isQueue, toName: "the queue", podPort: "client" },
  { from: isQueue, to: isQueue, toName: "the queue", podPort: "cluster" },
];

/** Calls from pods to the Internet, by TCP. */
export interface OuterWay {
  readonly from: Which;
  readonly port: number;
  readonly toName: string;
}

const usesStores: Which = ({ needs, prefers }) =>
  [...needs, ...prefers].some((each) => each.startsWith("media-store/"));

export const outerWays: readonly OuterWay[] = [
  { from: usesStores, port: 443, toName: "the stores" },
  { from: part("mirror"), port: 443, toName: "the stores" },
];

/** Whether pods have something to call in the Internet, on a port: what outerWays say, and the edge asks its store. */
export const callsInternet = (workload: WorkloadView, port: number | string): boolean =>
  outerWays.some((line) => line.port === port && line.from(workload)) || (isEdge(workload) && port === 443);
