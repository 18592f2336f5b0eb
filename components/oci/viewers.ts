import * as rbac from "@pulumi/kubernetes/rbac/v1";
import type * as pulumi from "@pulumi/pulumi";

/**
 * Lets groups of the tenancy read a cluster's objects: by Kubernetes' own role `view`, which leaves out Secrets and who
 * may do what. OKE knows a user's groups by their OCIDs; in IAM they need `use clusters` and no more, as who may manage
 * clusters is an administrator inside them. Source: "About Access Control and Container Engine for Kubernetes".
 */
export function admitViewers(
  name: string,
  groups: readonly string[],
  opts: pulumi.CustomResourceOptions,
): void {
  if (groups.length === 0) return;
  new rbac.ClusterRoleBinding(
    `${name}-viewers`,
    {
      metadata: { name: "twincloud-viewers" },
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "view" },
      subjects: groups.map((group) => ({
        kind: "Group",
        name: group,
        apiGroup: "rbac.authorization.k8s.io",
      })),
    },
    opts,
  );
}
