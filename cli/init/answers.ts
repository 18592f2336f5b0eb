/** What somebody says who starts a platform of their own: from the words of flags and answers, with all that is wrong. Pure. */
import type { ProviderName, Region } from "../../graph/clouds/contract";
import { facts, providerNames } from "../../graph/clouds/facts";
import { findRegion, regionAdvice, regionsOf } from "../../graph/clouds/regions";
import { isWithin, jurisdictions } from "../../graph/jurisdiction";
import { nearest } from "../../graph/nearest";
import { siteIdOf } from "../../graph/site-id";
import { andText } from "../../graph/words";
import { InputError } from "../../report/input-error";
import { checkStackName, SettingsError } from "../../stacks/config";
import { domain as domainForm } from "../../stacks/values";

/** As it was written: a flag each. */
export interface Written {
  readonly name?: string;
  readonly domain?: string;
  readonly jurisdiction?: string;
  readonly site: readonly string[];
  readonly capability: readonly string[];
  readonly database?: readonly string[];
}

/** What a capability can need of its site. */
export const siteNeeds = ["edge", "store", "queue"] as const;
export type SiteNeed = (typeof siteNeeds)[number];

export interface NewCapability {
  readonly name: string;
  /** First label of its public name; none where it is reached from inside only. */
  readonly label?: string;
  readonly needs: readonly SiteNeed[];
  /** Names of other capabilities. */
  readonly calls: readonly string[];
  readonly databases: readonly string[];
}

/** A database that isn't the platform's and stays in the region of one site. */
export interface NewDatabase {
  readonly name: string;
  /** Id of the site. */
  readonly site: string;
  readonly rtoSeconds: number;
  readonly rpoSeconds: number;
}

export interface Answers {
  /** Of the stack, its file and its catalog. */
  readonly name: string;
  readonly domain: string;
  readonly jurisdiction: string;
  /** In the order in which they were named. */
  readonly sites: readonly Region[];
  readonly capabilities: readonly NewCapability[];
  readonly databases: readonly NewDatabase[];
}

export const forms = {
  site: "PROVIDER or PROVIDER-REGION, such as aws-us-east-2",
  database: "NAME:SITE:RTO:RPO, such as accounts:aws-us-east-2:3600:300",
  capability: "NAME:public|inside:NEED,NEED, such as messages:public:store,queue",
} as const;

/**
 * @throws InputError with a line for everything that is wrong or missing: the flag, what was found, what is wanted
 */
export function answersOf(written: Written): Answers {
  const wrong: string[] = [];
  const missing = (flag: string, wanted: string) => wrong.push(`--${flag}: found nothing, wanted ${wanted}`);
  const { name = "", domain = "", jurisdiction = "" } = written;
  if (name === "") missing("name", "the stack's name, such as chat");
  else wrong.push(...nameProblems(name));
  if (domain === "") missing("domain", "the domain whose names are served, such as chat.example.com");
  if (jurisdiction === "") missing("jurisdiction", `where data must stay: ${jurisdictions.join(", ")}`);
  else if (!jurisdictions.includes(jurisdiction))
    wrong.push(told("jurisdiction", jurisdiction, oneOf(jurisdiction, jurisdictions)));
  if (written.site.length === 0)
    missing("site", `${forms.site}; one or more of each of ${andText(providerNames)}`);
  const sites = sitesOf(written.site, jurisdiction, wrong);
  if (written.capability.length === 0) missing("capability", forms.capability);
  const databases = databasesOf(written.database ?? [], sites, wrong);
  const capabilities = capabilitiesOf(
    written.capability,
    databases.map((one) => one.name),
    wrong,
  );
  const labels = capabilities.flatMap(({ label }) => label ?? []);
  const unfit = domain === "" ? undefined : domainForm(labels).safeParse(domain).error?.issues[0];
  if (unfit) wrong.push(told("domain", domain, unfit.message));
  if (wrong.length === 0) wrong.push(...storesInOneCity(sites, capabilities));
  if (wrong.length > 0) throw new InputError(wrong);
  return { name, domain, jurisdiction, sites, capabilities, databases };
}

const told = (flag: string, found: string, wanted: string): string => `--${flag} ${found}: wanted ${wanted}`;

const oneOf = (found: string, known: readonly string[]): string => {
  const likely = nearest(found, known);
  const all = `one of ${known.join(", ")}`;
  return likely.length > 0 ? `${likely.join(" or ")} (${all})` : all;
};

function nameProblems(name: string): string[] {
  try {
    checkStackName(name, "--name");
  } catch (error) {
    if (error instanceof SettingsError)
      return [told("name", name, error.problems[0]?.wanted ?? "another name")];
    throw error;
  }
  return name === "own" ? [told("name", name, "another name: own means stacks/catalog.ts")] : [];
}

/** Regions of the sites; one that is named by its provider alone is the first that fits and shares no metro. */
function sitesOf(written: readonly string[], jurisdiction: string, wrong: string[]): Region[] {
  const sites: Region[] = [];
  for (const text of written) {
    const found = regionOf(text, jurisdiction, sites);
    if (typeof found === "string") wrong.push(told("site", text, found));
    else if (sites.includes(found)) wrong.push(told("site", text, "each site once"));
    else sites.push(found);
  }
  if (sites.length < written.length || sites.length === 0) return sites;
  const lacking = providerNames.filter((name) => !sites.some(({ provider }) => provider === name));
  if (lacking.length > 0) {
    const found = sites.map(({ provider, name }) => siteIdOf({ provider, region: name })).join(", ");
    wrong.push(
      `--site: found ${found}, wanted one of ${andText(lacking)} too: what stands on one cloud goes down with it`,
    );
  } else if (new Set(sites.map(({ metro }) => metro)).size === 1) {
    const metro = sites[0]?.metro ?? "";
    wrong.push(
      `--site: found sites in ${metro} alone, wanted one in another metro: a city can go dark as a whole`,
    );
  }
  return sites;
}

/** What is kept is in a store of each cloud; where both stand in one city, a third must stand in another. */
function storesInOneCity(sites: readonly Region[], capabilities: readonly NewCapability[]): string[] {
  if (!capabilities.some(({ needs }) => needs.includes("store"))) return [];
  const cloudsOf = (of: readonly Region[]) => new Set(of.map(({ provider }) => provider));
  return [...new Set(sites.map(({ metro }) => metro))].flatMap((metro) => {
    const there = cloudsOf(sites.filter((site) => site.metro === metro));
    const left = cloudsOf(sites.filter((site) => site.metro !== metro));
    const lost = providerNames.filter((name) => !left.has(name));
    return there.size > 1 && lost.length > 0
      ? [
          `--site: found every store of ${andText(lost)} in ${metro}, where another cloud's stands too, wanted one elsewhere: with the city, what was kept last would be lost`,
        ]
      : [];
  });
}

/** A region, or what is wanted instead. */
function regionOf(text: string, jurisdiction: string, taken: readonly Region[]): Region | string {
  const provider = providerNames.find((name) => text === name || text.startsWith(`${name}-`));
  if (provider === undefined) return `${forms.site}; providers are ${andText(providerNames)}`;
  const isAllowed = ({ country }: Region) =>
    !jurisdictions.includes(jurisdiction) || isWithin(country, jurisdiction);
  const all = regionsOf(provider).filter(isAllowed);
  const there = () =>
    all.length > 0 ? `one of ${all.map(({ name }) => name).join(", ")}` : elsewhere(provider);
  if (text === provider) {
    // What all of a cloud leans on stands in its central region, which goes down more often than others.
    const { central } = facts[provider];
    const apart = all.find(
      ({ name, metro, zones }) =>
        zones.length > 2 && name !== central?.region && !taken.some((site) => site.metro === metro),
    );
    return apart ?? `${forms.site}, a region of ${provider} in ${jurisdiction}: ${there()}`;
  }
  const name = text.slice(provider.length + 1);
  const region = findRegion(provider, name);
  if (!region) return `a region of ${provider}; ${regionAdvice(provider, name)}`;
  return isAllowed(region)
    ? region
    : `a region in the jurisdiction ${jurisdiction}, as that one stands in ${region.country}: ${there()}`;
}

const elsewhere = (provider: ProviderName): string => `there is none of ${provider}; another jurisdiction`;

const nameForm = /^[a-z]([a-z0-9-]{0,38}[a-z0-9])?$/;
const labelForm = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

const MOST_RTO = 43_200;

function databasesOf(written: readonly string[], sites: readonly Region[], wrong: string[]): NewDatabase[] {
  const ids = sites.map(({ provider, name: region }) => siteIdOf({ provider, region }));
  const names = written.map((text) => text.split(":")[0] ?? "");
  return written.flatMap((text) => {
    const problem = (wanted: string): [] => {
      wrong.push(told("database", text, wanted));
      return [];
    };
    const [name = "", site = "", rto = "", rpo = "", ...more] = text.split(":").map((part) => part.trim());
    if (more.length > 0 || !/^\d{1,8}$/.test(rto) || !/^\d{1,8}$/.test(rpo) || Number(rto) > MOST_RTO)
      return problem(`${forms.database}, in seconds; an RTO of ${MOST_RTO} at most`);
    if (!nameForm.test(name) || isSiteNeed(name))
      return problem(`${forms.database}; a name has up to 40 lower-case letters, digits and hyphens`);
    if (names.filter((one) => one === name).length > 1 && names.indexOf(name) !== written.indexOf(text))
      return problem("each database once");
    if (!ids.includes(site)) return problem(`the site in whose region it stands: ${oneOf(site, ids)}`);
    return [{ name, site, rtoSeconds: Number(rto), rpoSeconds: Number(rpo) }];
  });
}

function capabilitiesOf(
  written: readonly string[],
  databases: readonly string[],
  wrong: string[],
): NewCapability[] {
  const names = written.map((text) => text.split(":")[0]?.trim() ?? "");
  const before = wrong.length;
  const found = written.flatMap((text): NewCapability[] => {
    const problem = (wanted: string): [] => {
      wrong.push(told("capability", text, wanted));
      return [];
    };
    const [name = "", access = "", needs = "", ...more] = text.split(":").map((part) => part.trim());
    if (!nameForm.test(name))
      return problem(`${forms.capability}; a name has up to 40 lower-case letters, digits and hyphens`);
    if (names.filter((one) => one === name).length > 1 && names.indexOf(name) !== written.indexOf(text))
      return problem("each capability once");
    const [how, label = name] = access.split("=");
    if (more.length > 0 || (how !== "public" && access !== "inside"))
      return problem(`${forms.capability}: public, public=LABEL or inside behind its name`);
    if (how === "public" && !labelForm.test(label)) return problem("one label of a host name behind public=");
    const wants = needs.split(",").flatMap((need) => need.trim() || []);
    const others = names.filter((one) => one !== name);
    const known = [...others, ...databases];
    const unknown = wants.filter((need) => !isSiteNeed(need) && !known.includes(need));
    if (databases.includes(name)) return problem("a name that no database has");
    if (unknown.length > 0)
      return problem(`needs of ${[...siteNeeds, ...known].join(", ")}, and not ${unknown.join(", ")}`);
    if (access === "inside" && wants.includes("edge"))
      return problem("public with the edge, which is how users come in, or inside without");
    return [
      {
        name,
        ...(how === "public" ? { label } : {}),
        needs: siteNeeds.filter((need) => wants.includes(need) || (need === "edge" && how === "public")),
        calls: others.filter((other) => wants.includes(other)),
        databases: databases.filter((database) => wants.includes(database)),
      },
    ];
  });
  if (wrong.length === before) wrong.push(...nobodysProblems(found));
  return found;
}

/** What no user reaches, by the name of its own, by way of others or by what they did: it would be asked by nobody. */
function nobodysProblems(capabilities: readonly NewCapability[]): string[] {
  if (capabilities.length === 0) return [];
  const asked = new Set(capabilities.filter(({ label }) => label !== undefined));
  if (asked.size === 0)
    return ["--capability: found none that is public, wanted one or more: users come in by a public name"];
  const needsQueue = ({ needs }: NewCapability) => needs.includes("queue");
  if ([...asked].some(needsQueue)) for (const one of capabilities) if (needsQueue(one)) asked.add(one);
  for (const one of asked)
    for (const other of capabilities) if (one.calls.includes(other.name)) asked.add(other);
  return capabilities
    .filter((one) => !asked.has(one))
    .map(({ name }) =>
      told(
        "capability",
        name,
        "one that needs it, or a public one that needs the queue as it does: nobody would ask it",
      ),
    );
}

const isSiteNeed = (need: string): need is SiteNeed => siteNeeds.some((known) => known === need);
