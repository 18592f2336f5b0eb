/**
 * What the sandbox's clouds have made so far, to refuse what can't stand beside it. They forget with their process:
 * what an earlier one made is known again once the engine has asked what changes of it.
 */
import { completedBy, togetherError } from "../answers/combination";
import { combinations, combinedTypes } from "../answers/combinations";
import { type Registered, type World, worldOf } from "../answers/registered";

interface Kept {
  readonly resource: Registered;
  /** Two while a resource is replaced before the old one goes. */
  copies: number;
}

export class MadeSoFar {
  readonly #byUrn = new Map<string, Kept>();
  readonly #madeHere = new Set<string>();
  #isNew = true;

  /** @throws RefusedError when the resource can't be made, or changed so, beside what there is */
  refuse(resource: Registered, isNew: boolean): void {
    if (!combinedTypes.has(resource.type)) return;
    const others = [...this.#byUrn.values()].map((kept) => kept.resource);
    // In the place that it has, or last.
    const all = this.#byUrn.has(resource.urn)
      ? others.map((other) => (other.urn === resource.urn ? resource : other))
      : [...others, resource];
    // Only of a stack that is made from nothing is it known what isn't there.
    const knowsAllOf: World["knowsAllOf"] = ({ urn }) =>
      this.#isNew && (this.#madeHere.has(urn) || (isNew && urn === resource.urn));
    const [first] = completedBy(resource, worldOf(all, knowsAllOf), combinations);
    if (first) throw togetherError(first, resource);
  }

  made(resource: Registered): void {
    this.#madeHere.add(resource.urn);
    this.#keep(resource, (this.#byUrn.get(resource.urn)?.copies ?? 0) + 1);
  }

  changed(resource: Registered): void {
    this.#keep(resource, this.#byUrn.get(resource.urn)?.copies ?? 1);
  }

  /** It was there before this process, or is told again as it is. */
  seen(resource: Registered): void {
    if (this.#madeHere.has(resource.urn)) return;
    this.#isNew = false;
    this.#keep(resource, this.#byUrn.get(resource.urn)?.copies ?? 1);
  }

  gone(urn: string): void {
    const kept = this.#byUrn.get(urn);
    if (kept === undefined) return;
    kept.copies -= 1;
    if (kept.copies <= 0) this.#byUrn.delete(urn);
  }

  #keep(resource: Registered, copies: number): void {
    if (!combinedTypes.has(resource.type)) return;
    this.#byUrn.set(resource.urn, { resource, copies });
  }
}
