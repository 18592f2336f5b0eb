/** Addresses of a cluster's Services. Pure. */
import { formatCidr, overlaps, parseCidr } from "../cidr";

/** The two networks that EKS itself chooses from. */
const CANDIDATES = ["172.20.0.0/16", "10.100.0.0/16"] as const;

/** A network for Services that doesn't overlap the site's, as EKS requires. */
export function serviceCidr(siteCidr: string): string {
  const [first, second] = CANDIDATES;
  return overlaps(first, siteCidr) ? second : first;
}

/**
 * Where pods ask DNS: the tenth address of the Services' network. In Auto Mode the server behind it runs on the
 * node and not as pods, so that network policies can only name the address.
 */
export function dnsAddress(services: string): string {
  return formatCidr({ base: parseCidr(services).base + 10, prefix: 32 });
}
