import * as core from "@pulumi/oci/core";
import * as identity from "@pulumi/oci/identity";
import type * as pulumi from "@pulumi/pulumi";
import type { Zone } from "../../graph/clouds/contract";
import type { SiteSpec, StackContext } from "../contracts";
import { type OciAccount, placementOf } from "./account";
import { reservationStatements } from "./iam";
import { tagsFor } from "./names";
import type { PoolSize } from "./node-sizing";

export interface ReservationsArgs {
  readonly account: OciAccount;
  readonly site: SiteSpec;
  readonly clusterName: string;
  readonly size: PoolSize;
  /** The tenancy's home region, where IAM is written. */
  readonly home: pulumi.ProviderResource;
}

export interface Reservations {
  /** By the id of the zone. */
  readonly byZone: ReadonlyMap<string, core.ComputeCapacityReservation>;
  /** What lets nodes start from them. */
  readonly ready: pulumi.Resource[];
}

/**
 * Hosts of each zone that are kept for its pool, up to its ceiling: on the day that everybody leaves a region, OCI
 * may have none for who asks then. All of the ceiling and not only what is beyond the floor, as every node of a pool
 * starts from its reservation, and one that finds it full doesn't start. What is reserved and not used costs 85 % of
 * what it would running.
 */
export function reservations(
  context: StackContext,
  args: ReservationsArgs,
  opts: pulumi.CustomResourceOptions,
): Reservations {
  const { account, site, size } = args;
  const name = `${args.clusterName}-reservations`;
  const policy = new identity.Policy(
    `${site.id}-reservations`,
    {
      compartmentId: account.compartmentId,
      name,
      description: `Nodes of ${args.clusterName} start from its capacity reservations.`,
      statements: reservationStatements(account.compartmentId),
      freeformTags: tagsFor(context, name),
    },
    { ...opts, provider: args.home },
  );
  const reserve = (zone: Zone): core.ComputeCapacityReservation => {
    const displayName = `${args.clusterName}-${zone.id}`;
    const { availabilityDomain, faultDomains } = placementOf(account, zone);
    return new core.ComputeCapacityReservation(
      `${site.id}-${zone.id}`,
      {
        compartmentId: account.compartmentId,
        displayName,
        availabilityDomain,
        instanceReservationConfigs: reservedHosts(account.nodes, faultDomains, size.ceiling),
        freeformTags: tagsFor(context, displayName),
      },
      opts,
    );
  };
  return { byZone: new Map(site.region.zones.map((zone) => [zone.id, reserve(zone)])), ready: [policy] };
}

/**
 * A node is started in a fault domain, and only what is reserved in that one is its own. OKE spreads the nodes of a
 * pool evenly over its fault domains, so each gets an equal part, rounded up. Pure.
 */
export function reservedHosts(
  { shape, ocpus, memoryGb }: OciAccount["nodes"],
  faultDomains: readonly string[],
  nodes: number,
) {
  const each = Math.ceil(nodes / faultDomains.length);
  return faultDomains.map((faultDomain) => ({
    faultDomain,
    instanceShape: shape,
    instanceShapeConfig: { ocpus, memoryInGbs: memoryGb },
    reservedCount: String(each),
  }));
}
