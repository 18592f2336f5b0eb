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
  /** The stores that a CronJob copies from and to. */
  copiesFrom: "twincloud.dev/copies-from",
  copiesTo: "twincloud.dev/copies-to",
  needs: "twincloud.dev/needs",
  prefers: "twincloud.dev/prefers",
  whenDegraded: "twincloud.dev/when-degraded",
  /** On pods: a digest of what they have mounted, so that a change rolls them. */
  configuration: "twincloud.dev/configuration",
} as const;

export function writeDependencies(dependencies: readonly Dependency[]): string {
  return dependencies.join(",");
}

/** @throws RangeError on a dependency that isn't known: a misspelt one must not read as none. */
export function readDependencies(text: string | undefined): Dependency[] {
  const { known: found, unknown } = sortDependencies(text);
  if (unknown.length > 0) {
    throw new RangeError(
      `dependency ${JSON.stringify(unknown[0])} is not known; known: ${[...known].join(", ")}`,
    );
  }
  return found;
}

/** The same for a graph of any program: what is known, and what isn't. */
export function sortDependencies(text: string | undefined): { known: Dependency[]; unknown: string[] } {
  const parts = (text ?? "")
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
  return {
    known: parts.filter((part): part is Dependency => known.has(part)),
    unknown: parts.filter((part) => !known.has(part)),
  };
}

/** A media store as it is named on what copies it. */
export interface StoreName {
  readonly provider: string;
  readonly region: string;
  readonly bucket: string;
}

/** `<provider>/<region>/<bucket>`, several with commas between. */
export function writeStores(stores: readonly StoreName[]): string {
  return stores.map(({ provider, region, bucket }) => `${provider}/${region}/${bucket}`).join(",");
}

/** @throws RangeError on what isn't a store's name. */
export function readStores(text: string | undefined): StoreName[] {
  const parts = (text ?? "").split(",").filter((part) => part !== "");
  return parts.map((part) => {
    const [provider, region, bucket, ...more] = part.split("/");
    if (!provider || !region || !bucket || more.length > 0) {
      throw new RangeError(`store ${JSON.stringify(part)} is not named <provider>/<region>/<bucket>`);
    }
    return { provider, region, bucket };
  });
}
