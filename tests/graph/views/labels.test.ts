import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { UNKNOWN, type Value } from "../../../graph/resource";
import { LabelIndex, selects } from "../../../graph/views/labels";

const labels = { app: "shop", tier: "web" };
const expression = (key: string, operator: string, values: string[] = []): Value => ({
  matchExpressions: [{ key, operator, values }],
});

describe("a label selector", () => {
  it.each<[Value]>([
    [{}],
    [{ matchLabels: { app: "shop" } }],
    [expression("app", "In", ["shop", "blog"])],
    [expression("app", "NotIn", ["blog"])],
    [expression("zone", "NotIn", ["a"])],
    [expression("app", "Exists")],
    [expression("zone", "DoesNotExist")],
  ])("%j selects what has the labels app=shop and tier=web", (selector) => {
    expect(selects(selector, labels)).toBe(true);
  });

  it.each<[Value | undefined]>([
    [undefined],
    [null],
    [UNKNOWN],
    [{ matchLabels: UNKNOWN }],
    [{ matchLabels: { app: "shop", tier: "api" } }],
    [expression("app", "In", ["blog"])],
    [expression("zone", "In", ["a"])],
    [expression("app", "NotIn", ["shop"])],
    [expression("zone", "Exists")],
    [expression("app", "DoesNotExist")],
    [expression("app", "Near", ["shop"])],
    [expression("constructor", "Exists")],
  ])("%j doesn't", (selector) => {
    expect(selects(selector, labels)).toBe(false);
  });
});

describe("an index of labels", () => {
  const key = fc.constantFrom("a", "b", "c");
  const value = fc.constantFrom("1", "2", "3");
  const things = fc.array(fc.dictionary(key, value), { maxLength: 12 });
  const expressions = fc.record({
    key,
    operator: fc.constantFrom("In", "NotIn", "Exists", "DoesNotExist"),
    values: fc.array(value, { maxLength: 2 }),
  });
  const selector = fc.record(
    { matchLabels: fc.dictionary(key, value), matchExpressions: fc.array(expressions, { maxLength: 2 }) },
    { requiredKeys: [] },
  );

  it("selects what trying each would, whatever was asked before", () => {
    fc.assert(
      fc.property(things, fc.array(selector, { maxLength: 4 }), (all, selectors) => {
        const index = new LabelIndex<object>();
        for (const thing of all) index.add(thing, thing);
        for (const each of selectors) {
          const wanted = all.filter((thing) => selects(each, thing));
          expect(index.selected(each)).toEqual(wanted);
          expect(index.hasSelected(each)).toBe(wanted.length > 0);
        }
      }),
    );
  });
});
