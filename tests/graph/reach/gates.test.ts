import { describe, expect, it } from "vitest";
import type { FilterRule, OrderedGate } from "../../../graph/clouds/ways-views";
import { type Peer, passes } from "../../../graph/reach/gates";
import { resource } from "../fixtures";

const wall = resource("test:net/wall:Wall", "wall");
const https = { protocol: "tcp", port: 443 } as const;
const everybody: Peer = { name: "everybody", ranges: ["0.0.0.0/0"], groups: [] };
const office: Peer = { name: "the office", ranges: ["203.0.113.7"], groups: [] };

const rule = (cidr: string, rest: Partial<FilterRule> = {}): FilterRule => ({
  resource: wall,
  direction: "in",
  protocol: "tcp",
  ports: [443, 443],
  peer: { kind: "cidr", cidr },
  ...rest,
});
const allowing = (...rules: FilterRule[]) => ({ kind: "allowing", resource: wall, rules }) as const;
const answers = rule("0.0.0.0/0", { direction: "out", ports: [1024, 65535] });

describe("a firewall that lets through what a rule allows", () => {
  it.each([
    ["everybody, by one rule", allowing(rule("0.0.0.0/0")), everybody],
    ["everybody, by two halves", allowing(rule("0.0.0.0/1"), rule("128.0.0.0/1")), everybody],
    ["one address, by its range", allowing(rule("203.0.113.0/24")), office],
    ["all protocols", allowing(rule("0.0.0.0/0", { protocol: "any" })), everybody],
    ["a group", allowing(rule("", { peer: { kind: "group", key: "g" } })), { ...office, groups: ["g"] }],
    [
      "an address that isn't known yet, by what it is of",
      allowing(rule("", { peer: { kind: "address", of: ["urn"] } })),
      { ...office, ranges: [], address: "urn" },
    ],
    [
      "stateless rules, with one for the answers",
      allowing(rule("0.0.0.0/0", { stateless: true }), answers),
      everybody,
    ],
  ])("lets in %s", (_, gate, peer) => {
    expect(passes(gate, "in", https, peer)).toBeUndefined();
  });

  it.each([
    ["one half of everybody", allowing(rule("0.0.0.0/1")), everybody],
    ["another port", allowing(rule("0.0.0.0/0", { ports: [80, 80] })), everybody],
    ["another protocol", allowing(rule("0.0.0.0/0", { protocol: "udp" })), everybody],
    ["another direction", allowing(rule("0.0.0.0/0", { direction: "out" })), everybody],
    ["some ports of callers", allowing(rule("0.0.0.0/0", { fromSomePorts: true })), everybody],
    ["another group", allowing(rule("", { peer: { kind: "group", key: "g" } })), office],
  ])("is in the way where its rules are about %s", (_, gate, peer) => {
    expect(passes(gate, "in", https, peer)).toMatchObject({
      because: `lets nothing in on tcp 443 from ${peer.name}`,
    });
    expect(passes(gate, "in", https, peer)?.unsure).toBeUndefined();
  });

  it("is in the way of answers, where rules are stateless and nothing lets them back", () => {
    expect(passes(allowing(rule("0.0.0.0/0", { stateless: true })), "in", https, everybody)?.because).toBe(
      "is stateless, and nothing lets the answers to tcp 443 back",
    );
  });

  it.each([
    ["a peer", { peer: { kind: "untold" } }],
    ["ports", { ports: "untold" }],
    ["a protocol", { protocol: "untold" }],
  ] as const)("can't be told where %s of a rule can't be read", (_, rest) => {
    expect(passes(allowing(rule("0.0.0.0/0", rest)), "in", https, everybody)?.unsure).toBe(true);
  });
});

describe("an ordered list", () => {
  const line = (denies: boolean, cidr: string, rest: Partial<FilterRule> = {}) => ({
    ...rule(cidr, rest),
    denies,
  });
  const list = (...rules: OrderedGate["rules"][number][]): OrderedGate => ({
    kind: "ordered",
    resource: wall,
    rules,
  });
  const back = { ...answers, denies: false };

  it("lets a call through that a rule allows, and its answers", () => {
    expect(passes(list(line(false, "0.0.0.0/0"), back), "in", https, everybody)).toBeUndefined();
  });

  it("stops the answers where nothing allows them", () => {
    expect(passes(list(line(false, "0.0.0.0/0")), "in", https, everybody)?.because).toBe(
      "stops the answers to tcp 443 from everybody",
    );
  });

  it("is decided by the first rule that matches", () => {
    const denied = line(true, "203.0.113.0/24");
    const allowed = line(false, "0.0.0.0/0");
    expect(passes(list(denied, allowed, back), "in", https, office)?.because).toBe(
      "lets nothing in on tcp 443 from the office",
    );
    expect(passes(list(allowed, denied, back), "in", https, office)).toBeUndefined();
  });

  it("stops everybody where it denies some of them first", () => {
    const denied = line(true, "198.51.100.0/24");
    expect(passes(list(denied, line(false, "0.0.0.0/0"), back), "in", https, everybody)).toBeDefined();
  });

  it("isn't decided by rules about other ports", () => {
    const denied = line(true, "0.0.0.0/0", { ports: [22, 22] });
    expect(passes(list(denied, line(false, "0.0.0.0/0"), back), "in", https, office)).toBeUndefined();
  });
});
