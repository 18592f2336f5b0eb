/** Reads a file that a flag names. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { InputError } from "../report/input-error";

/**
 * @param wanted what the file should be, where there is more to say than that it should be there
 * @throws InputError that names the flag and the file
 */
export function readGiven(flag: string, file: string, cwd: string, wanted = ""): Uint8Array {
  try {
    return readFileSync(path.resolve(cwd, file));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const found = code === "ENOENT" ? "no such file" : `can't be read (${code})`;
    throw new InputError(`${flag} ${file}: ${found}${wanted && `; wanted ${wanted}`}`);
  }
}
