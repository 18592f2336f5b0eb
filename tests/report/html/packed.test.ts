import { describe, expect, it } from "vitest";
import type { PageData, PageVerdict } from "../../../report/html/data";
import { packed } from "../../../report/html/packed";

const verdict = (served: number) => ({ state: "up", served }) as PageVerdict;
const scenario = (id: string, feed: PageVerdict) => ({
  ...{ id, kind: "site", title: id, silences: [] },
  verdicts: { feed },
});
const data = {
  calm: { feed: verdict(1), upload: verdict(1) },
  scenarios: [scenario("a", verdict(0.5)), scenario("b", verdict(1))],
} as unknown as PageData;

describe("the page's data", () => {
  it("holds each verdict once, whichever scenarios and capabilities have it", () => {
    const { verdicts, calm, scenarios } = packed(data);
    expect(verdicts).toEqual([verdict(1), verdict(0.5)]);
    expect(calm).toEqual({ feed: 0, upload: 0 });
    expect(scenarios.map(({ verdicts: places }) => places)).toEqual([{ feed: 1 }, { feed: 0 }]);
  });
});
