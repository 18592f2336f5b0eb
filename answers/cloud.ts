/** What every cloud fills in to be answered for; clouds.ts is the table. */
import type { Combination } from "./combination";
import type { LookUps } from "./foreign/look-up";
import type { InvokeAnswers } from "./invoke";
import type { ResourceAnswers } from "./resource";

/** A Service of type LoadBalancer, as far as it tells who makes its load balancer. */
export interface BalancedService {
  readonly loadBalancerClass?: string;
}

/** Where a load balancer is reached. */
export type Ingress = { readonly ip: string } | { readonly hostname: string };

export interface CloudAnswers {
  /** In the files of its folder: one for each module of its SDK. */
  readonly resources: readonly ResourceAnswers[];
  readonly invokes: readonly InvokeAnswers[];
  /** What other people's programs look up besides. */
  readonly lookUps: LookUps;
  /** What its services refuse that no single resource's inputs show. */
  readonly combinations: readonly Combination[];
  /** Whether the controller of the cloud's clusters makes a load balancer for the Service. */
  serves(service: BalancedService): boolean;
  /** Where such a load balancer is reached, that has this address. */
  ingress(address: string): Ingress;
}
