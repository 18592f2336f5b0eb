/** Rights at AWS that nobody of the platform needs: everything, what deletes or unguards, and who isn't anybody's pods. */
import type { Graph, GraphResource, Value } from "../../../resource";
import { ofTypes } from "../../../views/per-graph";
import { at, propertiesOf, textAt } from "../../../views/read";
import type { Excessive } from "../../rights-views";
import { documentOf, like, textsOf } from "./documents";
import { ATTACHMENT, POLICY, ROLE, rightTypes } from "./roles";

const BUCKET_POLICY = "aws:s3/bucketPolicy:BucketPolicy";
const documents = [
  "aws:iam/rolePolicy:RolePolicy",
  "aws:iam/userPolicy:UserPolicy",
  "aws:iam/groupPolicy:GroupPolicy",
  POLICY,
];

/** What takes data away, or what guards it: no workload of the platform does any of it. */
const destroying = [
  "s3:DeleteObject",
  "s3:DeleteObjectVersion",
  "s3:DeleteBucket",
  "s3:DeleteBucketPolicy",
  "s3:PutBucketPolicy",
  "s3:PutBucketVersioning",
  "s3:PutLifecycleConfiguration",
  "s3:PutReplicationConfiguration",
  "s3:PutEncryptionConfiguration",
  "s3:BypassGovernanceRetention",
  "kms:ScheduleKeyDeletion",
  "kms:DisableKey",
  "iam:PassRole",
  "iam:PutRolePolicy",
  "iam:AttachRolePolicy",
  "iam:CreateAccessKey",
  "iam:UpdateAssumeRolePolicy",
  "route53:ChangeResourceRecordSets",
  "route53:DeleteHostedZone",
  "ecr:BatchDeleteImage",
  "ecr:PutImage",
  "eks:DeleteCluster",
  "ec2:ReleaseAddress",
];

const broad =
  /:policy\/(AdministratorAccess|PowerUserAccess|IAMFullAccess|AmazonS3FullAccess|AmazonEC2FullAccess|AmazonVPCFullAccess|AmazonRoute53FullAccess|AmazonEC2ContainerRegistryFullAccess)$/;

export function* excessive(graph: Graph): Generator<Excessive> {
  for (const policy of ofTypes(graph, documents)) yield* inDocument(policy);
  for (const role of ofTypes(graph, [ROLE])) yield* inTrust(role);
  for (const attachment of ofTypes(graph, [ATTACHMENT])) {
    const arn = textAt(propertiesOf(attachment), "policyArn");
    if (arn !== undefined && broad.test(arn))
      yield {
        at: attachment,
        found: `gives a role ${arn.split("/").at(-1)}`,
        wanted: "the rights that it needs",
      };
  }
  for (const policy of ofTypes(graph, [BUCKET_POLICY])) yield* inBucket(policy);
}

export const excessTypes = [...documents, ...rightTypes, BUCKET_POLICY];

function statementsOf(resource: GraphResource, input: string): readonly Value[] {
  const document = documentOf(resource, input);
  return typeof document === "string" ? [] : document.statements;
}

function* inDocument(policy: GraphResource): Generator<Excessive> {
  for (const statement of statementsOf(policy, "policy")) {
    if (at(statement, "Effect") !== "Allow") continue;
    if (at(statement, "NotAction") !== undefined) {
      yield {
        at: policy,
        found: "allows everything but what it names",
        wanted: "the actions that are needed",
      };
      continue;
    }
    const patterns = textsOf(statement, "Action");
    const wild = patterns.find((pattern) => pattern === "*" || /^[a-z0-9-]+:\*$/i.test(pattern));
    if (wild !== undefined) {
      yield { at: policy, found: `allows ${wild}`, wanted: "the actions that are needed" };
      continue;
    }
    const worst = destroying.find((action) =>
      patterns.some((pattern) => like(action.toLowerCase(), pattern.toLowerCase())),
    );
    if (worst !== undefined)
      yield { at: policy, found: `allows ${worst}`, wanted: "no right that takes away what must stay" };
  }
}

/** A role that anybody may be. */
function* inTrust(role: GraphResource): Generator<Excessive> {
  for (const statement of statementsOf(role, "assumeRolePolicy")) {
    if (at(statement, "Effect") !== "Allow") continue;
    const principal = at(statement, "Principal");
    const everybody = principal === "*" || textsOf(statement, "Principal", "AWS").includes("*");
    const federated = textsOf(statement, "Principal", "Federated").length > 0;
    const pods = textsOf(statement, "Principal", "Service").includes("pods.eks.amazonaws.com");
    const conditions = JSON.stringify(at(statement, "Condition") ?? {});
    if (everybody)
      yield { at: role, found: "lets everybody be it", wanted: "those who need it, by their names" };
    else if (federated && !/:sub"/.test(conditions))
      yield {
        at: role,
        found: "lets every pod of another cluster be it",
        wanted: "the service account that needs it",
      };
    else if (federated && /:sub":"?\[?"?[^"]*\*/.test(conditions))
      yield {
        at: role,
        found: "lets service accounts of a pattern be it",
        wanted: "the service account that needs it",
      };
    else if (pods && !/kubernetes-service-account/.test(conditions))
      yield {
        at: role,
        found: "lets pods of every service account be it",
        wanted: "the service account that needs it",
      };
  }
}

/** A bucket that allows what roles' own policies don't. */
function* inBucket(policy: GraphResource): Generator<Excessive> {
  for (const statement of statementsOf(policy, "policy")) {
    if (at(statement, "Effect") !== "Allow") continue;
    const patterns = textsOf(statement, "Action");
    const worst = destroying.find((action) =>
      patterns.some((pattern) => like(action.toLowerCase(), pattern.toLowerCase())),
    );
    if (worst !== undefined)
      yield { at: policy, found: `allows ${worst}`, wanted: "no right that takes away what must stay" };
  }
}
