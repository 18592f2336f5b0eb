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
    const refusal = grantedTo(graph, who.subjects, permission, request, right.store.resource, () => {
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

interface Granting {
  readonly resource: GraphResource;
  readonly statement: Statement;
}

/** Statements by what they let somebody do: by permission for objects and buckets, by verb and type for the rest. */
const byRight = perGraph((graph): ReadonlyMap<string, readonly Granting[]> => {
  const found = new Map<string, Granting[]>();
  for (const { resource, statements } of policiesOf(graph)) {
    for (const statement of statements) {
      for (const right of [...permissionsOf(statement), `${statement.verb} ${statement.type}`]) {
        const known = found.get(right);
        if (known) known.push({ resource, statement });
        else found.set(right, [{ resource, statement }]);
      }
    }
  }
  return found;
});

/** Whether somebody has a right: a permission on objects or buckets, or a verb on a type of resources. */
export function grantedTo(
  graph: Graph,
  subjects: readonly string[],
  right: string,
  request: Request,
  target: GraphResource,
  because: () => string,
): Refusal {
  const hidden = policiesOf(graph).find(({ made }) => made.length > 0);
  // Before a first deployment policies are told by what they were made of.
  if (hidden) return undefined;
  let doubt = policiesOf(graph).find(({ unread }) => unread)?.resource;
  const compartment = textAt(propertiesOf(target), "compartmentId");
  for (const { resource, statement } of byRight(graph).get(right) ?? []) {
    if (!subjects.includes(statement.subject)) continue;
    const here = isAbout(statement, compartment);
    const held = here === false ? false : holds(statement.condition, request);
    if (here === true && held === true) return undefined;
    if (held !== false) doubt ??= resource;
  }
  if (!doubt) return { at: target, because: because() };
  return {
    at: doubt,
    because: `has statements that can't be read, so that it can't be told whether ${target.name} ${because()}`,
    unsure: true,
  };
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
      const refusal = grantedTo(
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
