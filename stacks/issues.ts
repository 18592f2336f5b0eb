/** What a schema finds wrong with what a file holds, as problems tell it. Pure. */
import * as z from "zod";
import { nearest } from "../graph/nearest";
import { SECRET } from "../graph/resource";
import { type Finding, show } from "./problems";

/** What an issue of a schema says, its path first; a key that isn't known is told with the nearest that is. */
export function findingsOf(issue: z.core.$ZodIssue, values: unknown, schema: z.core.$ZodType): Finding[] {
  const path = issue.path.map((step) => (typeof step === "symbol" ? String(step) : step));
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({
      path: [...path, key],
      found: "a key that isn't known",
      wanted: keyAdvice(key, knownKeys(schema, path)),
    }));
  }
  const value = path.reduce<unknown>(valueAt, values);
  // What stands below edgeTls may be a key in plain text, even where something else was wanted.
  const found = path[0] === "edgeTls" && typeof value === "string" ? SECRET : show(value);
  return [{ path, found, wanted: issue.message }];
}

function valueAt(value: unknown, step: string | number): unknown {
  return typeof value === "object" && value !== null
    ? (value as Record<string | number, unknown>)[step]
    : undefined;
}

function keyAdvice(key: string, known: readonly string[]): string {
  const likely = nearest(key, known);
  const all = `one of ${known.join(", ")}`;
  return likely.length > 0 ? `${likely.join(" or ")} (${all})` : all;
}

/** The keys that the schema has at a path. */
function knownKeys(root: z.core.$ZodType, path: readonly (string | number)[]): string[] {
  const found = path.reduce<z.core.$ZodType | undefined>(schemaAt, root);
  const map = found && unwrap(found);
  return map instanceof z.ZodObject ? Object.keys(map.shape) : [];
}

function schemaAt(outer: z.core.$ZodType | undefined, step: string | number): z.core.$ZodType | undefined {
  const inner = outer && unwrap(outer);
  if (inner instanceof z.ZodObject) return inner.shape[step];
  if (inner instanceof z.ZodArray) return inner.element;
  return undefined;
}

function unwrap(outer: z.core.$ZodType): z.core.$ZodType {
  if (outer instanceof z.ZodOptional || outer instanceof z.ZodDefault) return unwrap(outer.unwrap());
  // What z.preprocess makes.
  if (outer instanceof z.ZodPipe) return unwrap(outer.out);
  return outer;
}
