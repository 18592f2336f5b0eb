/** What `survive --help` says of faults and outages: kinds, names, modes and ids, as this program knows them. */
import { type FaultKind, faultKinds, modesOf } from "../resilience/faults/faults";
import type { Incident } from "../resilience/faults/incident";

/** What a fault of each kind is named by. */
const names: Readonly<Record<FaultKind, string>> = {
  zone: "SITE/ZONE",
  site: "SITE, such as oci-us-ashburn-1",
  metro: "METRO, such as northern-virginia",
  provider: "PROVIDER: oci, aws",
  "provider-blind": "PROVIDER whose sites are lost and whose DNS doesn't see it",
  "dns-authority": "PROVIDER whose DNS answers",
  "authority-wrong": "PROVIDER whose DNS answers wrongly",
  "health-checks": "PROVIDER whose DNS checks",
  "control-plane": "PROVIDER",
  registry: "REGISTRY, as images are pulled from it",
  link: "PROVIDER-PROVIDER, such as aws-oci",
  workload: "SITE/WORKLOAD, such as aws-us-east-2/feed, or SITE/edge",
  queue: "SITE",
  "media-store": "SITE",
};

export function surviveHelp(incidents: readonly Incident[]): string {
  const kind = Math.max(...faultKinds.map((one) => one.length)) + 2;
  const id = Math.max(...incidents.map((one) => one.id.length)) + 2;
  return [
    "",
    "A fault is KIND:NAME[:MODE[:SHARE]]; a name that this platform hasn't is answered with those it has.",
    "  MODE   hard (where it is left out): nothing answers",
    "         brownout: SHARE of the requests fail behind the edge, over 0 and up to 1",
    "         brownout-front: SHARE of requests and probes fail before they reach it",
    "         control: it goes on, and nothing of it can be changed",
    "",
    ...faultKinds.map((one) =>
      `  ${one.padEnd(kind)}${names[one].padEnd(58)}${modesOf[one].join(", ")}`.trimEnd(),
    ),
    "",
    "Outages of the past, for --incident:",
    ...incidents.map((one) => `  ${one.id.padEnd(id)}${one.title}`),
    "",
    "Examples, under npm, where flags go behind a --:",
    "  npm run survive -- --stack prod --fault provider:oci",
    "  npm run survive -- --stack prod --fault site:aws-us-east-2:brownout:0.5 --fault dns-authority:aws",
    "  npm run survive -- --stack prod --incident oracle-ashburn-2026-03",
    "",
    "Ends with 0 when the objectives are met (with --fault or --incident: when no capability is down in it), 1 when they",
    "are missed (a capability is down), 2 when the input is wrong, 3 on a defect.",
  ].join("\n");
}
