/** Minutes a year, in words and in a table. */
import { describe, expect, it } from "vitest";
import { yearlyReasons, yearlyRows, yearlySummary, yearlyTitle } from "../../report/yearly-words";
import type { Yearly, YearlyFigure } from "../../resilience/yearly/yearly";

const minutes = (value: number, low = value, high = value): YearlyFigure => ({ minutes: value, low, high });
const because = "How often it happens isn't known: say it as workloadLossesAYear.";
const unknown: YearlyFigure = { minutes: null, low: null, high: null, because };

const yearly: Yearly = {
  kinds: {
    "site:brownout": { feed: minutes(12.66, 1.1, 204), upload: minutes(3) },
    zone: { feed: minutes(0.04, 0, 0.2), upload: minutes(0) },
    link: { feed: minutes(0), upload: minutes(0) },
    workload: { feed: unknown, upload: minutes(0) },
  },
  total: { feed: minutes(12.7, 1.1, 204.2), upload: minutes(3) },
  untold: [{ kind: "workload", because }],
};

describe("minutes a year", () => {
  it("are summed up by who loses most, to what, and what isn't in it", () => {
    expect(yearlySummary(yearly)).toBe(
      "expected in a year: feed loses 13 (1.1 to 204) min of its requests, the most of all; by brownout of a site (13); without loss of a workload, whose rate isn't known",
    );
  });

  it("are a row for each kind that costs something or can't be told, and one for all", () => {
    expect(yearlyRows(yearly, ["feed", "upload"]).map(({ title, cells }) => [title, ...cells])).toEqual([
      ["brownout of a site", "13 (1.1 to 204)", "3.0"],
      ["loss of a zone", "< 0.1 (0 to 0.2)", "0"],
      ["loss of a workload", "?", "0"],
      ["all of them", "13 (1.1 to 204)", "3.0"],
    ]);
    expect(yearlyReasons(yearly)).toEqual([`loss of a workload: ${because}`]);
  });

  it("say nothing where nothing can be told", () => {
    expect(yearlySummary({ kinds: {}, total: { feed: unknown }, untold: [] })).toBeUndefined();
  });

  it("call each kind by a name for people", () => {
    expect(["site:brownout-front", "site:slow", "provider-blind", "calm"].map(yearlyTitle)).toEqual([
      "brownout in front of a site",
      "slow answers of a site",
      "loss of a cloud that its own DNS doesn't see",
      "while nothing fails",
    ]);
  });
});
