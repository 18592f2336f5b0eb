/** What the objectives don't cover is played and held to nothing: every report must say so, in words and with its number. */
import { createColors } from "picocolors";
import { describe, expect, it } from "vitest";
import { graphOf } from "../../graph/graph";
import { renderHtml } from "../../report/html/page";
import { renderMarkdown } from "../../report/markdown";
import type { PreviewReport } from "../../report/model";
import { matrixLines } from "../../report/survival-terminal";
import { uncoveredText } from "../../report/survival-words";
import type { ScenarioResult } from "../../resilience/verdict/survey";
import type { Survival } from "../../resilience/verdict/survival";

const verdict = {
  ...{ state: "up", served: 1, rtoSeconds: 0, rpoSeconds: 0, stalenessSeconds: 0, lostSeconds: 0 },
  ...{
    because: [],
    evidence: [],
    capacity: { atOnce: 1, then: 1 },
    timeline: [[0, 1]],
    lastingAt: 0,
    flows: [],
  },
};
const played = (kind: string, name: string, covered: boolean) =>
  ({
    ...{ id: `${kind}:${name}`, kind, title: `Loss of ${name}`, faults: [], silences: [], covered },
    verdicts: { feed: verdict },
  }) as unknown as ScenarioResult;
const scenarios = [
  played("site", "a", true),
  played("expiry", "a", false),
  played("bad-change", "a", false),
  played("bad-change", "b", false),
];
const survival = {
  ...{ verdict: "met", because: [], before: [], nothing: false, misses: [], untold: [], calm: {}, sites: [] },
  ...{ scenarios, yearly: { kinds: {}, total: {}, untold: [] } },
} as unknown as Survival;
const report: PreviewReport = { stack: "test", graph: graphOf([]), survival };

const forms: Readonly<Record<string, string>> = {
  "the terminal": matrixLines(scenarios, createColors(false), 120).join("\n"),
  "preview.md": renderMarkdown(report),
  "preview.html": renderHtml(report),
};
/** The terminal's kinds are what a command takes; a page is read by people. */
const kinds: Readonly<Record<string, readonly [badChange: string, expiry: string]>> = {
  "the terminal": ["bad-change", "expiry"],
  "preview.md": ["a bad change", "something that expired"],
  "preview.html": ["a bad change", "something that expired"],
};

describe.each(Object.entries(forms))("%s", (form, text) => {
  it("marks the kinds that the objectives don't cover and says how many of each were played", () => {
    const [badChange, expiry] = kinds[form] ?? [];
    expect(text).toContain(`${badChange} (2 played, not covered by the objectives)`);
    expect(text).toContain(`${expiry} (1 played, not covered by the objectives)`);
    expect(text).not.toMatch(/site \(\d+ played/);
  });
});

describe("what isn't covered", () => {
  it("is counted in one line, which a comment keeps when it cuts its rows", () => {
    const line = "Played and not covered by the objectives: 3 of 4 (2 bad-change, 1 expiry)";
    expect(uncoveredText({ scenarios })).toBe(line);
    expect(forms["preview.md"]).toContain(line);
    expect(forms["preview.html"]).toContain(line);
  });

  it("comes after what is covered in a comment, as the last rows are those that are cut", () => {
    const reversed = { ...report, survival: { ...survival, scenarios: [...scenarios].reverse() } };
    const text = renderMarkdown(reversed);
    const [site, change, expiry] = ["`site:a`", "the worst of 2", "`expiry:a`"].map((row) =>
      text.indexOf(row),
    );
    expect(site).toBeGreaterThan(0);
    expect(site).toBeLessThan(change as number);
    expect(change).toBeLessThan(expiry as number);
  });

  it("isn't spoken of where the objectives cover all", () => {
    expect(uncoveredText({ scenarios: scenarios.slice(0, 1) })).toBeUndefined();
  });
});
