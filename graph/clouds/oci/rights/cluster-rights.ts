/** What an OKE cluster may do for itself: change the size of its pools, use reserved hosts, and pull images. */
import type { Graph } from "../../../resource";
import { idOf } from "../../../views/meant";
import { ofTypes } from "../../../views/per-graph";
import { at, isSet, listAt, propertiesOf, textAt } from "../../../views/read";
import { workloadsOf } from "../../../views/workloads";
import type { Refusal } from "../../rights-views";
import { addonOf, growthAddon } from "../clusters";
import { ociImages } from "../images";
import { grantedTo } from "./store-rights";

const CLUSTER = "oci:ContainerEngine/cluster:Cluster";
const POOL = "oci:ContainerEngine/nodePool:NodePool";
const TOKEN = "oci:Identity/authToken:AuthToken";

export function* missing(graph: Graph): Generator<NonNullable<Refusal>> {
  yield* pullers(graph);
  for (const cluster of ofTypes(graph, [CLUSTER])) {
    const addon = addonOf(graph, cluster, growthAddon);
    const id = idOf(graph, cluster);
    if (!addon || id === undefined) continue;
    const request = {
      "request.principal.type": "workload",
      "request.principal.cluster_id": id,
      "request.principal.namespace": "kube-system",
      "request.principal.service_account": "cluster-autoscaler",
    };
    const refusal = grantedTo(
      graph,
      ["any-user"],
      "manage cluster-node-pools",
      request,
      addon,
      () => "may not change the size of its node pools: no policy lets it manage cluster-node-pools",
    );
    if (refusal) yield refusal;
  }
  for (const pool of ofTypes(graph, [POOL])) {
    const isReserved = listAt(propertiesOf(pool), "nodeConfigDetails", "placementConfigs").some((placement) =>
      isSet(at(placement, "capacityReservationId")),
    );
    if (!isReserved) continue;
    const refusal = grantedTo(
      graph,
      ["any-user"],
      "use compute-capacity-reservations",
      { "request.principal.type": "nodepool" },
      pool,
      () =>
        "may not start nodes on the hosts that are reserved for it: no policy lets node pools use compute-capacity-reservations",
    );
    if (refusal) yield refusal;
  }
}

/** The user whose token pulls images may read each repository that pods name. */
function* pullers(graph: Graph): Generator<NonNullable<Refusal>> {
  const [token] = ofTypes(graph, [TOKEN]);
  const user = token && textAt(propertiesOf(token), "userId");
  if (!token || user === undefined) return;
  const repositories = new Set(
    workloadsOf(graph).flatMap(({ containers, initContainers }) =>
      [...containers, ...initContainers].flatMap(({ image = "" }) => {
        const [host = "", ...path] = (image.split("@")[0] ?? "").split("/");
        return ociImages.registryAt(host) === undefined ? [] : [ociImages.repositoryOf(path.join("/"))];
      }),
    ),
  );
  for (const repository of repositories) {
    const request = { "request.user.id": user, "target.repo.name": repository };
    const refusal = grantedTo(
      graph,
      ["any-user"],
      "read repos",
      request,
      token,
      () => `may not pull ${repository}: no policy lets its user read that repository`,
    );
    if (refusal) yield refusal;
  }
}
