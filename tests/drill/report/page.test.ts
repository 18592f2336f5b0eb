import { describe, expect, it } from "vitest";
import { renderDrillHtml } from "../../../drill/report/page";
import type { DrillOutcome } from "../../../drill/verdict/outcome";
import { milliseconds } from "../../support/hostile-text";
import { outcome, outsideOutcome } from "./outcome-fixture";

const html = renderDrillHtml(outcome);

describe("drill.html", () => {
  it("begins with what happened, how long users noticed and whether anything was lost", () => {
    expect(html).toMatch(
      /<p class="headline">OCI Ashburn was taken away\. Users were served again after 1[67](\.\d)? s; 16 s were predicted\. All 412 acknowledged uploads are there\.<\/p>/,
    );
  });

  it("loads nothing and runs nothing", () => {
    expect(html).not.toMatch(/<script|<link|<img|\bsrc=|https?:|url\(/);
    expect(html).toContain("default-src 'none'");
  });

  it("has a chart of all users and of each capability, with a title and a description", () => {
    const charts = html.match(/<svg class="curves"/g) ?? [];
    expect(charts).toHaveLength(1 + Object.keys(outcome.capabilities).length);
    for (const [, id, other] of html.matchAll(/aria-labelledby="(\S+) (\S+)"/g)) {
      expect(html).toContain(`<title id="${id}">`);
      expect(html).toContain(`<desc id="${other}">`);
    }
    const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("has a row for each kind of client of each capability", () => {
    expect(html.match(/<tr class="kind-row">/g)).toHaveLength(4 * 5);
    expect(html.match(/<tr class="whole-row">/g)).toHaveLength(1 + 4);
  });

  it("says what was shortened and imitated, what happened when, and how to run it again", () => {
    for (const said of [
      "edge: red after a brownout 300 s -&#62; 20 s",
      "HAProxy in TCP mode",
      "<td>+6.3 s</td><td>authority</td><td>Route 53 leaves 10.1.1.1 out of upload.clips.test</td>",
      "npm run drill -- --fault site:oci-us-ashburn-1 --scale 0.1 --seed 7",
    ]) {
      expect(html).toContain(said);
    }
  });

  it("says of what is missed why, before anything else", () => {
    const missed = renderDrillHtml(outsideOutcome);
    expect(missed).toContain('<span class="verdict down">drill missed</span>');
    expect(missed.indexOf("Outside the band: ")).toBeLessThan(missed.indexOf("<h2>"));
  });

  it("shows a promise that is broken as broken", () => {
    const broken = renderDrillHtml({
      ...outcome,
      journal: { ...outcome.journal, lost: 3 },
      invariants: [{ id: "uploads-kept", held: false, because: "3 of 412 are in no store" }],
    });
    expect(broken).toContain("3 of 412 acknowledged uploads are lost.");
    expect(broken).toContain('<span class="verdict down">broken</span>');
    expect(broken).toContain("1 of 1 promises broken");
  });

  it("shows what programs say as text", () => {
    const evil = '<img src=x onerror="alert(1)">\u202Eevil';
    const hostile: DrillOutcome = {
      ...outcome,
      happened: evil,
      stack: evil,
      scenario: evil,
      lacking: [evil],
      shortened: [evil],
      imitated: [{ what: evil, by: evil }],
      events: [{ at: 0, kind: "world", text: evil }],
      invariants: [{ id: evil, held: true, because: evil }],
      capabilities: { [evil]: { all: outcome.all, clients: { [evil]: outcome.all } } },
      verdict: { verdict: "missed", because: [evil], untold: [evil] },
    };
    const page = renderDrillHtml(hostile);
    expect(page).not.toContain("<img");
    expect(page).not.toContain("\u202E");
  });

  it("draws what never came back, and what never left", () => {
    const { all } = outcome;
    const of = (rtoSeconds: number | null): DrillOutcome => ({
      ...outcome,
      all: {
        ...all,
        predicted: { ...all.predicted, rtoSeconds },
        measured: { ...all.measured, rtoSeconds },
      },
    });
    expect(renderDrillHtml(of(null))).toContain("predicted: not back");
    expect(renderDrillHtml(of(null))).toContain(
      "Users were not all served again while it lasted, as was predicted.",
    );
    expect(renderDrillHtml(of(0))).toContain("measured: never left");
  });

  it("is made in a tenth of a second", () => {
    expect(milliseconds(() => renderDrillHtml(outcome))).toBeLessThan(100);
  });
});
