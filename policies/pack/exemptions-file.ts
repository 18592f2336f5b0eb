/** Reads the exemptions of a checkout. */
import { readFileSync } from "node:fs";
import { rules } from "../rules";
import { type Exemption, ExemptionsError, readExemptions } from "./exemptions";

/**
 * @param named what the file is called in errors.
 * @returns none where there is no such file
 * @throws ExemptionsError when it can't be read or isn't sound.
 */
export function exemptionsFrom(file: string, named: string): readonly Exemption[] {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return [];
    throw new ExemptionsError([`${named}: can't be read (${code})`]);
  }
  return readExemptions(
    text,
    named,
    rules.map(({ id }) => id),
  );
}
