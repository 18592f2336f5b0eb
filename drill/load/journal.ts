/**
 * What was acknowledged, on disk before it counts: a power cut of the one who asks must not lose what it was promised, or
 * nobody would look for it afterwards.
 */
import { readFileSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";

export type JournalEntry = UploadEntry | EngagementEntry;

/** An upload that was answered 201 or 200. */
export interface UploadEntry {
  readonly what: "upload";
  readonly id: string;
  /** Seconds from t0 when it was acknowledged. */
  readonly at: number;
  /** Of the bytes that were sent, and how many they were. */
  readonly sha256: string;
  readonly bytes: number;
  readonly key: string;
  readonly manifestKey: string;
  /** Sites whose stores took it. */
  readonly stores: readonly string[];
  /** A provider's store was missing, and is to be filled later. */
  readonly marked: boolean;
  /** `published`, `pending`, `none` where there is no queue, or `untold`. */
  readonly event: string;
}

/** An event of a view or a like that was answered 202. */
export interface EngagementEntry {
  readonly what: "engagement";
  readonly id: string;
  /** Seconds from t0 when it was acknowledged. */
  readonly at: number;
  readonly video: string;
  readonly user: string;
  readonly kind: "view" | "like";
}

/** Entries of so many milliseconds are synced together. */
const BATCH_MS = 10;

export class Journal {
  #waiting: { line: string; done(): void; failed(error: unknown): void }[] = [];
  #writing: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;

  private constructor(private readonly file: FileHandle) {}

  /** @throws Error where the file can't be written anew. */
  static async open(file: string): Promise<Journal> {
    return new Journal(await open(file, "w"));
  }

  /**
   * Done when the entry is on disk.
   * @throws Error where it can't be written: what was acknowledged is then not known to anybody.
   */
  write(entry: JournalEntry): Promise<void> {
    return new Promise((done, failed) => {
      this.#waiting.push({ line: `${JSON.stringify(entry)}\n`, done, failed });
      this.#timer ??= setTimeout(() => this.#flush(), BATCH_MS);
    });
  }

  #flush(): void {
    this.#timer = undefined;
    this.#writing = this.#writing.then(async () => {
      const batch = this.#waiting.splice(0);
      if (batch.length === 0) return;
      try {
        await this.file.write(batch.map(({ line }) => line).join(""));
        await this.file.datasync();
        for (const { done } of batch) done();
      } catch (error) {
        for (const { failed } of batch) failed(error);
      }
    });
  }

  /** Writes what waits, and closes. */
  async close(): Promise<void> {
    clearTimeout(this.#timer);
    this.#flush();
    await this.#writing;
    await this.file.close();
  }
}

/**
 * The entries of a journal. A last line without an end was never on disk as a whole, and acknowledged nothing.
 * @throws Error naming file and line for any other line that is no entry.
 */
export function readJournal(file: string): JournalEntry[] {
  const lines = readFileSync(file, "utf8").split("\n");
  return lines.slice(0, -1).map((line, index) => {
    try {
      return JSON.parse(line) as JournalEntry;
    } catch (error) {
      throw new Error(`${file}:${index + 1}: no entry of a journal: ${(error as Error).message}`);
    }
  });
}
