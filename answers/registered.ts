/** The resources that stand together: those of a program that has ended, or those that were made so far. */
import { UNKNOWN, type Values } from "./contract";
import { guardedThroughout } from "./unknowns";

export interface Registered {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  /** Absent where it isn't known yet. */
  readonly id?: string;
  /** A look at a value that isn't known ends the check. */
  readonly inputs: Values;
  readonly outputs: Values;
  /** Inputs of its provider; values that aren't known are left in. */
  readonly provider: Values;
}

export interface World {
  /** In the order in which they were registered. */
  ofType(type: string): readonly Registered[];
  /** The ones of its type that were registered before it: where two can't both be, the later one is refused. */
  before(resource: Registered): readonly Registered[];
  /** The one that goes by this id or ARN; none where nobody of this stack does. */
  named(type: string, reference: unknown): Registered | undefined;
  /**
   * Whether all that is set on a resource, or lets it be, must be registered too if it is there at all: else that
   * something isn't registered says nothing.
   */
  knowsAllOf(resource: Registered): boolean;
}

export const registered = ({ id, inputs, ...rest }: Registered): Registered => ({
  ...rest,
  ...(id === undefined || id === "" || id === UNKNOWN ? {} : { id }),
  inputs: guardedThroughout(inputs),
});

export function worldOf(
  resources: Iterable<Registered>,
  knowsAllOf: World["knowsAllOf"] = () => true,
): World {
  const byType = new Map<string, Registered[]>();
  for (const resource of resources) {
    const group = byType.get(resource.type);
    if (group) group.push(resource);
    else byType.set(resource.type, [resource]);
  }
  const ofType = (type: string): readonly Registered[] => byType.get(type) ?? [];
  return {
    ofType,
    before({ type, urn }) {
      const group = ofType(type);
      return group.slice(
        0,
        Math.max(
          0,
          group.findIndex((other) => other.urn === urn),
        ),
      );
    },
    named: (type, reference) =>
      typeof reference === "string"
        ? ofType(type).find(({ id, outputs }) => id === reference || outputs.arn === reference)
        : undefined,
    knowsAllOf,
  };
}
