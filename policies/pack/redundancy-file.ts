/** Finds and reads a program's redundancy.yaml, with the baseline beside it. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { rules } from "../rules";
import { type Redundancy, RedundancyError, readRedundancy } from "./redundancy";

export const redundancyName = "redundancy.yaml";
export const baselineName = "redundancy.baseline.yaml";

/**
 * @param folder where it may stand; absolute
 * @param named what the folder is called in errors
 * @returns none where there is no such file
 * @throws RedundancyError when it can't be read or isn't sound
 */
export function redundancyIn(folder: string, named: string): Redundancy | undefined {
  const nameOf = (name: string) => path.join(named, name);
  const text = textOf(path.join(folder, redundancyName), nameOf(redundancyName));
  const baseline = textOf(path.join(folder, baselineName), nameOf(baselineName));
  if (text === undefined && baseline === undefined) return undefined;
  return readRedundancy(
    text ?? "",
    nameOf(redundancyName),
    rules.map(({ id }) => id),
    baseline === undefined ? undefined : { text: baseline, file: nameOf(baselineName) },
  );
}

function textOf(file: string, named: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return undefined;
    throw new RedundancyError([`${named}: can't be read (${code})`]);
  }
}
