/** Until when a cloud supports a Kubernetes version. Pure. */

export interface KubernetesSupport {
  /** The file of the table, for who has to add a version. */
  readonly file: string;
  /** By minor version, `1.36`. Older ones than are listed are out of all support. */
  readonly versions: Readonly<Record<string, SupportEnds>>;
}

/** Days as `2027-08-02`, UTC, from whose beginning it is over. */
export interface SupportEnds {
  /** Of support at the usual price. */
  readonly standard: string;
  /** Of all support: the cloud upgrades what is left, and makes no new cluster. */
  readonly last: string;
  /** Where the cloud names no day: from what these were reckoned, in words. */
  readonly estimated?: string;
  readonly source: string;
}
