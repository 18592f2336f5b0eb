/**
 * One routing model for both authorities: which addresses answer a public name, with which weights, and
 * what each answer's health check asks. Pure, so that both adapters render the same plan.
 */
export interface RoutedSite {
  readonly id: string;
  /** Percent of the traffic, 0 to 100; all sites' shares sum to 100. */
  readonly share: number;
  /** How many public addresses the site has, 1 or more. */
  readonly addresses: number;
  readonly drained: boolean;
}

export interface PublicName {
  readonly capability: string;
  /** Fully qualified, without a trailing dot. */
  readonly host: string;
}

export interface RoutedAnswer {
  /** `<site>-<n>`, n from 1. */
  readonly name: string;
  readonly site: string;
  /** Index into the site's addresses. */
  readonly index: number;
  /** 0 to 255: what both providers take. */
  readonly weight: number;
  /** A drained site weighs nothing where weights can be edited without replacing anything. */
  readonly drained: boolean;
}

export interface RoutedName extends PublicName {
  /** Path that the answer's HTTPS check asks, with `host` as Host. */
  readonly healthPath: string;
  readonly answers: readonly RoutedAnswer[];
}
