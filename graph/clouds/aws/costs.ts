/** AWS's list prices in us-east-1 and us-east-2; other regions are some percent dearer, which is left out. */
import { podRequest } from "../../views/pod-request";
import { numberAt } from "../../views/read";
import { workloadsOf } from "../../views/workloads";
import type { CloudCosts, Price, Quantity } from "../price";

const eks = "https://cloudburn.io/blog/amazon-eks-pricing (of https://aws.amazon.com/eks/pricing/)";
const vpc =
  "https://www.cloudcostchefs.com/blog/cloud-networking-costs-ipv4-egress-2026 (of https://aws.amazon.com/vpc/pricing/)";
/** As somebody wrote it down word by word on 20 September 2026. */
const route53 =
  "https://raw.githubusercontent.com/api-evangelist/amazon-route53-resolver/main/plans/amazon-route53-resolver-plans-pricing.yml (of https://aws.amazon.com/route53/pricing/)";
const read = "2026-12-01";

const cluster: Price = { item: "EKS control plane", usd: 0.1, per: "hour", source: eks, read };
/** An m5.large has two for 0.096 an hour; Auto Mode takes 12 % more. What Karpenter chooses may be cheaper. */
const vcpu: Price = {
  item: "vCPU that pods ask for, on m5 under Auto Mode",
  usd: (0.096 / 2) * 1.12,
  per: "hour",
  source:
    "https://kindatechnical.com/aws-eks/lesson-31-understanding-eks-pricing.html; the 12 %: https://www.factualminds.com/blog/amazon-eks-pricing-control-plane-addons-auto-mode/",
  read,
};
const nat: Price = { item: "NAT gateway", usd: 0.045, per: "hour", source: vpc, read };
const address: Price = { item: "public IPv4 address", usd: 0.005, per: "hour", source: vpc, read };
const balancer: Price = {
  item: "Network Load Balancer",
  usd: 0.0225,
  per: "hour",
  source:
    "https://clustercost.com/blog/network-load-balancer-pricing-2025 (of https://aws.amazon.com/elasticloadbalancing/pricing/)",
  read,
};
const check: Price = {
  item: "Route 53 check of a non-AWS address",
  usd: 0.75,
  per: "month",
  source: route53,
  read,
};
const checkOption: Price = {
  item: "HTTPS or fast interval of a check",
  usd: 2,
  per: "month",
  source: route53,
  read,
};
const zone: Price = { item: "Route 53 hosted zone", usd: 0.5, per: "month", source: route53, read };
const key: Price = {
  item: "KMS key",
  usd: 1,
  per: "month",
  source: "https://aws.amazon.com/kms/pricing/",
  read,
};

const byType: ReadonlyMap<string, Price> = new Map([
  ["aws:eks/cluster:Cluster", cluster],
  ["aws:ec2/natGateway:NatGateway", nat],
  ["aws:ec2/eip:Eip", address],
  ["aws:lb/loadBalancer:LoadBalancer", balancer],
  ["aws:route53/zone:Zone", zone],
  ["aws:kms/key:Key", key],
]);

export const awsCosts: CloudCosts = {
  prices: [cluster, vcpu, nat, address, balancer, check, checkOption, zone, key],
  traffic: {
    leaving: { item: "GB from AWS to another cloud", usd: 0.09, per: "month", source: vpc, read },
    kept: {
      item: "GB in S3 Standard",
      usd: 0.023,
      per: "month",
      source:
        "https://devnotes.tech/understanding-aws-s3-pricing-a-complete-cost-breakdown-with-examples (of https://aws.amazon.com/s3/pricing/)",
      read,
    },
  },
  left: [
    "EBS volumes",
    "that Route 53's checks of AWS's own addresses cost less, the first 50 nothing",
    "load balancers' capacity units",
    "logs and alarms",
    "requests to S3, ECR and DNS",
    "traffic between zones and through NAT",
  ],
  standing: (graph) => {
    const fixed = graph.resources.flatMap((resource): Quantity[] => {
      const price = byType.get(resource.type);
      return price ? [{ price, count: 1 }] : [];
    });
    const checks = (graph.byType.get("aws:route53/healthCheck:HealthCheck") ?? []).flatMap(
      ({ inputs }): Quantity[] => {
        // One that is worked out of others' is priced as a check of AWS's own: less than these.
        const options =
          (inputs.type === "HTTPS" ? 1 : 0) + (numberAt(inputs, "requestInterval") === 10 ? 1 : 0);
        return [{ price: check, count: 1 }, ...(options > 0 ? [{ price: checkOption, count: options }] : [])];
      },
    );
    const pods = workloadsOf(graph)
      .filter(({ placement, kind }) => placement?.provider === "aws" && kind !== "Job" && kind !== "CronJob")
      .map(
        (workload): Quantity => ({
          price: vcpu,
          count: workload.floor * podRequest(workload).cpu,
        }),
      );
    return [...fixed, ...checks, ...pods];
  },
};
