/** What a deployer must be allowed, as documents that each cloud takes. Pure. */
import type { Graph } from "../../graph/resource";
import { textAt } from "../../graph/views/read";
import { servicesUsed } from "./needs";

/** AWS's name in policies of the services behind the modules of types. A module that isn't here is its own name. */
const ACTIONS: Readonly<Record<string, string>> = {
  arczonalshift: "arc-zonal-shift",
  ec2: "ec2",
  vpc: "ec2",
  lb: "elasticloadbalancing",
};
/** CloudWatch's types are of two services. */
const CLOUDWATCH = ["cloudwatch", "logs"];

export interface AwsRights {
  readonly accountId: string;
  /** `<project>-<stack>`: what is named by the stack begins with it. */
  readonly prefix: string;
}

/** Whatever the stack's services do, and of IAM only what is named by the stack. */
export function awsPolicy(graph: Graph, { accountId, prefix }: AwsRights) {
  const services = [...servicesUsed(graph, "aws")]
    .filter((module) => module !== "iam" && module !== "s3")
    .flatMap((module) => (module === "cloudwatch" ? CLOUDWATCH : [ACTIONS[module] ?? module]));
  const named = (kind: string) => `arn:aws:iam::${accountId}:${kind}`;
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "Services",
        Effect: "Allow",
        Action: [...new Set(services)].sort().map((service) => `${service}:*`),
        Resource: "*",
      },
      {
        Sid: "Buckets",
        Effect: "Allow",
        Action: "s3:*",
        Resource: [`arn:aws:s3:::${prefix}-*`],
      },
      {
        Sid: "Roles",
        Effect: "Allow",
        Action: "iam:*",
        Resource: [named(`role/${prefix}-*`), named("oidc-provider/*")],
      },
      {
        Sid: "ServicesOwnRoles",
        Effect: "Allow",
        Action: ["iam:CreateServiceLinkedRole", "iam:GetRole"],
        Resource: [named("role/aws-service-role/*")],
      },
      {
        Sid: "Looking",
        Effect: "Allow",
        Action: [
          "iam:ListOpenIDConnectProviders",
          "iam:GetAccountSummary",
          "servicequotas:GetServiceQuota",
          "sts:GetCallerIdentity",
        ],
        Resource: "*",
      },
    ],
  };
}

export interface OciRights {
  readonly tenancyId: string;
  readonly compartmentId: string;
  /** OCIDs of the users whose keys and tokens the stack makes. */
  readonly users: readonly string[];
}

/** @param group the deployer's, by its name or OCID in a statement */
export function ociStatements({ compartmentId, users }: OciRights, group = "GROUP"): string[] {
  return [
    `Allow group ${group} to manage policies in tenancy`,
    ...users.map(
      (user) => `Allow group ${group} to manage users in tenancy where target.user.id = '${user}'`,
    ),
    `Allow group ${group} to inspect tenancies in tenancy`,
    `Allow group ${group} to read objectstorage-namespaces in tenancy`,
    `Allow group ${group} to inspect resource-availability in tenancy`,
    `Allow group ${group} to manage all-resources in compartment id ${compartmentId}`,
  ];
}

/** Users whose keys and tokens the stack makes. */
export const ociUsers = (graph: Graph): string[] =>
  [
    ...new Set(
      ["oci:Identity/customerSecretKey:CustomerSecretKey", "oci:Identity/authToken:AuthToken"].flatMap(
        (type) => (graph.byType.get(type) ?? []).flatMap(({ inputs }) => textAt(inputs, "userId") ?? []),
      ),
    ),
  ].sort();

/** Who may use the clusters: nobody else, not even who made them. */
export const clusterAdmins = (graph: Graph): string[] =>
  [
    ...new Set(
      (graph.byType.get("aws:eks/accessPolicyAssociation:AccessPolicyAssociation") ?? [])
        .filter(({ inputs }) => /ClusterAdminPolicy$/.test(textAt(inputs, "policyArn") ?? ""))
        .flatMap(({ inputs }) => textAt(inputs, "principalArn") ?? []),
    ),
  ].sort();

/**
 * The role or user behind the identity that STS tells: a session is told as `…:assumed-role/ROLE/SESSION`. A role's path
 * isn't told; so the names alone are compared.
 */
export function isAmong(caller: string, principals: readonly string[]): boolean {
  const [, account, kind, name] =
    /^arn:aws:(?:iam|sts)::(\d+):(assumed-role|role|user)\/(.+)$/.exec(caller) ?? [];
  if (account === undefined || name === undefined) return false;
  const own = kind === "assumed-role" ? (name.split("/")[0] ?? "") : (name.split("/").at(-1) ?? "");
  const what = kind === "user" ? "user" : "role";
  return principals.some(
    (principal) =>
      principal.startsWith(`arn:aws:iam::${account}:${what}/`) && principal.split("/").at(-1) === own,
  );
}
