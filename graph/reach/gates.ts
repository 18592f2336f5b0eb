/** Whether a firewall lets a call through, and its answers. */
import type { AllowingGate, FilterRule, GateView, OrderedGate, PortRange } from "../clouds/ways-views";
import { covers, overlaps } from "./addresses";
import { type Passage, type Traffic, trafficText } from "./way";

/** Who is at the other end of a firewall: by addresses, groups, or as what can't be told by an address yet. */
export interface Peer {
  /** As messages call it: `everybody`. */
  readonly name: string;
  /** Every one of them must pass. */
  readonly ranges: readonly string[];
  readonly groups: readonly string[];
  /** URN of the public address that it is. */
  readonly address?: string;
  /** The cloud's own services of the region. */
  readonly services?: true;
}

type Match = "yes" | "no" | "untold";

/** Ports from which callers call (RFC 6056: at least those above 1023; every system here takes from 32768 on). */
const callerPorts: PortRange = [32768, 60999];

/** Whether a call passes: `out` at the caller's, `in` at the one who is called. */
export function passes(gate: GateView, direction: "in" | "out", traffic: Traffic, peer: Peer): Passage {
  return gate.kind === "allowing"
    ? passesAllowing(gate, direction, traffic, peer)
    : passesOrdered(gate, direction, traffic, peer);
}

const described = (direction: "in" | "out", traffic: Traffic, peer: Peer): string =>
  `lets nothing ${direction} on ${trafficText(traffic)} ${direction === "in" ? "from" : "to"} ${peer.name}`;

function passesAllowing(gate: AllowingGate, direction: "in" | "out", traffic: Traffic, peer: Peer): Passage {
  const own = gate.rules.filter((rule) => rule.direction === direction);
  const fitting = own.map((rule) => ({
    rule,
    fits: trafficFits(rule, traffic, [traffic.port, traffic.port]),
  }));
  const sure = fitting
    .filter(({ rule, fits }) => fits === "yes" && !rule.fromSomePorts)
    .map(({ rule }) => rule);
  if (reachesAll(sure, peer)) return answersPass(gate, direction, traffic, peer, sure);
  const unsure = fitting
    .filter(({ rule, fits }) => fits !== "no" && !rule.fromSomePorts)
    .map(({ rule }) => rule);
  const isUnsure = gate.untold !== undefined || unsure.some((rule) => mayMean(rule, peer));
  if (gate.untold) return { at: gate.resource, because: gate.untold, unsure: true };
  return {
    at: gate.resource,
    because: isUnsure
      ? `has rules that can't be read, so that it can't be told whether it lets ${peer.name} ${direction} on ${trafficText(traffic)}`
      : described(direction, traffic, peer),
    ...(isUnsure ? { unsure: true as const } : {}),
  };
}

/** Rules that know of no connections let answers back by rules of their own. */
function answersPass(
  gate: AllowingGate,
  direction: "in" | "out",
  traffic: Traffic,
  peer: Peer,
  rules: readonly FilterRule[],
): Passage {
  const stateful = rules.filter(({ stateless }) => !stateless);
  if (reachesAll(stateful, peer)) return undefined;
  const back = gate.rules.filter(
    (rule) => rule.direction !== direction && trafficFits(rule, traffic, callerPorts) === "yes",
  );
  if (reachesAll(back, peer)) return undefined;
  const [stateless] = rules.filter((rule) => rule.stateless);
  return {
    at: stateless?.resource ?? gate.resource,
    because: `is stateless, and nothing lets the answers to ${trafficText(traffic)} back`,
  };
}

function reachesAll(rules: readonly FilterRule[], peer: Peer): boolean {
  if (rules.some((rule) => meansWhole(rule, peer))) return true;
  const cidrs = rules.flatMap(({ peer: named }) => (named.kind === "cidr" ? [named.cidr] : []));
  return peer.ranges.length > 0 && cidrs.length > 0 && peer.ranges.every((range) => covers(cidrs, range));
}

/** Whether a rule means the peer as something else than addresses. */
function meansWhole({ peer: named }: FilterRule, peer: Peer): boolean {
  switch (named.kind) {
    case "group":
      return peer.groups.includes(named.key);
    case "address":
      return peer.address !== undefined && named.of.includes(peer.address);
    case "services":
      return peer.services === true;
    case "cidr":
      // What is known by no address yet is within what holds all of them.
      return peer.ranges.length === 0 && named.cidr === "0.0.0.0/0";
    case "untold":
      return false;
  }
}

/** Whether a rule of which something isn't known may mean the peer. */
function mayMean(rule: FilterRule, peer: Peer): boolean {
  if (rule.peer.kind === "untold") return true;
  if (rule.peer.kind === "cidr") {
    const { cidr } = rule.peer;
    if (peer.ranges.some((range) => overlaps(cidr, range))) return isHidden(rule);
    // Of addresses one side alone isn't known yet.
    return peer.ranges.length === 0 && peer.groups.length === 0;
  }
  return meansWhole(rule, peer);
}

const isHidden = ({ protocol, ports }: FilterRule): boolean => protocol === "untold" || ports === "untold";

/** @param ports all of which a rule must let through */
function trafficFits({ protocol, ports }: FilterRule, traffic: Traffic, wanted: PortRange): Match {
  if (protocol === "any") return "yes";
  if (protocol === "untold") return "untold";
  if (protocol !== traffic.protocol) return "no";
  if (ports === undefined) return "yes";
  if (ports === "untold") return "untold";
  return ports[0] <= wanted[0] && wanted[1] <= ports[1] ? "yes" : "no";
}

/** A list decides by its first rule that matches: for the call, and for its answers the other way. */
function passesOrdered(gate: OrderedGate, direction: "in" | "out", traffic: Traffic, peer: Peer): Passage {
  const back = direction === "in" ? "out" : "in";
  const call = decided(gate, direction, traffic, [traffic.port, traffic.port], peer);
  if (call !== "yes") return stoppedBy(gate, call, described(direction, traffic, peer));
  const answers = decided(gate, back, traffic, callerPorts, peer);
  if (answers === "yes") return undefined;
  const text = `stops the answers to ${trafficText(traffic)} ${direction === "in" ? "from" : "to"} ${peer.name}`;
  return stoppedBy(gate, answers, text);
}

const stoppedBy = (gate: OrderedGate, match: Match, because: string): Passage =>
  match === "untold" || gate.untold
    ? { at: gate.resource, because: gate.untold ?? "has rules that can't be read", unsure: true }
    : { at: gate.resource, because };

function decided(
  gate: OrderedGate,
  direction: "in" | "out",
  traffic: Traffic,
  ports: PortRange,
  peer: Peer,
): Match {
  const own = gate.rules.filter((rule) => rule.direction === direction);
  const ranges = peer.ranges.length > 0 ? peer.ranges : ["0.0.0.0/0"];
  const matches = ranges.map((range): Match => {
    const allowed: string[] = [];
    for (const rule of own) {
      if (rule.peer.kind === "untold" || rule.protocol === "untold" || rule.ports === "untold")
        return "untold";
      const cidr = rule.peer.kind === "cidr" ? rule.peer.cidr : "";
      if (!isAbout(rule, traffic, ports) || !overlaps(cidr, range)) continue;
      if (rule.denies) return covers(allowed, range) ? "yes" : "no";
      // A rule for some of the ports lets the others fall through to the rules after it.
      if (trafficFits(rule, traffic, ports) === "yes") allowed.push(cidr);
      if (covers(allowed, range)) return "yes";
    }
    return "no";
  });
  return matches.includes("no") ? "no" : matches.includes("untold") ? "untold" : "yes";
}

/** Whether a rule is about any of the ports. */
function isAbout({ protocol, ports }: FilterRule, traffic: Traffic, wanted: PortRange): boolean {
  if (protocol === "any") return true;
  if (protocol !== traffic.protocol) return false;
  return ports === undefined || ports === "untold" || (ports[0] <= wanted[1] && wanted[0] <= ports[1]);
}
