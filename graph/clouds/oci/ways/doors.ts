/** Load balancers that OKE makes for Services: their annotations say where they stand and what they take. */
import type { Graph, GraphResource } from "../../../resource";
import { meantAll } from "../../../views/meant";
import { ofTypes } from "../../../views/per-graph";
import { at, isUnknown, listAt, numberAt, propertiesOf, textAt, textsAt } from "../../../views/read";
import type { DoorView, PointView } from "../../ways-views";
import { subnetTypes } from "../subnets";
import { groupKeys } from "./firewalls";

const SERVICE = "kubernetes:core/v1:Service";
const NLB = "oci-network-load-balancer.oraclecloud.com";
const LB = "service.beta.kubernetes.io/oci-load-balancer";
/** Where kube-proxy says whether a node takes traffic for Services that lead to every node. */
const KUBE_PROXY_HEALTH = 10256;

/** Every port of a Service of the cluster that asks for a load balancer. */
export function ociDoors(graph: Graph, provider: string, cluster: GraphResource): DoorView[] {
  return ofTypes(graph, [SERVICE])
    .filter((service) => service.provider === provider && typeOf(service) === "LoadBalancer")
    .flatMap((service) => doorsOf(graph, service, cluster));
}

const typeOf = (service: GraphResource): string | undefined => textAt(propertiesOf(service), "spec", "type");

function doorsOf(graph: Graph, service: GraphResource, cluster: GraphResource): DoorView[] {
  const properties = propertiesOf(service);
  const annotations = textsAt(properties, "metadata", "annotations");
  const isInside = annotations[`${NLB}/internal`] === "true" || annotations[`${LB}-internal`] === "true";
  const point = pointOf(graph, service, cluster, annotations);
  const isLocal = textAt(properties, "spec", "externalTrafficPolicy") === "Local";
  const only = listAt(properties, "spec", "loadBalancerSourceRanges");
  return listAt(properties, "spec", "ports").map((port): DoorView => {
    const podPort = at(port, "targetPort") ?? at(port, "port");
    const nodePort = numberAt(port, "nodePort");
    const check = isLocal ? numberAt(properties, "spec", "healthCheckNodePort") : KUBE_PROXY_HEALTH;
    return {
      resource: service,
      point,
      port: numberAt(port, "port") ?? 0,
      protocol: textAt(port, "protocol") === "UDP" ? "udp" : "tcp",
      ...(isInside ? { inside: "asks for a load balancer that is reached from inside only" } : {}),
      ...(only.length > 0 ? { onlyFrom: only.map(String) } : {}),
      calls: "nodes",
      target: nodePort ?? 0,
      ...(nodePort === undefined
        ? { untold: "has a node port that isn't told, so that no rule can name it" }
        : {}),
      ...(check === undefined ? {} : { check }),
      service,
      ...(typeof podPort === "number" || (typeof podPort === "string" && !isUnknown(podPort))
        ? { podPort }
        : {}),
      ...(isLocal ? { showsCaller: true as const } : {}),
    };
  });
}

function pointOf(
  graph: Graph,
  service: GraphResource,
  cluster: GraphResource,
  annotations: Readonly<Record<string, string>>,
): PointView {
  const subnetIds = [`${NLB}/subnet`, `${LB}-subnet1`, `${LB}-subnet2`].flatMap(
    (key) => annotations[key] ?? [],
  );
  const own = meantAll(graph, service, "metadata", subnetIds, subnetTypes);
  const given = listAt(propertiesOf(cluster), "options", "serviceLbSubnetIds");
  const subnets = subnetIds.length > 0 ? own : meantAll(graph, cluster, "options", given, subnetTypes);
  const named =
    annotations[`${NLB}/oci-network-security-groups`] ??
    annotations["oci.oraclecloud.com/oci-network-security-groups"];
  const ids = (named ?? "").split(",").flatMap((id) => (id.trim() === "" ? [] : [id.trim()]));
  return {
    name: "load balancer",
    resource: service,
    subnets,
    groups: groupKeys(graph, service, "metadata", ids),
  };
}
