/** The document of endpoints, as an app reads it: whatever it was sent, it leads nowhere but below the platform's domain. Pure. */

/** Where every edge serves it, for every host of the platform. */
export const documentPath = "/.well-known/twincloud-endpoints.json";

/** Bytes; an edge's own bound is 14 KiB. */
export const MOST_DOCUMENT = 64 * 1024;

export interface Endpoints {
  readonly sites: readonly { readonly id: string; readonly weight: number }[];
  /** By name. */
  readonly capabilities: ReadonlyMap<string, Served>;
}

export interface Served {
  /** Path by which a site says whether it can serve it. */
  readonly health: string;
  /** Names of one site each, by its id. */
  readonly sites: ReadonlyMap<string, string>;
}

/** Why a text is no document to go by. */
export class DocumentError extends Error {
  override readonly name = "DocumentError";
}

/**
 * @param domain what all names must be one label below
 * @throws DocumentError saying what is wrong: who has an earlier document stays with that
 */
export function readDocument(text: string, domain: string): Endpoints {
  if (text.length > MOST_DOCUMENT) throw new DocumentError(`it has ${text.length} characters`);
  const { version, sites, capabilities } = mapIn(parsed(text), "the document");
  if (version !== 1) throw new DocumentError(`its version is ${JSON.stringify(version)}, not 1`);
  const read = listIn(sites, "sites").map((site, n) => {
    const { id, weight } = mapIn(site, `sites[${n}]`);
    if (typeof weight !== "number" || !(weight >= 0)) throw new DocumentError(`sites[${n}] has no weight`);
    return { id: textIn(id, `sites[${n}].id`), weight };
  });
  if (read.length === 0) throw new DocumentError("it names no site");
  const known = new Set(read.map(({ id }) => id));
  return {
    sites: read,
    capabilities: new Map(
      listIn(capabilities, "capabilities").map((one, n) => {
        const where = `capabilities[${n}]`;
        const { name, health, sites: names } = mapIn(one, where);
        const path = textIn(health, `${where}.health`);
        if (!/^\/[\w./-]*$/.test(path)) throw new DocumentError(`${where}.health is no path`);
        const own = Object.entries(mapIn(names, `${where}.sites`)).map(([id, host]): [string, string] => {
          if (!known.has(id)) throw new DocumentError(`${where} names a site that isn't there: ${id}`);
          return [id, hostIn(host, domain, `${where}.sites.${id}`)];
        });
        return [textIn(name, `${where}.name`), { health: path, sites: new Map(own) }];
      }),
    ),
  };
}

/** The domain that all public names are one label below. */
export function domainOf(names: Readonly<Record<string, string>>): string {
  const domains = new Set(
    Object.values(names).map((host) => host.slice(host.indexOf(".") + 1).toLowerCase()),
  );
  const [domain, ...others] = domains;
  if (!domain || others.length > 0)
    throw new RangeError(`the public names must be one label below one domain: ${[...domains].join(", ")}`);
  return domain;
}

function hostIn(value: unknown, domain: string, where: string): string {
  const host = textIn(value, where).toLowerCase();
  const label = host.slice(0, -domain.length - 1);
  if (host !== `${label}.${domain}` || !/^[a-z0-9-]{1,63}$/.test(label))
    throw new DocumentError(`${where} is not one label below ${domain}`);
  return host;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new DocumentError("it isn't JSON");
  }
}

function mapIn(value: unknown, where: string): Readonly<Record<string, unknown>> {
  if (typeof value === "object" && value !== null && !Array.isArray(value))
    return value as Readonly<Record<string, unknown>>;
  throw new DocumentError(`${where} is no map`);
}

function listIn(value: unknown, where: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw new DocumentError(`${where} is no list`);
}

function textIn(value: unknown, where: string): string {
  if (typeof value === "string" && value !== "") return value;
  throw new DocumentError(`${where} is no text`);
}
