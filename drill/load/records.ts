/** The outcomes of requests in a file, one JSON a line: written from memory now and then, read when all is over. */
import { readFileSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import type { RequestRecord } from "./plan";

const EVERY_MS = 500;

export class Records {
  #lines: string[] = [];
  #writing: Promise<void> = Promise.resolve();
  readonly #timer: NodeJS.Timeout;

  private constructor(
    private readonly file: FileHandle,
    failed: (error: Error) => void,
  ) {
    this.#timer = setInterval(() => this.#flush().catch(failed), EVERY_MS);
  }

  /**
   * @param failed told when the file can't be written any more
   * @throws Error where the file can't be written anew.
   */
  static async open(file: string, failed: (error: Error) => void): Promise<Records> {
    return new Records(await open(file, "w"), failed);
  }

  add(record: RequestRecord): void {
    this.#lines.push(JSON.stringify(record));
  }

  #flush(): Promise<void> {
    this.#writing = this.#writing.then(async () => {
      const lines = this.#lines;
      if (lines.length === 0) return;
      this.#lines = [];
      await this.file.write(`${lines.join("\n")}\n`);
    });
    return this.#writing;
  }

  /** @throws Error where the last of them can't be written. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    try {
      await this.#flush();
    } finally {
      await this.file.close();
    }
  }
}

/** @throws Error naming file and line for what is no record. */
export function readRecords(file: string): RequestRecord[] {
  const lines = readFileSync(file, "utf8").split("\n");
  // What a process that was killed left of its last line is no record.
  return lines.slice(0, -1).map((line, index) => {
    try {
      return JSON.parse(line) as RequestRecord;
    } catch (error) {
      throw new Error(`${file}:${index + 1}: no record of a request: ${(error as Error).message}`);
    }
  });
}
