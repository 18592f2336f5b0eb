import * as ec2 from "@pulumi/aws/ec2";
import * as pulumi from "@pulumi/pulumi";
import type { EdgeAddresses, SiteSpec, StackContext } from "../contracts";
import { componentOptions, holdsData } from "../frozen";
import { named } from "./names";

/** Allocation ids of Elastic IPs by the id of the zone that they are for. */
export type Allocations = ReadonlyMap<string, pulumi.Output<string>>;

/** The static addresses of a site: in each zone one for the edge and one for the NAT gateway. */
export class Addresses extends pulumi.ComponentResource implements EdgeAddresses {
  readonly edge: pulumi.Output<string>[];
  readonly zones: string[];
  readonly nat: pulumi.Output<string>[];
  readonly edgeAllocations: Allocations;
  readonly natAllocations: Allocations;

  constructor(context: StackContext, site: SiteSpec, opts: pulumi.ComponentResourceOptions) {
    super("twincloud:aws:Addresses", site.id, {}, componentOptions(context, "aws", opts, site.id));
    const reserve = (purpose: string) =>
      site.region.zones.map((zone) => ({
        zone,
        address: new ec2.Eip(
          `${site.id}-${purpose}-${zone.id}`,
          { domain: "vpc", tags: named(context, `${context.prefix}-${purpose}-${zone.id}`) },
          // An answer of DNS, a name in certificates, an entry in others' firewalls: once released, it is another's.
          { parent: this, ...holdsData(context) },
        ),
      }));
    const edge = reserve("edge");
    const nat = reserve("nat");
    this.zones = edge.map(({ zone }) => zone.name);
    this.edge = edge.map(({ address }) => address.publicIp);
    this.nat = nat.map(({ address }) => address.publicIp);
    const allocation = ({ zone, address }: (typeof edge)[number]) => [zone.id, address.allocationId] as const;
    this.edgeAllocations = new Map(edge.map(allocation));
    this.natAllocations = new Map(nat.map(allocation));
    this.registerOutputs({ edge: this.edge, nat: this.nat });
  }
}
