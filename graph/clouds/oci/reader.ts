/** What is read from OCI's resources. */
import { textAt } from "../../views/read";
import type { CloudReader } from "../reader";
import { ociAddresses } from "./addresses";
import { alsoReads } from "./also-reads";
import { ociChecks } from "./checks";
import { clusterTypes, growthAddon, ociAddons } from "./clusters";
import { ociCopies } from "./copies";
import { ociData } from "./data";
import { decisive } from "./decisive";
import { ociImages } from "./images";
import { ociNames } from "./names";
import { nodeZones, ociPools } from "./nodes";
import { ociPlace } from "./place";
import { ociRights } from "./rights";
import { ociServices } from "./services";
import { ociServing } from "./serving";
import { ociStoreWriters } from "./store-writers";
import { ociStores } from "./stores";
import { ociSubnets, subnetTypes } from "./subnets";
import { ociWays } from "./ways";
import { ociNameServers, ociStartsOfAuthority, ociZones, zoneTypes } from "./zones";

export const ociReader: CloudReader = {
  name: "oci",
  services: ociServices,
  place: ociPlace,
  clusters: {
    types: clusterTypes,
    versionOf: (settings) => textAt(settings, "kubernetesVersion"),
    addons: ociAddons,
    metricsAddon: "KubernetesMetricsServer",
    growthAddon,
    pools: ociPools,
    // The control plane spans its region by itself.
    placesOf: () => undefined,
    nodeZones,
    // A pool spans its domains, and the service places its nodes.
    nodesWithoutZone: () => "at-once",
    // What comes with a cluster accepts network policies and does nothing about them.
    enforcesPolicies: () => false,
  },
  addresses: ociAddresses,
  dns: {
    checks: ociChecks.all,
    checkAt: ociChecks.at,
    zoneTypes,
    zones: ociZones,
    nameServers: ociNameServers,
    startsOfAuthority: ociStartsOfAuthority,
    names: ociNames,
    answerInputs: ["items", "answers", "rdata"],
  },
  stores: { stores: (graph) => ociStores(graph).all, writers: ociStoreWriters, copies: ociCopies },
  network: {
    networkTypes: new Set(["oci:Core/vcn:Vcn"]),
    subnetTypes,
    subnets: ociSubnets,
    // Balancers and instance pools are not judged by their subnets, which span the region unless asked not to.
    balancers: () => [],
    instanceGroups: () => [],
  },
  serving: ociServing,
  ways: ociWays,
  rights: ociRights,
  data: ociData,
  images: ociImages,
  alsoReads,
  decisive,
};
