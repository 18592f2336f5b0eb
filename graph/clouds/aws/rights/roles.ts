/** Roles: who pods are to AWS, who may be a role, and what its policies say. */
import type { Graph, GraphResource, Value } from "../../../resource";
import { meant } from "../../../views/meant";
import { ofTypes, perGraph } from "../../../views/per-graph";
import { at, isSet, isUnknown, propertiesOf, textAt } from "../../../views/read";
import type { Caller, Refusal } from "../../rights-views";
import { clusterNamed, clusterTypes } from "../clusters";
import { type Ask, decision, documentOf, textsOf } from "./documents";

export const ROLE = "aws:iam/role:Role";
const ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy";
export const ATTACHMENT = "aws:iam/rolePolicyAttachment:RolePolicyAttachment";
export const POLICY = "aws:iam/policy:Policy";
const ASSOCIATION = "aws:eks/podIdentityAssociation:PodIdentityAssociation";
const ISSUER = "aws:iam/openIdConnectProvider:OpenIdConnectProvider";
export const rightTypes = [ROLE, ROLE_POLICY, ATTACHMENT, POLICY, ASSOCIATION, ISSUER];
const roleTypes: ReadonlySet<string> = new Set([ROLE]);

/** A role by its ARN or its name, or what a value was made from. */
export function roleMeant(
  graph: Graph,
  resource: GraphResource,
  input: string,
  value: Value | undefined,
): GraphResource | undefined {
  if (typeof value === "string" && !isUnknown(value))
    return rolesByName(graph).get(value.split("/").at(-1) ?? "");
  return meant(graph, resource, input, value, roleTypes)[0];
}

const rolesByName = perGraph(
  (graph): ReadonlyMap<string, GraphResource> =>
    new Map(ofTypes(graph, roleTypes).map((role) => [textAt(propertiesOf(role), "name") ?? role.name, role])),
);

type Found = { readonly role: GraphResource } | { readonly refusal: NonNullable<Refusal> };

/** The role that a caller's pods are, or why they are none. */
export function roleOf(graph: Graph, caller: Caller): Found {
  const found = roles.get(caller) ?? findRole(graph, caller);
  roles.set(caller, found);
  return found;
}
/** A caller is of one graph. */
const roles = new WeakMap<Caller, Found>();

function findRole(
  graph: Graph,
  caller: Caller,
): { readonly role: GraphResource } | { readonly refusal: NonNullable<Refusal> } {
  return clusterTypes.has(caller.cluster.type) ? byPodIdentity(graph, caller) : byToken(graph, caller);
}

const refused = (at: GraphResource, because: string, unsure?: true): Found => ({
  refusal: { at, because, ...(unsure ? { unsure } : {}) },
});

function byPodIdentity(graph: Graph, { cluster, namespace, account, resource, name }: Caller): Found {
  const association = ofTypes(graph, [ASSOCIATION]).find((one) => {
    const own = propertiesOf(one);
    return (
      own.namespace === namespace && own.serviceAccount === account && clusterNamed(graph, one) === cluster
    );
  });
  if (!association)
    return refused(
      resource,
      `is nobody to AWS: no Pod Identity association is for ${namespace}/${account} (${name})`,
    );
  const role = roleMeant(graph, association, "roleArn", propertiesOf(association).roleArn);
  if (!role) return refused(association, "gives its pods a role that isn't there");
  const context = {
    "aws:requesttag/kubernetes-namespace": namespace,
    "aws:requesttag/kubernetes-service-account": account,
    ...clusterArn(cluster),
    ...accountOf(cluster),
  };
  const trust = trusts(
    role,
    { Service: "pods.eks.amazonaws.com" },
    ["sts:AssumeRole", "sts:TagSession"],
    context,
  );
  return trust ? { refusal: trust } : { role };
}

/** What isn't known yet of an ARN stands as `*`, which any text is like. */
function clusterArn(cluster: GraphResource): Readonly<Record<string, string>> {
  const name = textAt(propertiesOf(cluster), "name") ?? "*";
  const arn =
    textAt(cluster.outputs, "arn") ?? `arn:aws:eks:${cluster.placement?.region ?? "*"}:*:cluster/${name}`;
  return { "aws:requesttag/eks-cluster-arn": arn };
}

const accountOf = (resource: GraphResource): Readonly<Record<string, string>> => ({
  "aws:sourceaccount": textAt(resource.outputs, "arn")?.split(":")[4] ?? "*",
});

/** Pods of another cloud's cluster, by a token of their own issuer. */
function byToken(
  graph: Graph,
  { environment, audiences, namespace, account, resource, cluster, name }: Caller,
): Found {
  const arn = environment.get("AWS_ROLE_ARN");
  if (arn === undefined) return refused(resource, `is nobody to AWS: its pods are told no role (${name})`);
  const role = isUnknown(arn)
    ? meant(graph, resource, "spec", arn, roleTypes)[0]
    : roleMeant(graph, resource, "spec", arn);
  if (!role)
    return refused(
      resource,
      `tells its pods to be the role ${isUnknown(arn) ? "of a name not known yet" : arn}, which isn't there`,
    );
  const issuer = issuerOf(graph, role);
  if (issuer === undefined)
    return documentOf(role, "assumeRolePolicy") === "made"
      ? { role }
      : refused(role, "trusts no issuer of tokens that is in the program");
  const made = issuer.propertyDependencies.url ?? [];
  const others = made.filter((urn) => graph.byUrn.get(urn)?.type === cluster.type && urn !== cluster.urn);
  if (others.length > 0 && !made.includes(cluster.urn))
    return refused(role, `trusts tokens of another cluster than ${name} is of`);
  const accepted = textsOf(propertiesOf(issuer) as Value, "clientIdLists");
  const audience = accepted.find((one) => audiences.has(one));
  if (audience === undefined)
    return refused(
      issuer,
      `takes tokens for ${accepted.join(", ")} alone, and the pods' are for ${[...audiences].join(", ") || "nobody"}`,
    );
  const url = String(propertiesOf(issuer).url ?? "")
    .replace(/^https:\/\//, "")
    .toLowerCase();
  const context = {
    [`${url}:sub`]: `system:serviceaccount:${namespace}:${account}`,
    [`${url}:aud`]: audience,
  };
  const trust = trusts(role, { Federated: issuerArn(issuer) }, ["sts:AssumeRoleWithWebIdentity"], context);
  return trust ? { refusal: trust } : { role };
}

/** The issuer that a role's trust names: by its ARN, or by what the trust was made from. */
function issuerOf(graph: Graph, role: GraphResource): GraphResource | undefined {
  const document = documentOf(role, "assumeRolePolicy");
  const issuers = ofTypes(graph, [ISSUER]);
  if (typeof document === "string")
    return issuers.find(({ urn }) => (role.propertyDependencies.assumeRolePolicy ?? []).includes(urn));
  const named = document.statements.flatMap((statement) => textsOf(statement, "Principal", "Federated"));
  return issuers.find((issuer) => named.includes(issuerArn(issuer)));
}

const issuerArn = (issuer: GraphResource): string => textAt(issuer.outputs, "arn") ?? issuer.id ?? "";

/** Whether a role lets itself be assumed: by this principal, for all of these actions. */
function trusts(
  role: GraphResource,
  principal: Readonly<Record<string, string>>,
  actions: readonly string[],
  context: Ask["context"],
): Refusal {
  const document = documentOf(role, "assumeRolePolicy");
  if (document === "made") return undefined;
  if (document === "unread")
    return { at: role, because: "has a trust policy that can't be read", unsure: true };
  const [[kind = "", who = ""] = []] = Object.entries(principal);
  const about = document.statements.filter((statement) => {
    const named = textsOf(statement, "Principal", kind);
    return at(statement, "Principal") === "*" || named.includes(who) || named.includes("*");
  });
  const said = actions.map((action) => decision(about, { action, resource: "", context }));
  if (said.every((one) => one === "allow")) return undefined;
  const unsure = said.every((one) => one === "allow" || one === "unread");
  const because = unsure
    ? "trusts its pods on conditions that can't be told"
    : `doesn't let the pods that need it be it (${who})`;
  return { at: role, because, ...(unsure ? { unsure: true as const } : {}) };
}

interface Said {
  readonly resource: GraphResource;
  readonly statements: readonly Value[];
}

export interface RolePolicies {
  readonly said: readonly Said[];
  /** Policies that can't be read. */
  readonly unread: readonly GraphResource[];
  /** Policies of AWS's own and others that aren't in the program. */
  readonly elsewhere: readonly string[];
  /** What bounds the role, where something does. */
  readonly bound?: GraphResource | "elsewhere";
}

export const policiesOf = (graph: Graph, role: GraphResource): RolePolicies =>
  byRole(graph).get(role.urn) ?? { said: [], unread: [], elsewhere: [], ...boundOf(graph, role) };

function boundOf(graph: Graph, role: GraphResource): Pick<RolePolicies, "bound"> {
  const value = propertiesOf(role).permissionsBoundary;
  if (!isSet(value)) return {};
  return { bound: meant(graph, role, "permissionsBoundary", value, new Set([POLICY]))[0] ?? "elsewhere" };
}

const byRole = perGraph((graph): ReadonlyMap<string, RolePolicies> => {
  const found = new Map<string, { said: Said[]; unread: GraphResource[]; elsewhere: string[] }>();
  const of = (role: GraphResource) => {
    const known = found.get(role.urn) ?? { said: [], unread: [], elsewhere: [], ...boundOf(graph, role) };
    found.set(role.urn, known);
    return known;
  };
  const read = (role: GraphResource, policy: GraphResource): void => {
    const document = documentOf(policy, "policy");
    if (document === "unread") of(role).unread.push(policy);
    else if (document !== "made") of(role).said.push({ resource: policy, statements: document.statements });
  };
  for (const policy of ofTypes(graph, [ROLE_POLICY])) {
    const role = roleMeant(graph, policy, "role", propertiesOf(policy).role);
    if (role) read(role, policy);
  }
  for (const attachment of ofTypes(graph, [ATTACHMENT])) {
    const { role: named, policyArn } = propertiesOf(attachment);
    const role = roleMeant(graph, attachment, "role", named);
    const [policy] = meant(graph, attachment, "policyArn", policyArn, new Set([POLICY]));
    if (role && policy) read(role, policy);
    else if (role) of(role).elsewhere.push(textAt(policyArn) ?? "of a name not known yet");
  }
  return found;
});
