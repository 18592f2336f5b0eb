/** What stands for the same at several sites of a cloud, and what each site says of it without what is its own. Pure. */
import { regionNamed } from "../../graph/clouds/regions";
import { type GraphResource, type Properties, UNKNOWN, type Value } from "../../graph/resource";
import { siteIdOf, sitesOf } from "../../graph/sites";
import { packageOf } from "../../graph/urn";
import { objectName } from "../../graph/views/objects";
import { perGraph } from "../../graph/views/per-graph";
import { givenName } from "./parity-objects";

export interface RoleView {
  /** `aws:ec2/subnet:Subnet public-<n>` */
  readonly name: string;
  /** By the id of the site; of the same cloud all. */
  readonly bySite: ReadonlyMap<string, readonly Placed[]>;
  /** Sites of the same cloud that have none. */
  readonly without: readonly string[];
}

export interface Placed {
  readonly resource: GraphResource;
  /** Each of its inputs without names of sites, figures in texts, and what a cloud gives out; undefined where unknown. */
  readonly said: ReadonlyMap<string, string | undefined>;
}

/** Roles of resources that are managed, of clouds that have several sites. */
export const rolesOfSites = perGraph((graph): readonly RoleView[] => {
  const sites = sitesOf(graph);
  const several = sites.filter(
    ({ provider }) => sites.filter((each) => each.provider === provider).length > 1,
  );
  if (several.length === 0) return [];
  const own = ownWords(sites);
  const clouds = new Map(several.map(({ id, provider }) => [id, provider]));
  const ids = [...clouds.keys()].sort((a, b) => b.length - a.length);
  const roles = new Map<string, Map<string, Placed[]>>();
  for (const resource of graph.resources) {
    const { site, name, said } = seen(resource, own, ids);
    const cloud = site === undefined ? undefined : clouds.get(site);
    if (site === undefined || cloud === undefined) continue;
    const role = `${cloud} ${name}`;
    const bySite = roles.get(role) ?? new Map<string, Placed[]>();
    if (bySite.size === 0) roles.set(role, bySite);
    const placed = { resource, said };
    const others = bySite.get(site);
    if (others) others.push(placed);
    else bySite.set(site, [placed]);
  }
  return [...roles].map(([role, bySite]) => {
    const cut = role.indexOf(" ");
    const without = several.filter(({ id, provider }) => provider === role.slice(0, cut) && !bySite.has(id));
    return { name: role.slice(cut + 1), bySite, without: without.map(({ id }) => id) };
  });
});

interface Seen {
  readonly site: string | undefined;
  readonly name: string;
  readonly said: Placed["said"];
}

/** What was read of a resource, which several graphs share: a resource is never changed. */
const known = new WeakMap<GraphResource, { readonly own: string; readonly seen: Seen }>();

function seen(resource: GraphResource, own: RegExp, ids: readonly string[]): Seen {
  const before = known.get(resource);
  if (before?.own === own.source) return before.seen;
  const isManaged = resource.custom && !resource.external && !resource.type.startsWith("pulumi:");
  const site = isManaged ? siteOf(resource, ids) : undefined;
  const isTold = site !== undefined && ids.includes(site) && isBuilt(resource);
  const now: Seen = {
    site,
    name: isTold ? `${resource.type} ${nameIn(resource, own)}` : "",
    said: new Map(isTold ? saidOf(resource, own) : []),
  };
  known.set(resource, { own: own.source, seen: now });
  return now;
}

/** Keys and certificates differ by what they are for; definitions of kinds are a release's. */
const isBuilt = ({ type }: GraphResource): boolean =>
  packageOf(type) !== "tls" && !type.endsWith(":CustomResourceDefinition");

/** By what it hangs on; what stands in no region, as identities don't, is a site's by its name. */
function siteOf({ placement, name }: GraphResource, ids: readonly string[]): string | undefined {
  return placement ? siteIdOf(placement) : ids.find((id) => name.includes(id));
}

/** Names of sites and regions, and what clouds give out: ids, keys, addresses, and figures of every kind. */
function ownWords(sites: ReturnType<typeof sitesOf>): RegExp {
  const names = sites
    .flatMap(({ id, region }) => [id, region, region.replace(/-\d+$/, "")])
    .flatMap((name) => [name, name.replaceAll("-", "_"), name.replaceAll("-", "")])
    .sort((a, b) => b.length - a.length);
  const keys = sites.flatMap(({ provider, region }) => regionNamed(provider, region)?.key ?? []);
  const given = [
    "-----BEGIN[^-]*-----[^-]*-----END[^-]*-----",
    "ocid1\\.[\\w.-]+",
    "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}",
    "[0-9a-f]{2}(?::[0-9a-f]{2}){5}",
    "\\b[a-z]+-[0-9a-f]{17}\\b",
    "\\b[0-9a-f]{16}\\b",
    "\\b[a-z]{3,4}\\d-az\\d\\b",
    '(?<=-)[0-9a-f]{7}(?=")',
    "\\b(?=[a-z]*\\d)[a-z\\d]{12,}",
    "\\d+",
  ];
  return new RegExp([...names, ...keys.map((key) => `\\b${key}\\b`), ...given].join("|"), "gi");
}

/** Of an object its own name, and the program's where Pulumi or Kubernetes chooses one. */
function nameIn(resource: GraphResource, own: RegExp): string {
  const given = packageOf(resource.type) === "kubernetes" ? givenName(resource) : undefined;
  const name = given === undefined ? resource.name : `${objectName(resource).namespace}/${given}`;
  return name.replace(own, "<n>");
}

/** What the sizing decides, what tells people, and what goes up a site at a time. */
const APART =
  /tags$|description|displayName|^comment$|version$|weight|size|ocpus|memory|cpu|reservedCount|capacity|replicas|limits|requests|threshold|policyDocument|__defaults|annotations|labels|hash/i;

function saidOf({ inputs }: GraphResource, own: RegExp): [string, string | undefined][] {
  return Object.entries(inputs).flatMap(([key, value]) => {
    const text = textOf({ [key]: value }, own);
    return text === "{}" ? [] : [[key, text] as [string, string | undefined]];
  });
}

function textOf(input: Properties, own: RegExp): string | undefined {
  const json = JSON.stringify(input, (key, value: Value) => {
    if (APART.test(key)) return undefined;
    // Figures as letters: in texts they are sizes and addresses, and are left out.
    if (typeof value === "number") return figures(value);
    if (value === null || typeof value !== "object" || Array.isArray(value)) return value;
    // Names of files hold sites' names, which decide their order.
    if (FILES.has(key)) return filesIn(value, own);
    // An object is known by its name, and a Job's is chosen.
    const fields = Object.entries(value).filter(([field]) => key !== "metadata" || field !== "name");
    return Object.fromEntries(fields.sort(([a], [b]) => (a < b ? -1 : 1)));
  });
  return json.includes(UNKNOWN) ? undefined : json.replace(own, "#");
}

const FILES: ReadonlySet<string> = new Set(["data", "stringData"]);

const filesIn = (files: Value, own: RegExp): Value =>
  Object.entries(files as Readonly<Record<string, Value>>)
    .map(([name, text]) => `${name}: ${JSON.stringify(text)}`.replace(own, "#"))
    .sort();

const figures = (value: number): string =>
  `=${[...String(value)].map((digit) => (digit >= "0" && digit <= "9" ? "abcdefghij"[Number(digit)] : digit)).join("")}`;
