import { describe, expect, it } from "vitest";
import { renderSeries } from "../../../drill/report/series";
import { outcome } from "./outcome-fixture";

describe("several drills", () => {
  it("have a line each, those that weren't judged too, and a sum", () => {
    const text = renderSeries(
      [
        { id: "site-a-1", outcome },
        { id: "site-a-2", refused: "all was not well" },
      ],
      { color: false },
    );
    const lines = text.split("\n");
    expect(lines[1]).toMatch(new RegExp(`^site-a-1 .*412 kept +${outcome.verdict.verdict}$`));
    expect(lines[2]).toMatch(/^site-a-2 +not drilled$/);
    expect(lines[3]).toMatch(/of 2 drills met; of 412 acknowledged uploads 0 are lost$/);
  });
});
