import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { graphFromState } from "../../../graph/from-state";
import { foreignLevels } from "../../../policies/pack/foreign-levels";
import { settingsFor } from "../../../policies/pack/held-to";
import { judge } from "../../../policies/pack/judge";
import { type Redundancy, readRedundancy, redundancySchema } from "../../../policies/pack/redundancy";
import { rules } from "../../../policies/rules";

const ids = rules.map(({ id }) => id);
const now = new Date("2026-06-01T00:00:00Z");
const read = (text: string, baseline?: string) =>
  readRedundancy(
    text,
    "redundancy.yaml",
    ids,
    baseline === undefined ? undefined : { text: baseline, file: "b.yaml" },
  );

const bucket = (name: string, inputs: object) => ({
  urn: `urn:pulumi:dev::p::aws:rds/instance:Instance::${name}`,
  custom: true,
  id: name,
  type: "aws:rds/instance:Instance",
  inputs,
  outputs: inputs,
});
const graph = graphFromState(
  Buffer.from(
    JSON.stringify({
      version: 3,
      deployment: {
        manifest: {},
        resources: [
          bucket("a", { engine: "mysql", multiAz: false, backupRetentionPeriod: 0 }),
          bucket("b", { engine: "mysql", multiAz: true, backupRetentionPeriod: 7 }),
        ],
      },
    }),
  ),
);
const verdict = (redundancy?: Redundancy) =>
  judge(graph, rules, settingsFor(graph, now, ids, redundancy), redundancy?.exemptions ?? []);
const found = (redundancy?: Redundancy) =>
  verdict(redundancy)
    .violations.filter(({ rule }) => rule === "single-point" || rule === "backups-kept")
    .map(({ rule, level, urn }) => [rule, level, urn.at(-1)]);

describe("redundancy.yaml", () => {
  it("makes what the graph shows mandatory; without it everything is told and nothing blocks", () => {
    expect(found()).toEqual([
      ["backups-kept", "advisory", "a"],
      ["single-point", "advisory", "a"],
    ]);
    expect(verdict().verdict).toBe("met");
    expect(found(read("profile: single-region"))).toEqual([
      ["backups-kept", "mandatory", "a"],
      ["single-point", "mandatory", "a"],
    ]);
    expect(found(read("profile: single-region\nlevels: { backups-kept: disabled }"))).toEqual([
      ["single-point", "mandatory", "a"],
    ]);
  });

  it("lets known findings be, and exempts what somebody answers for until a day", () => {
    const known = verdict(read("profile: single-region")).violations.filter(
      ({ rule }) => rule === "single-point",
    );
    const baseline = JSON.stringify({ findings: known.map(({ rule, urn, key }) => ({ rule, urn, key })) });
    expect(found(read("profile: single-region", baseline))).toEqual([
      ["backups-kept", "mandatory", "a"],
      ["single-point", "advisory", "a"],
    ]);
    const exempt = (day: string) =>
      read(
        `profile: single-region\nexemptions: [{ rule: single-point, urn: "*::a", reason: r, owner: o, expires: ${day} }]`,
      );
    expect(found(exempt("2026-06-01"))).toEqual([["backups-kept", "mandatory", "a"]]);
    const ended = verdict(exempt("2026-05-31")).violations.find(({ rule }) => rule === "exemption-expired");
    expect(ended?.mend).toContain("redundancy.yaml");
  });

  it("tells every problem at once, with its place and what is wanted", () => {
    expect(() =>
      read(
        "profil: x\nprofile: two-regions\nlevels: { single-pont: mandatory, backups-kept: hard }\nzones: 0\njurisdiction: USA\nexemptions: [{ rule: single-point }]",
      ),
    ).toThrow(
      [
        "redundancy.yaml: profil: is not known here; did you mean 'profile'?",
        'redundancy.yaml: profile: found "two-regions"; wanted single-region, multi-region, multi-cloud',
        "redundancy.yaml: levels.single-pont: there is no such rule; did you mean 'single-point'?",
        'redundancy.yaml: levels.backups-kept: found "hard"; wanted mandatory, advisory, disabled',
        "redundancy.yaml: zones: found 0; wanted a whole number of at least 1",
        'redundancy.yaml: jurisdiction: found "USA"; wanted a country (ISO 3166-1 alpha-2, lower case) or eu',
        "redundancy.yaml: exemptions[0].urn: is missing; every exemption has rule, urn, reason, owner, expires",
      ].join("\n"),
    );
    expect(() => read("- a")).toThrow('redundancy.yaml: found ["a"]; wanted a map');
    expect(() => read("a: [")).toThrow("redundancy.yaml: is not YAML");
    expect(() => read("", "findings: [1]")).toThrow(
      "b.yaml: found what 'check --write-baseline' doesn't write",
    );
  });

  it("has its form published", () => {
    const published: unknown = JSON.parse(
      readFileSync(path.resolve(__dirname, "../../../docs/redundancy.schema.json"), "utf8"),
    );
    expect(published).toEqual(JSON.parse(JSON.stringify(redundancySchema(ids))));
  });

  it("names only rules that there are, and no setting of this platform", () => {
    for (const rule of rules) {
      const applies = Object.values(["single-region", "multi-region", "multi-cloud"] as const).some(
        (profile) => foreignLevels(ids, profile)[rule.id] !== "disabled",
      );
      if (applies) expect(`${rule.id}: ${rule.mendElsewhere ?? rule.mend}`).not.toContain("twincloud:");
    }
    const chosen = Object.values(foreignLevels(ids, "multi-cloud")).filter((level) => level === "mandatory");
    expect(chosen.length).toBeGreaterThan(8);
  });
});
