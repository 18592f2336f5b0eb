/** How the network load balancer of a Kubernetes Service on OCI asks its nodes: annotations say it. */
import type { GraphResource } from "../../resource";
import { propertiesOf, textsAt } from "../../views/read";
import type { BalancerCheckView } from "../views";

const PREFIX = "oci-network-load-balancer.oraclecloud.com/health-check-";

/** Undefined where one of the three isn't said: what Oracle takes then is its to change. */
export function balancerCheckOf(service: GraphResource): BalancerCheckView | undefined {
  if (service.type !== "kubernetes:core/v1:Service") return undefined;
  const annotations = textsAt(propertiesOf(service), "metadata", "annotations");
  const [interval, timeout, threshold] = ["interval", "timeout", "retries"].map((name) =>
    Number(annotations[PREFIX + name] ?? Number.NaN),
  ) as [number, number, number];
  if (!(interval > 0 && timeout >= 0 && threshold > 0)) return undefined;
  // Both times are given in milliseconds.
  return { intervalSeconds: interval / 1000, timeoutSeconds: timeout / 1000, threshold };
}
