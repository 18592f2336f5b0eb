/** How often things fail and for how long, where that isn't a cloud's own: what the yearly figures take for granted. */
import type { AssumedEntry } from "../../graph/clouds/assumed";

type Entries = Readonly<Record<string, AssumedEntry>>;

const archive = "https://github.com/atlarge-research/cloud-uptime-archive";

/** Of what fails in part. */
const ofBrownouts = {
  eventsFelt: {
    value: 0.3,
    unit: "share",
    what: "Share of a region's or a provider's events that fail a tenth or more of the requests of those who run there.",
    source: "chosen",
    between: [0.1, 1],
    reason:
      "Operators tell of every event, and most hit a service, a zone or some of the customers: all of them is the upper bound.",
  },
  brownoutsInFront: {
    value: 0.3,
    unit: "share",
    what: "Share of brownouts that fail requests before they reach the edge, its probes too.",
    source: "chosen",
    reason: "Networks and load balancers fail less often than all that stands behind them.",
  },
  brownoutsSlow: {
    value: 0.2,
    unit: "share",
    what: "Share of brownouts in which requests aren't refused but take too long.",
    source: "chosen",
    reason: "Those of Ashburn in March 2026 were of both kinds; most outages are told as errors.",
  },
  brownoutSteepness: {
    value: 1,
    unit: "count",
    what: "How much rarer larger brownouts are: as the share that fails to the power of minus this.",
    source: "chosen",
    reason:
      "With 1, one that fails twice as much is half as frequent; with 0 all are alike. No archive says what share of requests failed.",
  },
  metroBrownoutsAYear: {
    value: 0.05,
    unit: "a year",
    what: "Brownouts a year of a whole metro: what all regions in it hang on.",
    source: "chosen",
    between: [0.01, 0.2],
    reason: "Carriers and exchanges fail a city in part every few years, and rarely for all.",
  },
  providerEventsAYear: {
    value: 0.34,
    unit: "a year",
    what: "Events a year that fail a part of every region of a provider.",
    source: "chosen",
    between: [0.09, 0.88],
    link: "https://status.cloud.google.com/incidents/ow5i3PPK96RduMcb1SsW",
    reason:
      "Four known from January 2024 to November 2026 among AWS, Google Cloud, Azure and OCI (June and October 2025, February 2026, January 2024), in 11.6 years of providers; the 95 % interval of such a count. Nobody's own record is long enough.",
  },
  providerEventMedianHours: {
    value: 6.7,
    unit: "hours",
    what: "Half of a provider's events last longer.",
    source: "chosen",
    reason: "The four took 0.6, 5.9, 7.5 and 8 h.",
  },
  providerEventLongHours: {
    value: 12,
    unit: "hours",
    what: "A tenth of a provider's events last longer.",
    source: "chosen",
    between: [8, 20],
    reason: "The longest of four took 8 h; of ten, one is taken to last half as long again.",
  },
} as const satisfies Entries;

/** Of what is lost. */
const ofLosses = {
  zoneLossesAYear: {
    value: 0.03,
    unit: "a year",
    what: "Losses a year of one zone.",
    source: "chosen",
    between: [0.01, 0.1],
    reason:
      "A judgement: power or cooling of one zone, as in us-east-1 in May 2026; most zones have lost neither in ten years.",
  },
  zoneLossMedianHours: {
    value: 3,
    unit: "hours",
    what: "Half of the losses of a zone last longer.",
    source: "chosen",
    reason: "Power returns within the hour, and machines after it.",
  },
  zoneLossLongHours: {
    value: 20,
    unit: "hours",
    what: "A tenth of the losses of a zone last longer.",
    source: "chosen",
    reason: "The one of May 2026 in us-east-1 took 20.5 h.",
  },
  regionLossesAYear: {
    value: 0.02,
    unit: "a year",
    what: "Losses a year of a whole region.",
    source: "chosen",
    between: [0.005, 0.1],
    reason:
      "A judgement: whole regions are lost so rarely that each case is known by its name, as me-central-1 in March 2026.",
  },
  regionPairLossesAYear: {
    value: 0.002,
    unit: "a year",
    what: "Losses a year of two regions of one provider at once, of each two in which sites stand.",
    source: "chosen",
    between: [0.0005, 0.01],
    reason:
      "A judgement: a tenth of a region's. Zones of two regions of the Middle East fell within a day in 2026.",
  },
  metroLossesAYear: {
    value: 0.005,
    unit: "a year",
    what: "Losses a year of all regions of a metro at once.",
    source: "chosen",
    between: [0.001, 0.02],
    reason: "Storms, floods, power grids, war: none has taken two providers' regions together yet.",
  },
  providerLossesAYear: {
    value: 0.01,
    unit: "a year",
    what: "Losses a year of all regions of a provider at once.",
    source: "chosen",
    between: [0, 0.05],
    reason:
      "Never seen in the 60 years that the large clouds have together: at 95 % fewer than 3 in 60, and perhaps none.",
  },
  providerLossesBlind: {
    value: 0.5,
    unit: "share",
    what: "Share of those losses in which its DNS lives on and its checks tell it nothing.",
    source: "chosen",
    reason: "Nobody has seen one: as likely as not.",
  },
  lossMedianHours: {
    value: 6,
    unit: "hours",
    what: "Half of the losses of a region, a metro or a provider last longer.",
    source: "chosen",
    between: [3, 12],
    reason: "Everything has to start from nothing: longer than an event that fails a part.",
  },
  lossLongHours: {
    value: 24,
    unit: "hours",
    what: "A tenth of the losses of a region, a metro or a provider last longer.",
    source: "chosen",
    between: [12, 168],
    reason: "Two zones of me-central-1 took months in 2026; most take a day.",
  },
} as const satisfies Entries;

/** Of services that a platform hangs on. */
const ofServices = {
  authorityLossesAYear: {
    value: 0.1,
    unit: "a year",
    what: "Times a year that a DNS authority answers nobody.",
    source: "chosen",
    between: [0.03, 0.3],
    reason:
      "A judgement: Dyn's in October 2016 is the known one; of a handful of large authorities one is silent every few years.",
  },
  authorityWrongAYear: {
    value: 0.02,
    unit: "a year",
    what: "Times a year that a DNS authority answers wrongly.",
    source: "chosen",
    between: [0.002, 0.1],
    reason: "Oracle's in May 2022 is the one that is known, in some sixty years of authorities.",
  },
  healthCheckLossesAYear: {
    value: 0.2,
    unit: "a year",
    what: "Times a year that an authority's health checks tell it nothing.",
    source: "chosen",
    between: [0.05, 0.5],
    reason:
      "A judgement: monitoring was part of AWS's outage of December 2021, and health checks of that of October 2025.",
  },
  controlPlaneLossesAYear: {
    value: 0.5,
    unit: "a year",
    what: "Times a year that nothing of a provider can be changed.",
    source: "chosen",
    between: [0.2, 2],
    reason: "What large outages have in common; of some regions more often than of all.",
  },
  registryLossesAYear: {
    value: 0.2,
    unit: "a year",
    what: "Times a year that a registry gives no images.",
    source: "chosen",
    between: [0.05, 0.5],
    reason: "A service of a region beside many; no archive counts it alone.",
  },
  linkLossesAYear: {
    value: 0.1,
    unit: "a year",
    what: "Times a year that two providers, or two sites, don't reach each other, or one not the other.",
    source: "chosen",
    between: [0.02, 0.5],
    reason: "Routes between large networks fail for some more often, for all rarely.",
  },
  queueLossesAYear: {
    value: 0.1,
    unit: "a year",
    what: "Times a year that a site's queue takes nothing.",
    source: "chosen",
    between: [0.02, 0.5],
    reason: "Three servers that agree, with disks of their own; no public figures.",
  },
  storeLossesAYear: {
    value: 0.05,
    unit: "a year",
    what: "Times a year that a region's media store answers nothing.",
    source: "chosen",
    between: [0.01, 0.2],
    reason: "S3 in us-east-1 in February 2017 is the best known one of AWS's.",
  },
  serviceOutageMedianHours: {
    value: 2.1,
    unit: "hours",
    what: "Half of such outages of one service last longer.",
    source: "documented",
    link: archive,
    between: [1.7, 4.5],
    reason: "The median of AWS's events in 2018 to 2020, and between those of Google Cloud and Azure.",
  },
  serviceOutageLongHours: {
    value: 7.2,
    unit: "hours",
    what: "A tenth of such outages of one service last longer.",
    source: "documented",
    link: archive,
    between: [7.2, 16.2],
    reason: "The 90th percentile of AWS's events in 2018 to 2020, and up to Azure's.",
  },
} as const satisfies Entries;

const unknown = (what: string, reason: string) =>
  ({ value: "unknown", unit: "a year", what, source: "undocumented", reason }) as const;

/** Of one's own doing, and of what nobody counts: unknown until a stack says it. */
const ofOneself = {
  workloadLossesAYear: unknown(
    "Times a year that a workload of one's own fails at a site.",
    "It hangs on who writes, changes and runs it: say it, and it is counted.",
  ),
  badChangesAYear: unknown(
    "Times a year that a bad change of a workload reaches users, of each at each site and of each everywhere.",
    "Most outages are changes, and how often one's own go wrong nobody else can tell.",
  ),
  expiriesAYear: unknown(
    "Times a year that one certificate, token, key or quota runs out.",
    "It hangs on who renews them.",
  ),
  flappingAYear: unknown(
    "Times a year that a site or a provider goes down and up by turns.",
    "No archive tells which of its outages did.",
  ),
} as const satisfies Entries;

export const ofOutages = { ...ofBrownouts, ...ofLosses, ...ofServices, ...ofOneself };
