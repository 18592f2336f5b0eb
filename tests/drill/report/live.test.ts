import { describe, expect, it } from "vitest";
import { type LiveState, renderLive, renderLiveLine } from "../../../drill/report/live";

const state: LiveState = {
  phase: "fault: site:oci-us-ashburn-1",
  done: 0.5,
  sinceFault: 7.4,
  capabilities: [
    { name: "upload", seconds: [1, 1, 0.5, 0.5, 0, undefined] },
    { name: "feed", seconds: [] },
  ],
  authorities: [{ name: "Route 53", answers: "oci-us-ashburn-1 0 of 2, aws-us-east-2 3 of 3" }],
  acknowledged: 41,
};

describe("the live view", () => {
  it("shows how far it is, what is served, what each authority answers and what was acknowledged", () => {
    expect(renderLive(state, 80)).toEqual([
      "[############------------] fault: site:oci-us-ashburn-1, 7 s since the fault",
      `upload    50 %  ${"".padStart(34)}██▅▅▁ `,
      `feed        -   ${"".padStart(40)}`,
      "Route 53 oci-us-ashburn-1 0 of 2, aws-us-east-2 3 of 3",
      "41 uploads acknowledged",
    ]);
  });

  it.each([20, 40, 80, 200])("has no line that would wrap at %i characters", (width) => {
    const long = {
      ...state,
      notes: ["requests are sent 0.2 s late: this machine is too slow for what is asked"],
    };
    for (const line of renderLive(long, width)) expect(line.length).toBeLessThan(width);
  });

  it("keeps the newest seconds where not all of them fit", () => {
    const seconds = [...Array.from({ length: 200 }, () => 1), 0];
    const [, line = ""] = renderLive({ ...state, capabilities: [{ name: "feed", seconds }] }, 30);
    expect(line.endsWith("█▁")).toBe(true);
  });

  it("has colour only where it is wanted, and the same words", () => {
    expect(renderLive(state, 66).join("")).not.toContain("\u001B");
    const colored = renderLive(state, 66, true).join("\n");
    expect(colored).toContain("\u001B[");
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the colours are control characters
    expect(colored.replace(/\u001B\[\d+m/g, "")).toBe(renderLive(state, 66).join("\n"));
  });

  it("lets no text of a program act on the terminal", () => {
    const phase = "evil \u001B]0;title\u0007";
    expect(renderLive({ ...state, phase }, 200).join("")).not.toContain("\u001B");
    expect(renderLiveLine({ ...state, phase })).not.toContain("\u001B");
  });

  it("is one line in a log", () => {
    expect(renderLiveLine(state)).toBe(
      "50 % fault: site:oci-us-ashburn-1, 7 s since the fault, upload 50 %, 41 acknowledged",
    );
  });
});
