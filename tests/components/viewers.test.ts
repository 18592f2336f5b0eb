import { describe, expect, it } from "vitest";
import { account as awsAccount, buildSite as buildAwsSite, ohio } from "./aws/fixture";
import { context } from "./fixture";
import { buildSite as buildOciSite, chicago, account as ociAccount } from "./oci/fixture";
import { ofType, record } from "./recorder";

describe("those who may only read the clusters", () => {
  it("get EKS' policy without Secrets, and administrators keep theirs", async () => {
    const viewer = "arn:aws:iam::123456789012:role/preview";
    const built = await record(() => {
      buildAwsSite(ohio, context, { ...awsAccount, viewerPrincipals: [viewer] });
    });
    const policies = ofType(built, "aws:eks/accessPolicyAssociation:AccessPolicyAssociation").map(
      ({ inputs }) => [inputs.principalArn, inputs.policyArn.split("/").at(-1)],
    );
    expect(policies).toEqual([
      ...awsAccount.adminPrincipals.map((admin) => [admin, "AmazonEKSClusterAdminPolicy"]),
      [viewer, "AmazonEKSViewPolicy"],
    ]);
  });

  it("get Kubernetes' role view on OKE, by their groups", async () => {
    const group = "ocid1.group.oc1..readers";
    const built = await record(() => {
      buildOciSite(chicago, context, { ...ociAccount, viewerGroups: [group] });
    });
    const bindings = ofType(built, "kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding");
    const viewers = bindings.find(({ name }) => name.endsWith("-viewers"));
    expect(viewers?.inputs.roleRef).toMatchObject({ kind: "ClusterRole", name: "view" });
    expect(viewers?.inputs.subjects).toEqual([
      { kind: "Group", name: group, apiGroup: "rbac.authorization.k8s.io" },
    ]);
  });

  it("are nobody where none are named", async () => {
    const built = await record(() => {
      buildAwsSite(ohio);
      buildOciSite(chicago);
    });
    const views = built.resources.filter(({ name }) => /viewer/.test(name));
    expect(views).toEqual([]);
  });
});
