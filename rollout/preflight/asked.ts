/** What the clouds say when they are asked, by their own CLIs and by commands that only read. */
import type { Need } from "./needs";

/** What a command said: its output as JSON, or why there is none. */
export type Told =
  | { readonly ok: true; readonly json: unknown }
  | { readonly ok: false; readonly why: string };

/** Runs a command. */
export type Run = (args: readonly string[]) => Promise<Told>;

export interface Asked {
  /** What falls short: the first deployment would fail by it. */
  readonly short: readonly string[];
  /** What was asked and is well. */
  readonly well: readonly string[];
  /** What couldn't be asked, and why. */
  readonly unasked: readonly string[];
}

/** Whom to ask, and about what. */
export interface Subject {
  readonly needs: readonly Need[];
  /** Of AWS. */
  readonly accountId: string;
  /** ARNs of AWS of who may use its clusters. */
  readonly admins: readonly string[];
  /** Of AWS: one name space for all accounts. */
  readonly buckets: readonly string[];
  /** OCIDs. */
  readonly tenancyId: string;
  readonly compartmentId: string;
  /** Regions of OCI that the stack has anything in. */
  readonly ociRegions: readonly string[];
}

export type Ask = (subject: Subject, run: Run) => Promise<Asked>;

export const nothingAsked: Asked = { short: [], well: [], unasked: [] };

export const together = (all: readonly Asked[]): Asked => ({
  short: all.flatMap(({ short }) => short),
  well: all.flatMap(({ well }) => well),
  unasked: all.flatMap(({ unasked }) => unasked),
});

export const at = (value: unknown, ...path: readonly string[]): unknown =>
  path.reduce<unknown>(
    (inner, key) =>
      typeof inner === "object" && inner !== null ? (inner as Record<string, unknown>)[key] : undefined,
    value,
  );

/** A figure of a cloud's answer; undefined where it says none. */
export function figureAt(value: unknown, ...path: readonly string[]): number | undefined {
  const found = at(value, ...path);
  return typeof found === "number" && Number.isFinite(found) ? found : undefined;
}
