/** A platform where something else is assumed. */
import type { Overrides } from "../assumptions";
import type { Platform } from "./platform";

export interface Assuming {
  readonly assuming: (instead: Overrides) => Platform;
  /** Names of the assumptions that are in what was read, and not only asked for when something is played. */
  readonly readWith: ReadonlySet<string>;
}

/** Of a platform that is as it is: only what is played hangs on assumptions. */
export const assumingOf = (platform: Platform): Assuming => ({
  assuming: (instead) => ({ ...platform, assumptions: { ...platform.assumptions, ...instead } }),
  readWith: new Set(),
});
