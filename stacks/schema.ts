/**
 * The schema of the settings, a key each, below the namespace `twincloud:`. What is named after capabilities
 * follows the catalog. What spans keys is in cross-checks.ts.
 */
import * as z from "zod";
import type { Catalog } from "../components/catalog";
import { providerNames } from "../graph/clouds/facts";
import { type ForeignImage, foreignImages, imageNames, sizedNames, survivableNames } from "./settings";
import {
  accountId,
  adminCidr,
  certificate,
  dateTime,
  digest,
  domain,
  email,
  jurisdiction,
  kubernetesVersion,
  list,
  map,
  number,
  ocid,
  ociRegion,
  oneOf,
  principal,
  privateKey,
  repository,
  siteCidr,
  siteKubernetesVersion,
  text,
  vantagePoint,
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
  kubernetesVersion: siteKubernetesVersion.optional(),
});

const oci = map({
  tenancyId: ocid(["tenancy"]),
  compartmentId: ocid(["compartment", "tenancy"]),
  homeRegion: ociRegion,
  monitorRegion: ociRegion.optional(),
  domainPrefix: text(
    "what stands before the colon of the tenancy's availability domains, such as Uocm of Uocm:PHX-AD-1",
    (value) => /^[A-Za-z0-9]{1,16}$/.test(value),
  ),
  namespace: text("the tenancy's Object Storage namespace (`oci os ns get`)", (value) =>
    /^[a-z0-9][a-z0-9_-]{0,62}$/.test(value),
  ),
  nodeImageIds: z.record(z.string(), ocid(["image"]), { error: "a map of region to OCID of a node image" }),
  serviceUser: map({
    id: ocid(["user"]),
    name: text("the name the user logs in with, without spaces", (value) => /^\S{1,100}$/.test(value)),
  }),
  // Ten is the most that a monitor takes; three is what Oracle advises, so that one that errs is outvoted.
  vantagePoints: list(vantagePoint, "a list of 3 to 10 vantage points", 3, 10),
});

const aws = map({
  accountId,
  adminPrincipals: list(principal, "a list of one or more ARNs of IAM roles or users", 1),
});

const ociNodes = map({
  shape: text("a flexible shape, such as VM.Standard.E5.Flex", (value) =>
    /^VM\.[A-Za-z0-9.]+\.Flex$/.test(value),
  ),
  ocpus: whole(1, 128, " OCPUs"),
  memoryGb: whole(1, 2048, " GB"),
}).refine(({ ocpus, memoryGb }) => memoryGb >= ocpus && memoryGb <= 64 * ocpus, {
  path: ["memoryGb"],
  error: "1 to 64 GB for each OCPU, as flexible shapes are sold",
});

const image = map({ repository, digest });
const peak = map({ replicas: whole(1, 100_000, " replicas") });

// Time to live: Route 53 takes 0 to 2^31 - 1; OCI publishes no bounds, and more than a week is a slip.
// Interval: Route 53 takes 10 or 30, OCI 10, 30 or 60. Threshold: 1 to 10 is Route 53's range; OCI has none.
const dns = map({
  ttl: whole(1, 604_800, " seconds"),
  checkIntervalSeconds: z.literal([10, 30], { error: "10 or 30 seconds: what both providers take" }),
  failureThreshold: whole(1, 10, " failures in a row"),
});

const seconds = number(0, 31_536_000, " seconds");
const ofPeak = number(0, 1, " of the peak");

function objectives({ capabilities }: Catalog) {
  const names = capabilities.map(({ name }) => name);
  const secondsByCapability = map(each(names, seconds.optional()));
  return map({
    survive: list(oneOf(survivableNames), `a list of faults: ${survivableNames.join(", ")}`, 0),
    maxRtoSeconds: seconds,
    maxRpoSeconds: secondsByCapability.default({}),
    maxStalenessSeconds: secondsByCapability.default({}),
    capacity: map({ atOnce: ofPeak, withinSeconds: seconds, then: ofPeak }),
  });
}

function images(catalog: Catalog) {
  const foreign = Object.fromEntries(foreignImages.map((name) => [name, image]));
  return map({ ...each(imageNames(catalog), image), ...(foreign as Record<ForeignImage, typeof image>) });
}

const edgeTls = map({ certificate, key: privateKey });

const drain = map({ site: z.string({ error: "the id of a site" }), until: dateTime, reason: words });

const assumption = z.union([z.number(), z.boolean(), z.string()], { error: "a number, true, false or text" });

const flag = z.boolean({ error: "true or false" }).default(true);

/** Every key of the namespace. Defaults stand in Pulumi.yaml too, or the CLI would ask for the key. */
const make = (catalog: Catalog) =>
  map({
    domain: domain(catalog.capabilities.flatMap(({ publicLabel }) => publicLabel ?? [])),
    jurisdiction,
    sites: z
      .array(site, { error: "a list of sites" })
      .min(1, { error: "one site or more, each { provider, region, share, cidr }" }),
    oci,
    aws,
    kubernetesVersion,
    nodes: map({ oci: ociNodes }).default({ oci: { shape: "VM.Standard.E5.Flex", ocpus: 4, memoryGb: 32 } }),
    images: images(catalog),
    peak: map(each(sizedNames(catalog), peak)),
    dns,
    objectives: objectives(catalog),
    // Pulumi asks for every declared key that has no default, and an empty map is the only one for none.
    edgeTls: z.preprocess((value) => (isEmptyMap(value) ? undefined : value), edgeTls.optional()),
    alerts: map({ email }),
    // `pulumi config set` writes every value of this level as text.
    protect: z.preprocess((value) => (value === "true" ? true : value === "false" ? false : value), flag),
    adminCidrs: list(adminCidr, "a list of one or more public IPv4 networks", 1, 40),
    assumptions: z.record(z.string(), assumption, { error: "a map of assumption to value" }).default({}),
    drain: z.array(drain, { error: "a list of { site, until, reason }" }).default([]),
    unreachable: list(provider, `a list of providers: ${providerNames.join(", ")}`, 0).default([]),
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
