import { describe, expect, it } from "vitest";
import { renderSummary } from "../../../drill/report/summary";
import { outcome, outsideOutcome } from "./outcome-fixture";

const options = { color: false, out: "out/drill/x", files: ["drill.json", "drill.html"] };
const lines = renderSummary(outcome, options).split("\n");

describe("a drill's last words", () => {
  it("begin with what happened", () => {
    expect(lines[0]).toMatch(/^OCI Ashburn was taken away\. Users were served again after .* All 412/);
  });

  it("are a table of predicted and measured by capability and kind of client", () => {
    expect(lines[2]).toMatch(/^capability +clients +predicted +measured +points apart +served then +band$/);
    expect(lines.filter((line) => /^ +raced +0\.5 s +0\.\d s .* within$/.test(line))).toHaveLength(4);
    expect(lines.filter((line) => /^(upload|feed|engagement|status) +all clients/.test(line))).toHaveLength(
      4,
    );
  });

  it("name what must hold, where the files are, and how to run it again", () => {
    expect(lines).toContain(
      "held    uploads-kept: each of 412 acknowledged uploads is in a store, byte by byte",
    );
    expect(lines).toContain("files in out/drill/x: drill.json, drill.html");
    expect(lines.join("\n")).toContain(
      "again: npm run drill -- --fault site:oci-us-ashburn-1 --scale 0.1 --seed 7",
    );
    expect(lines.at(-2)).toBe("drill met");
  });

  it("say what is missed, and the first of it only", () => {
    const because = Array.from({ length: 11 }, (_, index) => `Broken: ${index}`);
    const text = renderSummary({ ...outcome, verdict: { verdict: "missed", because, untold: [] } }, options);
    expect(text.match(/^missed /gm)).toHaveLength(8);
    expect(text).toContain("and 3 more like these");
    expect(text).toContain("drill missed");
  });

  it("say how far outside the band something is", () => {
    expect(renderSummary(outsideOutcome, options)).toMatch(
      /raced .* outside: RTO 4\.\d s off, \d(\.\d)? points/,
    );
  });

  it("are as wide with colour, and have none without", () => {
    const colored = renderSummary(outcome, { ...options, color: true });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the colours are control characters
    expect(colored.replace(/\u001B\[\d+m/g, "")).toBe(lines.join("\n"));
    expect(colored).not.toBe(lines.join("\n"));
  });
});
