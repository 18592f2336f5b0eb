/** All rules, in the order in which docs/rules.md lists them. */
import type { Rule } from "../rule";
import { answerHealthChecked } from "./answer-health-checked";
import { answerSetComplete } from "./answer-set-complete";
import { autoscalingWorks } from "./autoscaling-works";
import { backupsKept } from "./backups-kept";
import { bucketDurability } from "./bucket-durability";
import { capacityHeadroom } from "./capacity-headroom";
import { certificateLasts } from "./certificate-lasts";
import { checkersNearUsers } from "./checkers-near-users";
import { checksApart } from "./checks-apart";
import { crossProviderCopy } from "./cross-provider-copy";
import { crossRegionCopy } from "./cross-region-copy";
import { crossZoneBalancing } from "./cross-zone-balancing";
import { dataResidency } from "./data-residency";
import { deepHealthCheck } from "./deep-health-check";
import { disruptionBudget } from "./disruption-budget";
import { distinctMetros } from "./distinct-metros";
import { dnsTwoAuthorities } from "./dns-two-authorities";
import { drainExpired } from "./drain-expired";
import { edgeAnswers } from "./edge-answers";
import { failoverTime } from "./failover-time";
import { forwardedOnce } from "./forwarded-once";
import { forwardingAgrees } from "./forwarding-agrees";
import { imageDigest } from "./image-digest";
import { kubernetesSupport } from "./kubernetes-support";
import { minProviders } from "./min-providers";
import { minRegions } from "./min-regions";
import { minReplicas } from "./min-replicas";
import { networkDefaultDeny } from "./network-default-deny";
import { noDefaultProvider } from "./no-default-provider";
import { noPlainSecret } from "./no-plain-secret";
import { podProbes } from "./pod-probes";
import { podStarts } from "./pod-starts";
import { protectData } from "./protect-data";
import { providerNeutralAnswers } from "./provider-neutral-answers";
import { queueAnswers } from "./queue-answers";
import { queueDurability } from "./queue-durability";
import { registryIndependence } from "./registry-independence";
import { resourceRequests } from "./resource-requests";
import { rightsNarrow } from "./rights-narrow";
import { rightsSuffice } from "./rights-suffice";
import { scriptsWork } from "./scripts-work";
import { selectorMatch } from "./selector-match";
import { singlePoint } from "./single-point";
import { storeWritersApart } from "./store-writers-apart";
import { streamSizes } from "./stream-sizes";
import { survivalObjective } from "./survival-objective";
import { topologySpread } from "./topology-spread";
import { waysClosed } from "./ways-closed";
import { waysOpen } from "./ways-open";
import { workloadParity } from "./workload-parity";
import { zoneSpread } from "./zone-spread";

export const rules: readonly Rule[] = [
  minProviders,
  minRegions,
  distinctMetros,
  zoneSpread,
  dataResidency,
  workloadParity,
  minReplicas,
  singlePoint,
  backupsKept,
  disruptionBudget,
  topologySpread,
  podProbes,
  podStarts,
  scriptsWork,
  resourceRequests,
  capacityHeadroom,
  autoscalingWorks,
  kubernetesSupport,
  imageDigest,
  registryIndependence,
  networkDefaultDeny,
  waysOpen,
  waysClosed,
  selectorMatch,
  bucketDurability,
  rightsSuffice,
  rightsNarrow,
  storeWritersApart,
  crossProviderCopy,
  crossRegionCopy,
  queueDurability,
  queueAnswers,
  streamSizes,
  protectData,
  dnsTwoAuthorities,
  answerHealthChecked,
  deepHealthCheck,
  checksApart,
  checkersNearUsers,
  failoverTime,
  providerNeutralAnswers,
  answerSetComplete,
  crossZoneBalancing,
  forwardingAgrees,
  forwardedOnce,
  edgeAnswers,
  noDefaultProvider,
  noPlainSecret,
  certificateLasts,
  drainExpired,
  survivalObjective,
];
