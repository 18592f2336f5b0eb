import { describe, expect, it } from "vitest";
import type { RulesSettings } from "../../../graph/rules-settings";
import { exemptedIn, loosenedSettings } from "../../../report/against/loosened";

const settings: RulesSettings = {
  version: 1,
  jurisdiction: "us",
  shares: { "oci-a": 50, "aws-b": 50 },
  peak: { upload: 24 },
  objectives: {
    survive: ["zone", "provider"],
    maxRtoSeconds: 120,
    maxRpoSeconds: { upload: 0 },
    maxStalenessSeconds: {},
    capacity: { atOnce: 0.6, withinSeconds: 900, then: 1 },
  },
  drain: [{ site: "oci-a", until: "2026-06-02T00:00:00Z", reason: "storm" }],
  unreachable: [],
  protect: true,
  assumptions: { podStartSeconds: 90 },
};
const to = (change: Partial<RulesSettings>) =>
  loosenedSettings({ settings }, { settings: { ...settings, ...change } });
const { objectives } = settings;

describe("settings that are loosened", () => {
  it("are none where nothing changes", () => {
    expect(to({})).toEqual([]);
  });

  it.each([
    ["survive", { survive: [] }, "zone, provider", "nothing"],
    ["maxRtoSeconds", { maxRtoSeconds: 31_536_000 }, "120", "31536000"],
    ["maxRpoSeconds.upload", { maxRpoSeconds: {} }, "0", "as by default"],
    ["capacity.atOnce", { capacity: { ...objectives.capacity, atOnce: 0.1 } }, "0.6", "0.1"],
    ["capacity.withinSeconds", { capacity: { ...objectives.capacity, withinSeconds: 901 } }, "900", "901"],
  ])("are objectives that ask for less: %s", (path, change, old, now) => {
    expect(to({ objectives: { ...objectives, ...change } })).toEqual([
      { setting: `objectives.${path}`, old, new: now },
    ]);
  });

  it("aren't objectives that ask for more", () => {
    const stricter = {
      survive: ["zone", "provider", "site"],
      maxRtoSeconds: 60,
      capacity: { atOnce: 0.7, withinSeconds: 60, then: 1 },
    };
    expect(to({ objectives: { ...objectives, ...stricter } })).toEqual([]);
  });

  it("are drains that are new or last longer, and not those that end sooner", () => {
    const drain = (site: string, until: string) => ({ site, until, reason: "r" });
    expect(to({ drain: [drain("aws-b", "2099-01-01T00:00:00Z")] })).toEqual([
      { setting: "drain.aws-b", old: "not drained", new: "until 2099-01-01T00:00:00Z (r)" },
    ]);
    expect(to({ drain: [drain("oci-a", "2026-06-02T00:00:01Z")] })).toHaveLength(1);
    expect(to({ drain: [drain("oci-a", "2026-06-01T00:00:00Z")] })).toEqual([]);
  });

  it("are a smaller peak, protection that is taken away, and what the model assumes", () => {
    expect(to({ peak: { upload: 2 }, protect: false, assumptions: {} })).toEqual([
      { setting: "assumptions.podStartSeconds", old: "90", new: "as by default" },
      { setting: "peak.upload", old: "24", new: "2" },
      { setting: "protect", old: "true", new: "false" },
    ]);
  });

  it("are clouds and sites that are out, before all else; and not those that are back", () => {
    expect(to({ untrusted: ["oci"], unreachable: ["aws"], assumptions: {} })).toEqual([
      { setting: "untrusted", old: "none", new: "oci" },
      { setting: "unreachable", old: "none", new: "aws" },
      { setting: "assumptions.podStartSeconds", old: "90", new: "as by default" },
    ]);
    const out = { settings: { ...settings, untrusted: ["oci"], unreachable: ["aws"] } };
    expect(loosenedSettings(out, { settings })).toEqual([]);
  });

  it("are exemptions of more findings, or until a later day", () => {
    const one = { rule: "zone-spread", urn: "a", expires: "2026-06-01" };
    const exempted = (before: (typeof one)[], after: (typeof one)[]) =>
      loosenedSettings({ settings, exempted: before }, { settings, exempted: after });
    expect(exempted([one], [one, { ...one, urn: "b", expires: "2026-07-01" }])).toEqual([
      { setting: "exemptions.zone-spread", old: "1 until 2026-06-01", new: "2 until 2026-07-01" },
    ]);
    expect(exempted([one], [{ ...one, expires: "2026-06-02" }])).toHaveLength(1);
    expect(exempted([one], [])).toEqual([]);
  });

  it("leave exemptions out where the earlier ones aren't known", () => {
    const exempted = [{ rule: "zone-spread", urn: "a", expires: "2026-06-01" }];
    expect(loosenedSettings({ settings }, { settings, exempted })).toEqual([]);
    expect(exemptedIn({ exempted: [{ rule: 1 }] })).toBeUndefined();
  });
});
