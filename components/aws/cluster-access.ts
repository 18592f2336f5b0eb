import * as eks from "@pulumi/aws/eks";
import type * as pulumi from "@pulumi/pulumi";

/** Kubernetes' role `view`: objects, without Secrets. */
const VIEW_POLICY = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy";
const ADMIN_POLICY = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy";

/** `arn:aws:iam::123456789012:role/platform/Admin` as part of a resource's name: `123456789012-role-platform-Admin`. */
export function principalLabel(arn: string): string {
  return arn.split(":").slice(4).join("-").replaceAll("/", "-");
}

/**
 * Makes principals administrators of a cluster. They are all there are: the maker of a cluster could be given
 * access by that alone, but beside this list, and where the list names it too the second entry would be refused.
 * So the deployer must be one of them.
 * @returns what must stand before any of them can do anything in the cluster.
 */
export function admitAdmins(
  name: string,
  cluster: eks.Cluster,
  principals: readonly string[],
  tags: Readonly<Record<string, string>>,
  opts: pulumi.CustomResourceOptions,
): pulumi.Resource[] {
  return admit(name, cluster, { principals, tags, as: "admin", policyArn: ADMIN_POLICY }, opts);
}

/** Lets principals read a cluster's objects, its Secrets left out. */
export function admitViewers(
  name: string,
  cluster: eks.Cluster,
  principals: readonly string[],
  tags: Readonly<Record<string, string>>,
  opts: pulumi.CustomResourceOptions,
): void {
  admit(name, cluster, { principals, tags, as: "viewer", policyArn: VIEW_POLICY }, opts);
}

interface Admitted {
  readonly principals: readonly string[];
  readonly as: string;
  readonly policyArn: string;
  readonly tags: Readonly<Record<string, string>>;
}

function admit(
  name: string,
  cluster: eks.Cluster,
  { principals, as, policyArn, tags }: Admitted,
  opts: pulumi.CustomResourceOptions,
): pulumi.Resource[] {
  return principals.map((principalArn) => {
    const resourceName = `${name}-${as}-${principalLabel(principalArn)}`;
    const entry = new eks.AccessEntry(
      resourceName,
      { clusterName: cluster.name, principalArn, type: "STANDARD", tags },
      opts,
    );
    return new eks.AccessPolicyAssociation(
      resourceName,
      {
        clusterName: cluster.name,
        principalArn: entry.principalArn,
        policyArn,
        accessScope: { type: "cluster" },
      },
      opts,
    );
  });
}
