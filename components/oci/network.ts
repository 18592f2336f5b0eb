import * as core from "@pulumi/oci/core";
import * as pulumi from "@pulumi/pulumi";
import { isOutOfReach } from "../../graph/clouds/unreachable";
import type { Network as NetworkContract, SiteSpec, StackContext } from "../contracts";
import { componentOptions } from "../frozen";
import { edgePorts } from "../ports";
import { type OciAccount, servicesLabel } from "./account";
import { clusterFlows, needsPublicEndpoint } from "./flows";
import { logService } from "./logs";
import { dnsLabel, tagsFor } from "./names";
import { openFlows, type RuleScope } from "./security-groups";
import { servicesId } from "./services-gateway";
import { type Part, parts, planSubnets } from "./subnets";

export interface NetworkArgs {
  readonly account: OciAccount;
  readonly site: SiteSpec;
  /** OCID of the NAT gateway's reserved address. */
  readonly natAddressId: pulumi.Output<string>;
}

/** The region's provider, which look-ups must be given too. */
export type RegionalOptions = pulumi.ComponentResourceOptions & {
  readonly provider: pulumi.ProviderResource;
};

const ANYWHERE = "0.0.0.0/0";

/**
 * The VCN of a site, with regional subnets: for the cluster's endpoint, its nodes, its pods and the edge's load
 * balancer. Subnets and gateways span the zones in OCI, so one NAT gateway is a path for each zone that no other
 * zone can take away. Only security groups let anything through: the default security list is emptied.
 */
export class Network extends pulumi.ComponentResource implements NetworkContract {
  readonly loadBalancerCidrs: string[];
  readonly podCidrs: string[];
  readonly endpointCidr: string;
  readonly vcnId: pulumi.Output<string>;
  readonly subnetIds: Readonly<Record<Part, pulumi.Output<string>>>;
  readonly rules: RuleScope;
  /** Whether the cluster's endpoint can be reached from the Internet. */
  readonly publicEndpoint: boolean;
  /** What a cluster can't be made without. */
  readonly ready: pulumi.Resource[];

  constructor(
    private readonly context: StackContext,
    private readonly args: NetworkArgs,
    opts: RegionalOptions,
  ) {
    super("twincloud:oci:Network", args.site.id, {}, componentOptions(context, "oci", opts));
    const { site } = args;
    const plan = planSubnets(site.cidr);
    const label = servicesLabel(site.region);
    this.publicEndpoint = needsPublicEndpoint(context.adminCidrs);
    this.podCidrs = [plan.pods];
    this.endpointCidr = plan.endpoint;
    // A node passes the load balancer's packets on: to its own pods with the load balancer's address, to those of
    // other nodes with its own.
    this.loadBalancerCidrs = [plan.edge, plan.nodes];

    const vcn = new core.Vcn(
      site.id,
      { ...this.common("vcn"), cidrBlocks: [site.cidr], dnsLabel: dnsLabel(site.region.name) },
      { parent: this },
    );
    this.vcnId = vcn.id;
    new core.DefaultSecurityList(
      `${site.id}-closed`,
      {
        ...this.common("closed"),
        manageDefaultResourceId: vcn.defaultSecurityListId,
        ingressSecurityRules: [],
        egressSecurityRules: [],
      },
      { parent: this },
    );

    const reachable = !isOutOfReach(context.unreachable, "oci", site.region.name);
    const tables = this.routeTables(label, servicesId(label, reachable, { provider: opts.provider }));
    const isPublic = (part: Part): boolean => part === "edge" || (part === "endpoint" && this.publicEndpoint);
    const subnets = parts.map((part) => {
      const subnet = new core.Subnet(
        `${site.id}-${part}`,
        {
          ...this.common(part),
          vcnId: this.vcnId,
          cidrBlock: plan[part],
          dnsLabel: dnsLabel(part),
          prohibitPublicIpOnVnic: !isPublic(part),
          routeTableId: isPublic(part) ? tables.public.id : tables.private.id,
        },
        { parent: this },
      );
      return [part, subnet.id] as const;
    });
    this.subnetIds = Object.fromEntries(subnets) as Record<Part, pulumi.Output<string>>;
    const flows = `${context.prefix}-${site.region.name}-flows`;
    logService(
      context,
      `${site.id}-flows`,
      { account: args.account, name: flows, source: "flows", of: this.subnetIds },
      { parent: this },
    );

    const groups = parts.map((part) => {
      const group = new core.NetworkSecurityGroup(
        `${site.id}-${part}`,
        { ...this.common(part), vcnId: this.vcnId },
        { parent: this },
      );
      return [part, group.id] as const;
    });
    this.rules = {
      groupIds: Object.fromEntries(groups) as Record<Part, pulumi.Output<string>>,
      servicesLabel: label,
    };
    this.ready = openFlows(site.id, clusterFlows(context.adminCidrs, edgePorts.leaf), this.rules, {
      parent: this,
    });
    this.registerOutputs({ vcnId: this.vcnId });
  }

  /** `public` leads to the Internet and back; `private` out through the NAT gateway, and to OCI's services inside OCI. */
  private routeTables(
    label: string,
    serviceId: pulumi.Input<string>,
  ): Record<"public" | "private", core.RouteTable> {
    const { site, natAddressId } = this.args;
    const child = { parent: this };
    const inVcn = { vcnId: this.vcnId };
    const internet = new core.InternetGateway(
      site.id,
      { ...this.common("internet"), ...inVcn, enabled: true },
      child,
    );
    const nat = new core.NatGateway(
      site.id,
      { ...this.common("nat"), ...inVcn, publicIpId: natAddressId },
      child,
    );
    const services = new core.ServiceGateway(
      site.id,
      { ...this.common("services"), ...inVcn, services: [{ serviceId }] },
      child,
    );
    const toAnywhere = (networkEntityId: pulumi.Output<string>) => ({
      destination: ANYWHERE,
      destinationType: "CIDR_BLOCK",
      networkEntityId,
    });
    const table = (name: string, routeRules: core.RouteTableArgs["routeRules"]) =>
      new core.RouteTable(`${site.id}-${name}`, { ...this.common(name), ...inVcn, routeRules }, child);
    return {
      public: table("public", [toAnywhere(internet.id)]),
      private: table("private", [
        toAnywhere(nat.id),
        { destination: label, destinationType: "SERVICE_CIDR_BLOCK", networkEntityId: services.id },
      ]),
    };
  }

  private common(name: string) {
    const displayName = `${this.context.prefix}-${name}`;
    return {
      compartmentId: this.args.account.compartmentId,
      displayName,
      freeformTags: tagsFor(this.context, displayName),
    };
  }
}
