/** How often OCI's regions fail in part: no archive counts them, so that all of it is assumed. */
import type { OutageTraits } from "../outages";

const link = "https://github.com/atlarge-research/cloud-uptime-archive";

export const ociOutages: OutageTraits = {
  ofRegion: {},
  otherRegions: {
    name: "ociRegionEventsAYear",
    value: 3,
    unit: "a year",
    what: "Events a year in a region of OCI that fail a part of it.",
    source: "chosen",
    link,
    between: [1, 12.3],
    reason:
      "No archive holds OCI's. As many as in the middle one of three AWS regions counted, and between the other two.",
  },
  medianHours: {
    name: "ociOutageMedianHours",
    value: 2.1,
    unit: "hours",
    what: "Half of OCI's events last longer.",
    source: "chosen",
    link,
    between: [1.7, 4.5],
    reason: "Nothing public tells. The medians of AWS, Google Cloud and Azure are 2.1, 1.7 and 4.5 h.",
  },
  longHours: {
    name: "ociOutageLongHours",
    value: 11.8,
    unit: "hours",
    what: "A tenth of OCI's events last longer.",
    source: "chosen",
    link,
    between: [7.2, 16.2],
    reason:
      "The middle one of the 90th percentiles of AWS, Google Cloud and Azure: 7.2, 11.8 and 16.2 h. Ashburn's in March 2026 took 20 h.",
  },
};
