import { describe, expect, it } from "vitest";
import {
  netemArgs,
  placeBatch,
  relayBatch,
  relayLine,
  resolvConf,
  silenceBatch,
  sysctlScript,
  vethBatch,
} from "../../../drill/world/net/commands";
import { type NetLayout, USERS } from "../../../drill/world/net/layout";

const layout: NetLayout = {
  sites: [
    { id: "one", number: 1 },
    { id: "two", number: 2 },
  ],
  links: [
    { a: USERS, b: "one", delayMs: 10 },
    { a: "one", b: "two", delayMs: 3.4 },
  ],
};
const pids: Readonly<Record<string, number>> = { [USERS]: 1, one: 11, two: 12 };
const pidOf = (place: string): number => pids[place] ?? 0;

describe("a place's batch", () => {
  it("makes the whole of its network local", () => {
    expect(placeBatch(layout, "two")).toContain("route add local 10.2.0.0/16 dev lo src 10.2.0.1\n");
    expect(placeBatch(layout, USERS)).toContain("route add local 10.250.0.0/16 dev lo src 10.250.0.1\n");
  });

  it("leads to the places that it has a link with, and to no other", () => {
    const batch = placeBatch(layout, "two");
    expect(batch).toContain("route add 10.1.0.0/16 dev to-1 src 10.2.0.1\n");
    expect(batch).not.toContain("10.250.0.0/16");
  });

  it("has what is silenced looked for before what is local", () => {
    const order = (text: string): number => Number(/pref (\d+)/.exec(text)?.[1]);
    const local =
      placeBatch(layout, "one")
        .split("\n")
        .find((line) => line.endsWith("lookup local")) ?? "";
    expect(order(silenceBatch(["10.1.1.1"]))).toBeLessThan(order(local));
  });
});

describe("devices of links", () => {
  it("of the relay go to where they belong by the name of the place they lead to", () => {
    expect(relayBatch(layout, pidOf).split("\n").slice(2, 4)).toEqual([
      "link set l1a netns 11 name to-2",
      "link set l1b netns 12 name to-1",
    ]);
  });

  it("in pairs have one hardware address at both ends, and another for each link", () => {
    const [first, second] = vethBatch(layout, pidOf)
      .trim()
      .split("\n")
      .map((line) => [...line.matchAll(/address (\S+)/g)].map(([, address]) => address));
    expect(first?.[0]).toBe(first?.[1]);
    expect(second?.[0]).toBe(second?.[1]);
    expect(first?.[0]).not.toBe(second?.[0]);
  });
});

describe("silence", () => {
  it("takes what goes to an address and what comes from it", () => {
    expect(silenceBatch(["10.1.1.2"]).trim().split("\n")).toEqual([
      "rule add pref 10 to 10.1.1.2 lookup 66",
      "rule add pref 10 from 10.1.1.2 lookup 66",
    ]);
  });
});

describe("netem", () => {
  const words = (...args: Parameters<typeof netemArgs>): string => netemArgs(...args).join(" ");

  it("is told of delay, loss and rate", () => {
    const line = { delayMs: 3.4, lossPercent: 0.5, rateMbit: 0.75 };
    expect(words("to-2", line, false)).toMatch(/ delay 3400us loss 0\.5% rate 750kbit$/);
  });

  it("isn't told of a rate or a loss that a line doesn't have", () => {
    expect(words("to-2", { delayMs: 10, lossPercent: 0 }, false)).toMatch(/ delay 10000us$/);
  });

  it("loses everything on a cut line, in another queue than the one with what is under way", () => {
    const line = { delayMs: 10 };
    expect(words("to-2", line, true)).toContain("netem loss 100%");
    const handle = (isCut: boolean) => /handle (\d+):/.exec(words("to-2", line, isCut))?.[1];
    expect(handle(true)).not.toBe(handle(false));
  });
});

describe("the relay", () => {
  it("is told of a link whole, in one line", () => {
    const line = relayLine(1, { delayMs: 3.4 }, true);
    expect(line.endsWith("\n")).toBe(true);
    expect(JSON.parse(line)).toMatchObject({
      link: 1,
      devices: ["l1a", "l1b"],
      delayMs: 3.4,
      lossPercent: 0,
      rateMbit: 0,
      cut: true,
    });
  });
});

describe("a site's own files", () => {
  it("name its cluster's DNS, by which a Service is found as in a pod", () => {
    expect(resolvConf(3)).toBe(
      "nameserver 10.3.0.53\nsearch svc.cluster.local cluster.local\noptions ndots:5\n",
    );
  });

  it("set nothing that a kernel doesn't have", () => {
    for (const line of sysctlScript().split("\n"))
      expect(line).toMatch(/^f=\/proc\/sys\/net\/\S+; \[ ! -e \$f \] \|\| /);
  });
});
