/** What is read from AWS's resources. */
import { textAt } from "../../views/read";
import type { CloudReader } from "../reader";
import { awsAddresses } from "./addresses";
import { alsoReads } from "./also-reads";
import { awsBalancers, awsInstanceGroups } from "./balancers";
import { awsChecks } from "./checks";
import { awsAddons, clusterPlaces, clusterTypes, enforcesPolicies, nodeZones } from "./clusters";
import { awsCopies } from "./copies";
import { awsData } from "./data";
import { decisive } from "./decisive";
import { awsImages } from "./images";
import { awsNames } from "./names";
import { awsPools } from "./nodes";
import { awsPlace } from "./place";
import { awsRights } from "./rights";
import { awsServices } from "./services";
import { awsServing } from "./serving";
import { awsStoreWriters } from "./store-writers";
import { awsStores } from "./stores";
import { awsSubnets, subnetTypes } from "./subnets";
import { awsWays } from "./ways";
import { nodesWithoutZone } from "./zone-loss";
import { awsNameServers, awsStartsOfAuthority, awsZones, zoneTypes } from "./zones";

export const awsReader: CloudReader = {
  name: "aws",
  services: awsServices,
  place: awsPlace,
  clusters: {
    types: clusterTypes,
    versionOf: (settings) => textAt(settings, "version"),
    addons: awsAddons,
    metricsAddon: "metrics-server",
    pools: awsPools,
    placesOf: clusterPlaces,
    nodeZones,
    nodesWithoutZone,
    enforcesPolicies,
  },
  addresses: awsAddresses,
  dns: {
    checks: awsChecks.all,
    checkAt: awsChecks.at,
    zoneTypes,
    zones: awsZones,
    nameServers: awsNameServers,
    startsOfAuthority: awsStartsOfAuthority,
    names: awsNames,
    answerInputs: ["aliases", "records"],
  },
  stores: { stores: (graph) => awsStores(graph).all, writers: awsStoreWriters, copies: awsCopies },
  network: {
    networkTypes: new Set(["aws:ec2/vpc:Vpc"]),
    subnetTypes,
    subnets: awsSubnets,
    balancers: awsBalancers,
    instanceGroups: awsInstanceGroups,
  },
  serving: awsServing,
  ways: awsWays,
  rights: awsRights,
  data: awsData,
  images: awsImages,
  alsoReads,
  decisive,
};
