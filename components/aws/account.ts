/** The account that everything of AWS is made in. */
export interface AwsAccount {
  /** Twelve digits. */
  readonly accountId: string;
  /** ARNs of the IAM roles and users that administer the clusters; the deployer must be among them. */
  readonly adminPrincipals: readonly string[];
  /** ARNs of those that may read the clusters' objects, Secrets left out. */
  readonly viewerPrincipals?: readonly string[];
}
