/** Raw values of a stack file as far as they can be read, for checks that don't wait until all is well formed. */
import type { ProviderName, Region } from "../graph/clouds/contract";

export type Raw = Readonly<Record<string, unknown>>;

/** A site as far as it can be read. */
export interface SiteDraft {
  /** In the list of sites. */
  readonly index: number;
  readonly provider?: ProviderName;
  /** Of the region, known or not. */
  readonly name?: string;
  readonly region?: Region;
  readonly share?: number;
  readonly cidr?: string;
  readonly kubernetesVersion?: string;
}

export function items(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function entries(value: unknown): Raw {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Raw) : {};
}
