/** The configuration of the sites that are left, whichever of them turn hostile. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { accountsAt } from "../../../components/queue/accounts";
import { type QueuePlan, reservedBytes, streamName } from "../../../components/queue/model";
import { leafRemotes, natsConfig } from "../../../components/queue/nats-config";
import { serverHosts } from "../../../components/queue/servers";
import { setupFiles } from "../../../components/queue/setup";
import { streamsAt } from "../../../components/queue/streams";

const event = { maxEventBytes: 1000, eventBytes: 200, eventsPerRequest: 1 };
const planOf = (sites: readonly string[], untrusted: readonly string[]): QueuePlan => ({
  sites,
  untrusted,
  families: (["uploads", "engagement"] as const).map((name) => ({
    ...event,
    name,
    subjects: [name === "uploads" ? "upload.>" : "engage.>"],
    maxAgeHours: 24,
    maxBytes: Object.fromEntries(sites.map((site) => [site, 1_000_000])),
    duplicateWindowSeconds: 60,
  })),
  workloads: [
    { name: "upload", publishes: ["uploads"], consumes: [] },
    { name: "feed", publishes: ["engagement"], consumes: ["uploads", "engagement"] },
  ],
});

const known = ["aws-a", "aws-b", "oci-a", "oci-b", "third-a"];
const cases = fc
  .subarray(known, { minLength: 2 })
  .chain((sites) => fc.tuple(fc.constant(sites), fc.subarray(sites, { maxLength: sites.length - 1 })));

const each = (check: (plan: QueuePlan, site: string, hostile: readonly string[]) => void) =>
  fc.assert(
    fc.property(cases, ([sites, hostile]) => {
      const plan = planOf(sites, hostile);
      for (const site of sites.filter((one) => !hostile.includes(one))) check(plan, site, hostile);
    }),
  );

const configOf = (plan: QueuePlan, site: string): string =>
  natsConfig({
    plan,
    site,
    servers: serverHosts,
    maxPayloadBytes: 2 ** 20,
    maxFileStoreBytes: reservedBytes(plan),
    maxMemoryStoreBytes: 2 ** 20,
  });

describe("a site that is left when others turn hostile", () => {
  it("knows no user of theirs, and links to nobody of them", () =>
    each((plan, site, hostile) => {
      const leafAddresses = Object.fromEntries(plan.sites.map((one) => [one, [`address-of-${one}`]]));
      const text = configOf(plan, site) + leafRemotes({ plan, site, leafAddresses });
      for (const one of hostile)
        for (const word of [`leaf.${one}.queue`, `from_${one}`, `to_${one}`, `address-of-${one}`])
          expect(text).not.toContain(word);
    }));

  it("still knows and links to all others that are left", () =>
    each((plan, site, hostile) => {
      const text = configOf(plan, site);
      for (const one of plan.sites.filter((other) => other !== site && !hostile.includes(other)))
        for (const word of [`"leaf.${one}.queue.internal"`, `"from_${one}"`, `"to_${one}"`])
          expect(text).toContain(word);
    }));

  it("keeps the account of what it mirrored of them, with nothing that leads into it or out", () =>
    each((plan, site, hostile) => {
      const accounts = accountsAt(plan, site);
      for (const one of hostile) {
        const kept = accounts.find(({ name }) => name === one);
        expect(kept).toMatchObject({ imports: [], users: [], jetstream: { streams: 2 } });
        expect(accounts.flatMap(({ imports }) => imports).filter(({ from }) => from === one)).toEqual([]);
      }
    }));

  it("reserves and limits as before, so that nothing that is there is over a limit", () =>
    each((plan, site) => {
      const before = { ...plan, untrusted: [] };
      expect(reservedBytes(plan)).toBe(reservedBytes(before));
      const limitsOf = (of: QueuePlan) =>
        accountsAt(of, site).flatMap(({ name, jetstream }) => (jetstream ? [[name, jetstream]] : []));
      expect(new Map(limitsOf(plan) as [string, object][])).toEqual(
        new Map(limitsOf(before) as [string, object][]),
      );
      const own = (of: QueuePlan) => streamsAt(of, site, 3).filter(({ origin }) => origin === site);
      expect(own(plan)).toEqual(own(before));
    }));

  it("makes and changes no stream of theirs, and feeds no mirror there", () =>
    each((plan, site, hostile) => {
      const files = setupFiles(plan, site, 3, "queue.queue.svc");
      for (const one of hostile) {
        expect(Object.keys(files).filter((name) => name.includes(`-${one}.`))).toEqual([]);
        expect(files["setup.sh"]).not.toContain(streamName("uploads", one));
      }
    }));
});

describe("a queue plan", () => {
  it("refuses a hostile site that isn't one of its sites", () => {
    expect(() => accountsAtChecked(planOf(["aws-a", "oci-a"], ["gcp-a"]))).toThrow(
      /untrusted is "gcp-a"; it must be one of the sites/,
    );
  });
});

const accountsAtChecked = (plan: QueuePlan) => configOf(plan, "aws-a");
