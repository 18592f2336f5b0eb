/**
 * What decides how a platform fares and can't be read: not known yet, secret, or of a form that isn't read. Some of it is
 * taken for the worse (from-graph.ts) and some for its default: a verdict that leans on it can't be told.
 */
import { type DecisiveKinds, decides } from "../../graph/decisive";
import { databaseIn } from "../../graph/dependencies";
import type { Graph } from "../../graph/resource";
import { stackSettings } from "../../graph/stack-settings";
import { unreadablesOf } from "../../graph/unreadable";
import { isUntrustedSite } from "../../graph/untrusted";
import { namesOf } from "../../graph/views/names";
import { poolsOf } from "../../graph/views/nodes";
import { queuesOf } from "../../graph/views/queues";
import { siteWorkloads } from "../../graph/views/serving";
import { storesOf } from "../../graph/views/stores";
import { isBlank } from "../../graph/views/workload-kinds";
import { workloadsOf } from "../../graph/views/workloads";
import { isElsewhere } from "./elsewhere";
import type { Untold } from "./platform";
import { untoldElsewhere } from "./untold-elsewhere";

export type { Untold } from "./platform";

/** Everything of the kind, in the order of the graph. */
export function untoldOf(graph: Graph): readonly Untold[] {
  return isElsewhere(graph) ? untoldElsewhere(graph) : untoldLabelled(graph);
}

/** Where a database stands that is needed, the stack's settings must say. */
function untoldDatabases(graph: Graph): Untold[] {
  const settings = stackSettings(graph);
  const known = Object.entries(settings?.databases ?? {}).flatMap(([name, { site }]) =>
    isUntrustedSite(settings?.untrusted ?? [], site) ? [] : [name],
  );
  return workloadsOf(graph).flatMap(({ resource, capability, needs }) =>
    needs.flatMap((need): Untold[] => {
      const name = databaseIn(need);
      if (name === undefined || known.includes(name) || capability === undefined) return [];
      return [{ urn: resource.urn, capability, what: `where the database ${name} stands` }];
    }),
  );
}

function untoldLabelled(graph: Graph): readonly Untold[] {
  const capabilities = new Map(
    workloadsOf(graph).map(({ resource, capability }) => [resource.urn, capability]),
  );
  return [
    ...unreadablesOf(graph)
      .filter((unreadable) => decides(unreadable, decisive, ["names", "networks"]))
      .map(({ resource, path }): Untold => {
        const capability = capabilities.get(resource.urn);
        const of = capability === undefined ? {} : { capability };
        return { urn: resource.urn, ...of, what: `${path} of ${resource.name}` };
      }),
    ...workloadsOf(graph).flatMap((workload): Untold[] =>
      workload.capability !== undefined && isBlank(workload)
        ? [
            {
              urn: workload.resource.urn,
              capability: workload.capability,
              what: `what ${workload.name} runs`,
            },
          ]
        : [],
    ),
    ...untoldDatabases(graph),
    // A site's own name leads nobody anywhere by DNS, whatever it answers.
    ...namesOf(graph)
      .filter(({ host }) => !siteWorkloads(graph).has(host))
      .flatMap(({ host, authorities }) =>
        authorities.flatMap(({ answers }) =>
          answers.flatMap(({ resource, address, target }): Untold[] =>
            target === undefined && address.key === undefined
              ? [{ urn: resource.urn, what: `an address that answers ${host}` }]
              : [],
          ),
        ),
      ),
    ...[...poolsOf(graph).values()]
      .flat()
      .flatMap(({ resource, untold }): Untold[] =>
        untold > 0 ? [{ urn: resource.urn, what: `the zones of the nodes of ${resource.name}` }] : [],
      ),
    ...storesOf(graph).flatMap(({ resource, placement }): Untold[] =>
      placement ? [] : [{ urn: resource.urn, what: `where the store ${resource.name} stands` }],
    ),
    ...streamsUntold(graph),
  ];
}

/** A stream that doesn't say what comes to it may be full: whoever needs the queue hangs on that. */
function streamsUntold(graph: Graph): Untold[] {
  const needy = workloadsOf(graph).flatMap(({ capability, needs }) =>
    capability !== undefined && needs.includes("queue") ? [capability] : [],
  );
  const capabilities = [...new Set(needy)].sort();
  return queuesOf(graph).flatMap(({ streams }) =>
    streams
      .filter(({ mirrorOf, facts, maxBytes }) => !mirrorOf && !facts && maxBytes !== undefined)
      .flatMap(({ resource, name }) =>
        capabilities.map((capability) => ({
          urn: resource.urn,
          capability,
          what: `how many events come to the stream ${name}`,
        })),
      ),
  );
}

/** Of Kubernetes' objects: what says how many run, of which image, spread how, for which capability, and as configured. */
const decisive: DecisiveKinds = [
  [
    /^(apps|batch)\//,
    /^(metadata(\.(labels|annotations).*)?|spec|spec\.replicas|spec\.(jobTemplate\.spec\.)?template(\.spec)?(\.containers.*\.image|\.containers(\[\])?|\.topologySpreadConstraints.*|\.tolerations.*)?)$/,
  ],
  [/:HorizontalPodAutoscaler$/, /^spec(\.(min|max)Replicas|\.scaleTargetRef.*)?$/],
  [/:ConfigMap$/, /^data/],
];
