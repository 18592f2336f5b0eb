import * as eks from "@pulumi/aws/eks";
import * as pulumi from "@pulumi/pulumi";
import type { ServiceAccountRef, SiteSpec, StackContext, StoreAccess } from "../contracts";
import { componentOptions } from "../frozen";
import { storeAccess } from "./bucket-policies";
import type { Cluster } from "./cluster";
import { podIdentityTrust, policy } from "./iam";
import { named } from "./names";
import { makeRole } from "./roles";

export interface Grantee {
  readonly serviceAccount: ServiceAccountRef;
  readonly accesses: readonly StoreAccess[];
}

/** Accesses by service account, in the order of their first mention: a role each. */
export function byServiceAccount(accesses: readonly StoreAccess[]): Grantee[] {
  const grantees = new Map<string, { serviceAccount: ServiceAccountRef; accesses: StoreAccess[] }>();
  for (const access of accesses) {
    const { serviceAccount } = access;
    const key = `${serviceAccount.namespace}/${serviceAccount.name}`;
    const grantee = grantees.get(key) ?? { serviceAccount, accesses: [] };
    grantee.accesses.push(access);
    grantees.set(key, grantee);
  }
  return [...grantees.values()];
}

/** What a grantee may do in all stores it was given. */
export const granteePolicy = (grantee: Grantee): string =>
  policy(...grantee.accesses.flatMap((access) => storeAccess(access.store.bucket, access)));

/** The identity of one service account of an EKS cluster: a role that nothing else can take. */
export class PodIdentity extends pulumi.ComponentResource {
  /** Must stand before the account's pods: credentials are put into a pod when it is made. */
  readonly ready: pulumi.Resource[];

  constructor(
    context: StackContext,
    accountId: string,
    site: SiteSpec,
    cluster: Cluster,
    grantee: Grantee,
    opts: pulumi.ComponentResourceOptions,
  ) {
    const { namespace, name: account } = grantee.serviceAccount;
    const name = `${site.id}-${namespace}-${account}`;
    super("twincloud:aws:PodIdentity", name, {}, componentOptions(context, "aws", opts));
    const child = { parent: this };
    const made = makeRole(
      context,
      name,
      {
        purpose: `${site.region.name}-${namespace}-${account}`,
        description: `Pods of ${namespace}/${account} at ${site.id}.`,
        trust: podIdentityTrust(accountId, cluster.arn, grantee.serviceAccount),
        policy: granteePolicy(grantee),
      },
      child,
    );
    const association = new eks.PodIdentityAssociation(
      name,
      {
        clusterName: cluster.eks.name,
        namespace,
        serviceAccount: account,
        roleArn: made.role.arn,
        tags: named(context, made.name),
      },
      child,
    );
    this.ready = [association, ...made.policies];
    this.registerOutputs({ roleName: made.name });
  }
}
