import { describe, expect, it } from "vitest";
import { type Graph, type GraphResource, type Properties, SECRET, type Value } from "../../../graph/resource";
import { nameOf } from "../../../graph/urn";
import { packSettings } from "../../../policies/pack/settings";
import { rightsSuffice } from "../../../policies/rules/rights-suffice";
import { findings, now } from "../../support/findings";
import { changed, ofType, setting, stackGraph, type Which, without } from "../../support/graphs";
import { inCrossGuard } from "../../support/policy-view";

const ROLE = "aws:iam/role:Role";
const ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy";
const ASSOCIATION = "aws:eks/podIdentityAssociation:PodIdentityAssociation";
const OCI_POLICY = "oci:Identity/policy:Policy";
const ATTACHMENT = "aws:iam/rolePolicyAttachment:RolePolicyAttachment";
const DEPLOYMENT = "kubernetes:apps/v1:Deployment";
const OHIO = "aws-us-east-2";
const CHICAGO = "oci-us-chicago-1";
const prod = stackGraph("prod");

/** Some words written otherwise wherever a resource has them. Fails where it has none. */
function reworded(which: Which, from: string, to: string): Graph {
  return changed(prod, which, (resource) => {
    const text = JSON.stringify([resource.inputs, resource.outputs]);
    if (!text.includes(from)) throw new Error(`${resource.name} doesn't say ${from}`);
    const [inputs, outputs] = JSON.parse(text.replaceAll(from, to)) as [Properties, Properties];
    return { ...resource, inputs, outputs };
  });
}

/** A document with other statements. */
function restated(which: Which, input: string, statements: (before: Value[]) => Value[]): Graph {
  return changed(prod, which, (resource) => {
    const document = JSON.parse(String(resource.inputs[input])) as { Statement: Value[] };
    const text = JSON.stringify({ ...document, Statement: statements(document.Statement) });
    return setting([input], text)(resource);
  });
}

const blamed = (graph: Graph): string[] => [
  ...new Set(
    rightsSuffice
      .check(graph, packSettings(graph, now))
      .map(({ urn, unsure }) => `${unsure ? "? " : ""}${nameOf(urn)}`),
  ),
];

const bucket = prod.resources.find(ofType("aws:s3/bucket:Bucket", `${OHIO}-media`)) as GraphResource;
const denial: Value = { Effect: "Deny", Principal: "*", Action: "s3:*", Resource: "*" };

describe("rights-suffice", () => {
  it.each(["prod", "staging", "chat", "prod-unknown"] as const)(
    "passes %s, also as CrossGuard shows it",
    (stack) => {
      expect(findings(rightsSuffice, stackGraph(stack))).toEqual([]);
      expect(findings(rightsSuffice, inCrossGuard(stackGraph(stack)))).toEqual([]);
    },
  );

  it.each<[string, () => Graph, string]>([
    [
      "upload may not put objects",
      () => restated(ofType(ROLE_POLICY, `${OHIO}-platform-upload`), "policy", (all) => all.slice(0, 3)),
      `${OHIO}-platform-upload`,
    ],
    [
      "feed reads below another prefix than it is told",
      () => reworded(ofType(ROLE_POLICY, `${OHIO}-platform-feed`), "upload/*", "uploads/*"),
      `${OHIO}-platform-feed`,
    ],
    [
      "something denies what is allowed",
      () => restated(ofType(ROLE_POLICY, `${OHIO}-platform-feed`), "policy", (all) => [...all, denial]),
      `${OHIO}-platform-feed`,
    ],
    [
      "the bucket denies everybody",
      () =>
        restated(ofType("aws:s3/bucketPolicy:BucketPolicy", `${OHIO}-media`), "policy", (all) => [
          ...all,
          denial,
        ]),
      `${OHIO}-media`,
    ],
    [
      "the endpoint lets through reading alone",
      () =>
        restated(ofType("aws:ec2/vpcEndpoint:VpcEndpoint", `${OHIO}-s3`), "policy", () => [
          { Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: "*" },
        ]),
      `${OHIO}-s3`,
    ],
    [
      "pods get another's role",
      () =>
        changed(
          prod,
          ofType(ASSOCIATION, `${OHIO}-platform-upload`),
          setting(["roleArn"], "arn:aws:iam::123456789012:role/twincloud-prod-us-east-2-platform-feed"),
        ),
      `${OHIO}-platform-feed`,
    ],
    [
      "pods get no role",
      () => without(prod, ofType(ASSOCIATION, `${OHIO}-platform-upload`)),
      `${OHIO}-upload`,
    ],
    [
      "a role trusts another account's pods",
      () => reworded(ofType(ROLE, `${CHICAGO}-platform-upload`), "platform:upload", "platform:uploads"),
      `${CHICAGO}-platform-upload`,
    ],
    [
      "tokens are for somebody else",
      () =>
        reworded(
          ofType(DEPLOYMENT, `${CHICAGO}-upload`),
          '"audience":"sts.amazonaws.com"',
          '"audience":"oci"',
        ),
      CHICAGO,
    ],
    [
      "pods run as another account",
      () =>
        reworded(
          ofType(DEPLOYMENT, `${CHICAGO}-upload`),
          '"serviceAccountName":"upload"',
          '"serviceAccountName":"feed"',
        ),
      `${CHICAGO}-media`,
    ],
    [
      "S3 may not write its copies",
      () => restated(ofType(ROLE_POLICY, `${OHIO}-replication`), "policy", (all) => all.slice(0, 2)),
      `${OHIO}-replication`,
    ],
    [
      "OCI's pods may not create objects",
      () => reworded(ofType(OCI_POLICY, `${CHICAGO}-stores`), "OBJECT_CREATE", "OBJECT_INSPECT"),
      `${CHICAGO}-media`,
    ],
    [
      "the key is of another user than OCI's policies",
      () =>
        changed(
          prod,
          ofType("oci:Identity/customerSecretKey:CustomerSecretKey", "oci-store"),
          setting(["userId"], "ocid1.user.oc1..other"),
        ),
      `${CHICAGO}-media`,
    ],
    [
      "OCI's policy is about another compartment than the store stands in",
      () =>
        reworded(
          ofType(OCI_POLICY, `${CHICAGO}-stores`),
          "in compartment id ocid1.",
          "in compartment id ocid2.",
        ),
      `${CHICAGO}-media`,
    ],
    [
      "OCI's replication may not create",
      () => reworded(ofType(OCI_POLICY, `${CHICAGO}-replica`), "OBJECT_CREATE", "OBJECT_READ"),
      `${CHICAGO}-media`,
    ],
    ["OCI's images may not be pulled", () => without(prod, ofType(OCI_POLICY, "oci-pull")), "oci-pull"],
    [
      "OCI's autoscaler may not change pools",
      () =>
        reworded(
          ofType(OCI_POLICY, `${CHICAGO}-autoscaler`),
          "manage cluster-node-pools",
          "read cluster-node-pools",
        ),
      `${CHICAGO}-ClusterAutoscaler`,
    ],
    [
      "AWS's nodes may not pull images",
      () => without(prod, ofType(ATTACHMENT, `${OHIO}-node-AmazonEC2ContainerRegistryPullOnly`)),
      `${OHIO}-node`,
    ],
    [
      "Auto Mode may make no nodes",
      () => without(prod, ofType(ATTACHMENT, `${OHIO}-cluster-AmazonEKSComputePolicy`)),
      `${OHIO}-cluster`,
    ],
  ])("blocks, also as CrossGuard shows it: %s", (_, graph, at) => {
    expect(blamed(graph())).toContain(at);
    expect(blamed(inCrossGuard(graph()))).toContain(at);
  });

  it("says who may not do what", () => {
    const shut = restated(ofType(ROLE_POLICY, `${OHIO}-platform-upload`), "policy", (all) => all.slice(0, 3));
    expect(findings(rightsSuffice, shut)).toEqual([
      `${OHIO}-platform-upload doesn't let upload of ${OHIO} create objects below upload/ of ${bucket.inputs.bucket}; wanted the rights that the platform's parts are told that they have`,
    ]);
  });

  it.each([
    [
      "a policy is secret",
      () => changed(prod, ofType(ROLE_POLICY, `${OHIO}-platform-feed`), setting(["policy"], SECRET)),
    ],
    [
      "a denial has a condition about something that isn't known here",
      () =>
        restated(ofType(ROLE_POLICY, `${OHIO}-platform-feed`), "policy", (all) => [
          ...all,
          { ...(denial as object), Condition: { StringNotEquals: { "aws:SourceVpce": "vpce-1" } } } as Value,
        ]),
    ],
    [
      "a role has a boundary that isn't in the program",
      () =>
        changed(
          prod,
          ofType(ROLE, `${OHIO}-platform-feed`),
          setting(["permissionsBoundary"], "arn:aws:iam::123456789012:policy/limits"),
        ),
    ],
  ])("can't tell where %s", (_, graph) => {
    expect(blamed(graph())).toEqual([`? ${OHIO}-platform-feed`]);
  });
});
