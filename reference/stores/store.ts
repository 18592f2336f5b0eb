/** A media store as the programs use it: whole objects, written once, found by key. Pods may not list and never delete. */
import type { StoreSpec } from "../frame/settings";

export interface Store {
  readonly spec: StoreSpec;
  /** False while it is taken for down: whoever asks it then is only told so. Absent where nobody looks. */
  readonly isUp?: boolean;
  /**
   * Writes an object whole, and never over another.
   * @returns `there` where the key was taken already
   * @throws StoreFailure
   */
  put(key: string, body: Buffer, contentType: string): Promise<"made" | "there">;
  /** @returns undefined where there is none, as far as the store tells @throws StoreFailure */
  get(key: string): Promise<Buffer | undefined>;
  /** Whether there is an object. @throws StoreFailure */
  has(key: string): Promise<boolean>;
}

/** A store that didn't do what it was asked for. */
export class StoreFailure extends Error {
  constructor(
    site: string,
    why: string,
    /** Whether nothing came within the time: asking it again would take as long. */
    readonly isSilent: boolean,
  ) {
    super(`the store of ${site}: ${why}`);
    this.name = "StoreFailure";
  }
}
