/** What every cloud's reader of object stores does alike: finding the bucket that a setting means, and what is about it. */
import type { StoreView } from "../clouds/views";
import type { Graph, GraphResource } from "../resource";
import { siteOf } from "../site-id";
import { ofTypes } from "./per-graph";
import { picked } from "./picked";
import { madeFrom, propertiesOf, textAt } from "./read";

/** Resources about a bucket, by what they say of it. */
export type Parts = ReadonlyMap<string, readonly GraphResource[]>;

/** The buckets of one cloud. */
export class Buckets {
  readonly all: readonly GraphResource[];
  readonly #byUrn: ReadonlyMap<string, GraphResource>;
  readonly #byName = new Map<string, GraphResource[]>();

  /** @param nameInput the property that holds a bucket's name. */
  constructor(
    graph: Graph,
    types: readonly string[],
    readonly nameInput: string,
  ) {
    this.all = ofTypes(graph, types).filter(({ external }) => !external);
    this.#byUrn = new Map(this.all.map((bucket) => [bucket.urn, bucket]));
    for (const bucket of this.all) {
      const name = this.nameOf(bucket);
      if (name) this.#byName.set(name, [...(this.#byName.get(name) ?? []), bucket]);
    }
  }

  nameOf(bucket: GraphResource): string | undefined {
    return textAt(propertiesOf(bucket), this.nameInput);
  }

  /** Those that an input means: by what it was made from, else by its text. */
  meant(resource: GraphResource, input: string): readonly GraphResource[] {
    const made = madeFrom(resource, input).flatMap((urn) => this.#byUrn.get(urn) ?? []);
    if (made.length > 0) return made;
    const name = textAt(propertiesOf(resource), input);
    return name === undefined ? [] : (this.#byName.get(name) ?? []);
  }

  /** What says more of each bucket, by its URN: resources of these types, whose `bucket` names it. */
  parts(graph: Graph, typesOf: Readonly<Record<string, readonly string[]>>): ReadonlyMap<string, Parts> {
    const found = new Map<string, Map<string, GraphResource[]>>();
    for (const [kind, types] of Object.entries(typesOf)) {
      for (const part of ofTypes(graph, types)) {
        for (const { urn } of this.meant(part, "bucket")) {
          const parts = found.get(urn) ?? new Map<string, GraphResource[]>();
          found.set(urn, parts.set(kind, [...(parts.get(kind) ?? []), part]));
        }
      }
    }
    return found;
  }

  /** What is told of a bucket alike in every cloud. */
  common(
    resource: GraphResource,
    parts: Parts,
  ): Pick<StoreView, "resource" | "bucket" | "placement" | "site" | "guards"> {
    return {
      resource,
      ...picked("bucket", this.nameOf(resource)),
      ...picked("placement", resource.placement),
      ...picked("site", siteOf(resource.placement)),
      guards: [...parts.values()].flat(),
    };
  }
}

/** A cloud's stores, found by what a setting means. */
export class StoreIndex {
  readonly #byUrn: ReadonlyMap<string, StoreView>;

  constructor(readonly all: readonly StoreView[]) {
    this.#byUrn = new Map(all.map((store) => [store.resource.urn, store]));
  }

  /** The store that an input of a resource means: by what it was made from, else by its text. */
  meantBy(resource: GraphResource, input: string): StoreView | undefined {
    const made = madeFrom(resource, input).find((urn) => this.#byUrn.has(urn));
    if (made) return this.#byUrn.get(made);
    const text = textAt(propertiesOf(resource), input);
    return text === undefined ? undefined : this.named(text);
  }

  named(name: string): StoreView | undefined {
    return this.all.find(({ bucket }) => bucket === name);
  }
}
