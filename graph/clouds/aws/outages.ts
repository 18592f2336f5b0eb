/** How often AWS's regions fail in part: what operators told of in 2018 to 2020, as the Cloud Uptime Archive has it. */
import type { Assumed } from "../assumed";
import type { OutageTraits } from "../outages";

const link = "https://github.com/atlarge-research/cloud-uptime-archive";

/** Of a region with so many events of compute and network in the archive's three years. */
const counted = (
  name: string,
  region: string,
  events: number,
  low: number,
  high: number,
): Assumed<number> => ({
  name,
  value: Math.round((events / 3) * 10) / 10,
  unit: "a year",
  what: `Events a year in ${region} that fail a part of it.`,
  source: "documented",
  link,
  between: [low, high],
  reason: `${events} of compute and network in 2018 to 2020, and the 95 % interval of such a count. An upper bound: few of them hit everybody.`,
});

export const awsOutages: OutageTraits = {
  ofRegion: {
    "us-east-1": counted("awsUsEast1EventsAYear", "us-east-1", 37, 8.68, 17),
    "us-east-2": counted("awsUsEast2EventsAYear", "us-east-2", 3, 0.21, 2.92),
    "us-west-2": counted("awsUsWest2EventsAYear", "us-west-2", 9, 1.37, 5.69),
  },
  otherRegions: {
    name: "awsRegionEventsAYear",
    value: 3,
    unit: "a year",
    what: "Events a year in any other region of AWS that fail a part of it.",
    source: "chosen",
    link,
    between: [1, 12.3],
    reason: "As many as in the middle one of three regions counted, and between the other two.",
  },
  medianHours: {
    name: "awsOutageMedianHours",
    value: 2.1,
    unit: "hours",
    what: "Half of AWS's events last longer.",
    source: "documented",
    link,
    reason: "The median of AWS's events in 2018 to 2020.",
  },
  longHours: {
    name: "awsOutageLongHours",
    value: 7.2,
    unit: "hours",
    what: "A tenth of AWS's events last longer.",
    source: "documented",
    link,
    reason: "The 90th percentile of AWS's events in 2018 to 2020.",
  },
};
