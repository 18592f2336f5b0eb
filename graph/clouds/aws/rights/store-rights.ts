/** What roles may do with S3's buckets: their own policies, the buckets', and those of the way there. */
import type { Graph, GraphResource } from "../../../resource";
import { meant } from "../../../views/meant";
import { ofTypes, perGraph } from "../../../views/per-graph";
import { propertiesOf, textAt } from "../../../views/read";
import type { Act, Caller, Refusal, StoreRight } from "../../rights-views";
import type { CopyView, StoreView } from "../../views";
import { awsStores } from "../stores";
import { networkTypes } from "../ways-out";
import { type Ask, decision, documentOf } from "./documents";
import { policiesOf, roleMeant, roleOf } from "./roles";

const BUCKET_POLICY = "aws:s3/bucketPolicy:BucketPolicy";
const ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint";

/** Actions by what is done; the bucket's own are asked of the bucket. */
const actions: Readonly<Record<Act, readonly string[]>> = {
  list: ["s3:ListBucket"],
  read: ["s3:GetObject"],
  create: ["s3:PutObject"],
};

export function mayUse(graph: Graph, caller: Caller, right: StoreRight): Refusal {
  const found = roleOf(graph, caller);
  if ("refusal" in found) return found.refusal;
  const bucket = right.store.bucket;
  if (bucket === undefined) return undefined;
  for (const action of actions[right.act]) {
    const ask = askOf(action, bucket, right);
    const refusal =
      refusedBy(graph, found.role, caller.name, right, ask) ??
      refusedAt(graph, right.store, caller.name, ask) ??
      refusedOnTheWay(graph, caller, right.store, ask);
    if (refusal) return refusal;
  }
  return undefined;
}

/** What every request of the platform's has: TLS, the condition that its key is free, a key below its prefix. */
function askOf(action: string, bucket: string, { act, prefix, store }: StoreRight): Ask {
  const arn = `arn:aws:s3:::${bucket}`;
  const account = textAt(store.resource.outputs, "arn")?.split(":")[4];
  return {
    action,
    resource: act === "list" ? arn : `${arn}/${prefix}2026/01/01/x`,
    context: {
      "aws:securetransport": "true",
      "s3:tlsversion": "1.3",
      "s3:if-none-match": "given",
      "s3:objectcreationoperation": "true",
      "s3:prefix": `${prefix}2026/`,
      "aws:resourceaccount": account === undefined || account === "" ? OWN : account,
    },
  };
}

/** Stands for the account that a bucket is in, which its ARN doesn't say: all of a program's are in one. */
const OWN = "the account of the program";

const said = ({ act, store, prefix }: StoreRight): string =>
  act === "list" ? `list ${store.bucket}` : `${act} objects below ${prefix} of ${store.bucket}`;

function refusedBy(graph: Graph, role: GraphResource, who: string, right: StoreRight, ask: Ask): Refusal {
  const { said: documents, unread, elsewhere, bound } = policiesOf(graph, role);
  for (const { resource, statements } of documents) {
    if (decision(statements, ask) === "deny")
      return { at: resource, because: `denies ${who} to ${said(right)}` };
  }
  if (bound) {
    const document = bound === "elsewhere" ? "unread" : documentOf(bound, "policy");
    if (typeof document === "string")
      return { at: role, because: "has a boundary that can't be read", unsure: true };
    if (bound !== "elsewhere" && decision(document.statements, ask) !== "allow")
      return { at: bound, because: `doesn't let ${who} ${said(right)}, whatever its policies allow` };
  }
  const allowed = documents.map(({ statements }) => decision(statements, ask));
  if (allowed.includes("allow")) return undefined;
  const [first] = unread;
  if (first)
    return {
      at: first,
      because: `can't be read, so that it can't be told whether ${who} may ${said(right)}`,
      unsure: true,
    };
  const own = documents[0]?.resource ?? role;
  // What AWS's own policies allow isn't in the program.
  const unsure = allowed.includes("unread") || elsewhere.length > 0;
  return {
    at: own,
    because: `doesn't let ${who} ${said(right)}`,
    ...(unsure ? { unsure: true as const } : {}),
  };
}

const policyOfBucket = perGraph((graph): ReadonlyMap<StoreView, GraphResource> => {
  const stores = awsStores(graph);
  return new Map(
    ofTypes(graph, [BUCKET_POLICY]).flatMap((policy) => {
      const store = stores.meantBy(policy, "bucket");
      return store ? [[store, policy] as const] : [];
    }),
  );
});

/** A bucket's own policy can deny; what it allows a role of the same account isn't needed. */
function refusedAt(graph: Graph, store: StoreView, who: string, ask: Ask): Refusal {
  const policy = policyOfBucket(graph).get(store);
  if (!policy) return undefined;
  const document = documentOf(policy, "policy");
  if (document === "made") return undefined;
  if (document === "unread") return { at: policy, because: "can't be read", unsure: true };
  const denied = decision(
    document.statements.filter((one) => (one as { Effect?: unknown }).Effect === "Deny"),
    ask,
  );
  if (denied === "nothing") return undefined;
  return denied === "unread"
    ? { at: policy, because: `denies on conditions that can't be told, perhaps ${who}`, unsure: true }
    : { at: policy, because: `denies ${who} ${ask.action.slice(3)}` };
}

/** A gateway endpoint of the caller's network, where there is one, lets through what its policy allows. */
function refusedOnTheWay(graph: Graph, { cluster, name }: Caller, store: StoreView, ask: Ask): Refusal {
  if (cluster.placement?.provider !== "aws" || cluster.placement.region !== store.placement?.region)
    return undefined;
  for (const endpoint of ofTypes(graph, [ENDPOINT])) {
    const properties = propertiesOf(endpoint);
    if (
      !(textAt(properties, "serviceName") ?? "").endsWith(".s3") ||
      endpoint.placement?.region !== cluster.placement.region
    )
      continue;
    const [network] = meant(graph, endpoint, "vpcId", properties.vpcId, networkTypes);
    if (properties.policy === undefined || network === undefined) continue;
    const document = documentOf(endpoint, "policy");
    if (typeof document === "string") {
      if (document === "made") continue;
      return { at: endpoint, because: "has a policy that can't be read", unsure: true };
    }
    const context = {
      ...ask.context,
      "aws:resourceaccount": accountIn(document.statements) ?? ask.context["aws:resourceaccount"] ?? "",
    };
    const decided = decision(document.statements, { ...ask, context });
    if (decided !== "allow")
      return {
        at: endpoint,
        because: `doesn't let ${name} through to ${store.bucket} (${ask.action})`,
        ...(decided === "unread" ? { unsure: true as const } : {}),
      };
  }
  return undefined;
}

/** The account that an endpoint's policy is about: the program's own, which roles' ARNs name too. */
function accountIn(statements: readonly unknown[]): string | undefined {
  const known = accounts.get(statements);
  if (known) return known.account;
  const account = /"aws:ResourceAccount":"(\d{12})"/.exec(JSON.stringify(statements))?.[1];
  accounts.set(statements, { account });
  return account;
}
const accounts = new WeakMap<readonly unknown[], { readonly account: string | undefined }>();

/** What S3's own replication needs of its role. Source: S3 user guide, "Setting up permissions for live replication". */
export function mayReplicate(graph: Graph, { resource, from, to }: CopyView): Refusal {
  const role = roleMeant(graph, resource, "role", propertiesOf(resource).role);
  if (!role) return { at: resource, because: "copies by a role that isn't there" };
  if (!from?.bucket || !to?.bucket) return undefined;
  const [source, target] = [`arn:aws:s3:::${from.bucket}`, `arn:aws:s3:::${to.bucket}`];
  const needed: readonly (readonly [action: string, resource: string])[] = [
    ["s3:GetReplicationConfiguration", source],
    ["s3:ListBucket", source],
    ["s3:GetObjectVersionForReplication", `${source}/x`],
    ["s3:GetObjectVersionAcl", `${source}/x`],
    ["s3:GetObjectVersionTagging", `${source}/x`],
    ["s3:ReplicateObject", `${target}/x`],
    ["s3:ReplicateTags", `${target}/x`],
  ];
  const trust = documentOf(role, "assumeRolePolicy");
  if (typeof trust !== "string" && !JSON.stringify(trust.statements).includes('"s3.amazonaws.com"'))
    return { at: role, because: "can't be taken by S3, which copies by it" };
  const { said: documents, unread } = policiesOf(graph, role);
  for (const [action, arn] of needed) {
    const ask = { action, resource: arn, context: { "aws:securetransport": "true" } };
    const decisions = documents.map(({ statements }) => decision(statements, ask));
    if (decisions.includes("allow") && !decisions.includes("deny")) continue;
    const unsure = unread.length > 0 || decisions.includes("unread");
    const at = documents[0]?.resource ?? role;
    return {
      at,
      because: `doesn't let S3 ${action.slice(3)} on ${arn.replace("arn:aws:s3:::", "")}, by which it copies`,
      ...(unsure ? { unsure: true as const } : {}),
    };
  }
  return undefined;
}
