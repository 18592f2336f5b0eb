import { inspect } from "node:util";
import { SECRET } from "../graph/resource";

/**
 * A value that must not reach a file, a log or a report. It shows as `[secret]` however it is printed;
 * only `reveal` gives it away, and a preview without the stack's key has nothing to reveal.
 */
export class Secret {
  readonly #value: string;

  constructor(value: string = SECRET) {
    this.#value = value;
  }

  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return SECRET;
  }

  toJSON(): string {
    return SECRET;
  }

  [inspect.custom](): string {
    return SECRET;
  }
}
