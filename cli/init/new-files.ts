/** Writes the files of a new platform: all of them or none, and never over one that is there. */
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { InputError } from "../../report/input-error";

/**
 * @param files by their paths from the root
 * @throws InputError where one is there already, or can't be written: then none is
 */
export function writeNew(root: string, files: ReadonlyMap<string, string>): void {
  refuseExisting(root, [...files.keys()]);
  const written: string[] = [];
  try {
    for (const [file, content] of files) {
      const whole = path.join(root, file);
      mkdirSync(path.dirname(whole), { recursive: true });
      // Somebody may have made it since.
      writeFileSync(whole, content, { flag: "wx" });
      written.push(whole);
    }
  } catch (error) {
    for (const file of written) rmSync(file);
    const { code, message } = error as NodeJS.ErrnoException;
    throw code === undefined ? error : new InputError(`init: ${message}; nothing was written`);
  }
}

/** @throws InputError naming each that is there */
export function refuseExisting(root: string, files: readonly string[]): void {
  const there = files.filter((file) => existsSync(path.join(root, file)));
  if (there.length === 0) return;
  throw new InputError(
    there.map((file) => `${file}: found a file, wanted none: choose another --name, or remove it`),
  );
}
