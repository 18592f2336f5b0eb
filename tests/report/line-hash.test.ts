import { describe, expect, it } from "vitest";
import { lineHashes } from "../../report/line-hash";

describe("the hash of a line", () => {
  it("is that of the mark of the end alone in a file without text", () => {
    // 65,535 times 37 to the power of 99, of which 64 bits are kept.
    const expected = BigInt.asUintN(64, 65_535n * 37n ** 99n).toString(16);
    expect(lineHashes("")).toEqual([`${expected}:1`]);
    // As GitHub's own upload has it.
    expect(expected).toBe("c129715d7a2bc9a3");
  });

  it("is what GitHub's upload computes, which warns of any other", () => {
    expect(lineHashes(" a\nb\n  \t\tc\n d")).toEqual([
      ...["271789c17abda88f:1", "54703d4cd895b18:1", "180aee12dab6264:1", "a23a3dc5e078b07b:1"],
    ]);
  });

  it("is the same whatever ends the lines and however they are indented", () => {
    expect(lineHashes("  a\r\n\tb\r\n")).toEqual(lineHashes("a\nb\n"));
    expect(lineHashes("a\rb\r")).toEqual(lineHashes("a\nb\n"));
  });

  it("counts lines that begin with the same hundred characters", () => {
    const line = "x".repeat(120);
    const hashes = lineHashes(`${line}\n${line}\nend\n`);
    expect(hashes.map((hash) => hash.split(":")[1])).toEqual(["1", "2", "1", "1"]);
    expect(hashes[0]?.split(":")[0]).toBe(hashes[1]?.split(":")[0]);
  });
});
