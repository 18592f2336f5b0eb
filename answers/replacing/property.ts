import type { Path } from "../../graph/paths";
import type { Properties, Value } from "../../graph/resource";

/** A resource whose inputs change. */
export interface Subject {
  readonly type: string;
  readonly before: Properties;
  readonly after: Properties;
  /** Inputs of the resource's provider. */
  readonly provider: Properties;
}

/**
 * A property whose change makes a provider replace a resource: always, or under a condition. `a.b` without the
 * places in lists; it stands for all that is below it.
 */
export type ReplacingProperty = string | ConditionalProperty;

export interface ConditionalProperty {
  readonly property: string;
  /** `set`: it had no value before. `unset`: it has none now. `change`: neither. `remove`: an item of a list is gone. */
  readonly when: readonly ("set" | "unset" | "change" | "remove")[];
  /** The field that tells the items of a list apart, where they are objects. */
  readonly by?: string;
  /** Other inputs that must have these values. */
  readonly where?: Readonly<Record<string, string>>;
}

/** What one cloud's provider replaces its resources for. */
export interface CloudReplacing {
  readonly byType: Readonly<Record<string, readonly ReplacingProperty[]>>;
  /** Properties of each of its resources, whatever the type. */
  readonly ofEveryType: readonly ReplacingProperty[];
  /** What its APIs refuse to change although its provider sends the change as an update. */
  readonly unchanging: Readonly<Record<string, readonly UnchangingProperty[]>>;
}

/** A property that an API refuses to change although no provider replaces for it. */
export interface UnchangingProperty {
  /** A number is a place in a list. It stands for all that is below it. */
  readonly property: Path;
  /** What the API takes for no value. */
  readonly byDefault?: Value;
  /** `set`: it had no value before. `unset`: it has none now. `change`: neither. All where it isn't said. */
  readonly when?: readonly ("set" | "unset" | "change")[];
  /** What must hold besides. */
  readonly where?: (
    old: Value | undefined,
    now: Value | undefined,
    subject: Omit<Subject, "provider">,
  ) => boolean;
}
