/** What is wrong with a stack's settings, and how it is told: one line each, all at once. */
import { SECRET } from "../graph/resource";
import { Secret } from "./secret";

export interface Problem {
  /** The stack file as it was named. */
  readonly file: string;
  /** As one would write it to `pulumi config set --path`: `twincloud:sites[1].cidr`. */
  readonly key?: string;
  /** Counted from 1, where no key is known yet. */
  readonly line?: number;
  readonly found: string;
  /** What would be right. */
  readonly wanted: string;
}

/** A problem without its file: the path of its key below the namespace. */
export interface Finding {
  readonly path: readonly (string | number)[];
  readonly found: string;
  readonly wanted: string;
}

export function renderProblem({ file, key, line, found, wanted }: Problem): string {
  const where = [line === undefined ? file : `${file}:${line}`, ...(key === undefined ? [] : [key])];
  return `${where.join(": ")}: found ${found}, wanted ${wanted}`.replace(/\s+/g, " ");
}

/** Settings that can't be used; the message is one line a problem. */
export class SettingsError extends Error {
  override readonly name = "SettingsError";

  constructor(readonly problems: readonly Problem[]) {
    super(problems.map(renderProblem).join("\n"));
  }
}

/** Whole OCIDs are shown, whole certificates are not. */
const LONGEST_SHOWN = 120;

/** A value as a problem may show it: short, and never a secret. */
export function show(value: unknown): string {
  if (value === undefined || value === null) return "nothing";
  if (value instanceof Secret) return SECRET;
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : `a list of ${value.length}`;
  if (typeof value === "object") return Object.keys(value).length === 0 ? "an empty map" : "a map";
  if (typeof value !== "string") return String(value);
  const quoted = JSON.stringify(value);
  return quoted.length > LONGEST_SHOWN ? `${quoted.slice(0, LONGEST_SHOWN)}…` : quoted;
}
