import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pathText } from "../../../graph/paths";
import type { Properties, Value } from "../../../graph/resource";
import { differencesOf, leavesOf } from "../../../report/against/compare";

const differ = () => false;
const changed = (before: Properties, after: Properties) =>
  differencesOf(before, after, differ).map(({ path }) => pathText(path));

describe("differencesOf", () => {
  it("finds what was changed, added and removed, at the path where it is whole", () => {
    const before = { a: 1, b: { c: [1, 2], d: { e: 1 } }, gone: "x" };
    const after = { a: 2, b: { c: [1, 3, 4], d: "no object" }, added: { deep: true } };
    expect(changed(before, after)).toEqual(["a", "added", "b.c[1]", "b.c[2]", "b.d", "gone"]);
  });

  it("finds nothing between a value and itself", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const properties = value as Properties;
        expect(changed(properties, JSON.parse(JSON.stringify(properties)) as Properties)).toEqual([]);
      }),
    );
  });

  it("finds something wherever two values differ, but for null and nothing", () => {
    const json = fc.dictionary(fc.constantFrom("a", "b"), fc.jsonValue({ maxDepth: 2 }));
    const withoutNulls = (value: Value): unknown =>
      Array.isArray(value)
        ? // A null at the end of a list is nothing, too.
          trimmed(value.map(withoutNulls))
        : typeof value === "object" && value !== null
          ? Object.fromEntries(
              Object.entries(value)
                .sort(([a], [b]) => (a < b ? -1 : 1))
                .flatMap(([key, item]) => (item === null ? [] : [[key, withoutNulls(item as Value)]])),
            )
          : value;
    const trimmed = (items: unknown[]): unknown[] =>
      items.at(-1) === null ? trimmed(items.slice(0, -1)) : items;
    fc.assert(
      fc.property(json, json, (a, b) => {
        const [before, after] = [a as Properties, b as Properties];
        const same = JSON.stringify(withoutNulls(before)) === JSON.stringify(withoutNulls(after));
        expect(changed(before, after).length === 0).toBe(same);
      }),
    );
  });

  it("asks about texts that differ, and with which input", () => {
    const asked: string[] = [];
    const same = (before: string, after: string, input: string) => {
      asked.push(`${input}: ${before} ${after}`);
      return true;
    };
    expect(differencesOf({ a: { b: ["x"] } }, { a: { b: ["y"] } }, same)).toEqual([]);
    expect(asked).toEqual(["a: x y"]);
  });

  it("takes no default or automatic name of the provider's for a change", () => {
    const before = {
      __defaults: ["bucket", "forceDestroy"],
      bucket: "media-1a2b3c4",
      forceDestroy: false,
      tags: {},
    };
    expect(changed(before, { tags: {} })).toEqual([]);
    expect(changed(before, { bucket: "media", tags: {} })).toEqual(["bucket"]);
    expect(changed(before, { __defaults: ["bucket"], bucket: "media-9z9z9z9", tags: {} })).toEqual([]);
  });

  it("takes no automatic name of a Kubernetes object for a change", () => {
    const autonamed = { name: "feed-1a2b3c4d", annotations: { "pulumi.com/autonamed": "true" } };
    expect(changed({ metadata: autonamed }, { metadata: {} })).toEqual([]);
    expect(changed({ metadata: autonamed }, { metadata: { name: "feed" } })).toEqual([
      "metadata.annotations",
      "metadata.name",
    ]);
    const labelled = { ...autonamed, annotations: { ...autonamed.annotations, a: "b" } };
    expect(changed({ metadata: labelled }, { metadata: { annotations: { a: "c" } } })).toEqual([
      "metadata.annotations.a",
    ]);
  });
});

describe("what a state hides", () => {
  it("is no difference where a preview hides the values of a map one by one", () => {
    const hidden = { stringData: "[secret]" };
    expect(changed(hidden, { stringData: { key: "[secret]" } })).toEqual([]);
    expect(changed(hidden, { stringData: { key: "open" } })).toEqual(["stringData"]);
    expect(changed(hidden, { stringData: {} })).toEqual(["stringData"]);
  });
});

describe("leavesOf", () => {
  it("gives the plain values on either side of a difference", () => {
    const leaves = (before: Value | undefined, after: Value | undefined) =>
      leavesOf({ path: ["a"], before, after }).map(pathText);
    expect(leaves({ b: 1, c: [2] }, "text")).toEqual(["a.b", "a.c[0]", "a"]);
    expect(leaves(undefined, {})).toEqual(["a"]);
  });
});
