/** The address plan of a site's VPC. Pure. */
import type { Zone } from "../../graph/clouds/contract";
import { allocate, parseCidr } from "../cidr";

export interface SubnetPlan {
  readonly zone: Zone;
  /** Nodes and pods. */
  readonly privateCidr: string;
  /** Load balancers and NAT gateways. */
  readonly publicCidr: string;
}

/** A quarter of the site each, as every pod has an address of its own; three zones leave a quarter over. */
const PRIVATE_BITS = 2;
/** A sixteenth of that quarter: /26 in a /20, where a load balancer needs eight free addresses in a /27 at least. */
const PUBLIC_BITS = 6;

/**
 * A private and a public subnet in each zone.
 * @param cidr the site's network, /16 to /20.
 * @throws RangeError when it has no room for them.
 */
export function planSubnets(cidr: string, zones: readonly Zone[]): SubnetPlan[] {
  const { prefix } = parseCidr(cidr);
  const privates = zones.map(({ id }) => ({ name: `private-${id}`, prefix: prefix + PRIVATE_BITS }));
  const publics = zones.map(({ id }) => ({ name: `public-${id}`, prefix: prefix + PUBLIC_BITS }));
  const planned = allocate(cidr, [...privates, ...publics]);
  const plannedAs = (name: string): string => {
    const subnet = planned[name];
    if (!subnet) throw new Error(`the plan of ${cidr} left out ${name}`);
    return subnet;
  };
  return zones.map((zone) => ({
    zone,
    privateCidr: plannedAs(`private-${zone.id}`),
    publicCidr: plannedAs(`public-${zone.id}`),
  }));
}
