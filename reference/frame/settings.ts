/**
 * All that a pod is told by its environment, in one place. What the stack gives is in the project's README, "What your
 * images must do"; the rest is for drills and tests, and no deployment sets it:
 *
 * | variable | without it |
 * |---|---|
 * | `TWINCLOUD_ETC` | `/etc/twincloud`: the folder that holds `stores/` and `queue/` |
 * | `TWINCLOUD_LISTEN` | `:8080`: address and port that this program answers on |
 * | `TWINCLOUD_PROGRAM` | the one that `TWINCLOUD_CAPABILITY` names; `any` for a capability of another catalog, with `TWINCLOUD_ANY` (any/task.ts) |
 * | `TWINCLOUD_SERVICE_DOMAIN` | `platform.svc.cluster.local:8080`: what follows a capability's name to reach it from inside |
 */
import { readFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";

/** The seven programs of this folder. */
export const capabilityNames = [
  "upload",
  "feed",
  "engagement",
  "recommendations",
  "training",
  "monetization",
  "status",
] as const;
export type CapabilityName = (typeof capabilityNames)[number];

/** Which program a pod is, where it isn't the one of its capability's name. */
export const PROGRAM = "TWINCLOUD_PROGRAM";
/** The one that stands for any capability. */
export const ANY_PROGRAM = "any";
export type ProgramName = CapabilityName | typeof ANY_PROGRAM;

/** A media store, as `stores.json` names it. */
export interface StoreSpec {
  /** Id of the site that it belongs to: `oci-us-ashburn-1`. */
  readonly site: string;
  readonly provider: string;
  readonly region: string;
  readonly bucket: string;
  /** Host of its S3 interface, with a port where that isn't 443. */
  readonly endpoint: string;
  readonly pathStyle: boolean;
}

/** The stores that a pod may use: its own site's, and those of other providers, the preferred one first. */
export interface StoreSpecs {
  readonly own: StoreSpec;
  readonly others: readonly StoreSpec[];
}

export interface Settings {
  readonly capability: string;
  readonly program: ProgramName;
  readonly site: string;
  /** Host name that users know the capability by; undefined where it is reached from inside only. */
  readonly publicName: string | undefined;
  /** Undefined for capabilities without a queue. */
  readonly queueUrl: string | undefined;
  /** Folder with `ca.crt`, `tls.crt` and `tls.key`. */
  readonly queueFolder: string;
  /** Undefined for capabilities without stores. */
  readonly stores: StoreSpecs | undefined;
  /** Ids of all sites that are known, this one first. */
  readonly sites: readonly string[];
  /** Addresses of other sites' edges, by site id; empty for capabilities that don't ask them. */
  readonly edges: ReadonlyMap<string, readonly string[]>;
  readonly serviceDomain: string;
  readonly listen: { readonly host: string | undefined; readonly port: number };
  /** Tells the pods of a site apart. */
  readonly pod: string;
}

/** @throws Error that names the variable or file, what was found and what is wanted */
export function readSettings(env: NodeJS.ProcessEnv): Settings {
  const etc = env.TWINCLOUD_ETC ?? "/etc/twincloud";
  const site = required(env, "TWINCLOUD_SITE");
  const capability = required(env, "TWINCLOUD_CAPABILITY");
  const stores = readStores(path.join(etc, "stores/stores.json"));
  const named = (env.TWINCLOUD_SITES ?? "").split(/\s+/).filter((name) => name !== "");
  const known = named.length > 0 ? named : (stores?.others ?? []).map((other) => other.site);
  return {
    capability,
    program: env[PROGRAM] === ANY_PROGRAM ? ANY_PROGRAM : capabilityOf(capability),
    site,
    publicName: env.TWINCLOUD_PUBLIC_NAME,
    queueUrl: env.QUEUE_URL,
    queueFolder: path.join(etc, "queue"),
    stores,
    sites: [...new Set([site, ...known])],
    edges: edgesOf(env.TWINCLOUD_EDGES ?? ""),
    serviceDomain: env.TWINCLOUD_SERVICE_DOMAIN ?? "platform.svc.cluster.local:8080",
    listen: listenOf(env.TWINCLOUD_LISTEN ?? ":8080"),
    // Kubernetes sets it to the pod's own name.
    pod: env.HOSTNAME ?? os.hostname(),
  };
}

function required(env: NodeJS.ProcessEnv, name: string): string {
  const value = env[name];
  if (!value) throw new Error(`${name} is not set; the stack sets it on every pod of a capability`);
  return value;
}

function capabilityOf(name: string): CapabilityName {
  const found = capabilityNames.find((one) => one === name);
  if (found === undefined) {
    throw new Error(
      `TWINCLOUD_CAPABILITY is ${JSON.stringify(name)}; wanted one of ${capabilityNames.join(", ")}`,
    );
  }
  return found;
}

/** Of `<site>=<address>,<address> <site>=…`. */
function edgesOf(text: string): Settings["edges"] {
  const parts = text.split(/\s+/).filter((part) => part !== "");
  return new Map(
    parts.map((part) => {
      const [, site, addresses] = /^([a-z0-9-]+)=([0-9.,]+)$/.exec(part) ?? [];
      if (site === undefined || addresses === undefined)
        throw new Error(
          `TWINCLOUD_EDGES has ${JSON.stringify(part)}; wanted <site>=<address>,<address> of each site, by blanks`,
        );
      return [site, addresses.split(",")];
    }),
  );
}

function listenOf(text: string): Settings["listen"] {
  const [, host = "", port = ""] = /^(.*):(\d{1,5})$/.exec(text) ?? [];
  if (port === "" || Number(port) > 65_535) {
    throw new Error(
      `TWINCLOUD_LISTEN is ${JSON.stringify(text)}; wanted [address]:port, such as 127.0.0.1:8080`,
    );
  }
  return { host: host === "" ? undefined : host, port: Number(port) };
}

/** Undefined where there is no such file: the capability uses no stores. */
function readStores(file: string): StoreSpecs | undefined {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
  const found = JSON.parse(text) as { own?: unknown; others?: unknown };
  if (!isStore(found.own) || !Array.isArray(found.others) || !found.others.every(isStore)) {
    throw new Error(
      `${file}: wanted { own, others: [] }, each store with site, provider, region, bucket, endpoint and pathStyle`,
    );
  }
  return { own: found.own, others: found.others };
}

function isStore(value: unknown): value is StoreSpec {
  const store = value as Record<string, unknown> | null | undefined;
  return (
    ["site", "provider", "region", "bucket", "endpoint"].every((key) => typeof store?.[key] === "string") &&
    typeof store?.pathStyle === "boolean"
  );
}
