/** The list of a preflight, for people. Pure. */
import type { Graph } from "../../graph/resource";
import { textAt } from "../../graph/views/read";
import type { Asked } from "./asked";
import { coresOf, serviceBalancers } from "./cores";
import { counted } from "./limits";
import { countsOf, type Need, regionsUsed } from "./needs";
import { awsPolicy, clusterAdmins, ociStatements, ociUsers } from "./rights";

export interface Accounts {
  readonly accountId: string;
  readonly tenancyId: string;
  readonly compartmentId: string;
  readonly domain: string;
  readonly prefix: string;
}

export const needsOf = (graph: Graph): Need[] =>
  [...countsOf(graph, counted), ...coresOf(graph), ...serviceBalancers(graph)].sort(
    (a, b) =>
      a.provider.localeCompare(b.provider) ||
      (a.region ?? "").localeCompare(b.region ?? "") ||
      (a.zone ?? "").localeCompare(b.zone ?? "") ||
      a.what.localeCompare(b.what),
  );

/** Names that are one name space for the world, or for the account. */
export const bucketsOf = (graph: Graph): string[] =>
  (graph.byType.get("aws:s3/bucket:Bucket") ?? []).flatMap(({ inputs }) => textAt(inputs, "bucket") ?? []);

function needLine({ region, zone, what, count, standard, because }: Need): string {
  const short = standard !== undefined && standard < count ? `  <- a new account has ${standard}` : "";
  return `  ${(zone ?? region ?? "all regions").padEnd(20)} ${String(count).padStart(5)}  ${what}${because ? ` (${because})` : ""}${short}`;
}

/** How often what is uploaded at a site is sent on: what replication must carry, as a multiple of the uploads. */
function copies(graph: Graph): string[] {
  const rules = (graph.byType.get("aws:s3/bucketReplicationConfig:BucketReplicationConfig") ?? []).map(
    ({ inputs, placement }) => ({
      region: placement?.region ?? "",
      times: Array.isArray(inputs.rules) ? inputs.rules.length : 0,
    }),
  );
  const policies = graph.byType.get("oci:ObjectStorage/replicationPolicy:ReplicationPolicy") ?? [];
  return [
    ...rules.map(
      ({ region, times }) =>
        `  aws ${region}: ${times} × what is written to its store, by S3's Replication Time Control (1 Gbit/s a region to begin with)`,
    ),
    ...policies.map(({ placement }) => `  oci ${placement?.region ?? ""}: 1 × what is written to its store`),
  ];
}

export function preflightLines(stack: string, graph: Graph, accounts: Accounts): string[] {
  const needs = needsOf(graph);
  const of = (provider: string) => needs.filter((need) => need.provider === provider).map(needLine);
  return [
    `${stack}: what it needs, counted in its plan`,
    "",
    `AWS account ${accounts.accountId}`,
    ...of("aws"),
    "",
    `OCI tenancy ${accounts.tenancyId}`,
    ...of("oci"),
    `  subscribed to ${regionsUsed(graph, "oci").join(", ")}`,
    "",
    "Replication",
    ...copies(graph),
    "",
    "Names that must be free",
    ...bucketsOf(graph).map((bucket) => `  bucket ${bucket}, of all accounts of the world`),
    `  ${accounts.domain} as a zone of Route 53 and of OCI DNS; roles and policies ${accounts.prefix}-…`,
    "",
    "Whoever deploys must be one of (twincloud:aws.adminPrincipals), or the clusters refuse it once they are made:",
    ...clusterAdmins(graph).map((arn) => `  ${arn}`),
    "",
    "Rights in AWS: attach this to that role",
    JSON.stringify(awsPolicy(graph, accounts), null, 2),
    "",
    "Rights in OCI: a policy in the tenancy's root, with the deployer's GROUP",
    ...ociStatements({ ...accounts, users: ociUsers(graph) }).map((statement) => `  ${statement}`),
  ];
}

export function askedLines(asked: readonly Asked[]): string[] {
  const all = (key: keyof Asked) => asked.flatMap((one) => one[key]);
  return [
    ...all("short").map((line) => `falls short  ${line}`),
    ...all("well").map((line) => `well         ${line}`),
    ...all("unasked").map((line) => `not asked    ${line}`),
  ];
}
