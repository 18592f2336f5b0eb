/** Words for the tables of what an API refuses to change. */
import { quantity } from "../../graph/views/quantity";
import type { UnchangingProperty } from "./property";

/** A property as `a.b`; a part that is a number is a place in a list. */
export const unchanging = (
  property: string,
  rest: Omit<UnchangingProperty, "property"> = {},
): UnchangingProperty => ({
  property: property.split(".").map((part) => (/^\d+$/.test(part) ? Number(part) : part)),
  ...rest,
});

/** What may grow and not shrink; what isn't told in numbers can't be compared. */
export const shrinks: UnchangingProperty["where"] = (old, now) => {
  const [from, to] = [old, now].map((value) =>
    typeof value === "string" || typeof value === "number" ? quantity(value) : undefined,
  );
  return from !== undefined && to !== undefined && to < from;
};

/** What goes through these values in this order, and never back. */
export const goesBack =
  (...order: readonly string[]): UnchangingProperty["where"] =>
  (old, now) => {
    const [from, to] = [old, now].map((value) => order.indexOf(String(value)));
    return from !== undefined && to !== undefined && to >= 0 && to < from;
  };
