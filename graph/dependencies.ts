/**
 * What a capability hangs on, as it is written on its Kubernetes objects: labels and annotations under
 * `twincloud.dev/`, so that it can be read from any graph, a live stack's included.
 */

/** What every site has of its own, whatever the platform serves. */
const parts = ["edge", "queue", "media-store/own", "media-store/any", "media-store/other-provider"] as const;

/**
 * `own`: the store of the same site. `any`: whichever can be reached. `other-provider`: one of another cloud.
 * `capability/<name>`: another capability of the platform; which there are, the catalog or the graph tells.
 * `database/<name>`: one that isn't the platform's and stays in the region of one site; the settings say which.
 */
export type Dependency = (typeof parts)[number] | `capability/${string}` | `database/${string}`;

/** Whether a capability writes what it keeps to the store of its own site, even where it can do without for a while. */
export const keepsBytes = ({
  needs,
  prefers,
}: {
  readonly needs: readonly Dependency[];
  readonly prefers: readonly Dependency[];
}): boolean => [...needs, ...prefers].includes("media-store/own");

const CAPABILITY = "capability/";

/** The capability that a dependency names, where it names one. */
export function capabilityIn(dependency: Dependency): string | undefined {
  return dependency.startsWith(CAPABILITY) ? dependency.slice(CAPABILITY.length) : undefined;
}

const DATABASE = "database/";
const databaseForm = /^database\/[a-z](?:[a-z0-9-]{0,38}[a-z0-9])?$/;

/** The database that a dependency names, where it names one. */
export const databaseIn = (dependency: string): string | undefined =>
  databaseForm.test(dependency) ? dependency.slice(DATABASE.length) : undefined;

/** Everything that can be hung on where these capabilities are served, databases aside, which are known by their form. */
export function knownDependencies(capabilities: Iterable<string>): Dependency[] {
  return [...parts, ...[...capabilities].map((name): Dependency => `capability/${name}`)];
}

/** Keys of the labels (`capability`, `site`, `part`) and annotations (the others). */
export const keys = {
  capability: "twincloud.dev/capability",
  site: "twincloud.dev/site",
  /** `edge`, `queue`, `mirror`: workloads that serve no capability of their own. */
  part: "twincloud.dev/part",
  publicName: "twincloud.dev/public-name",
  /** The name by which this site alone serves it, for apps that choose sites by themselves: nobody is sent there by DNS. */
  siteName: "twincloud.dev/site-name",
  /** The stores that a CronJob copies from and to. */
  copiesFrom: "twincloud.dev/copies-from",
  copiesTo: "twincloud.dev/copies-to",
  /** Seconds for which it leaves what it found missing to others, on top of its schedule. */
  copiesAfter: "twincloud.dev/copies-after",
  needs: "twincloud.dev/needs",
  prefers: "twincloud.dev/prefers",
  whenDegraded: "twincloud.dev/when-degraded",
  /** On pods: a digest of what they have mounted, so that a change rolls them. */
  configuration: "twincloud.dev/configuration",
} as const;

export function writeDependencies(dependencies: readonly Dependency[]): string {
  return dependencies.join(",");
}

/** What is written, as far as it is known, and the rest: a misspelt dependency must not read as none. */
export function sortDependencies(
  text: string | undefined,
  known: ReadonlySet<string>,
): { known: Dependency[]; unknown: string[] } {
  const isKnown = (part: string) => known.has(part) || databaseIn(part) !== undefined;
  const written = (text ?? "")
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
  return {
    known: written.filter((part): part is Dependency => isKnown(part)),
    unknown: written.filter((part) => !isKnown(part)),
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
