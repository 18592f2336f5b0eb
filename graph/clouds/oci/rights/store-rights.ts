/** What pods may do with Object Storage's buckets, as the statements of OCI's policies say. */
import type { Graph, GraphResource } from "../../../resource";
import { idOf } from "../../../views/meant";
import { ofTypes, perGraph } from "../../../views/per-graph";
import { at, isUnknown, listAt, madeFrom, propertiesOf, textAt } from "../../../views/read";
import type { Act, Caller, Refusal, StoreRight } from "../../rights-views";
import type { CopyView } from "../../views";
import { clusterTypes } from "../clusters";
import { policyType } from "../store-writers";
import { holds, isAbout, permissionsOf, type Request, type Statement, statementIn } from "./statements";

const KEY = "oci:Identity/customerSecretKey:CustomerSecretKey";
export const rightTypes = [KEY];

/** A statement for each is needed, as a request has one permission at a time. */
const needed: Readonly<Record<Act, readonly string[]>> = {
  list: ["BUCKET_READ", "OBJECT_INSPECT"],
  read: ["OBJECT_READ"],
  create: ["OBJECT_CREATE"],
};

const doing: Readonly<Record<Act, string>> = {
  list: "list",
  read: "read objects of",
  create: "create objects in",
};

export function mayUse(graph: Graph, caller: Caller, right: StoreRight): Refusal {
  const who = requesterOf(graph, caller);
  if ("refusal" in who) return who.refusal;
  const { bucket } = right.store;
  if (bucket === undefined) return undefined;
  for (const permission of needed[right.act]) {
    const request: Request = {
      ...who.request,
      "target.bucket.name": bucket,
      "request.permission": permission,
      // A list is of no object.
      ...(right.act === "list" ? {} : { "target.object.name": `${right.prefix}2026/01/01/x` }),
      ...(right.store.placement ? { "request.region": right.store.placement.region } : {}),
    };
    const refusal = granted(graph, who.subjects, permission, request, right.store.resource, () => {
      const below = right.act === "list" ? "" : ` below ${right.prefix}`;
      return `may not be used by ${caller.name} to ${doing[right.act]} it${below}: no policy allows ${permission}`;
    });
    if (refusal) return refusal;
  }
  return undefined;
}

/** Who asks, as conditions see it, and by which subjects statements mean it. */
type Requester =
  | { readonly request: Request; readonly subjects: readonly string[] }
  | { readonly refusal: NonNullable<Refusal> };

function requesterOf(graph: Graph, { cluster, namespace, account, resource, name }: Caller): Requester {
  const subjects = ["any-user"];
  if (clusterTypes.has(cluster.type)) {
    const id = idOf(graph, cluster);
    const request = {
      "request.principal.type": "workload",
      "request.principal.namespace": namespace,
      "request.principal.service_account": account,
      ...(id === undefined ? {} : { "request.principal.cluster_id": id }),
    };
    return { request, subjects };
  }
  // Pods elsewhere have the key of a user.
  const keys = ofTypes(graph, [KEY]);
  const user = keys.map((key) => textAt(propertiesOf(key), "userId")).find((id) => id !== undefined);
  if (keys.length === 0)
    return { refusal: { at: resource, because: `is nobody to OCI: there is no key for ${name}` } };
  return { request: user === undefined ? {} : { "request.user.id": user }, subjects };
}

interface Policy {
  readonly resource: GraphResource;
  readonly statements: readonly Statement[];
  /** Some of it isn't known, or isn't a grant that can be read. */
  readonly unread: boolean;
  /** What only a deployment will know was made from these. */
  readonly made: readonly string[];
}

export const policiesOf = perGraph((graph): readonly Policy[] =>
  ofTypes(graph, [policyType]).map((resource) => {
    const written = at(propertiesOf(resource), "statements");
    const texts = listAt(written);
    const read = texts.map((text) =>
      typeof text === "string" && !isUnknown(text) ? statementIn(text) : undefined,
    );
    const isHidden = isUnknown(written) || texts.some(isUnknown);
    return {
      resource,
      statements: read.filter((one) => one !== undefined),
      unread: isHidden || read.includes(undefined),
      made: isHidden ? madeFrom(resource, "statements") : [],
    };
  }),
);

function granted(
  graph: Graph,
  subjects: readonly string[],
  permission: string,
  request: Request,
  store: GraphResource,
  because: () => string,
): Refusal {
  let doubt: GraphResource | undefined;
  for (const { resource, statements, unread, made } of policiesOf(graph)) {
    // Before a first deployment a policy is told by what it was made of.
    if (made.length > 0) return undefined;
    for (const statement of statements) {
      if (!subjects.includes(statement.subject) || !permissionsOf(statement).includes(permission)) continue;
      const here = isAbout(statement, textAt(propertiesOf(store), "compartmentId"));
      const held = holds(statement.condition, request);
      if (here === true && held === true) return undefined;
      if (here !== false && held !== false) doubt ??= resource;
    }
    if (unread) doubt ??= resource;
  }
  if (doubt)
    return {
      at: doubt,
      because: `has statements that can't be read: it can't be told whether ${because().replace(/^may not/, "it may")}`,
      unsure: true,
    };
  return { at: store, because: because() };
}

/** What Object Storage needs for its own replication, in each region by itself. Source: "Replication", required policies. */
const replicating = [
  "BUCKET_READ",
  "BUCKET_UPDATE",
  "OBJECT_READ",
  "OBJECT_INSPECT",
  "OBJECT_CREATE",
  "OBJECT_OVERWRITE",
  "OBJECT_RESTORE",
  "OBJECT_DELETE",
];

export function mayReplicate(graph: Graph, { from, to }: CopyView): Refusal {
  for (const store of [from, to]) {
    const region = store?.placement?.region;
    if (!store || region === undefined) continue;
    for (const permission of replicating) {
      const request: Request = {
        "request.permission": permission,
        ...(store.bucket === undefined ? {} : { "target.bucket.name": store.bucket }),
      };
      const refusal = granted(
        graph,
        [`service objectstorage-${region}`],
        permission,
        request,
        store.resource,
        () =>
          `may not be used by Object Storage of ${region} for its replication: no policy allows it ${permission}`,
      );
      if (refusal) return refusal;
    }
  }
  return undefined;
}
