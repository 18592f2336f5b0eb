import type { Graph } from "../../graph/resource";
import { type CopyView, copiesOf, mediaStoresOf, wrongWith } from "../../graph/views/copies";
import { type StoreView, usersOf } from "../../graph/views/stores";
import { type WorkloadView, workloadsOf } from "../../graph/views/workloads";
import type { Finding, Rule } from "../rule";

/** Seconds. What a dual write missed stands in one cloud alone until the next run: an hour at most. */
const LONGEST_WAIT = 3600;

export const crossProviderCopy: Rule = {
  id: "cross-provider-copy",
  title: "Media is copied to another provider, and replicas take no uploads",
  level: "mandatory",
  severity: "critical",
  about: ["stores"],
  beside: true,
  why: "A provider's replication ends with the provider; and a replica that takes uploads loses them to the next copy, or refuses them.",
  mend: "Run a job that copies the bucket to one of another provider every hour or oftener, name both in its annotations twincloud.dev/copies-from and twincloud.dev/copies-to, and let uploads go to buckets that nothing replicates into.",
  counterparts: [],
  check: (graph) => [
    ...mediaStoresOf(graph).flatMap((store) => uncopied(graph, store)),
    ...copiesOf(graph).flatMap(broken),
    ...writtenReplicas(graph),
    ...singleWrites(graph),
  ],
};

function uncopied(graph: Graph, store: StoreView): Finding[] {
  if (store.readOnlyCopy) return [];
  const { urn } = store.resource;
  const across = copiesOf(graph).filter(
    (copy) =>
      copy.from === store && copy.to !== undefined && copy.to.provider !== store.provider && works(copy),
  );
  if (across.length === 0) {
    return [{ urn, found: "is copied to no bucket of another provider", wanted: "a copying path to one" }];
  }
  const soonest = Math.min(...across.map(({ withinSeconds }) => withinSeconds ?? Number.POSITIVE_INFINITY));
  return soonest <= LONGEST_WAIT
    ? []
    : [
        {
          urn,
          found: `is copied to another provider ${soonest === Number.POSITIVE_INFINITY ? "on a schedule that can't be told" : `every ${soonest} s`}`,
          wanted: `every ${LONGEST_WAIT} s or oftener`,
          unsure: soonest === Number.POSITIVE_INFINITY,
        },
      ];
}

const works = (copy: CopyView): boolean => wrongWith(copy).length === 0;

/** A stated path that doesn't work, a replica that others write to. */
function broken(copy: CopyView): Finding[] {
  const { urn } = copy.resource;
  const wrong = copy.kind === "job" ? wrongWith(copy) : [];
  const isReplicaTarget = copy.kind === "job" && copy.to?.readOnlyCopy === true;
  return [
    ...wrong.map((found) => ({ urn, found, wanted: "a path that works, or no such annotation" })),
    ...(isReplicaTarget
      ? [
          {
            urn,
            found: `copies into ${copy.toName}, which replication alone may write to`,
            wanted: "a bucket that nothing replicates into",
          },
        ]
      : []),
  ];
}

function writtenReplicas(graph: Graph): Finding[] {
  return [...usersOf(graph)]
    .filter(([store]) => store.readOnlyCopy)
    .map(([store, users]) => ({
      urn: store.resource.urn,
      found: `is a replica that ${users.map(({ name }) => name).join(", ")} may take uploads to`,
      wanted: "a bucket of their own for uploads",
    }));
}

/** What writes to a store of another provider before it acknowledges must be told of one. */
function singleWrites(graph: Graph): Finding[] {
  const told = new Map<WorkloadView, StoreView[]>();
  for (const [store, users] of usersOf(graph)) {
    for (const user of users) told.set(user, [...(told.get(user) ?? []), store]);
  }
  return workloadsOf(graph)
    .filter(({ needs, prefers }) => [...needs, ...prefers].includes("media-store/other-provider"))
    .filter((workload) => {
      const own = workload.placement?.provider;
      return !(told.get(workload) ?? []).some(({ provider }) => own !== undefined && provider !== own);
    })
    .map(({ resource }) => ({
      urn: resource.urn,
      found: "writes to a store of another provider and is told of none",
      wanted: "the name of a bucket of another provider in what it has mounted or in its environment",
    }));
}
