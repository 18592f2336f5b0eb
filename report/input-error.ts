/** What is wrong with what the user gave: settings, files, flags. Ends a command with exit 2. */
export class InputError extends Error {
  override readonly name = "InputError";
  /** One error each: the file, the key, what was found and what to do. */
  readonly lines: readonly string[];

  constructor(lines: string | readonly string[]) {
    const list = typeof lines === "string" ? [lines] : lines;
    super(list.join("\n"));
    this.lines = list;
  }
}
