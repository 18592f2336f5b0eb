/**
 * What a capability hangs on, as it is written on its Kubernetes objects: labels and annotations under
 * `twincloud.dev/`, so that it can be read from any graph, a live stack's included.
 */

/** `own`: the store of the same site. `any`: whichever can be reached. `other-provider`: one of another cloud. */
export type Dependency =
  | "edge"
  | "queue"
  | "media-store/own"
  | "media-store/any"
  | "media-store/other-provider"
  | "capability/recommendations"
  | "capability/training";

const known: ReadonlySet<string> = new Set<Dependency>([
  "edge",
  "queue",
  "media-store/own",
  "media-store/any",
  "media-store/other-provider",
  "capability/recommendations",
  "capability/training",
]);

/** Keys of the labels (`capability`, `site`, `part`) and annotations (the others). */
export const keys = {
  capability: "twincloud.dev/capability",
  site: "twincloud.dev/site",
  /** `edge`, `queue`, `mirror`: workloads that serve no capability of their own. */
  part: "twincloud.dev/part",
  publicName: "twincloud.dev/public-name",
  needs: "twincloud.dev/needs",
  prefers: "twincloud.dev/prefers",
  whenDegraded: "twincloud.dev/when-degraded",
} as const;

export function writeDependencies(dependencies: readonly Dependency[]): string {
  return dependencies.join(",");
}

/** @throws RangeError on a dependency that isn't known: a misspelt one must not read as none. */
export function readDependencies(text: string | undefined): Dependency[] {
  const parts = (text ?? "")
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
  for (const part of parts) {
    if (!known.has(part)) {
      throw new RangeError(
        `dependency ${JSON.stringify(part)} is not known; known: ${[...known].join(", ")}`,
      );
    }
  }
  return parts as Dependency[];
}
