import { describe, expect, it } from "vitest";
import { survivalChanges } from "../../../report/against/verdict-changes";
import type { Survival } from "../../../resilience/verdict/survival";

type Row = readonly [id: string, capability: string, state: string, rtoSeconds: number | null];

/** A survival with one verdict in each scenario. */
const survival = (...rows: readonly Row[]) =>
  ({
    scenarios: rows.map(([id, capability, state, rtoSeconds]) => ({
      id,
      kind: id.split(":")[0],
      verdicts: { [capability]: { state, rtoSeconds } },
    })),
  }) as unknown as Survival;

/** A survival with one scenario and one capability. */
const with1 = (state: string, rtoSeconds: number | null, id = "site:x") =>
  survival([id, "feed", state, rtoSeconds]);

const nothing = { better: { all: [] }, worse: { all: [] } };

describe("the verdicts since an earlier preview", () => {
  it("are worse where a state is", () => {
    expect(survivalChanges(with1("up", 0), with1("degraded", 72))).toEqual({
      better: { all: [] },
      worse: {
        line: "site:x: feed up → degraded 72 s",
        all: [{ scenario: "site:x", capability: "feed", old: "up", new: "degraded 72 s" }],
      },
    });
  });

  it("are better where users are served again sooner in the same state, and never is later than anything", () => {
    expect(survivalChanges(with1("degraded", null), with1("degraded", 72)).better.line).toBe(
      "site:x: feed degraded never → degraded 72 s",
    );
  });

  it("are neither where nothing changed, or a scenario is new", () => {
    expect(survivalChanges(with1("up", 0), with1("up", 0))).toEqual(nothing);
    expect(survivalChanges(with1("up", 0, "site:y"), with1("down", null))).toEqual(nothing);
  });

  it.each([
    ["seconds", 72.2, 71.9],
    ["minutes", 600, 610],
    ["hours", 7200, 8000],
  ])("are neither where they differ by less than is shown, in %s", (_, before, after) => {
    expect(survivalChanges(with1("degraded", before), with1("degraded", after))).toEqual(nothing);
  });

  it("are one line whose worst stands for all, and each by itself in the whole list", () => {
    const before = survival(
      ["site:x", "feed", "up", 60],
      ["zone:x/1", "feed", "up", 60],
      ["zone:x/2", "upload", "up", 60],
    );
    const after = survival(
      ["site:x", "feed", "up", 150],
      ["zone:x/1", "feed", "up", 190],
      ["zone:x/2", "upload", "up", 120],
    );
    const { worse } = survivalChanges(before, after);
    expect(worse.line).toBe(
      "zone:x/1: feed up 60 s → up 190 s, the worst of 3 verdicts (feed, upload under faults of site, zone)",
    );
    expect(worse.all.map(({ scenario }) => scenario)).toEqual(["site:x", "zone:x/1", "zone:x/2"]);
  });

  it("name what came into a worse state before what only takes longer, and count the states", () => {
    const before = survival(
      ["site:x", "feed", "down", 60],
      ["zone:x/1", "feed", "up", 0],
      ["zone:x/2", "feed", "degraded", 60],
    );
    const after = survival(
      ["site:x", "feed", "down", null],
      ["zone:x/1", "feed", "degraded", 30],
      ["zone:x/2", "feed", "down", 60],
    );
    expect(survivalChanges(before, after).worse.line).toBe(
      "zone:x/2: feed degraded 60 s → down 60 s, the worst of 3 verdicts (feed under faults of site, zone; 1 is now down; 1 is now degraded)",
    );
  });

  it("name the greatest gain of what got better", () => {
    const before = survival(["site:x", "feed", "degraded", 300], ["zone:x/1", "feed", "degraded", 100]);
    const after = survival(["site:x", "feed", "degraded", 60], ["zone:x/1", "feed", "degraded", 60]);
    expect(survivalChanges(before, after).better.line).toMatch(
      /^site:x: feed degraded 5 min → degraded 60 s, the best of 2 verdicts/,
    );
  });

  it.each([[undefined], [null], [{}], [{ scenarios: "none" }], [{ scenarios: [null] }]])(
    "are neither where the earlier file holds %j",
    (earlier) => {
      expect(survivalChanges(earlier, with1("down", null))).toEqual(nothing);
    },
  );
});
