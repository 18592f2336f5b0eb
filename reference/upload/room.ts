/** How many bytes of bodies a pod holds at a time: what its memory has room for, whatever clients send. */
import { Refusal } from "../frame/http";

/** The longest upload. */
export const MOST_BYTES = 16 * 2 ** 20;
/** Half of the memory that the catalog gives an upload pod: a body is held once, whatever the number of stores. */
const ROOM_BYTES = 512 * 2 ** 20;

export class Room {
  #taken = 0;

  constructor(private readonly bytes = ROOM_BYTES) {}

  /** Runs with room for a body. @throws Refusal 503 where there is none */
  async with<T>(bytes: number, run: () => Promise<T>): Promise<T> {
    if (this.#taken + bytes > this.bytes) throw new Refusal(503, "too many uploads at a time; try again", 1);
    this.#taken += bytes;
    try {
      return await run();
    } finally {
      this.#taken -= bytes;
    }
  }
}
