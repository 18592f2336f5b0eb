/** What the survival model assumes whatever the clouds; what it assumes of one cloud stands with that cloud's facts. */
import type { AssumedEntry } from "../graph/clouds/assumed";

type Entries = Readonly<Record<string, AssumedEntry>>;

/** Of users, and of DNS as a whole. */
export const ofUsersAndDns = {
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
} as const satisfies Entries;

/** Of what fails, and of how the platform gets over it. */
export const ofThePlatform = {
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
    what: "With the link between two providers down, checkers that stand in the networks of one don't reach addresses of the other.",
    source: "undocumented",
    reason: "Their probes would have to cross the link. Those that stand elsewhere reach both sides.",
  },
  balancerFailoverSeconds: {
    value: 30,
    unit: "seconds",
    what: "Until a region's load balancer sends nothing more to the edge's pods in a lost zone.",
    source: "chosen",
    reason: "Three checks of 10 s, the slowest that the stack sets; others are set to half of that.",
  },
  nodeNotReadySeconds: {
    value: 50,
    unit: "seconds",
    what: "Until Kubernetes takes a silent node for lost.",
    source: "documented",
    reason: "Kubernetes' default grace period since 1.32; the pods' tolerations come on top.",
  },
  zoneLeftSeconds: {
    value: 300,
    unit: "seconds",
    what: "Until a cloud has taken a cluster out of a lost zone, where its nodes are asked for elsewhere only then.",
    source: "chosen",
    reason:
      "AWS promises no time for zonal autoshift; its own exercise (Fault Injection Service, AZ power interruption) starts it after five minutes. From 540 s on no new node counts within 15 minutes.",
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
  flappingPeriodSeconds: {
    value: 200,
    unit: "seconds",
    what: "From one loss to the next of what is down and up by turns, where nobody says another.",
    source: "chosen",
    reason:
      "The worst for checks of three times 10 s: as long down as users need to be moved, and as long up as they need to be sent back.",
  },
  flappingLastsSeconds: {
    value: 7200,
    unit: "seconds",
    what: "For how long what comes and goes does so.",
    source: "chosen",
    reason: "Two hours of it show what each round costs; a day of it costs twelve times as much.",
  },
  returnAfterSeconds: {
    value: 21_600,
    unit: "seconds",
    what: "How long a site is lost whose return is played.",
    source: "chosen",
    reason: "Six hours: autoscalers, caches and what waits to be copied have long forgotten it.",
  },
  warmAfterSeconds: {
    value: 600,
    unit: "seconds",
    what: "From a site's return until its caches are warm and its autoscalers have caught up.",
    source: "chosen",
    reason: "More pods take seven minutes (autoscalerSeconds, nodeStartSeconds and podStartSeconds).",
  },
  coldCapacityShare: {
    value: 0.5,
    unit: "share",
    what: "Of what a pod carries when it is warm, what it carries until then.",
    source: "chosen",
    reason: "Each miss of an empty cache costs a second look-up; half is a guess on the safe side.",
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
    reason: "Replication has no bound unless one is bought, as S3's Replication Time Control.",
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
} as const satisfies Entries;
