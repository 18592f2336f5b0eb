/**
 * The schema of the settings, a key each, below the namespace `twincloud:`. What is named after capabilities
 * follows the catalog. What spans keys is in cross-checks.ts.
 */
import * as z from "zod";
import type { Catalog } from "../components/catalog";
import { proxyProtocols } from "../components/edge/doors";
import { standardPerClient } from "../components/edge/per-client";
import { firstAuthority } from "../graph/authority-stage";
import { providerNames } from "../graph/clouds/facts";
import { commonLimits } from "../graph/clouds/limits";
import { catalogName, OWN_CATALOG } from "./catalog-file";
import { fullVersions, nodeSchemas, ownSchemas, standardNodes } from "./clouds";
import {
  databaseNames,
  type ForeignImage,
  foreignImages,
  imageNames,
  sizedNames,
  survivableNames,
} from "./settings";
import {
  adminCidr,
  certificate,
  dateTime,
  digest,
  domain,
  email,
  fromWritten,
  jurisdiction,
  kubernetesVersion,
  list,
  map,
  number,
  oneOf,
  privateKey,
  repository,
  siteCidr,
  siteKubernetesVersion,
  whole,
  words,
} from "./values";

/** The same value schema under each of the names. */
function each<Value extends z.ZodType>(names: readonly string[], value: Value): Record<string, Value> {
  return Object.fromEntries(names.map((name) => [name, value]));
}

const provider = oneOf(providerNames);

const site = map({
  provider,
  /** Checked with its provider, in cross-checks.ts. */
  region: z.string({ error: "the name of a region" }),
  share: number(0, 100, " percent of the traffic"),
  cidr: siteCidr,
  kubernetesVersion: siteKubernetesVersion(fullVersions).optional(),
});

const image = map({ repository, digest });
const seconds = number(0, 31_536_000, " seconds");

/** Up to half of what a fault is followed for. */
const toRestore = number(0, 43_200, " seconds");
const database = map({
  /** One of the stack's: checked in cross-checks.ts. */
  site: z.string({ error: "the id of the site in whose region it stands" }),
  rtoSeconds: toRestore,
  rpoSeconds: seconds,
});

const peak = map({ replicas: whole(1, 100_000, " replicas") });

const { checkIntervals, failureThreshold, ttl } = commonLimits();

const dns = map({
  // An answer that may not be kept is asked for by everybody at once, and more than a week is a slip.
  ttl: whole(Math.max(1, ttl.from), Math.min(604_800, ttl.to), " seconds"),
  checkIntervalSeconds: z.preprocess(
    fromWritten,
    z.literal(checkIntervals, {
      error: `${checkIntervals.join(" or ")} seconds: what ${providerNames.length === 2 ? "both" : "all"} providers take`,
    }),
  ),
  failureThreshold: whole(failureThreshold.from, failureThreshold.to, " failures in a row"),
});

const ofPeak = number(0, 1, " of the peak");

function objectives({ capabilities }: Catalog) {
  const names = capabilities.map(({ name }) => name);
  const secondsByCapability = map(each(names, seconds.optional()));
  return map({
    survive: list(oneOf(survivableNames), `a list of faults: ${survivableNames.join(", ")}`, 0),
    maxRtoSeconds: seconds,
    maxBrownoutRtoSeconds: seconds.optional(),
    minServedShare: number(0.5, 1, " of the requests").default(0.99),
    maxLostSeconds: map({ ...each(names, seconds.optional()), default: seconds.optional() }).default({}),
    demand: list(number(0.01, 1, " of the peak"), "a list of one or more shares of the peak", 1).default([
      0.5,
    ]),
    maxRpoSeconds: secondsByCapability.default({}),
    maxStalenessSeconds: secondsByCapability.default({}),
    capacity: map({ atOnce: ofPeak, withinSeconds: seconds, then: ofPeak }),
  });
}

function images(catalog: Catalog) {
  const foreign = Object.fromEntries(foreignImages.map((name) => [name, image]));
  return map({ ...each(imageNames(catalog), image), ...(foreign as Record<ForeignImage, typeof image>) });
}

const { connections, requestsPerSecond, placesPercent } = standardPerClient;
const perClient = map({
  connections: whole(1, 100_000, " connections of one address at one pod of the edge").default(connections),
  requestsPerSecond: whole(1, 100_000, " requests a second of one address at one pod of the edge").default(
    requestsPerSecond,
  ),
  placesPercent: whole(1, 100, " percent of a workload's places for one address").default(placesPercent),
});
/** A stack that runs without the header would be cut off by a sudden wish for it: it isn't asked for by itself. */
const edge = map({
  proxyProtocol: oneOf(proxyProtocols).default("none"),
  perClient: perClient.default(standardPerClient),
});

const edgeTls = map({ certificate, key: privateKey });

const drain = map({
  site: z.string({ error: "the id of a site" }),
  /** One of the site's: checked in cross-checks.ts. */
  zone: z.string({ error: "a zone of the site" }).optional(),
  until: dateTime,
  reason: words,
});

const authority = whole(1, 1_000_000, ", the number of an authority");

const queueAuthority = map({
  trusted: list(authority, "a list of one or two different numbers, such as [1, 2]", 1, 2),
  /** One of them: checked in cross-checks.ts. */
  signing: authority,
});

const assumption = z.preprocess(
  (value) => fromWritten(truth(value)),
  z.union([z.number(), z.boolean(), z.string()], { error: "a number, true, false or text" }),
);

const flag = z.boolean({ error: "true or false" }).default(true);

/** As text, true and false are meant all the same. */
function truth(value: unknown): unknown {
  return value === "true" ? true : value === "false" ? false : value;
}

/** Every key of the namespace. Defaults stand in Pulumi.yaml too, or the CLI would ask for the key. */
const make = (catalog: Catalog) =>
  map({
    /** Which catalog it is, is known before the rest is judged by it: catalog-file.ts. */
    catalog: catalogName.default(OWN_CATALOG),
    domain: domain(catalog.capabilities.flatMap(({ publicLabel }) => publicLabel ?? [])),
    jurisdiction,
    sites: z
      .array(site, { error: "a list of sites" })
      .min(1, { error: "one site or more, each { provider, region, share, cidr }" }),
    ...ownSchemas,
    kubernetesVersion,
    nodes: map(nodeSchemas).default(standardNodes),
    images: images(catalog),
    peak: map(each(sizedNames(catalog), peak)),
    databases: map(each(databaseNames(catalog), database)).prefault({}),
    dns,
    objectives: objectives(catalog),
    edge: edge.default({ proxyProtocol: "none", perClient: standardPerClient }),
    // As `protect`, below.
    forwarding: z.preprocess(truth, flag),
    // Pulumi asks for every declared key that has no default, and an empty map is the only one for none.
    edgeTls: z.preprocess((value) => (isEmptyMap(value) ? undefined : value), edgeTls.optional()),
    alerts: map({ email }),
    // `pulumi config set` writes every value of this level as text.
    protect: z.preprocess(truth, flag),
    adminCidrs: list(adminCidr, "a list of one or more public IPv4 networks", 1, 40),
    assumptions: z.record(z.string(), assumption, { error: "a map of assumption to value" }).default({}),
    drain: z.array(drain, { error: "a list of { site, until, reason }" }).default([]),
    /** Known names only: checked in cross-checks.ts. */
    unreachable: list(
      z.string({ error: "a provider, or a region of one as <provider>-<region>" }),
      `a list of providers (${providerNames.join(", ")}) and of regions as <provider>-<region>`,
      0,
    ).default([]),
    /** Known names only, and not all sites: checked in cross-checks.ts. */
    untrusted: list(
      z.string({ error: "a provider or the id of a site" }),
      `a list of providers (${providerNames.join(", ")}) and of ids of sites`,
      0,
    ).default([]),
    queueAuthority: queueAuthority.default({ ...firstAuthority, trusted: [...firstAuthority.trusted] }),
  });

export type SettingsSchema = ReturnType<typeof make>;
export type ParsedSettings = z.output<SettingsSchema>;

const made = new WeakMap<Catalog, SettingsSchema>();

/** The schema for the stacks of a catalog. */
export function schemaFor(catalog: Catalog): SettingsSchema {
  const schema = made.get(catalog) ?? make(catalog);
  made.set(catalog, schema);
  return schema;
}

function isEmptyMap(value: unknown): boolean {
  return (
    typeof value === "object" && value !== null && !Array.isArray(value) && Object.keys(value).length === 0
  );
}
