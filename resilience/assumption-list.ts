/** What the survival model assumes whatever the clouds; what it assumes of one cloud stands with that cloud's facts. */
import type { AssumedEntry } from "../graph/clouds/assumed";

type Entries = Readonly<Record<string, AssumedEntry>>;

/** Of users, and of DNS as a whole. */
export const ofUsersAndDns = {
  demandShare: {
    value: 0.5,
    unit: "share",
    what: "Share of the peak that users demand while a scenario is played, where the objectives name no other.",
    source: "chosen",
    reason: "Half of the peak is a busy hour; capacity at the whole peak is a verdict of its own.",
  },
  meanDemandShare: {
    value: 0.5,
    unit: "share",
    what: "Share of the peak that users demand on the mean of the hours and days in which events gather, whatever a scenario is played at.",
    source: "chosen",
    reason: "A busy hour, taken for every hour: a peak lasts too short for streams of days to fill by it.",
    plausible: { range: [0.2, 0.8], worst: 0.8, while: "users demand {} of the peak on the mean" },
  },
  requestsPerReplicaPerSecond: {
    value: 50,
    unit: "count",
    what: "Requests that one replica answers in a second at the peak.",
    source: "chosen",
    reason:
      "Little for a small pod: the fewer the requests, the later the edge has seen enough of them fail to tell.",
    plausible: { range: [5, 500], worst: 5, while: "one replica answers {} requests a second at the peak" },
  },
  horizonSeconds: {
    value: 86_400,
    unit: "seconds",
    what: "For how long a fault without an end is followed.",
    source: "chosen",
    reason: "A day: most of the outages that are replayed were over by then.",
  },
  followedSeconds: {
    value: 3600,
    unit: "seconds",
    what: "For how long a scenario is followed after its last fault has ended.",
    source: "chosen",
    reason: "What is lost is counted until then: answers age and pods start within minutes.",
  },
  lastingSeconds: {
    value: 120,
    unit: "seconds",
    what: "From when on a level counts as one that lasts, where a stack states no objective for RTO.",
    source: "chosen",
    reason: "As the objectives that this project's own stacks state.",
  },
  capacityWithinSeconds: {
    value: 900,
    unit: "seconds",
    what: "By when pods that are asked for count as capacity, where a stack states no objective for it.",
    source: "chosen",
    reason: "As the objectives that this project's own stacks state.",
  },
  untoldTtlSeconds: {
    value: 60,
    unit: "seconds",
    what: "Time to live of answers of which the graph holds none, as an alias's.",
    source: "chosen",
    link: "https://aws.amazon.com/route53/faqs/",
    reason: "What Route 53 gives an alias of a load balancer; other answers say how long they live.",
  },
  dnsPropagationSeconds: {
    value: 10,
    unit: "seconds",
    what: "From a check's verdict to the first answer that heeds it.",
    source: "undocumented",
    reason:
      "Neither provider gives a number. As long as one interval of the checks, which is neither their best nor their worst.",
    plausible: { range: [0, 60], worst: 60, while: "DNS heeds a check within {}" },
  },
  firstAuthorityShare: {
    value: 0.5,
    unit: "share",
    what: "Of the resolvers that choose between the first authority, by its provider's name, and any one other, the share that asks the first.",
    source: "chosen",
    link: "https://labs.ripe.net/author/moritz_muller/recursives-in-the-wild-engineering-authoritative-dns-servers/",
    reason:
      "Evenly. Measurements saw up to 69 % of resolvers prefer the fastest authority and others choose at random: who is fastest differs by place, so that the split may lie anywhere.",
    plausible: { range: [0, 1], while: "the share of resolvers that prefer the first authority is {}" },
  },
  resolverRetrySeconds: {
    value: 2,
    unit: "seconds",
    what: "What a resolver waits for a dead authority's server before it asks another.",
    source: "chosen",
    link: "https://unbound.docs.nlnetlabs.nl/en/latest/reference/history/info-timeout-server-selection.html",
    reason:
      "Resolvers differ, and the page tells of one of them. Late, not lost: it is said, and no figure counts it.",
  },
  clientPatienceSeconds: {
    value: 10,
    unit: "seconds",
    what: "For which a client waits for an answer.",
    source: "documented",
    link: "https://square.github.io/okhttp/5.x/okhttp/okhttp3/-ok-http-client/read-timeout-millis.html",
    reason: "OkHttp's default, with which most Android apps ask. What comes later is work for nobody.",
  },
  clientRetries: {
    value: 2,
    unit: "count",
    what: "How often a client asks again for what failed.",
    source: "documented",
    link: "https://sre.google/sre-book/handling-overload/",
    reason:
      "Google's clients make three attempts in all. The more, the longer what is overloaded stays so; what an edge refuses costs no pod anything.",
  },
  requestSpacingSeconds: {
    value: 10,
    unit: "seconds",
    what: "Between two requests of one client that is in use, on average, as if by chance.",
    source: "chosen",
    reason:
      "About a short video each. With less, connections are idle for shorter and stay longer where they are.",
  },
  sessionSeconds: {
    value: 1116,
    unit: "seconds",
    what: "For which a client is in use, on average: its connections end with it.",
    source: "documented",
    link: "https://www.businessofapps.com/data/app-sessions-data",
    reason: "18.6 minutes over all apps, 2024; others measure a third of that.",
  },
  idempotentShare: {
    value: 0.8,
    unit: "share",
    what: "Of a capability's requests, the share that may be tried twice: it is tried at a sick site first, with a peer behind it.",
    source: "chosen",
    reason: "Four reads to each write, as in the trials that the edge's rules come from.",
    plausible: { range: [0, 1], worst: 0, while: "the share of requests that may be tried twice is {}" },
  },
  idempotentShareWithCanary: {
    value: 0,
    unit: "share",
    what: "The same, of a capability for which edges have a canary.",
    source: "chosen",
    reason: "A canary does what may not be tried twice with a user's request: uploads, events.",
    plausible: {
      range: [0, 0.8],
      worst: 0,
      while: "the share of requests that may be tried twice, where a canary is needed, is {}",
    },
  },
  peerHopSeconds: {
    value: 0.2,
    unit: "seconds",
    what: "That a request takes longer which one site's edge hands on to another's.",
    source: "chosen",
    reason:
      "Twice the way across a continent and back: most go on a connection that is kept. It counts where a site was tried first and its time-out waited for.",
    plausible: { range: [0.01, 2], worst: 2, while: "the way to a peer and back takes {}" },
  },
  clientsLookAgain: {
    value: false,
    unit: "yes or no",
    what: "Clients whose connection is gone look the name up anew for each request, and stay where they are answered.",
    source: "chosen",
    link: "https://square.github.io/okhttp/5.x/okhttp/okhttp3/-ok-http-client/read-timeout-millis.html",
    reason:
      "Those that give up after a while do, as a drill's: by chance most of them are led to a site that lives long before DNS has moved. Chromium held on to one silent address for over two minutes when it was tried, so that figures are of whom DNS alone moves.",
    plausible: {
      range: [false, true],
      worst: false,
      while: "clients whose connection is gone look the name up anew for each request",
    },
  },
  clientsTryNextAddress: {
    value: true,
    unit: "yes or no",
    what: "Clients that were given several addresses try another when one doesn't connect.",
    source: "chosen",
    link: "https://datatracker.ietf.org/doc/rfc8305",
    reason:
      "The standard asks it of clients; which of them do is theirs to say. It helps only where an answer carries several.",
    plausible: {
      range: [false, true],
      worst: false,
      while: "clients try the next address when one doesn't connect",
    },
  },
} as const satisfies Entries;

/** Of what fails, and of how the platform gets over it. */
export const ofThePlatform = {
  brownoutBlindsChecks: {
    value: true,
    unit: "yes or no",
    what: "A brownout of a whole provider makes its own checks take every address for well.",
    source: "undocumented",
    link: "https://aws.amazon.com/message/12721/",
    reason:
      "The page tells of monitoring that was hit in December 2021, and not of health checks; so they are not relied on.",
    plausible: { range: [false, true], while: "a provider's brownout blinds its own health checks" },
  },
  brownoutProbesFail: {
    value: 0,
    unit: "share",
    what: "Share of a brownout's failures that the authorities' cheap probes see too.",
    source: "chosen",
    reason: "Probes are answered by the edge alone and passed in such outages: only live traffic shows them.",
    plausible: { range: [0, 1], while: "the share of a brownout's failures that probes see is {}" },
  },
  linkLossBlindsCheckers: {
    value: true,
    unit: "yes or no",
    what: "With the link between two providers down, checkers that stand in the networks of one don't reach addresses of the other.",
    source: "undocumented",
    reason: "Their probes would have to cross the link. Those that stand elsewhere reach both sides.",
    plausible: {
      range: [false, true],
      while: "checkers in one provider's networks need its link to reach the other's addresses",
    },
  },
  balancerFailoverSeconds: {
    value: 30,
    unit: "seconds",
    what: "Until a region's load balancer sends nothing more to the edge's pods in a lost zone, where the graph doesn't hold its check.",
    source: "chosen",
    reason:
      "Three checks of 10 s. Where the graph holds the balancer's interval, time-out and threshold, those count.",
    plausible: {
      range: [5, 120],
      worst: 120,
      while: "a load balancer leaves a lost zone's pods out within {}",
    },
  },
  nodeNotReadySeconds: {
    value: 50,
    unit: "seconds",
    what: "Until Kubernetes takes a silent node for lost.",
    source: "documented",
    link: "https://kubernetes.io/docs/reference/node/node-status",
    reason:
      "Kubernetes' default grace period; it was 40 s before, and a cloud may set another. The pods' tolerations come on top.",
    plausible: { range: [40, 120], worst: 120, while: "Kubernetes takes a silent node for lost within {}" },
  },
  untoldTolerationSeconds: {
    value: 300,
    unit: "seconds",
    what: "That pods stay on a node that is lost, where they don't say.",
    source: "documented",
    link: "https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/",
    reason: "Kubernetes adds this toleration to every pod that has none.",
  },
  zoneLeftSeconds: {
    value: 300,
    unit: "seconds",
    what: "Until a cloud has taken a cluster out of a lost zone, where its nodes are asked for elsewhere only then.",
    source: "chosen",
    link: "https://docs.aws.amazon.com/r53recovery/latest/dg/arc-zonal-autoshift.how-it-works.start-stop-auto.html",
    reason:
      "The page promises no time for zonal autoshift; AWS's own exercise (Fault Injection Service, AZ power interruption) starts it after five minutes.",
    plausible: {
      range: [60, 900],
      worst: 900,
      while: "a cloud takes a cluster out of a lost zone within {}",
    },
  },
  podStartSeconds: {
    value: 60,
    unit: "seconds",
    what: "From a pod being scheduled to its first request, the pull of its image included.",
    source: "chosen",
    reason: "Images of a gigabyte and start-up probes take that long on a new node.",
    plausible: { range: [10, 300], worst: 300, while: "a pod that is scheduled serves within {}" },
  },
  nodeStartSeconds: {
    value: 300,
    unit: "seconds",
    what: "From a pod that finds no room to a node that takes it.",
    source: "chosen",
    link: "https://docs.aws.amazon.com/eks/latest/userguide/autoscaling.html",
    reason:
      "EKS says under a minute for its own; Oracle gives no time for OKE's, whose nodes are virtual machines that boot first. Pods beyond the floors are taken to need new nodes.",
    plausible: { range: [60, 900], worst: 900, while: "a node that is asked for takes pods within {}" },
  },
  autoscalerSeconds: {
    value: 45,
    unit: "seconds",
    what: "From more load to more pods asked for.",
    source: "chosen",
    link: "https://github.com/kubernetes-sigs/metrics-server",
    reason:
      "Metrics every 15 s by that page, the autoscaler's own 15 s by default, and one round of both missed.",
    plausible: { range: [15, 180], worst: 180, while: "more load makes for more pods asked for within {}" },
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
    value: 1800,
    unit: "seconds",
    what: "For how long what comes and goes does so.",
    source: "chosen",
    reason: "Half an hour of it shows what each round costs; two hours of it cost four times as much.",
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
    plausible: {
      range: [2, 60],
      worst: 60,
      while: "a queue that lost its leaders takes events again within {}",
    },
  },
  mirrorLagSeconds: {
    value: 10,
    unit: "seconds",
    what: "By which a stream's mirror at another site is behind while its link and its origin's servers are well.",
    source: "chosen",
    reason:
      "Mirrors are asynchronous. Real servers on one machine were less than a second behind; a mirror whose origin has just lost a server stood still for 40 s.",
    plausible: { range: [1, 120], worst: 120, while: "a mirror is behind by {}" },
  },
  mirrorEventsPerSecond: {
    value: 1000,
    unit: "count",
    what: "Events that one mirror stores in a second while it catches up.",
    source: "chosen",
    reason:
      "Each event is synced to disk by itself (sync_interval: always), and a block volume syncs some thousand times a second. The link between the clouds carries far more.",
  },
  copyCatchUpFactor: {
    value: 2,
    unit: "count",
    what: "How many times as fast as uploads come they are copied to where they are missing.",
    source: "chosen",
    reason:
      "Neither cloud promises a speed, and a copying job is as fast as its pod and the link: a day of uploads takes it half a day.",
  },
  objectReplicationSeconds: {
    value: 3600,
    unit: "seconds",
    what: "By which a provider's own replication of objects is behind, where it promises nothing.",
    source: "undocumented",
    reason: "Replication has no bound unless one is bought, as S3's Replication Time Control.",
    plausible: {
      range: [900, 86_400],
      worst: 86_400,
      while: "a replication that promises nothing is behind by {}",
    },
  },
  copySeconds: {
    value: 600,
    unit: "seconds",
    what: "That a copying job runs until what it was started for is copied.",
    source: "chosen",
    reason: "Ten minutes of listing and transfer, on top of its longest wait.",
    plausible: { range: [60, 7200], worst: 7200, while: "a copying job is through within {}" },
  },
  trainingSeconds: {
    value: 600,
    unit: "seconds",
    what: "From an event to a model that has learnt it, while training runs.",
    source: "chosen",
    reason: "One batch: events are gathered for five minutes and trained on for as long.",
    plausible: { range: [120, 3600], worst: 3600, while: "an event is learnt within {}" },
  },
} as const satisfies Entries;
