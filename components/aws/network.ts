import * as ec2 from "@pulumi/aws/ec2";
import * as pulumi from "@pulumi/pulumi";
import type { Network as NetworkContract, SiteSpec, StackContext } from "../contracts";
import { componentOptions } from "../frozen";
import type { Allocations } from "./addresses";
import type { RegionAlarms } from "./alarms";
import { gatewayEndpoint } from "./bucket-policies";
import { logFlows } from "./flow-logs";
import { policy } from "./iam";
import { named } from "./names";
import { planSubnets, type SubnetPlan } from "./subnets";

export interface NetworkArgs {
  readonly accountId: string;
  readonly site: SiteSpec;
  /** Addresses of the NAT gateways by zone id. */
  readonly natAllocations: Allocations;
  readonly alarms: RegionAlarms;
}

/** A subnet and the id of its zone. */
export interface ZonalSubnet {
  readonly zone: string;
  readonly id: pulumi.Output<string>;
}

/** Everything, as the destination of a route. */
const ANYWHERE = "0.0.0.0/0";

/**
 * The VPC of a site: in each zone a public subnet for load balancers and a private one for nodes and pods,
 * which call out through a NAT gateway of their own zone, so that no zone leans on another.
 */
export class Network extends pulumi.ComponentResource implements NetworkContract {
  readonly loadBalancerCidrs: string[];
  readonly podCidrs: string[];
  readonly vpcId: pulumi.Output<string>;
  readonly publicSubnets: ZonalSubnet[];
  readonly privateSubnets: ZonalSubnet[];
  /** The ways to the Internet: whoever has an address there comes after them and goes before them. */
  readonly routes: pulumi.Resource[] = [];

  private readonly internet: ec2.InternetGateway;

  constructor(
    private readonly context: StackContext,
    private readonly args: NetworkArgs,
    opts: pulumi.ComponentResourceOptions,
  ) {
    super("twincloud:aws:Network", args.site.id, {}, componentOptions(context, "aws", opts));
    const { site } = args;
    const plans = planSubnets(site.cidr, site.region.zones);
    this.loadBalancerCidrs = plans.map(({ publicCidr }) => publicCidr);
    this.podCidrs = plans.map(({ privateCidr }) => privateCidr);

    const vpc = new ec2.Vpc(
      site.id,
      {
        cidrBlock: site.cidr,
        enableDnsSupport: true,
        enableDnsHostnames: true,
        tags: this.tags("vpc"),
      },
      { parent: this },
    );
    this.vpcId = vpc.id;
    // Without rules: what forgets to name a group of its own reaches nothing.
    new ec2.DefaultSecurityGroup(
      `${site.id}-closed`,
      { vpcId: vpc.id, ingress: [], egress: [], tags: this.tags("closed") },
      { parent: this },
    );
    this.internet = new ec2.InternetGateway(
      site.id,
      { vpcId: vpc.id, tags: this.tags("internet") },
      { parent: this },
    );

    const publicTable = this.table("public");
    const toInternet = new ec2.Route(
      `${site.id}-public`,
      { routeTableId: publicTable.id, destinationCidrBlock: ANYWHERE, gatewayId: this.internet.id },
      { parent: this },
    );
    this.routes.push(toInternet);

    const made = plans.map((plan) => this.zone(plan, publicTable, toInternet));
    this.publicSubnets = made.map(({ publicSubnet }) => publicSubnet);
    this.privateSubnets = made.map(({ privateSubnet }) => privateSubnet);
    this.routes.push(
      new ec2.VpcEndpoint(
        `${site.id}-s3`,
        {
          vpcId: vpc.id,
          serviceName: `com.amazonaws.${site.region.name}.s3`,
          vpcEndpointType: "Gateway",
          routeTableIds: made.map(({ table }) => table.id),
          policy: policy(...gatewayEndpoint(args.accountId, site.region.name)),
          tags: this.tags("s3"),
        },
        { parent: this },
      ),
    );
    args.alarms.on(
      `${site.id}-nat-ports`,
      {
        description: `NAT gateways of ${site.id} have no port left for a destination: connections out fail.`,
        symptom: "a-site-serves-but-slowly",
        namespace: "AWS/NATGateway",
        metric: "ErrorPortAllocation",
        statistic: "Sum",
        dimensions: made.map(({ nat }) => ({ NatGatewayId: nat.id })),
        above: 0,
        period: 60,
        periods: 5,
      },
      this,
    );
    logFlows(
      context,
      site.id,
      { accountId: args.accountId, region: site.region.name, vpcId: vpc.id },
      { parent: this },
    );
    this.registerOutputs({ vpcId: vpc.id });
  }

  private zone(plan: SubnetPlan, publicTable: ec2.RouteTable, toInternet: pulumi.Resource) {
    const { id } = plan.zone;
    const publicSubnet = this.subnet("public", plan, publicTable);
    const nat = new ec2.NatGateway(
      `${this.args.site.id}-nat-${id}`,
      {
        allocationId: this.natAllocation(id),
        subnetId: publicSubnet.id,
        tags: this.tags(`nat-${id}`),
      },
      // A NAT gateway is refused, or fails for good, where the Internet can't be reached yet.
      { parent: this, dependsOn: [this.internet, toInternet] },
    );
    const table = this.table(`private-${id}`);
    this.routes.push(
      new ec2.Route(
        `${this.args.site.id}-private-${id}`,
        { routeTableId: table.id, destinationCidrBlock: ANYWHERE, natGatewayId: nat.id },
        { parent: this },
      ),
    );
    const privateSubnet = this.subnet("private", plan, table);
    return {
      nat,
      table,
      publicSubnet: { zone: id, id: publicSubnet.id },
      privateSubnet: { zone: id, id: privateSubnet.id },
    };
  }

  private subnet(kind: "public" | "private", plan: SubnetPlan, table: ec2.RouteTable): ec2.Subnet {
    const name = `${kind}-${plan.zone.id}`;
    const subnet = new ec2.Subnet(
      `${this.args.site.id}-${name}`,
      {
        vpcId: this.vpcId,
        // The id of a zone, not its letter: letters differ between accounts.
        availabilityZoneId: plan.zone.name,
        cidrBlock: kind === "public" ? plan.publicCidr : plan.privateCidr,
        mapPublicIpOnLaunch: false,
        tags: {
          ...this.tags(name),
          // Where Kubernetes' load balancers go.
          [kind === "public" ? "kubernetes.io/role/elb" : "kubernetes.io/role/internal-elb"]: "1",
        },
      },
      { parent: this },
    );
    this.routes.push(
      new ec2.RouteTableAssociation(
        `${this.args.site.id}-${name}`,
        { subnetId: subnet.id, routeTableId: table.id },
        { parent: this },
      ),
    );
    return subnet;
  }

  private table(name: string): ec2.RouteTable {
    return new ec2.RouteTable(
      `${this.args.site.id}-${name}`,
      { vpcId: this.vpcId, tags: this.tags(name) },
      { parent: this },
    );
  }

  private natAllocation(zone: string): pulumi.Output<string> {
    const allocation = this.args.natAllocations.get(zone);
    if (!allocation)
      throw new Error(`${this.args.site.id} has no address for the NAT gateway of zone ${zone}`);
    return allocation;
  }

  private tags(name: string): Record<string, string> {
    return named(this.context, `${this.context.prefix}-${name}`);
  }
}
