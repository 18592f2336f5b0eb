/** What deploying would change, compared with an earlier preview or an exported state. */

import type { Note, Value } from "../graph/resource";
import type { Loss } from "../graph/views/losses";

/** URNs in order. */
export interface Changes {
  /** What it is compared with, as the user named it. */
  readonly against: string;
  /** One line, with what hurts first. */
  readonly headline: string;
  /** Settings that ask for less than before; absent where the earlier ones aren't known. */
  readonly loosened?: readonly LoosenedSetting[];
  /** What is lost for good, or for a whole site: deleted or made anew; the worst first. */
  readonly data: readonly LostResource[];
  readonly create: readonly string[];
  readonly update: readonly ChangedResource[];
  readonly replace: readonly ReplacedResource[];
  readonly delete: readonly string[];
  /** What the engine or an API refuses to do. */
  readonly refused: readonly Remark[];
  /** What goes through and hurts. */
  readonly warnings: readonly Warning[];
  /** What a state that it is compared with says beside its resources. */
  readonly notes?: readonly Note[];
}

export interface LoosenedSetting {
  /** Its path below `twincloud:`; `exemptions.<rule>` of those. */
  readonly setting: string;
  readonly old: string;
  readonly new: string;
}

export interface LostResource {
  readonly urn: string;
  readonly loss: Loss;
  /** It stays in the cloud, out of the stack. */
  readonly retained?: true;
}

export interface ChangedResource {
  readonly urn: string;
  /** The inputs that differ; empty when only its provider does, or what the state says of it is why. */
  readonly inputs: readonly ChangedInput[];
}

export interface ReplacedResource extends ChangedResource {
  /** Why it can't be updated. */
  readonly because: string;
}

/** One input with its values: null where it has none, `SECRET` on both sides where it is secret on one. */
export interface ChangedInput {
  readonly path: string;
  readonly old: Value;
  /** `UNKNOWN` where only a deployment will know. */
  readonly new: Value;
}

export interface Remark {
  readonly urn: string;
  readonly because: string;
}

export interface Warning extends Remark {
  /** A few words for the headline. */
  readonly brief: string;
}
