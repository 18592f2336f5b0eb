/** What is known of Borealis, a cloud that there is in tests alone. */
import type { CloudFacts, ProviderName, Region } from "../../../../graph/clouds/contract";

/** The one place where a test says of a third name that it is a provider's. */
const third: string = "borealis";
export const borealis = third as ProviderName;

const region = (name: string, country: string, metro: string, zones: readonly string[]): Region => ({
  provider: borealis,
  name,
  country,
  metro,
  zones: zones.map((zone, index) => ({ id: String(index + 1), name: `${name}/${zone}` })),
});

export const borealisFacts: CloudFacts = {
  name: borealis,
  title: "Borealis",
  packages: ["borealis"],
  regions: [
    region("umea", "se", "Umeå", ["north", "south", "harbour"]),
    region("tromso", "no", "Tromsø", ["island", "mainland"]),
  ],
  regionsFile: "tests/graph/clouds/borealis/facts.ts",
  zoneLabels: ["topology.kubernetes.io/zone"],
  kubernetes: {
    file: "tests/graph/clouds/borealis/facts.ts",
    versions: { "1.36": { standard: "2027-05-01", last: "2027-05-01", source: "made up" } },
  },
  authority: {
    title: "Borealis Names",
    module: "borealis:names",
    checks: {
      input: "probe",
      threshold: 2,
      connectSeconds: 5,
      agreement: { unhealthyFrom: 0.5 },
      needTheirRegion: false,
    },
    checkers: { called: "look-outs", allUnlessNamed: false, inside: false },
    answers: {
      whenAllUnhealthy: "none",
      negativeSeconds: 120,
      drainedBy: "weights",
      recordsTakeChecks: true,
    },
    limits: { checkIntervals: [10], maxWeight: 100 },
  },
  nodesThatCome: 1,
  outages: { ofRegion: {}, otherRegions: 2, medianHours: 2, longHours: 7 },
  ownDomains: ["borealis.example"],
  zonalAddresses: true,
  staticAddresses: "doors on Borealis",
  resourcesCarryRegion: false,
  secrets: [],
  idPrefix: "borealis/",
};
