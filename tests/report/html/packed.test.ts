import { describe, expect, it } from "vitest";
import type { PageData, PageVerdict } from "../../../report/html/data";
import { packed } from "../../../report/html/packed";

const verdict = (served: number) =>
  ({ state: "up", served, because: ["It is so."], flows: [[[0], [0]]] }) as unknown as PageVerdict;
const scenario = (id: string, feed: PageVerdict) => ({
  ...{ id, kind: "site", title: id, silences: [], touchesNothing: false, covered: false },
  verdicts: { feed },
});
const data = {
  capabilities: ["feed", "upload"],
  calm: { feed: verdict(1), upload: verdict(1) },
  scenarios: [scenario("a", verdict(0.5)), scenario("b", verdict(1))],
  curves: [[0, 0.2, 44.5, 0.2, 51.1, 0.0133]],
} as unknown as PageData;

describe("the page's data", () => {
  it("holds each verdict, flow and reason once, whichever scenarios and capabilities have it", () => {
    const { verdicts, calm, scenarios, reasons, uses, flows } = packed(data);
    expect(verdicts).toHaveLength(2);
    expect([reasons, uses, flows]).toEqual([["It is so."], [[0]], [[0, 0]]]);
    expect(calm).toEqual([0, 0]);
    expect(scenarios.map(({ verdicts: places }) => places)).toEqual([
      [1, null],
      [0, null],
    ]);
  });

  it("holds curves as steps of whole tenths of a second and ten-thousandths of all requests", () => {
    expect(packed(data).steps).toEqual([[0, 2000, 445, 0, 66, -1867]]);
  });
});
