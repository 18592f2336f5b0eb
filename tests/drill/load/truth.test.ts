import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { EngagementEntry, UploadEntry } from "../../../drill/load/journal";
import { type Evidence, type InvariantId, type Truth, truthOf } from "../../../drill/load/truth";

const upload = (name: string, at: number, more: Partial<UploadEntry> = {}): UploadEntry => ({
  what: "upload",
  id: `id-${name}`,
  at,
  sha256: `sha-${name}`,
  bytes: 10,
  key: `upload/${name}`,
  manifestKey: `upload/${name}.json`,
  stores: ["oci-a", "aws-b"],
  marked: false,
  event: "published",
  ...more,
});
const engagement = (name: string, at: number): EngagementEntry => ({
  what: "engagement",
  id: `view-${name}`,
  at,
  video: "v",
  user: "u1",
  kind: "view",
});

/** All that was acknowledged is where it should be. */
function kept(journal: Evidence["journal"]): Evidence {
  const uploads = journal.filter((entry) => entry.what === "upload");
  const objects = uploads.flatMap(({ key, manifestKey, sha256, bytes }) => [
    { key, sha256, bytes },
    { key: manifestKey, sha256: "manifest", bytes: 1 },
  ]);
  const seen = new Map(journal.map(({ id }) => [id, 1]));
  return {
    journal,
    providers: ["aws", "oci"],
    stores: [
      { site: "oci-a", provider: "oci", objects },
      { site: "aws-b", provider: "aws", objects },
    ],
    sites: [
      { site: "oci-a", seen },
      { site: "aws-b", seen },
    ],
    faults: [100],
    rpoSeconds: 5,
  };
}
const without = (evidence: Evidence, key: string, ...sites: string[]): Evidence => ({
  ...evidence,
  stores: evidence.stores.map((store) =>
    sites.includes(store.site)
      ? { ...store, objects: store.objects?.filter((object) => object.key !== key) ?? [] }
      : store,
  ),
});
const unseen = (evidence: Evidence, id: string): Evidence => ({
  ...evidence,
  sites: evidence.sites.map(({ site, seen }) => ({
    site,
    seen: new Map([...(seen ?? [])].filter(([known]) => known !== id)),
  })),
});
const broken = (truth: Truth): InvariantId[] =>
  truth.invariants.filter(({ held }) => !held).map(({ id }) => id);
const because = (truth: Truth, id: InvariantId) =>
  truth.invariants.find((invariant) => invariant.id === id)?.because;

const names = fc.uniqueArray(fc.stringMatching(/^[a-z]{1,6}$/), { minLength: 1, maxLength: 20 });
const journals = names.map((given) =>
  given.flatMap((name, place) => [upload(name, place), engagement(name, place)]),
);

describe("the truth about what was acknowledged", () => {
  it("is looked for in what was acknowledged in an earlier drill of the same world, too", () => {
    const evidence = kept([upload("a", 1), upload("before", -90)]);
    const drill = { ...evidence, journal: [upload("a", 1)], earlier: [upload("before", -90)] };
    expect(truthOf(drill)).toMatchObject({ acknowledged: 1, lost: 0 });
    const lost = truthOf(without(drill, "upload/before", "oci-a", "aws-b"));
    expect(lost).toMatchObject({ acknowledged: 1, lost: 1 });
    expect(broken(lost)).toContain("uploads-kept");
  });

  it("is that all is well where all is where it should be", () => {
    fc.assert(
      fc.property(journals, (journal) => {
        const truth = truthOf(kept(journal));
        expect(broken(truth)).toEqual([]);
        expect(truth).toMatchObject({ acknowledged: journal.length / 2, lost: 0, doubled: 0, eventsLost: 0 });
      }),
    );
  });

  it("is that an upload is lost whose bytes are in no store, whichever it is", () => {
    fc.assert(
      fc.property(journals, fc.nat(), (journal, pick) => {
        const uploads = journal.filter((entry) => entry.what === "upload");
        const { key = "" } = uploads[pick % uploads.length] ?? {};
        const truth = truthOf(without(kept(journal), key, "oci-a", "aws-b"));
        expect(truth.lost).toBe(1);
        expect(broken(truth)).toEqual(["uploads-kept", "uploads-in-each-provider"]);
        expect(because(truth, "uploads-kept")).toContain(key);
      }),
    );
  });

  it("is that an upload is lost whose bytes have changed", () => {
    const evidence = kept([upload("a", 1, { sha256: "sent" })]);
    const stores = evidence.stores.map((store) => ({
      ...store,
      objects: store.objects?.map((object) => ({ ...object, sha256: "another" })) ?? [],
    }));
    expect(truthOf({ ...evidence, stores }).lost).toBe(1);
  });

  it("is that an upload is missing at a provider that it never was marked for", () => {
    const truth = truthOf(without(kept([upload("a", 1)]), "upload/a", "aws-b"));
    expect(broken(truth)).toEqual(["uploads-in-each-provider"]);
    expect(because(truth, "uploads-in-each-provider")).toContain("upload/a at aws (never marked)");
  });

  it("is that an upload was backfilled that was marked and is in both now", () => {
    const evidence = kept([upload("a", 1, { marked: true, stores: ["oci-a"] }), upload("b", 2)]);
    expect(truthOf(evidence).backfilled).toBe(1);
    const missing = truthOf(without(evidence, "upload/a", "aws-b"));
    expect(missing.backfilled).toBe(0);
    expect(because(missing, "uploads-in-each-provider")).toContain("marked, not filled in");
  });

  it("can't be told of a provider whose stores couldn't be read, and then isn't good", () => {
    const evidence = kept([upload("a", 1)]);
    const stores = evidence.stores.map(({ site, provider, objects = [] }) =>
      provider === "aws" ? { site, provider } : { site, provider, objects },
    );
    const truth = truthOf({ ...evidence, stores });
    expect(broken(truth)).toEqual(["uploads-in-each-provider"]);
    expect(because(truth, "uploads-in-each-provider")).toBe("can't tell: no store of aws could be read");
  });

  it("is that a manifest is gone", () => {
    const truth = truthOf(without(kept([upload("a", 1)]), "upload/a.json", "oci-a", "aws-b"));
    expect(broken(truth)).toEqual(["manifests-kept"]);
  });

  it("is that an id was acknowledged under two keys", () => {
    const again = upload("a", 2, { key: "upload/b" });
    const truth = truthOf(kept([upload("a", 1), again]));
    expect(broken(truth)).toEqual(["one-answer-per-id"]);
  });

  it("counts an upload once that was acknowledged twice alike", () => {
    const truth = truthOf(kept([upload("a", 1), upload("a", 2)]));
    expect(truth.acknowledged).toBe(1);
    expect(broken(truth)).toEqual([]);
  });

  it("allows for events that were accepted just before the fault, as many as the RPO has seconds", () => {
    const at = fc.double({ min: 0, max: 200, noNaN: true });
    fc.assert(
      fc.property(at, (time) => {
        const truth = truthOf(unseen(kept([engagement("a", time)]), "view-a"));
        expect(truth.eventsLost).toBe(1);
        expect(broken(truth)).toEqual(time >= 95 && time <= 101 ? [] : ["events-kept"]);
      }),
    );
  });

  it("takes an event for kept that one site alone has counted", () => {
    const evidence = kept([engagement("a", 1)]);
    const sites = evidence.sites.map(({ site, seen = new Map() }) =>
      site === "oci-a" ? { site } : { site, seen },
    );
    expect(broken(truthOf({ ...evidence, sites }))).toEqual([]);
  });

  it("is that an event was counted twice at one site, whatever the others say", () => {
    fc.assert(
      fc.property(journals, fc.nat(), fc.integer({ min: 2, max: 5 }), (journal, pick, times) => {
        const { id = "" } = journal[pick % journal.length] ?? {};
        const evidence = kept(journal);
        const sites = evidence.sites.map(({ site, seen = new Map() }) => ({
          site,
          seen: site === "aws-b" ? new Map([...seen, [id, times]]) : seen,
        }));
        const truth = truthOf({ ...evidence, sites });
        expect(truth.doubled).toBe(1);
        expect(broken(truth)).toEqual(["events-not-doubled"]);
        expect(because(truth, "events-not-doubled")).toContain(`${id} ${times} times at aws-b`);
      }),
    );
  });

  it("can't be told of events when no site answers, and then isn't good", () => {
    const evidence = kept([engagement("a", 1)]);
    const sites = evidence.sites.map(({ site }) => ({ site }));
    expect(broken(truthOf({ ...evidence, sites }))).toEqual(["events-kept", "events-not-doubled"]);
  });
});
