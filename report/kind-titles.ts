/** Kinds of faults as people call them; on the command line they go by their own names. */
import type { FaultKind } from "../resilience/faults/fault";

const titles: Readonly<Record<FaultKind, string>> = {
  zone: "loss of a zone",
  site: "loss of a site",
  metro: "loss of a metro",
  provider: "loss of a cloud",
  regions: "loss of a cloud's regions",
  "provider-blind": "loss of a cloud that its own DNS doesn't see",
  "dns-authority": "a silent DNS authority",
  "authority-wrong": "a DNS authority with wrong answers",
  "health-checks": "dead health checks",
  "control-plane": "a cloud that can't be changed",
  registry: "loss of a registry",
  link: "a cut link",
  workload: "loss of a workload",
  queue: "loss of a queue",
  "media-store": "loss of a media store",
  "bad-change": "a bad change",
  expiry: "something that expired",
  flapping: "what comes and goes",
  return: "a site that comes back",
};

/** Of scenarios that aren't one fault by itself. */
const others: Readonly<Record<string, string>> = {
  brownout: "brownout: a share of the requests fails",
  "brownout-front": "brownout in front of the edges",
  slow: "slow answers",
  incident: "outages of the past",
  transposed: "outages of others, moved to where this stands",
};

export const kindTitle = (kind: string): string =>
  (titles as Readonly<Record<string, string>>)[kind] ?? others[kind] ?? kind;
