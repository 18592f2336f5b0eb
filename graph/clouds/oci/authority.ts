/** How OCI's DNS and its Traffic Management answer and check. */
import type { AuthorityTraits } from "../authority";
import { vantagePlace } from "./vantage-points";

export const ociDns: AuthorityTraits = {
  title: "OCI DNS",
  module: "oci:Dns",
  checks: {
    input: "healthCheckMonitorId",
    threshold: {
      name: "ociFailureThreshold",
      value: 3,
      unit: "count",
      what: "Failed rounds in a row after which OCI's Traffic Management leaves an address out.",
      source: "undocumented",
      reason:
        "Not found anywhere; taken to be what is set for Route 53, which is not the worst that it could be.",
      plausible: { range: [1, 10], worst: 10, while: "OCI leaves an address out after {} failed rounds" },
    },
    agreement: {
      unhealthyFrom: {
        name: "ociVantageShare",
        value: 1,
        unit: "share",
        what: "Share of OCI's vantage points that must see an address fail until it is left out.",
        source: "undocumented",
        reason:
          "How their results are combined is not found anywhere; all of them is the slowest way to act.",
        plausible: {
          range: [0.2, 1],
          worst: 1,
          while: "the share of vantage points that must see an address fail on OCI is {}",
        },
      },
    },
    needTheirRegion: {
      name: "ociMonitorsNeedTheirRegion",
      value: true,
      unit: "yes or no",
      what: "OCI's steering no longer heeds monitors whose home region is down or browned out, and takes all for well.",
      source: "undocumented",
      link: "https://docs.oracle.com/iaas/Content/HealthChecks/Tasks/create-http-monitor.htm",
      reason:
        "A monitor's results are read in its home region only. That steering outlives the region is written nowhere; both providers fail open in the cases that they document.",
      plausible: {
        range: [false, true],
        while: "OCI's steering heeds no monitor whose home region is down",
      },
    },
  },
  checkers: {
    called: "vantage points",
    // Which it takes where a monitor names none isn't documented.
    allUnlessNamed: false,
    inside: false,
    // `azr-ord`, `goo-chs`, `aws-pdx`.
    operatorOf: (place) => place.split("-")[0] ?? place,
    placeOf: vantagePlace,
  },
  answers: {
    whenAllUnhealthy: {
      name: "ociAllUnhealthyAnswers",
      value: "none",
      unit: ["none", "all"],
      what: "What OCI's Traffic Management answers when every address fails its check.",
      source: "undocumented",
      reason: "Not found anywhere. Nothing at all is the worse for users.",
      plausible: { range: ["none", "all"], while: "OCI answers with {} when every address fails its check" },
    },
    negativeSeconds: {
      name: "ociNegativeSeconds",
      value: 300,
      unit: "seconds",
      what: "For which resolvers keep it that OCI's DNS has no answer, where the program writes no SOA record.",
      source: "undocumented",
      link: "https://docs.oracle.com/en-us/iaas/Content/DNS/Reference/formattingzonefile.htm",
      reason:
        "Zones that others have published have an SOA record of 300 s whose last number is 1,800 s, and the lesser counts (RFC 2308); the page's own example has 3,600 s and 1,800 s.",
      plausible: {
        range: [300, 1800],
        worst: 1800,
        while: "resolvers keep it for {} that OCI's DNS has no answer",
      },
    },
    // A policy that is changed is replaced, so that its monitors drain.
    drainedBy: "checks",
    recordsTakeChecks: false,
    steering: {
      order: [["FILTER"], ["HEALTH"], ["PRIORITY", "WEIGHTED"], ["LIMIT"]],
      required: ["FILTER", "HEALTH"],
      wanted: "FILTER, HEALTH, then PRIORITY or WEIGHTED, and LIMIT",
    },
  },
  // No bounds are published for thresholds and times to live.
  limits: { checkIntervals: [10, 30, 60], maxWeight: 255 },
};
