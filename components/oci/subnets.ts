/** The address plan of a site's VCN. Pure. */
import { allocate, overlaps, parseCidr } from "../cidr";

/** The parts of a site's network; each is a regional subnet and a network security group. */
export const parts = ["endpoint", "nodes", "pods", "edge"] as const;
export type Part = (typeof parts)[number];

/**
 * Bits that a part's prefix is longer than the site's. Pods take half, as every pod has an address of its own
 * and a node holds those for all pods that it could run; in a /20 the smallest, the endpoint's, is a /28.
 */
const BITS: Readonly<Record<Part, number>> = { pods: 1, nodes: 3, edge: 6, endpoint: 8 };

/** OCI keeps the first two addresses of a subnet and the last. */
const RESERVED = 3;

/**
 * @param cidr the site's network, /16 to /20.
 * @throws RangeError when it has no room for them.
 */
export function planSubnets(cidr: string): Readonly<Record<Part, string>> {
  const { prefix } = parseCidr(cidr);
  return allocate(
    cidr,
    (Object.keys(BITS) as Part[]).map((name) => ({ name, prefix: prefix + BITS[name] })),
  ) as Record<Part, string>;
}

/** How many addresses of a subnet can be used. */
export function usableAddresses(cidr: string): number {
  return 2 ** (32 - parseCidr(cidr).prefix) - RESERVED;
}

/** OKE's own defaults first, and what to take where a site's network stands in their way. */
const CANDIDATES = {
  services: ["10.96.0.0/16", "172.20.0.0/16"],
  /** Unused, as pods have addresses of the VCN, but OKE wants it apart from the VCN all the same. */
  pods: ["10.244.0.0/16", "172.21.0.0/16"],
} as const;

/** The networks that exist inside the cluster only, apart from the site's. */
export function clusterCidrs(siteCidr: string): { services: string; pods: string } {
  const apart = ([first, second]: readonly [string, string]) => (overlaps(first, siteCidr) ? second : first);
  return { services: apart(CANDIDATES.services), pods: apart(CANDIDATES.pods) };
}
