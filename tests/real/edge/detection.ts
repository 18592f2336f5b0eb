/** How soon an edge notices, by the survival model, from the very configuration that it runs with. */
import { readEdgeHealth } from "../../../components/edge/edge-health";
import * as model from "../../../resilience/play/detection";

export interface Detection {
  serverDownSeconds(how: "refused" | "hung"): number;
  readonly serverUpSeconds: number;
  /** Undefined where it is never seen. */
  brownoutSeconds(failing: number, perSecond: number, servers: number): number | undefined;
}

export function detectionOf(configuration: string): Detection {
  const edge = readEdgeHealth(configuration, "the lane's edge");
  return {
    serverDownSeconds: (how) => model.serverDownSeconds(edge, how),
    serverUpSeconds: model.serverUpSeconds(edge),
    brownoutSeconds: (failing, perSecond, servers) =>
      model.brownoutSeen(edge, failing, perSecond, servers)?.detectSeconds,
  };
}
