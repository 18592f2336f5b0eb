/** To whom an edge hands what it can't serve. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { proxyProtocols } from "../../../components/edge/doors";
import { type PeerSite, peerSources, peersOf, spareOf } from "../../../components/edge/peers";

const sites = fc
  .uniqueArray(
    fc.record({
      id: fc.stringMatching(/^[a-z]{1,4}$/),
      provider: fc.constantFrom("a", "b", "c"),
      addresses: fc.integer({ min: 1, max: 4 }),
      spare: fc.oneof(fc.constant(0), fc.double({ min: 0, max: 2, noNaN: true })),
    }),
    { selector: ({ id }) => id, minLength: 1, maxLength: 6 },
  )
  .map((all): readonly PeerSite[] => all);

const each = (check: (site: PeerSite, all: readonly PeerSite[]) => void) =>
  fc.assert(
    fc.property(sites, (all) => {
      for (const site of all) check(site, all);
    }),
  );

describe("the peers of a site", () => {
  it("are all other sites, each once, and never itself", () =>
    each((site, all) => {
      const others = all.filter(({ id }) => id !== site.id).map(({ id }) => id);
      expect(
        peersOf(site, all)
          .map((peer) => peer.site)
          .sort(),
      ).toEqual(others.sort());
    }));

  it("have weights that HAProxy takes, the most for the addresses behind which most is spare", () =>
    each((site, all) => {
      const peers = peersOf(site, all);
      const spare = new Map(all.map((one) => [one.id, one.spare / one.addresses]));
      for (const { weight } of peers) {
        expect(Number.isInteger(weight)).toBe(true);
        expect(weight).toBeGreaterThanOrEqual(1);
        expect(weight).toBeLessThanOrEqual(256);
      }
      for (const one of peers)
        for (const other of peers)
          if ((spare.get(one.site) ?? 0) > (spare.get(other.site) ?? 0))
            expect(one.weight).toBeGreaterThanOrEqual(other.weight);
    }));

  it("are those of other providers first", () =>
    each((site, all) => {
      const peers = peersOf(site, all);
      const ofOwn = peers.findIndex(({ otherProvider }) => !otherProvider);
      if (ofOwn >= 0) expect(peers.slice(ofOwn).every(({ otherProvider }) => !otherProvider)).toBe(true);
      for (const peer of peers)
        expect(peer.otherProvider).toBe(all.find(({ id }) => id === peer.site)?.provider !== site.provider);
    }));

  it("get as much as they have to spare", () => {
    const site = (id: string, spare: number, addresses = 1) => ({ id, provider: "b", spare, addresses });
    const to = (...sites: readonly PeerSite[]) => peersOf(site("x", 0), sites).map(({ weight }) => weight);
    expect(to(site("y", 0.3), site("z", 0.15))).toEqual([256, 128]);
    // Three addresses of a third each are as much as one of the whole.
    expect(to(site("y", 0.3, 3), site("z", 0.3))).toEqual([85, 256]);
  });
});

describe("what a site has to spare", () => {
  it("is what its floors carry beyond its own users' demand, of the capability that has least", () => {
    // 30 % of the users at 0.6 of the peak ask for 0.18 of it; floors carry 8 of 24 = 0.33 and 4 of 16 = 0.25.
    const sized = [
      { peak: 24, replicas: { floor: 8 } },
      { peak: 16, replicas: { floor: 4 } },
    ];
    expect(spareOf(sized, 30, 0.6)).toBeCloseTo(0.07, 10);
  });

  it("is nothing where its own users take all, and where it serves nobody", () => {
    expect(spareOf([{ peak: 10, replicas: { floor: 6 } }], 100, 0.6)).toBe(0);
    expect(spareOf([], 30, 0.6)).toBe(0);
  });
});

describe("the networks that peers' requests are taken from", () => {
  const sources = (mode: (typeof proxyProtocols)[number]) =>
    peerSources(mode, ["192.0.2.1/32"], ["10.0.0.0/24"]);

  it("are the load balancer's where it doesn't say who connects, and the peers' alone where it always does", () => {
    expect(sources("none")).toEqual(["10.0.0.0/24"]);
    expect(sources("required")).toEqual(["192.0.2.1/32"]);
  });

  // Balancers and pods are changed one after the other: at each moment the ones are in this stage or in the next.
  it("are right in each stage for balancers that are a stage ahead or behind", () => {
    const headers: Readonly<Record<(typeof proxyProtocols)[number], boolean>> = {
      none: false,
      accepted: false,
      sent: true,
      required: true,
    };
    for (const [n, mode] of proxyProtocols.entries())
      for (const neighbour of proxyProtocols.slice(Math.max(0, n - 1), n + 2))
        expect(sources(mode)).toContain(headers[neighbour] ? "192.0.2.1/32" : "10.0.0.0/24");
  });
});
