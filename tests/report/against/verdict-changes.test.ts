import { describe, expect, it } from "vitest";
import { survivalChanges } from "../../../report/against/verdict-changes";
import type { Survival } from "../../../resilience/verdict/survival";

/** A survival with one scenario and one capability. */
const with1 = (state: string, rtoSeconds: number | null, id = "site:x") =>
  ({ scenarios: [{ id, verdicts: { feed: { state, rtoSeconds } } }] }) as unknown as Survival;

describe("the verdicts since an earlier preview", () => {
  it("are worse where a state is", () => {
    expect(survivalChanges(with1("up", 0), with1("degraded", 72))).toEqual({
      better: [],
      worse: ["site:x: feed up → degraded 72 s"],
    });
  });

  it("are better where users are served again sooner in the same state, and never is later than anything", () => {
    expect(survivalChanges(with1("degraded", null), with1("degraded", 72)).better).toEqual([
      "site:x: feed degraded never → degraded 72 s",
    ]);
  });

  it("are neither where nothing changed, or a scenario is new", () => {
    const nothing = { better: [], worse: [] };
    expect(survivalChanges(with1("up", 0), with1("up", 0))).toEqual(nothing);
    expect(survivalChanges(with1("up", 0, "site:y"), with1("down", null))).toEqual(nothing);
  });

  it.each([[undefined], [null], [{}], [{ scenarios: "none" }], [{ scenarios: [null] }]])(
    "are neither where the earlier file holds %j",
    (earlier) => {
      expect(survivalChanges(earlier, with1("down", null))).toEqual({ better: [], worse: [] });
    },
  );
});
