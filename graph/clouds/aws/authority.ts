/** How Route 53 answers and checks. */
import type { AuthorityTraits } from "../authority";
import { checkerPlace, checkerRegions } from "./checker-regions";

const statusOfChecks =
  "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-determining-health-of-endpoints.html";

export const route53: AuthorityTraits = {
  title: "Route 53",
  module: "aws:route53",
  checks: {
    input: "healthCheckId",
    // Both where a check names none: AWS's documentation.
    intervalSeconds: 30,
    threshold: 3,
    connectSeconds: {
      name: "route53ConnectSeconds",
      value: 4,
      unit: "seconds",
      what: "After which a Route 53 checker gives up connecting.",
      source: "documented",
      link: statusOfChecks,
      reason: "The next request follows one interval after that.",
    },
    agreement: {
      healthyAbove: {
        name: "route53HealthyShare",
        value: 0.18,
        unit: "share",
        what: "A Route 53 check is healthy while more than this share of its checkers say so.",
        source: "documented",
        link: statusOfChecks,
        reason: "AWS may change it, it says. Many brownouts never turn a check red.",
      },
    },
    needTheirRegion: false,
  },
  checkers: {
    called: "checker regions",
    places: checkerRegions,
    allUnlessNamed: true,
    inside: true,
    placeOf: checkerPlace,
  },
  answers: {
    whenAllUnhealthy: "all",
    negativeSeconds: {
      name: "route53NegativeSeconds",
      value: 900,
      unit: "seconds",
      what: "For which resolvers keep it that Route 53 has no answer, where the program writes no SOA record.",
      source: "documented",
      link: "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/SOA-NSrecords.html",
      reason:
        "The lesser of the SOA record's time to live, 900 s, and its last number, 86,400 s (RFC 2308). A wrong answer without an address is believed for so long.",
    },
    drainedBy: "weights",
    recordsTakeChecks: true,
    // Of load balancers: AWS's documentation.
    aliasTtlSeconds: 60,
  },
  limits: {
    checkIntervals: [10, 30],
    failureThreshold: { from: 1, to: 10 },
    ttl: { from: 0, to: 2 ** 31 - 1 },
    maxWeight: 255,
  },
};
