import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isWithin, parsePath, pathText, withoutIndexes } from "../../graph/paths";

describe("a property path", () => {
  it.each([
    [["spec", "ports", 0, "name"], "spec.ports[0].name"],
    [["metadata", "annotations", "a.b/c"], 'metadata.annotations["a.b/c"]'],
    [["tags", "aws:x"], 'tags["aws:x"]'],
    [[""], '[""]'],
  ])("%j is written %s", (path, text) => {
    expect(pathText(path)).toBe(text);
  });

  it("reads back as it was written, whatever the keys", () => {
    const path = fc.array(fc.oneof(fc.string(), fc.nat()), { minLength: 1 });
    fc.assert(
      fc.property(path, (parts) => {
        fc.pre(typeof parts[0] === "string");
        expect(parsePath(pathText(parts))).toEqual(parts);
      }),
    );
  });

  it("is within a pattern that is equal, shorter or has a star", () => {
    const path = parsePath("spec.ports[2].name");
    expect(isWithin(path, parsePath("spec"))).toBe(true);
    expect(isWithin(path, parsePath("spec.ports[*].name"))).toBe(true);
    expect(isWithin(path, parsePath("*"))).toBe(true);
    expect(isWithin(path, parsePath("spec.ports[1]"))).toBe(false);
    expect(isWithin(parsePath("spec"), path)).toBe(false);
    expect(isWithin(parsePath("specs"), parsePath("spec"))).toBe(false);
  });

  it("loses its places in lists for the tables of what forces a replacement", () => {
    expect(withoutIndexes(parsePath("a[0].b[1]"))).toEqual(["a", "b"]);
  });
});
