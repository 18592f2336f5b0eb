/**
 * What services refuse that no single resource's inputs show: resources that can't stand together, or fields that
 * can't. Each cloud has its table; combinations.ts puts them together. Pure.
 */
import { type Failure, RefusedError } from "./contract";
import type { Registered, World } from "./registered";
import { describe } from "./resource";
import { unless } from "./unknowns";

export interface Combination {
  /** `<whose>/<what>` */
  readonly id: string;
  /** In words, for the page that lists them. */
  readonly refuses: string;
  /** Where the service, or whoever met its refusal, says so. */
  readonly source: { readonly title: string; readonly url: string };
  /** Types of resources that are refused. */
  readonly subjects: readonly string[];
  /** Types of what they are refused because of, where those are resources of their own. */
  readonly others: readonly string[];
  /** Why the resource is refused. A look at a value that isn't known ends it: then nothing can be told. */
  check(subject: Registered, world: World): readonly Together[];
}

export interface Together extends Failure {
  /** What it is refused because of, none where its own fields clash. */
  readonly with: readonly Registered[];
}

export interface RefusedTogether extends Together {
  readonly combination: Combination;
  readonly subject: Registered;
}

/** All that is refused among what is registered. */
export const refusedTogether = (world: World, table: readonly Combination[]): RefusedTogether[] =>
  table.flatMap((combination) =>
    combination.subjects.flatMap((type) =>
      world.ofType(type).flatMap((subject) => found(combination, subject, world)),
    ),
  );

/** What is refused because of one resource: it, or others for it. */
export function completedBy(
  resource: Registered,
  world: World,
  table: readonly Combination[],
): RefusedTogether[] {
  const own = table
    .filter(({ subjects }) => subjects.includes(resource.type))
    .flatMap((combination) => found(combination, resource, world));
  const others = refusedTogether(
    world,
    table.filter((combination) => combination.others.includes(resource.type)),
  ).filter((one) => one.subject.urn !== resource.urn && one.with.some(({ urn }) => urn === resource.urn));
  return [...own, ...others];
}

const found = (combination: Combination, subject: Registered, world: World): RefusedTogether[] =>
  unless(() => combination.check(subject, world).map((one) => ({ ...one, combination, subject })), []);

/** As other refusals are told; who completes it is named where that isn't the one that is refused. */
export function togetherError(
  { combination, subject, property, reason }: RefusedTogether,
  completing: Registered = subject,
): RefusedError {
  const why = `${property ? `${property}: ` : ""}${reason} (${combination.id} in docs/refusals.md)`;
  return new RefusedError(
    completing.urn === subject.urn
      ? `${describe(subject)} would be refused: ${why}`
      : `${describe(completing)} would be refused, as ${describe(subject)} can't be with it: ${why}`,
  );
}
