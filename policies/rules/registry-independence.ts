import { keys } from "../../graph/dependencies";
import type { Graph, GraphResource } from "../../graph/resource";
import { siteIdOf } from "../../graph/sites";
import {
  type ImageView,
  imageView,
  repositoriesOf,
  repositoryAt,
  repositoryOf,
} from "../../graph/views/images";
import { madeFrom } from "../../graph/views/read";
import { type WorkloadView, workloadsOf } from "../../graph/views/workloads";
import type { Finding, Rule } from "../rule";

/**
 * Every container of every workload pulls from a registry of its own site: the provider's own, in the same region.
 * Where the site can't be told (a program of Kubernetes alone), a workload that all clusters pull from one
 * registry is a finding. And a repository that the stack makes at one site it makes at all that pull the image.
 */
export const registryIndependence: Rule = {
  id: "registry-independence",
  title: "Every site pulls from a registry of its own",
  level: "mandatory",
  severity: "high",
  about: ["workloads"],
  why: "When a cloud or a region is lost the others must start pods, and they can't if the images were there.",
  mend: "Copy the image, by the same digest, to a registry of each site's own provider and region, and name that one.",
  counterparts: ["Kyverno: restrict-image-registries"],
  check: (graph) => {
    const pulls = workloadsOf(graph).flatMap((workload) => pullsOf(workload));
    return [...elsewhere(graph, pulls), ...shared(pulls), ...unmade(graph, pulls)];
  },
};

interface Pull {
  readonly workload: WorkloadView;
  /** Undefined where the image isn't known yet. */
  readonly image?: ImageView;
}

/** One pull for each repository that a workload's containers name. */
function pullsOf(workload: WorkloadView): Pull[] {
  const pulls = new Map<string, Pull>();
  for (const { image } of [...workload.containers, ...workload.initContainers]) {
    const view = image === undefined ? undefined : imageView(image);
    pulls.set(view ? `${view.host}/${view.path}` : "", { workload, ...(view ? { image: view } : {}) });
  }
  return [...pulls.values()];
}

function* elsewhere(graph: Graph, pulls: readonly Pull[]): Generator<Finding> {
  for (const { workload, image } of pulls) {
    const { placement: place, resource } = workload;
    if (!place) continue;
    const site = siteIdOf(place);
    const wanted = `a registry of ${place.provider} in ${place.region}`;
    const { urn } = resource;
    if (!image) {
      const made = repositoriesBehind(graph, resource).map((item) => item.placement);
      if (made.some((at) => at && siteIdOf(at) === site)) continue;
      yield { urn, found: "pulls an image whose registry can't be told", wanted, unsure: true };
    } else if (image.provider === undefined) {
      yield { urn, found: `pulls ${image.path} from ${image.host}, a third party's registry`, wanted };
    } else if (image.provider !== place.provider) {
      yield { urn, found: `pulls ${image.path} from ${image.host}, a registry of ${image.provider}`, wanted };
    } else if (image.region !== undefined && image.region !== place.region) {
      yield {
        urn,
        found: `pulls ${image.path} from ${image.host}, in another region (${image.region})`,
        wanted,
      };
    }
  }
}

/** Clusters of which the site isn't known. */
function* shared(pulls: readonly Pull[]): Generator<Finding> {
  const groups = new Map<string, Pull[]>();
  for (const pull of pulls) {
    const { placement, namespace, name } = pull.workload;
    if (placement || !pull.image) continue;
    const key = `${namespace} ${name} ${pull.image.path}`;
    groups.set(key, [...(groups.get(key) ?? []), pull]);
  }
  for (const [first, ...others] of groups.values()) {
    const clusters = new Set([first, ...others].map((pull) => pull?.workload.cluster));
    const hosts = new Set([first, ...others].map((pull) => pull?.image?.host));
    if (!first?.image || clusters.size < 2 || hosts.size > 1) continue;
    const found = `pulls ${first.image.path} from ${first.image.host} in all ${clusters.size} clusters`;
    yield { urn: first.workload.resource.urn, found, wanted: "a registry for each cluster" };
  }
}

function repositoriesBehind(graph: Graph, resource: GraphResource): GraphResource[] {
  return madeFrom(resource, "spec")
    .flatMap((urn) => graph.byUrn.get(urn) ?? [])
    .filter((item) => repositoryAt(item) !== undefined);
}

/** Images whose repository the stack makes at some sites only. */
function* unmade(graph: Graph, pulls: readonly Pull[]): Generator<Finding> {
  const made = new Set(
    repositoriesOf(graph).flatMap(({ resource: { placement }, name }) =>
      name && placement ? [`${siteIdOf(placement)} ${name}`] : [],
    ),
  );
  const isMade = (image: ImageView): boolean =>
    made.has(`${image.provider}-${image.region} ${repositoryOf(image)}`);
  const groups = new Map<string, { pull: Pull; image: ImageView }[]>();
  for (const pull of pulls) {
    if (!pull.image?.region) continue;
    const { namespace, name, labels } = pull.workload;
    // A Job's name may be the provider's choice, and differ.
    const key = `${namespace} ${labels["app.kubernetes.io/name"] ?? labels[keys.capability] ?? name}`;
    groups.set(key, [...(groups.get(key) ?? []), { pull, image: pull.image }]);
  }
  for (const group of groups.values()) {
    const missing = group.filter(({ image }) => !isMade(image));
    if (missing.length === group.length) continue;
    for (const { pull, image } of missing) {
      const found = `pulls ${image.path} from a repository in ${image.region} that this stack doesn't make, as it does for other sites`;
      yield { urn: pull.workload.resource.urn, found, wanted: "a repository at every site" };
    }
  }
}
