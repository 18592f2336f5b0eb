/**
 * Every number of the survival model that the graph doesn't hold, with where it is from and why it is what it is.
 * A stack overrides one by its name: `twincloud:assumptions: { podStartSeconds: 90 }`. docs/assumptions.md is made
 * from this list.
 */

export type AssumptionValue = number | boolean | string;

interface Entry {
  readonly value: AssumptionValue;
  /** `seconds`, `share` (0 to 1), `count`, `yes or no`, or the words it may be. */
  readonly unit: "seconds" | "share" | "count" | "yes or no" | readonly string[];
  /** What it is, as a sentence. */
  readonly what: string;
  /** Where it is from: a provider's documentation, this project's own choice, or nowhere (then pessimistic). */
  readonly source: "documented" | "measured" | "chosen" | "undocumented";
  readonly reason: string;
}

export const assumptionList = {
  demandShare: {
    value: 0.5,
    unit: "share",
    what: "Share of the peak that users demand while a scenario is played.",
    source: "chosen",
    reason: "Half of the peak is a busy hour; capacity at the whole peak is a verdict of its own.",
  },
  requestsPerReplicaPerSecond: {
    value: 50,
    unit: "count",
    what: "Requests that one replica answers in a second at the peak.",
    source: "chosen",
    reason:
      "Little for a small pod: the fewer the requests, the later the edge has seen enough of them fail to tell.",
  },
  horizonSeconds: {
    value: 86_400,
    unit: "seconds",
    what: "For how long a fault without an end is followed.",
    source: "chosen",
    reason: "A day: the longest of the outages replayed took 20 hours in one piece.",
  },
  dnsPropagationSeconds: {
    value: 10,
    unit: "seconds",
    what: "From a check's verdict to the first answer that heeds it.",
    source: "undocumented",
    reason: "Neither provider says; both call it fast. As long as one interval of the checks.",
  },
  resolverRetrySeconds: {
    value: 2,
    unit: "seconds",
    what: "What a resolver waits for a dead authority's server before it asks another.",
    source: "documented",
    reason:
      "Resolvers in common use take 0.4 to 2 s: late, not lost. Afterwards they prefer those that answer.",
  },
  clientsTryNextAddress: {
    value: true,
    unit: "yes or no",
    what: "Clients that were given several addresses try another when one doesn't connect.",
    source: "documented",
    reason: "Browsers and the common HTTP clients do. It helps only where an answer carries several.",
  },
  route53ConnectSeconds: {
    value: 4,
    unit: "seconds",
    what: "After which a Route 53 checker gives up connecting.",
    source: "documented",
    reason: "Route 53's documentation; the next request follows one interval after that.",
  },
  route53HealthyShare: {
    value: 0.18,
    unit: "share",
    what: "A Route 53 check is healthy while more than this share of its checkers say so.",
    source: "documented",
    reason: "Route 53's documentation. Many brownouts never turn a check red.",
  },
  ociFailureThreshold: {
    value: 3,
    unit: "count",
    what: "Failed rounds in a row after which OCI's Traffic Management leaves an address out.",
    source: "undocumented",
    reason: "Not found anywhere; the same as is set for Route 53.",
  },
  ociVantageShare: {
    value: 1,
    unit: "share",
    what: "Share of OCI's vantage points that must see an address fail until it is left out.",
    source: "undocumented",
    reason: "How their results are combined is not found anywhere; all of them is the slowest way to act.",
  },
  ociAllUnhealthyAnswers: {
    value: "none",
    unit: ["none", "all"],
    what: "What OCI's Traffic Management answers when every address fails its check.",
    source: "undocumented",
    reason: "Not found anywhere. Nothing at all is the worse for users.",
  },
  ociMonitorsNeedTheirRegion: {
    value: true,
    unit: "yes or no",
    what: "OCI's steering no longer heeds monitors whose home region is down or browned out, and takes all for well.",
    source: "undocumented",
    reason:
      "A monitor's results are read in its home region only. That steering outlives the region is written nowhere; both providers fail open in the cases that they document.",
  },
  brownoutBlindsChecks: {
    value: true,
    unit: "yes or no",
    what: "A brownout of a whole provider makes its own checks take every address for well.",
    source: "undocumented",
    reason: "Checkers have been part of such outages (AWS, December 2021); so they are not relied on.",
  },
  brownoutProbesFail: {
    value: 0,
    unit: "share",
    what: "Share of a brownout's failures that the authorities' cheap probes see too.",
    source: "chosen",
    reason: "Probes are answered by the edge alone and passed in such outages: only live traffic shows them.",
  },
  linkLossBlindsCheckers: {
    value: true,
    unit: "yes or no",
    what: "With the link between the providers down, Route 53's checkers don't reach addresses of other providers.",
    source: "undocumented",
    reason: "They stand in AWS regions. OCI's vantage points mostly stand elsewhere.",
  },
  balancerFailoverSeconds: {
    value: 30,
    unit: "seconds",
    what: "Until a region's load balancer sends nothing more to the edge's pods in a lost zone.",
    source: "chosen",
    reason: "Three checks of 10 s (OCI's, as set); AWS's are set to half of that.",
  },
  nodeNotReadySeconds: {
    value: 50,
    unit: "seconds",
    what: "Until Kubernetes takes a silent node for lost.",
    source: "documented",
    reason: "Kubernetes' default grace period since 1.32; the pods' tolerations come on top.",
  },
  podStartSeconds: {
    value: 60,
    unit: "seconds",
    what: "From a pod being scheduled to its first request, the pull of its image included.",
    source: "chosen",
    reason: "Images of a gigabyte and start-up probes take that long on a new node.",
  },
  nodeStartSeconds: {
    value: 300,
    unit: "seconds",
    what: "From a pod that finds no room to a node that takes it.",
    source: "documented",
    reason: "Both providers' autoscalers take minutes; pods beyond the floors are taken to need new nodes.",
  },
  autoscalerSeconds: {
    value: 45,
    unit: "seconds",
    what: "From more load to more pods asked for.",
    source: "documented",
    reason: "Metrics every 15 s, the autoscaler's own 15 s, and one round of both missed.",
  },
  queueElectionSeconds: {
    value: 10,
    unit: "seconds",
    what: "For which a queue takes no events when the zone of its leaders is lost.",
    source: "chosen",
    reason: "JetStream elects within seconds of missing a leader's heartbeats.",
  },
  mirrorLagSeconds: {
    value: 10,
    unit: "seconds",
    what: "By which a stream's mirror at another site is behind while its link and its origin's servers are well.",
    source: "undocumented",
    reason:
      "Mirrors are asynchronous. Real servers on one machine were less than a second behind; a mirror whose origin has just lost a server may stand still for 40 s, which would be a second failure.",
  },
  objectReplicationSeconds: {
    value: 3600,
    unit: "seconds",
    what: "By which a provider's own replication of objects is behind, where it promises nothing.",
    source: "undocumented",
    reason: "OCI's replication, and S3's without Replication Time Control, have no bound.",
  },
  copySeconds: {
    value: 600,
    unit: "seconds",
    what: "That a copying job runs until what it was started for is copied.",
    source: "chosen",
    reason: "Ten minutes of listing and transfer, on top of its longest wait.",
  },
  trainingSeconds: {
    value: 600,
    unit: "seconds",
    what: "From an event to a model that has learnt it, while training runs.",
    source: "chosen",
    reason: "One batch: events are gathered for five minutes and trained on for as long.",
  },
} as const satisfies Readonly<Record<string, Entry>>;

export type AssumptionName = keyof typeof assumptionList;

type Widened<T> = T extends number ? number : T extends boolean ? boolean : string;
/** The values that a run of the model uses. */
export type Assumptions = { readonly [N in AssumptionName]: Widened<(typeof assumptionList)[N]["value"]> };

/** What may be overridden, in the order of the list. */
export const assumptionNames = Object.keys(assumptionList) as readonly AssumptionName[];

export interface AssumptionProblem {
  readonly name: string;
  readonly found: string;
  readonly wanted: string;
}

/** What is wrong with a stack's overrides: unknown names and values of another kind or out of range. */
export function assumptionProblems(overrides: Readonly<Record<string, unknown>>): AssumptionProblem[] {
  return Object.entries(overrides).flatMap(([name, value]) => {
    const entry: Entry | undefined = Object.hasOwn(assumptionList, name)
      ? assumptionList[name as AssumptionName]
      : undefined;
    const wanted = entry ? wantedOf(entry, value) : `one of ${assumptionNames.join(", ")}`;
    const found = entry ? JSON.stringify(value) : "an assumption that isn't known";
    return wanted === undefined ? [] : [{ name, found, wanted }];
  });
}

function wantedOf({ unit }: Entry, value: unknown): string | undefined {
  if (Array.isArray(unit))
    return unit.includes(value) ? undefined : unit.map((word) => `"${word}"`).join(" or ");
  if (unit === "yes or no") return typeof value === "boolean" ? undefined : "true or false";
  const number = typeof value === "number" && Number.isFinite(value) ? value : Number.NaN;
  if (unit === "share") return number >= 0 && number <= 1 ? undefined : "a share, 0 to 1";
  const what = unit === "seconds" ? "seconds" : "a number";
  return number >= 0 && number <= 1e9 ? undefined : `${what}, 0 or more`;
}

/**
 * The list's values with a stack's overrides.
 * @throws RangeError naming every override that is wrong.
 */
export function assumptionsWith(overrides: Readonly<Record<string, unknown>> = {}): Assumptions {
  const problems = assumptionProblems(overrides);
  if (problems.length > 0) {
    throw new RangeError(
      problems
        .map(({ name, found, wanted }) => `twincloud:assumptions.${name} is ${found}; wanted ${wanted}`)
        .join("\n"),
    );
  }
  const values = Object.fromEntries(assumptionNames.map((name) => [name, assumptionList[name].value]));
  return { ...values, ...overrides } as unknown as Assumptions;
}

const sources: Readonly<Record<Entry["source"], string>> = {
  documented: "documented",
  measured: "measured",
  chosen: "our choice",
  undocumented: "not documented: the pessimistic case",
};

/** docs/assumptions.md. */
export function assumptionsPage(): string {
  const rows = assumptionNames.map((name) => {
    const { value, unit, what, source, reason }: Entry = assumptionList[name];
    const words = Array.isArray(unit) ? unit.join(" or ") : unit;
    return `| \`${name}\` | ${value} | ${words} | ${what} | ${sources[source]} | ${reason} |`;
  });
  return `# What the survival model assumes

Made from \`resilience/assumptions.ts\`; a test keeps it so. Everything else is read from the graph. Override one in a
stack file: \`twincloud:assumptions: { podStartSeconds: 90 }\`.

| name | value | unit | what it is | where it is from | why |
|---|---|---|---|---|---|
${rows.join("\n")}

Left out of the model: resolvers that keep answers longer than their time to live; more traffic than usual from users
who try again; the registrar, whose delegation is taken to name both authorities as both zones do.
`;
}
