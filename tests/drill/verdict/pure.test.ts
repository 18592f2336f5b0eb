import { describe, expect, it } from "vitest";
import { filesIn, importsOf } from "../../architecture/imports";

/** Packages that a file loads, however far one follows its imports. */
function packagesOf(start: string): Set<string> {
  const [seen, packages] = [new Set([start]), new Set<string>()];
  for (const file of seen) {
    for (const { module, file: target, typeOnly } of importsOf(file)) {
      if (typeOnly) continue;
      if (target === undefined) packages.add(module);
      else if (/\.m?ts$/.test(target)) seen.add(target);
    }
  }
  return packages;
}

describe("a drill's verdict", () => {
  it("is pure: it loads no package, neither Pulumi's nor what touches files, network or processes", () => {
    const files = filesIn("drill/verdict");
    expect(files.length).toBeGreaterThan(5);
    expect(files.flatMap((file) => [...packagesOf(file)])).toEqual([]);
  });
});
