/** What a stack is told: the settings as the program sees them, once they are known to be right. */

import type { Catalog } from "../components/catalog";
import type { ProxyProtocol } from "../components/edge/doors";
import type { PerClient } from "../components/edge/per-client";
import type { AuthorityStage } from "../graph/authority-stage";
import type { ProviderName } from "../graph/clouds/contract";
import { databaseIn } from "../graph/dependencies";
import { survivableNames } from "../graph/rules-settings";
import type { NodeSettings, OwnSettings } from "./clouds";
import type { Secret } from "./secret";

/** Images of others that a site's pods run. */
export const foreignImages = ["haproxy", "nats", "natsCli", "rclone", "calico"] as const;
export type ForeignImage = (typeof foreignImages)[number];

const namesOf = ({ capabilities }: Catalog): string[] => capabilities.map(({ name }) => name);

/** Every image that a site's pods run: our own, one a capability, then those of others. */
export const imageNames = (catalog: Catalog): string[] => [...namesOf(catalog), ...foreignImages];

/** What capabilities need beside the platform, each in a region of its own. */
export const databaseNames = ({ capabilities }: Catalog): string[] => [
  ...new Set(capabilities.flatMap(({ needs }) => needs.flatMap((need) => databaseIn(need) ?? []))),
];

/** What has a peak of its own. */
export const sizedNames = (catalog: Catalog): string[] => [...namesOf(catalog), "edge"];

export { survivableNames };
export type SurvivableName = (typeof survivableNames)[number];

export interface SiteSettings {
  /** `<provider>-<region>`. */
  readonly id: string;
  readonly provider: ProviderName;
  /** A region of the table in graph/clouds/, inside the jurisdiction. */
  readonly region: string;
  /** Percent of the traffic, 0 to 100; all sites' shares sum to 100. */
  readonly share: number;
  /** Private IPv4 network from /16 to /20, apart from every other site's. */
  readonly cidr: string;
  /** The stack's version, unless the site says another: upgrades go a site at a time. */
  readonly kubernetesVersion: string;
}

export interface ImageSettings {
  /** Path in each site's registry, below the stack's prefix. */
  readonly repository: string;
  /** `sha256:` and 64 hexadecimal digits. */
  readonly digest: string;
}

/** A database that isn't the platform's: it stays in the region of one site, whatever happens to that. */
export interface DatabaseSettings {
  /** Id of the site in whose region it stands. */
  readonly site: string;
  /** Seconds until it is back after the loss of its region, and what it may have lost by then. */
  readonly rtoSeconds: number;
  readonly rpoSeconds: number;
}

export interface PeakSettings {
  /** How many carry the whole peak of all users. */
  readonly replicas: number;
}

export interface DnsSettings {
  /** Seconds an answer may be kept, 1 to 604,800. */
  readonly ttl: number;
  /** Seconds between checks: what every authority takes. */
  readonly checkIntervalSeconds: number;
  /** Failed checks in a row until an answer is taken out. */
  readonly failureThreshold: number;
}

export interface ObjectiveSettings {
  readonly survive: readonly SurvivableName[];
  /** Seconds from a fault until `minServedShare` is served again for good. */
  readonly maxRtoSeconds: number;
  /** The same for brownouts. */
  readonly maxBrownoutRtoSeconds?: number | undefined;
  /** Share of the requests, 0.5 to 1, from which on service is back. */
  readonly minServedShare: number;
  /** Requests that one fault may cost, as seconds of the whole service, by capability, and `default`. */
  readonly maxLostSeconds: Readonly<Partial<Record<string, number>>>;
  /** Shares of the peak, over 0 and up to 1, at which faults are played. */
  readonly demand: readonly number[];
  /** Seconds of accepted data that may be lost, by capability. */
  readonly maxRpoSeconds: Readonly<Partial<Record<string, number>>>;
  /** Seconds that what a capability shows may be old, by capability. */
  readonly maxStalenessSeconds: Readonly<Partial<Record<string, number>>>;
  /** Shares of the peak, 0 to 1, that what is left carries after a loss. */
  readonly capacity: { readonly atOnce: number; readonly withinSeconds: number; readonly then: number };
}

export interface DrainSettings {
  /** Id of one of the stack's sites. */
  readonly site: string;
  /** One of its zones alone, as the region table names it: `use2-az1`. */
  readonly zone?: string;
  /** ISO 8601 date-time with an offset; the drain counts until then. */
  readonly until: string;
  readonly reason: string;
}

export interface EdgeSettings {
  /** How far the balancers and the edge are with the client's address; see `proxyProtocols`. */
  readonly proxyProtocol: ProxyProtocol;
  readonly perClient: PerClient;
}

export interface EdgeTlsSettings {
  /** PEM: the certificate and its chain. */
  readonly certificate: string;
  /** PEM. */
  readonly key: Secret;
}

/** The keys of each cloud's own stand in it by the cloud's name. */
export interface Settings extends OwnSettings {
  /** Name of the file in stacks/catalogs/ that says what the stack serves; `own` for stacks/catalog.ts. */
  readonly catalog: string;
  /** Lower case, without a trailing dot; the public names are one label below. */
  readonly domain: string;
  /** Data stays in regions of this country (ISO 3166-1 alpha-2, lower case) or of the Union (`eu`). */
  readonly jurisdiction: string;
  /** One or more, in the order of the stack file. */
  readonly sites: readonly SiteSettings[];
  /** `1.33`. */
  readonly kubernetesVersion: string;
  /** Of the clouds whose nodes a stack chooses. */
  readonly nodes: NodeSettings;
  /** By capability, and those of others. */
  readonly images: Readonly<Record<string, ImageSettings> & Record<ForeignImage, ImageSettings>>;
  /** By capability, and `edge`. */
  readonly peak: Readonly<Record<string, PeakSettings>>;
  /** By name, each that a capability needs. */
  readonly databases: Readonly<Record<string, DatabaseSettings>>;
  readonly dns: DnsSettings;
  readonly objectives: ObjectiveSettings;
  readonly edge: EdgeSettings;
  /** Whether sites' edges hand to each other what they can't serve themselves. */
  readonly forwarding: boolean;
  /** Without it somebody else makes and renews the Secret `edge-tls` of every site. */
  readonly edgeTls?: EdgeTlsSettings;
  readonly alerts: { readonly email: string };
  /** Whether what holds data is protected and retained on deletion. */
  readonly protect: boolean;
  /** Public IPv4 networks from which the clusters' API endpoints may be reached. */
  readonly adminCidrs: readonly string[];
  /** Overrides of docs/assumptions.md, by name. */
  readonly assumptions: Readonly<Record<string, number | boolean | string>>;
  readonly drain: readonly DrainSettings[];
  /** Providers whose API is gone, and regions, as `<provider>-<region>`: what they change is left as it is. */
  readonly unreachable: readonly string[];
  /** Providers and ids of sites that turned hostile: left as they are, and without any right elsewhere. */
  readonly untrusted: readonly string[];
  /** Which of the queues' private authorities are trusted, and which one signs. */
  readonly queueAuthority: AuthorityStage;
}
