/** Who can reach more than the platform needs: firewalls, policies and Services that are open to more than their ways. */
import type { DoorView, FilterRule, PointView } from "../clouds/ways-views";
import type { Graph } from "../resource";
import { isUntrustedSite } from "../untrusted";
import { addressOfIp } from "../views/addresses";
import { isInside, narrowness } from "./addresses";
import { doorWays } from "./expected";
import { gatesOf } from "./network";
import { openPolicies } from "./open-policies";
import { openServices } from "./open-services";
import { type SiteWays, siteWays } from "./sites";
import type { Excess } from "./way";

/** @param untrusted sites and clouds that are meant to have lost their ways to others */
export function excessOf(graph: Graph, untrusted: readonly string[] = []): Excess[] {
  const found = siteWays(graph).flatMap((site) => [
    ...openFirewalls(graph, site, untrusted),
    ...openApi(site),
    ...openDoors(site),
    ...openPolicies(graph, site),
    ...openServices(graph, site),
  ]);
  return [...new Map(found.map((one) => [`${one.at.urn} ${one.found}`, one])).values()];
}

const usersPorts = new Set(doorWays.filter(({ from }) => from === "users").map(({ port }) => port));
const peersPorts = new Set(doorWays.filter(({ from }) => from === "peers").map(({ port }) => port));

interface Guarded {
  readonly point: PointView;
  /** Ports on which everybody may come. */
  readonly everybody: ReadonlySet<number>;
  readonly peers: ReadonlySet<number>;
  /** Administrators come from where the stack says: who isn't everybody. */
  readonly admins: boolean;
}

function guardedOf({ doors, network }: SiteWays): Guarded[] {
  const none: ReadonlySet<number> = new Set();
  const shown = new Set(doors.filter(({ showsCaller }) => showsCaller).map(({ target }) => target));
  const inner = (point: PointView): Guarded => ({ point, everybody: shown, peers: shown, admins: false });
  return [
    ...doors.map(
      ({ point }): Guarded => ({ point, everybody: usersPorts, peers: peersPorts, admins: false }),
    ),
    ...[...(network?.nodes ?? []), ...(network?.pods ?? [])].map(inner),
    ...(network?.api ? [{ point: network.api.point, everybody: none, peers: none, admins: true }] : []),
  ];
}

/** A rule that is too open, once, with all that it opens. */
function openFirewalls(graph: Graph, site: SiteWays, untrusted: readonly string[]): Excess[] {
  const found = new Map<string, { rule: FilterRule; who: string; points: Set<string> }>();
  for (const guarded of guardedOf(site)) {
    const rules = guarded.point.subnets.flatMap((subnet) =>
      gatesOf(graph, guarded.point, subnet).flatMap((gate) => (gate.kind === "allowing" ? gate.rules : [])),
    );
    for (const rule of new Set(rules)) {
      const who = strangerIn(graph, guarded, rule, untrusted);
      if (who === undefined) continue;
      const key = `${rule.resource.urn} ${who} ${portsOf(rule)}`;
      const known = found.get(key) ?? { rule, who, points: new Set() };
      known.points.add(guarded.point.name);
      found.set(key, known);
    }
  }
  return [...found.values()].map(({ rule, who, points }) => ({
    at: rule.resource,
    found: `lets ${who} in on ${portsOf(rule)} of ${[...points].sort().join(", ")}`,
    wanted: "the ports and the callers that the platform needs",
  }));
}

/** Whom a rule lets in who has no business there; undefined where it lets in nobody like that. */
function strangerIn(
  graph: Graph,
  guarded: Guarded,
  rule: FilterRule,
  untrusted: readonly string[],
): string | undefined {
  if (rule.direction !== "in" || rule.protocol === "icmp" || rule.peer.kind !== "cidr") return undefined;
  const { cidr } = rule.peer;
  // By IPv6 nobody comes: the networks have no addresses of it.
  if (cidr.includes(":") || isInside(cidr) || isWithin(rule, guarded.everybody)) return undefined;
  if (narrowness(cidr) < 8) return "everybody";
  if (guarded.admins) return undefined;
  const { resource, site } = addressOfIp(graph, cidr.replace(/\/32$/, ""));
  if (!resource || !cidr.endsWith("/32")) return `${cidr}, which is nobody's of the platform,`;
  if (site !== undefined && isUntrustedSite(untrusted, site)) return `the hostile ${site}`;
  return isWithin(rule, new Set([...guarded.everybody, ...guarded.peers])) ? undefined : (site ?? cidr);
}

/** Whether a rule lets in on none but these ports. */
function isWithin({ protocol, ports }: FilterRule, allowed: ReadonlySet<number>): boolean {
  if (protocol !== "tcp" || ports === undefined || ports === "untold") return false;
  const [from, to] = ports;
  return (
    to - from < allowed.size &&
    Array.from({ length: to - from + 1 }, (_, i) => from + i).every((port) => allowed.has(port))
  );
}

function portsOf({ protocol, ports }: FilterRule): string {
  if (protocol === "any") return "every port";
  if (ports === undefined) return `every ${protocol} port`;
  if (ports === "untold") return `${protocol} ports that can't be read`;
  return `${protocol} ${ports[0] === ports[1] ? ports[0] : `${ports[0]} to ${ports[1]}`}`;
}

function openApi({ network }: SiteWays): Excess[] {
  const api = network?.publicApi;
  const open = api?.from.find((cidr) => narrowness(cidr) >= 0 && narrowness(cidr) < 8);
  if (!api || open === undefined) return [];
  return [
    {
      at: api.resource,
      found: `takes calls to its Kubernetes API from ${open}`,
      wanted: "the addresses of administrators",
    },
  ];
}

/** Ports of load balancers that no way needs. */
function openDoors({ doors }: SiteWays): Excess[] {
  return doors
    .filter(
      (door: DoorView) =>
        !usersPorts.has(door.port) && !peersPorts.has(door.port) && door.inside === undefined,
    )
    .map((door) => ({
      at: door.resource,
      found: `leads port ${door.port} of a public load balancer to pods`,
      wanted: `${[...usersPorts, ...peersPorts].join(" and ")} alone`,
    }));
}
