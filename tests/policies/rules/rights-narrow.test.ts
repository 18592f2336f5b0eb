import { describe, expect, it } from "vitest";
import type { Graph, Value } from "../../../graph/resource";
import { rightsNarrow } from "../../../policies/rules/rights-narrow";
import { findings } from "../../support/findings";
import { changed, ofType, setting, stackGraph, type Which } from "../../support/graphs";
import { inCrossGuard } from "../../support/policy-view";

const ROLE = "aws:iam/role:Role";
const ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy";
const OHIO = "aws-us-east-2";
const CHICAGO = "oci-us-chicago-1";
const prod = stackGraph("prod");
const feed = ofType(ROLE_POLICY, `${OHIO}-platform-feed`);
const stores = ofType("oci:Identity/policy:Policy", `${CHICAGO}-stores`);

function restated(which: Which, input: string, statements: (before: Value[]) => Value[]): Graph {
  return changed(prod, which, (resource) => {
    const document = JSON.parse(String(resource.inputs[input])) as { Statement: Value[] };
    return setting(
      [input],
      JSON.stringify({ ...document, Statement: statements(document.Statement) }),
    )(resource);
  });
}

const allowing = (action: string): Graph =>
  restated(feed, "policy", (all) => [...all, { Effect: "Allow", Action: action, Resource: "*" }]);

const saying = (statement: string): Graph =>
  changed(prod, stores, (resource) =>
    setting(["statements"], [...(resource.inputs.statements as Value[]), statement])(resource),
  );

const nothingElse = "wanted no right that takes away what must stay";
const named = "wanted the permissions that are needed, for those who need them";

describe("rights-narrow", () => {
  it.each(["prod", "staging", "chat", "prod-unknown"] as const)(
    "passes %s, also as CrossGuard shows it",
    (stack) => {
      expect(findings(rightsNarrow, stackGraph(stack))).toEqual([]);
      expect(findings(rightsNarrow, inCrossGuard(stackGraph(stack)))).toEqual([]);
    },
  );

  it.each<[string, () => Graph, string]>([
    [
      "everything of S3",
      () => allowing("s3:*"),
      `${OHIO}-platform-feed allows s3:*; wanted the actions that are needed`,
    ],
    [
      "deleting",
      () => allowing("s3:DeleteObject*"),
      `${OHIO}-platform-feed allows s3:DeleteObject; ${nothingElse}`,
    ],
    [
      "handing out roles",
      () => allowing("iam:PassRole"),
      `${OHIO}-platform-feed allows iam:PassRole; ${nothingElse}`,
    ],
    [
      "a role for everybody",
      () =>
        restated(ofType(ROLE, `${OHIO}-platform-feed`), "assumeRolePolicy", ([first]) => [
          { ...(first as object), Principal: { AWS: "*" } } as Value,
        ]),
      `${OHIO}-platform-feed lets everybody be it; wanted those who need it, by their names`,
    ],
    [
      "a role for every pod of another cluster",
      () =>
        restated(ofType(ROLE, `${CHICAGO}-platform-feed`), "assumeRolePolicy", ([first]) => {
          const { Condition: _, ...rest } = first as Record<string, Value>;
          return [rest];
        }),
      `${CHICAGO}-platform-feed lets every pod of another cluster be it; wanted the service account that needs it`,
    ],
    [
      "an administrator",
      () =>
        changed(
          prod,
          ofType(
            "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
            `${OHIO}-node-AmazonEC2ContainerRegistryPullOnly`,
          ),
          setting(["policyArn"], "arn:aws:iam::aws:policy/AdministratorAccess"),
        ),
      `${OHIO}-node-AmazonEC2ContainerRegistryPullOnly gives a role AdministratorAccess; wanted the rights that it needs`,
    ],
    [
      "anybody who reads",
      () => saying("Allow any-user to read objects in tenancy"),
      `${CHICAGO}-stores lets anybody read objects; ${named}`,
    ],
    [
      "a user who may do everything with objects",
      () => saying("Allow any-user to manage objects in tenancy where request.user.id = 'ocid1.user.oc1..x'"),
      `${CHICAGO}-stores lets any-user OBJECT_OVERWRITE (manage objects); ${named}`,
    ],
    [
      "a group that manages policies",
      () => saying("Allow group friends to manage policies in tenancy"),
      `${CHICAGO}-stores lets group friends manage policies; ${named}`,
    ],
  ])("blocks %s, also as CrossGuard shows it", (_, graph, said) => {
    expect(findings(rightsNarrow, graph())).toEqual([said]);
    expect(findings(rightsNarrow, inCrossGuard(graph()))).toEqual([said]);
  });
});
