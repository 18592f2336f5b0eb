/** Who may put objects into S3's buckets, as IAM's policies say. Managed policies of AWS's own aren't read. */
import type { Graph, GraphResource, Value } from "../../resource";
import { perGraph } from "../../views/per-graph";
import { at, isUnknown, jsonIn, listAt, madeFrom, propertiesOf, textAt } from "../../views/read";
import type { StoreView, StoreWriters, StoreWriterView } from "../views";
import { awsStores } from "./stores";

/** Policies, by the input that names whose they are. */
const policyTypes = {
  "aws:iam/rolePolicy:RolePolicy": "role",
  "aws:iam/userPolicy:UserPolicy": "user",
  "aws:iam/groupPolicy:GroupPolicy": "group",
  "aws:iam/policy:Policy": "name",
} as const;
const bucketPolicy = "aws:s3/bucketPolicy:BucketPolicy";

export const awsStoreWriters = perGraph((graph: Graph): StoreWriters => {
  const stores = awsStores(graph);
  const writers: StoreWriterView[] = [];
  const unread: GraphResource[] = [];
  const guarded = new Set<StoreView>();
  const urns = new Set(stores.all.map(({ resource }) => resource.urn));
  /** Before a first deployment much can't be told; what was made of no bucket is taken to be about something else. */
  const isOfStore = (policy: GraphResource) => madeFrom(policy, "policy").some((urn) => urns.has(urn));
  for (const policy of graph.byType.get(bucketPolicy) ?? []) {
    const store = stores.meantBy(policy, "bucket");
    const statements = statementsOf(policy);
    if (statements === undefined) unread.push(...(store ? [policy] : []));
    else if (store && statements.some((one) => refusesOverwriting(one, store))) guarded.add(store);
  }
  for (const [type, owner] of Object.entries(policyTypes)) {
    for (const policy of graph.byType.get(type) ?? []) {
      const statements = statementsOf(policy);
      if (statements === undefined && isOfStore(policy)) unread.push(policy);
      const who = textAt(propertiesOf(policy), owner) ?? madeFrom(policy, owner)[0] ?? policy.urn;
      for (const statement of statements?.filter(mayPut) ?? []) {
        for (const store of stores.all) {
          const below = texts(statement, "Resource").flatMap((arn) => keysIn(arn, store) ?? []);
          if (below.length === 0) continue;
          writers.push({ resource: policy, store, who, below, overwrites: !guarded.has(store) });
        }
      }
    }
  }
  return { writers, unread };
});

/** A policy's statements; undefined where they can't be told. */
function statementsOf(policy: GraphResource): readonly Value[] | undefined {
  const written = at(propertiesOf(policy), "policy");
  if (isUnknown(written)) return undefined;
  const document = typeof written === "string" ? jsonIn(written) : written;
  if (document === undefined || isUnknown(document)) return undefined;
  const statement = at(document, "Statement");
  if (isUnknown(statement)) return undefined;
  return Array.isArray(statement) ? listAt(document, "Statement") : statement ? [statement] : [];
}

/** One text or a list of them, as IAM takes both. */
function texts(statement: Value, key: string): readonly string[] {
  const found = at(statement, key);
  const all = Array.isArray(found) ? (found as readonly Value[]) : [found];
  return all.filter((one) => typeof one === "string");
}

const writing = ["*", "s3:*", "s3:put*", "s3:putobject*", "s3:putobject"];

/** Whether a statement lets objects be put. What a condition narrows isn't taken for a right to everything. */
const mayPut = (statement: Value): boolean =>
  at(statement, "Effect") === "Allow" &&
  at(statement, "Condition") === undefined &&
  texts(statement, "Action").some((action) => writing.includes(action.toLowerCase()));

/** The prefix of a store's keys that an ARN means, empty for all of them; undefined where it means none of the store's. */
function keysIn(arn: string, { bucket }: StoreView): string | undefined {
  if (arn === "*") return "";
  const [, , service, , , ...rest] = arn.split(":");
  const resource = rest.join(":");
  if (service !== "s3") return undefined;
  if (resource === "*") return "";
  const slash = resource.indexOf("/");
  if (slash < 0 || bucket === undefined || resource.slice(0, slash) !== bucket) return undefined;
  const [prefix = ""] = resource.slice(slash + 1).split(/[*?]/);
  return prefix;
}

/** Whether a bucket's statement turns away what makes an object without the condition that its key is free. */
function refusesOverwriting(statement: Value, { bucket }: StoreView): boolean {
  return (
    at(statement, "Effect") === "Deny" &&
    at(statement, "Principal") === "*" &&
    texts(statement, "Action").some((action) => writing.includes(action.toLowerCase())) &&
    texts(statement, "Resource").some((arn) => arn.endsWith(`:::${bucket}/*`)) &&
    String(at(statement, "Condition", "Null", "s3:if-none-match")) === "true"
  );
}
