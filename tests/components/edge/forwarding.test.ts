/** What the edge's configuration says of handing requests to other sites. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { proxyProtocols } from "../../../components/edge/doors";
import type { EdgeForwarding } from "../../../components/edge/forwarding-input";
import { haproxyConfig } from "../../../components/edge/haproxy";
import type { EdgeCapability, EdgeInput } from "../../../components/edge/input";
import { edgeTimings as t } from "../../../components/edge/timings";
import { sectionsOf, site, upload } from "./site";

const feed: EdgeCapability = {
  ...upload,
  name: "feed",
  host: "feed.clips.example.com",
  service: "feed.platform.svc.cluster.local",
  responseSeconds: 5,
  needs: ["mediaStore"],
};
const forwarding: EdgeForwarding = {
  site: "oci-us-chicago-1",
  peers: [
    { site: "aws-us-east-2", addresses: ["203.0.113.1", "203.0.113.2"], weight: 30, otherProvider: true },
    { site: "oci-us-ashburn-1", addresses: ["203.0.113.9"], weight: 20, otherProvider: false },
  ],
  sources: ["198.51.100.7", "198.51.100.8"],
  siblings: { service: "edge-siblings.edge.svc.cluster.local", ceiling: 12 },
};
const input: EdgeInput = { ...site, capabilities: [{ ...upload, canary: true }, feed], forwarding };
const text = haproxyConfig(input);
const sections = sectionsOf(text);
const lines = (title: string): readonly string[] => {
  const found = sections.get(title);
  if (found === undefined) throw new Error(`no section ${title}`);
  return found;
};
const leadsTo = (title: string): string[] =>
  lines(title).flatMap((line) => /^(?:use_backend|default_backend) (\S+)/.exec(line)?.[1] ?? []);
/** Sections that a request reaches from a frontend, by backends and the sockets inside the process. */
function reached(from: string): Set<string> {
  const found = new Set<string>();
  const todo = [from];
  for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
    if (found.has(next)) continue;
    found.add(next);
    for (const backend of leadsTo(next)) todo.push(`backend ${backend}`);
    for (const line of lines(next)) {
      const socket = /^server \S+ unix@(\S+)/.exec(line)?.[1];
      if (socket === undefined) continue;
      for (const [title, own] of sections)
        if (own.some((bind) => bind.startsWith(`bind unix@${socket}`))) todo.push(title);
    }
  }
  return found;
}
const peers = (title: string) => lines(title).filter((line) => /^server \S+ [\d.]+:7443 /.test(line));

describe("a site without peers", () => {
  it("has no port for them and hands nothing on", () => {
    const { forwarding: _, ...alone } = input;
    const without = haproxyConfig(alone);
    expect(without).not.toMatch(/7443|_peer\b|_away\b|_trial\b|opinion/);
  });
});

describe("a request that a peer has handed on", () => {
  it("reaches no backend with a peer in it, whatever the balancers say of clients", () => {
    for (const proxyProtocol of proxyProtocols) {
      const all = sectionsOf(haproxyConfig({ ...input, proxyProtocol }));
      expect([...all.keys()]).toContain("frontend peers");
    }
    const inside = reached("frontend peers");
    expect(inside).toContain("backend feed");
    expect([...inside].flatMap(peers)).toEqual([]);
  });

  it("is taken from a peer's addresses alone, by a certificate of a peer's edge alone", () => {
    expect(lines("frontend peers")).toEqual(
      expect.arrayContaining([
        "tcp-request session reject unless { src 198.51.100.7 198.51.100.8 }",
        "http-request return status 403 unless { ssl_c_s_dn(cn) -m str edge.aws-us-east-2 edge.oci-us-ashburn-1 }",
      ]),
    );
    expect(lines("frontend peers")[0]).toMatch(/ ca-file \S+\/ca\.crt verify required /);
  });

  it("is refused before anything is done, where the site's own users leave no room", () => {
    const own = lines("frontend peers");
    const refusal = own.findIndex((line) => line.includes("return status 425"));
    expect(refusal).toBeGreaterThan(own.findIndex((line) => line.includes("str(full)")));
    expect(own.filter((line) => line.startsWith("use_backend")).length).toBeGreaterThan(0);
    expect(own.findIndex((line) => line.startsWith("use_backend"))).toBeGreaterThan(refusal);
  });

  it("keeps the client's address, and has lost the mark that a client of the public port may have set", () => {
    expect(lines("frontend peers").some((line) => /set-header X-Forwarded-For/.test(line))).toBe(false);
    expect(lines("frontend peers").find((line) => line.includes("del-header"))).not.toContain("forwarded");
    expect(lines("frontend public").find((line) => line.includes("del-header"))).toContain(
      "x-twincloud-handed-on",
    );
  });
});

describe("a request that a site can't serve", () => {
  it("is tried at peers of the other provider, by their weights, and at others when none of those takes it", () => {
    expect(peers("backend feed_away").map((line) => line.replace(/ verifyhost.*?( backup)?$/, "$1"))).toEqual(
      [
        "server aws-us-east-2-1 203.0.113.1:7443 weight 30",
        "server aws-us-east-2-2 203.0.113.2:7443 weight 30",
        "server oci-us-ashburn-1-1 203.0.113.9:7443 weight 20 backup",
      ],
    );
  });

  it("goes to peers of its own provider at once where there are no others", () => {
    const alone = { ...forwarding, peers: forwarding.peers.filter(({ otherProvider }) => !otherProvider) };
    expect(haproxyConfig({ ...input, forwarding: alone })).not.toContain(" backup");
  });

  it("is tried twice only where it may be: by GET and HEAD, and after a refusal or a connection that failed", () => {
    const retried = [...sections].flatMap(([title, own]) =>
      own.filter((line) => line.startsWith("retry-on") && /50\d/.test(line)).map(() => title),
    );
    expect(retried).toEqual(["backend feed_trial", "backend upload_trial"].sort());
    const tries = lines("frontend public").filter((line) => line.includes("set-var(txn.try)"));
    for (const line of tries) expect(line).toContain("{ method GET HEAD }");
  });

  it("waits at each hop a little longer than the one behind it, so that the answer comes from where it is known", () => {
    const seconds = (title: string) =>
      Number(
        lines(title)
          .find((line) => line.startsWith("timeout server"))
          ?.match(/(\d+)s/)?.[1],
      );
    for (const name of ["feed", "upload"]) {
      expect(seconds(`backend ${name}_away`)).toBeGreaterThan(seconds(`backend ${name}`));
      expect(seconds(`backend ${name}_peer`)).toBeGreaterThan(seconds(`backend ${name}_away`));
    }
  });

  it("isn't sent away for what one client alone makes fail", () => {
    const heard = /add\(txn\.failed\) gt (\d+)/.exec(text)?.[1];
    expect(Number(heard)).toBeLessThan(t.sickMinimumFailures);
  });
});

describe("the paces of an edge", () => {
  it("are in the order in which they must come: slow, refused, given up", () => {
    expect(t.slowShare).toBeLessThan(t.shedShare);
    expect(t.shedShare).toBeLessThan(1);
    expect(t.trialSeconds).toBeLessThan(feed.responseSeconds);
    // A peer refuses before its own users would be handed on.
    expect(t.roomPercent).toBeLessThan(100);
  });

  it("aren't asked where a request takes as long as its client's line", () => {
    expect(lines("backend feed").some((line) => line.includes("txn.pace"))).toBe(true);
    expect(lines("backend upload").some((line) => line.includes("txn.pace"))).toBe(false);
  });

  it("turn no health red: only failures do", () => {
    const red = [...text.matchAll(/set-var\(proc\.brownout_\w+\) date if (.*)/g)].map(([, when]) => when);
    expect(red.length).toBeGreaterThan(0);
    for (const when of red) expect(when).not.toMatch(/pace|slow|be_conn|queue/);
  });
});

describe("what an edge is told of its peers", () => {
  const broken = (change: Partial<EdgeForwarding>) => () =>
    haproxyConfig({ ...input, forwarding: { ...forwarding, ...change } });

  it("is refused where a site would be its own peer, or two are one", () => {
    const [first] = forwarding.peers;
    if (!first) throw new Error("no peer");
    expect(broken({ peers: [{ ...first, site: forwarding.site }] })).toThrow(/forward in a circle/);
    expect(broken({ peers: [first, first] })).toThrow(/aws-us-east-2/);
  });

  it("is refused without the networks that they ask from", () => {
    expect(broken({ sources: [] })).toThrow(
      /forwarding.sources is \[\]; it must be the networks of the peers/,
    );
  });

  it("may be of any number of sites and capabilities: memory for what is under way is never promised twice", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8 }), (many) => {
        const capabilities = Array.from({ length: many }, (_, i) => ({
          ...feed,
          name: `c${i}`,
          host: `c${i}.clips.example.com`,
        }));
        const written = haproxyConfig({ ...input, capabilities });
        const here = [...written.matchAll(/\{ be_conn gt (\d+) \}/g)].reduce(
          (sum, [, n]) => sum + Number(n),
          0,
        );
        const away = [...written.matchAll(/_peer\) lt (\d+) \}/g)].reduce((sum, [, n]) => sum + Number(n), 0);
        // 512 MiB hold 5,499 requests beside 4,000 connections (memory.ts); one that is handed on is three.
        expect(here + 3 * away).toBeLessThanOrEqual(5499);
      }),
    );
  });
});
