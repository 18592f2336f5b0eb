import type { ProviderName } from "../../graph/clouds/contract";
import { cloudOf, facts } from "../../graph/clouds/facts";
import type { SupportEnds } from "../../graph/clouds/kubernetes-support";
import type { Graph, GraphResource } from "../../graph/resource";
import { clustersOf } from "../../graph/views/clusters";
import { kubernetesVersionOf } from "../../graph/views/losses";
import { propertiesOf } from "../../graph/views/read";
import type { Finding, Rule } from "../rule";

/** What should be left: time for two upgrades, a site after the other. */
const MONTHS = 4;

/**
 * Advisory on every day. A running stack's clusters come to their versions' ends by the calendar alone, on a night like
 * any other: a drain must be possible then, and so must the mending, which leaves all sites but one as they are. That
 * no new cluster is made with a version that is gone, its cloud sees to.
 */
export const kubernetesSupport: Rule = {
  id: "kubernetes-support",
  title: "Clusters run a Kubernetes version that their cloud goes on supporting",
  level: "advisory",
  severity: "medium",
  about: ["networks"],
  why: "A version out of support gets no fixes or costs several times as much, and in the end its cloud upgrades every site's cluster on days of its own choosing.",
  mend: "Move the clusters to a version with four months of standard support left or more, a minor version and a site at a time.",
  counterparts: [
    "AWS Config: eks-cluster-oldest-supported-version, eks-cluster-supported-version",
    "Checkov: CKV_AWS_339",
  ],
  check(graph, { now }) {
    const today = dayOf(now);
    const wanted = wantedIn(graph, now);
    return clustersOf(graph).flatMap((cluster) => {
      const cloud = cloudOf(cluster.type);
      const version = minorOf(kubernetesVersionOf(cluster, propertiesOf(cluster)));
      // One that names none gets its cloud's newest.
      return cloud === undefined || version === undefined
        ? []
        : ending(cluster, cloud, version, today, now, wanted);
    });
  },
};

function ending(
  { urn }: GraphResource,
  cloud: ProviderName,
  version: string,
  today: string,
  now: Date,
  wanted: string,
): Finding[] {
  const { title, kubernetes } = facts[cloud];
  // Its words change with the day; it is the same until the version moves.
  const at = (found: string, unsure = false): Finding[] => [
    { urn, found: `runs Kubernetes ${version}, ${found}`, wanted, key: version, unsure },
  ];
  const ends = kubernetes.versions[version];
  if (ends === undefined) {
    return isOlder(version, Object.keys(kubernetes.versions))
      ? at(`which ${title} no longer supports`)
      : at(`of which isn't known until when ${title} supports it (${kubernetes.file})`, true);
  }
  if (today >= ends.last) return at(`which ${title} ${ended(ends, ends.last)}`);
  if (today >= ends.standard) {
    return at(
      `whose standard support at ${title} ended on ${ends.standard}; at a higher price it goes on until ${ends.last}`,
    );
  }
  if (isLasting(ends, now)) return [];
  const day = `${ends.estimated ? "about " : ""}${ends.standard}`;
  return at(`whose standard support at ${title} ends ${ends.estimated ? "" : "on "}${day}${reckoned(ends)}`);
}

const ended = (ends: SupportEnds, day: string): string =>
  ends.estimated === undefined
    ? `has not supported since ${day}`
    : `has probably not supported since about ${day}${reckoned(ends)}`;

const reckoned = ({ estimated }: SupportEnds): string => (estimated === undefined ? "" : ` (${estimated})`);

/** Versions that every cloud of the graph's clusters goes on supporting, or what to do where none is known. */
function wantedIn(graph: Graph, now: Date): string {
  const clouds = [...new Set(clustersOf(graph).flatMap(({ type }) => cloudOf(type) ?? []))];
  const lasting = clouds.map((cloud) =>
    Object.entries(facts[cloud].kubernetes.versions)
      .filter(([, ends]) => isLasting(ends, now))
      .map(([version]) => version),
  );
  const everywhere = (lasting[0] ?? []).filter((version) => lasting.every((own) => own.includes(version)));
  if (everywhere.length > 0) return `${everywhere.join(" or ")}, supported for ${MONTHS} months or more`;
  const files = clouds.map((cloud) => facts[cloud].kubernetes.file).join(" and ");
  return `a version supported for ${MONTHS} months or more, which is added in ${files}`;
}

const isLasting = ({ standard }: SupportEnds, now: Date): boolean => {
  const then = new Date(now);
  then.setUTCMonth(then.getUTCMonth() + MONTHS);
  return dayOf(then) <= standard;
};

const dayOf = (time: Date): string => time.toISOString().slice(0, 10);

/** `v1.36.4` as `1.36`. */
const minorOf = (version: string | undefined): string | undefined => /^v?(\d+\.\d+)/.exec(version ?? "")?.[1];

const isOlder = (version: string, known: readonly string[]): boolean =>
  known.every((other) => rank(version) < rank(other));

const rank = (version: string): number => {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major * 1000 + minor;
};
