import { describe, expect, it } from "vitest";
import { drillJsonOf, renderDrillJson, stepsOf } from "../../../drill/report/json";
import { renderDrillHtml } from "../../../drill/report/page";
import { drillJson } from "../../../drill/report/schema";
import { withoutSecrets } from "../../../drill/report/secrets";
import { renderSummary } from "../../../drill/report/summary";
import { outcome, outsideOutcome } from "./outcome-fixture";

describe("drill.json", () => {
  it("has the fields of its version, and no other", () => {
    expect(drillJson.parse(JSON.parse(renderDrillJson(outcome)))).toEqual(drillJsonOf(outcome));
  });

  it("begins with the fields that others rely on", () => {
    expect(drillJsonOf(outcome)).toMatchObject({
      version: 1,
      scenario: "site:oci-us-ashburn-1",
      stack: "drill",
      seed: 7,
      scale: 0.1,
      acknowledged: 412,
      lost: 0,
      doubled: 0,
      backfilled: 37,
    });
  });

  it("has both curves of each kind of client, and whether they are within the band", () => {
    const { predicted, measured, withinBand } =
      drillJsonOf(outcome).capabilities.upload?.clients.raced ?? drillJsonOf(outcome).all;
    expect(predicted).toEqual({
      rtoSeconds: 0.5,
      served: 1,
      curve: [
        [0, 0.5],
        [0.5, 0.5],
        [0.5, 1],
        [60, 1],
      ],
    });
    expect(measured.curve[0]).toEqual([-10, 1]);
    expect(measured.curve.at(-1)).toEqual([60, 1]);
    expect(withinBand).toBe(true);
  });

  it("says of what is outside why", () => {
    const { verdict, because } = drillJsonOf(outsideOutcome);
    expect(verdict).toBe("missed");
    expect(because[0]).toMatch(/^Outside the band: /);
  });

  it("is small enough to be read", () => {
    expect(renderDrillJson(outcome).length).toBeLessThan(200_000);
  });
});

describe("measured steps", () => {
  it("leave out bins in which nothing was sent", () => {
    const bins = [
      { from: 0, to: 5, sent: 4, ok: 1 },
      { from: 5, to: 10, sent: 0, ok: 0 },
    ];
    expect(stepsOf(bins)).toEqual([
      [0, 0.25],
      [5, 0.25],
    ]);
  });
});

describe("an outcome without its secrets", () => {
  const key = "-----BEGIN EC PRIVATE KEY-----\nMHcCAQEE\n-----END EC PRIVATE KEY-----";
  const told = {
    ...outcome,
    events: [
      { at: 1, kind: "platform" as const, text: "store refused key s3-secret-of-the-world: denied" },
      { at: 2, kind: "platform" as const, text: `can't read ${key}` },
    ],
    invariants: [{ id: "uploads-kept", held: false, because: "403 for s3-secret" }],
  };
  const clean = withoutSecrets(told, ["s3-secret", "s3-secret-of-the-world", "no"]);

  it("shows none of them, in no file", () => {
    for (const text of [
      renderDrillJson(clean),
      renderDrillHtml(clean),
      renderSummary(clean, { color: false, out: "out", files: [] }),
    ]) {
      expect(text).not.toMatch(/s3-secret|PRIVATE KEY|MHcCAQEE/);
      expect(text).toContain("[secret]");
    }
    expect(renderDrillJson(told)).toMatch(/s3-secret-of-the-world/);
  });

  it("is otherwise the same", () => {
    expect(withoutSecrets(outcome, ["s3-secret", "no"])).toEqual(outcome);
    expect(clean.events[0]?.text).toBe("store refused key [secret]: denied");
  });
});
