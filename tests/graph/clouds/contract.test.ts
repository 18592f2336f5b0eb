import { existsSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { allReaders, readerOf, readers } from "../../../graph/clouds";
import { facts, providerNames } from "../../../graph/clouds/facts";
import { isOneDomain, zoneLabelsOf, zoneNameOf } from "../../../graph/clouds/regions";
import { graphOf } from "../../../graph/graph";
import { isCluster, isRegional } from "../../../graph/placement";
import { sitesOf } from "../../../graph/sites";
import { packageOf } from "../../../graph/urn";
import { addressBookOf, addressOfIp, zoneOfAddress } from "../../../graph/views/addresses";
import { checkAt, checksOf } from "../../../graph/views/checks";
import {
  clusterOfProvider,
  clustersOf,
  hasMetricsAddon,
  missingGrowthAddon,
  nodesWithoutZone,
  nodeZonesOf,
  placesOfCluster,
} from "../../../graph/views/clusters";
import { copiesOf, wrongWith } from "../../../graph/views/copies";
import { holdsData, isLasting } from "../../../graph/views/data";
import { addressesOn, entrancesAt } from "../../../graph/views/entrances";
import { imageView, repositoriesOf, repositoryAt, repositoryOf } from "../../../graph/views/images";
import { missingServers } from "../../../graph/views/name-servers";
import { namesOf } from "../../../graph/views/names";
import { negativeSecondsOf } from "../../../graph/views/negative-time";
import { poolsOf } from "../../../graph/views/nodes";
import { computes, isEntrance } from "../../../graph/views/serving";
import { storesOf } from "../../../graph/views/stores";
import { subnetGroups, subnetsOf } from "../../../graph/views/subnets";
import { zonesOf } from "../../../graph/views/zones";
import { placed } from "../fixtures";
import { withBorealis } from "./borealis/join";
import { awsSample } from "./samples/aws";
import { borealisSample } from "./samples/borealis";
import { ociSample } from "./samples/oci";
import { bucket, bucketCopy, domain, host, repositoryName } from "./samples/sample";

withBorealis();

const samples = [awsSample, ociSample, borealisSample];
const all = placed(samples.flatMap(({ resources }) => resources));

it("has a sample of every cloud, and a reader for every one that has facts", () => {
  expect(samples.map(({ cloud }) => cloud).sort()).toEqual([...providerNames].sort());
  expect(Object.keys(readers).sort()).toEqual(Object.keys(facts).sort());
});

describe.each([...providerNames])("the facts of %s", (name) => {
  const own = facts[name];

  it("say whose they are, and where its regions are listed", () => {
    expect(own.name).toBe(name);
    expect(own.title).not.toBe("");
    expect(own.authority.title).not.toBe("");
    expect(existsSync(path.resolve(__dirname, "../../..", own.regionsFile))).toBe(true);
  });

  it("claim packages that are no other cloud's", () => {
    const others = providerNames.filter((other) => other !== name).flatMap((other) => facts[other].packages);
    expect(own.packages).not.toEqual([]);
    expect(own.packages.filter((each) => others.includes(each))).toEqual([]);
  });

  it("list its own regions, each once, and at most three zones of each that are told apart", () => {
    expect(new Set(own.regions.map((region) => region.name)).size).toBe(own.regions.length);
    for (const { provider, zones } of own.regions) {
      expect(provider).toBe(name);
      expect(zones.length).toBeLessThanOrEqual(3);
      expect(new Set(zones.map(({ id }) => id)).size).toBe(zones.length);
      expect(new Set(zones.map(zoneNameOf)).size).toBe(zones.length);
    }
  });

  it("have a label for the zones of every region", () => {
    expect(own.regions.some(isOneDomain)).toBe(own.faultDomainLabel !== undefined);
    for (const region of own.regions) expect(zoneLabelsOf(region)).not.toEqual([]);
  });
});

describe.each(allReaders().map((reader) => [reader.name, reader] as const))(
  "the reader of %s",
  (name, own) => {
    const empty = graphOf([]);

    it("stands in the table under its own name", () => {
      expect(readers[name]).toBe(own);
    });

    it("names no other cloud's types", () => {
      const types = [
        ...own.clusters.types,
        ...own.addresses.ipsOfType.keys(),
        ...own.addresses.keptTypes,
        ...own.dns.zoneTypes,
        ...own.network.networkTypes,
        ...own.network.subnetTypes,
        ...own.serving.entranceTypes,
        ...own.serving.namedTypes,
        ...own.serving.computeTypes,
        ...own.data.holding,
        ...own.data.lasting,
        ...own.data.alsoLost,
        ...own.images.repositoryTypes.keys(),
      ];
      expect(types.filter((type) => !facts[name].packages.includes(packageOf(type)))).toEqual([]);
      expect(own.serving.bindingTypes.filter((type) => packageOf(type) !== "kubernetes")).toEqual([]);
    });

    it("reads nothing of an empty graph, and doesn't mind", () => {
      const { clusters, dns, stores, network, serving } = own;
      const book = addressBookOf(empty);
      expect([
        ...clusters.addons(empty),
        ...clusters.pools(empty, new Map()),
        ...dns.checks(book),
        ...dns.names(book),
        ...dns.zones(empty),
        ...dns.nameServers(empty),
        ...dns.startsOfAuthority(empty),
        ...stores.stores(empty),
        ...stores.copies(empty),
        ...network.subnets(empty),
        ...network.balancers(empty),
        ...network.instanceGroups(empty),
        ...serving.emptyTargets(empty),
      ]).toEqual([]);
    });
  },
);

describe.each(samples.map((sample) => [sample.cloud, sample] as const))(
  "a program of %s alone",
  (cloud, sample) => {
    const graph = placed(sample.resources);
    const site = `${cloud}-${sample.region}`;
    const zoneNames = (facts[cloud].regions.find(({ name }) => name === sample.region)?.zones ?? []).map(
      zoneNameOf,
    );
    /** A resource as the graph has it: placed. */
    const here = ({ urn }: { urn: string }) => graph.byUrn.get(urn) as (typeof graph.resources)[number];

    it("is one site, where its cluster stands", () => {
      expect(sitesOf(graph)).toMatchObject([{ id: site, provider: cloud, region: sample.region }]);
      expect(here(sample.cluster).placement).toMatchObject({ provider: cloud, region: sample.region });
      expect(isCluster(sample.cluster)).toBe(true);
    });

    it("has resources that stand in a region, and a zone of names that stands in none", () => {
      const regional = [sample.cluster, sample.address, sample.entrance, sample.store, sample.repository];
      expect(regional.map((each) => isRegional(each) && here(each).placement?.region)).toEqual(
        regional.map(() => sample.region),
      );
      expect(isRegional(sample.zone)).toBe(false);
      expect(here(sample.zone).placement).toBeUndefined();
      expect(here(sample.copyTarget).placement?.region).not.toBe(sample.region);
    });

    it("belongs to its own reader", () => {
      const readersOfIt = new Set(sample.resources.map((each) => readerOf(each)?.name));
      readersOfIt.delete(undefined);
      // Nor do the providers' own entries belong to another.
      expect([...readersOfIt]).toEqual([cloud]);
    });

    it("has nodes in every zone of its region, by its pools and by its cluster", () => {
      expect(clustersOf(graph)).toEqual([here(sample.cluster)]);
      expect(clusterOfProvider(graph).get(sample.kubernetes.urn)).toBe(here(sample.cluster));
      const pools = poolsOf(graph).get(sample.cluster.urn) ?? [];
      expect([...new Set(pools.flatMap(({ zones }) => zones))].sort()).toEqual([...zoneNames].sort());
      expect(
        pools.every(({ untold, tainted, interruptible }) => untold === 0 && !tainted && !interruptible),
      ).toBe(true);
      expect(nodeZonesOf(graph, here(sample.cluster))).toEqual([...zoneNames].sort());
      expect(["at-once", "once-left", "never"]).toContain(nodesWithoutZone(graph, here(sample.cluster)));
      const places = placesOfCluster(graph, here(sample.cluster));
      if (places) expect([...places.zones].sort()).toEqual([...zoneNames].sort());
    });

    it("has its cluster's add-ons, and misses those that are gone", () => {
      const without = (gone: typeof sample.cluster) =>
        placed(sample.resources.filter((each) => each !== gone));
      expect(hasMetricsAddon(graph, sample.cluster)).toBe(true);
      expect(hasMetricsAddon(without(sample.metricsAddon), sample.cluster)).toBe(false);
      expect(missingGrowthAddon(graph, sample.cluster)).toBeUndefined();
      if (!sample.growthAddon) return;
      expect(missingGrowthAddon(without(sample.growthAddon), sample.cluster)).toBe(sample.growthAddon.name);
    });

    it("has subnets of a network, each in a zone of the region or in all of them", () => {
      const subnets = [...subnetsOf(graph).values()];
      expect(subnets.map(({ resource }) => resource)).toContain(here(sample.subnet));
      expect(subnets.every(({ regional, zone }) => regional || zoneNames.includes(zone ?? ""))).toBe(true);
      expect(subnetGroups(graph)).toHaveLength(1);
    });

    it("knows its address by its text, and the entrance that listens on it", () => {
      const address = addressOfIp(graph, sample.ip);
      expect(address).toMatchObject({ resource: here(sample.address), site, key: sample.address.urn });
      const zone = zoneOfAddress(graph, address);
      expect(zone === undefined || zoneNames.includes(zone)).toBe(true);
      expect(addressesOn(graph, here(sample.entrance)).map(({ ip }) => ip)).toEqual([sample.ip]);
      expect(entrancesAt(graph, address)).toContain(here(sample.entrance));
      expect(addressOfIp(graph, "192.0.2.250")).not.toHaveProperty("resource");
    });

    it("lets users in from outside, and not by what is for the inside", () => {
      expect(isEntrance(sample.entrance)).toBe(true);
      expect(isEntrance(sample.inside)).toBe(false);
      expect(computes(sample.cluster)).toBe(true);
    });

    it("is checked as its check says", () => {
      const check = {
        authority: cloud,
        protocol: "HTTPS",
        host,
        path: "/healthz/feed",
        port: 443,
        intervalSeconds: 10,
        disabled: false,
        inverted: false,
        targets: [{ key: sample.address.urn }],
      };
      expect(checksOf(graph)).toMatchObject([check]);
      expect(checkAt(graph, here(sample.check))).toBe(checksOf(graph)[0]);
      expect(checkAt(graph, here(sample.zone))).toBeUndefined();
    });

    it("answers its public name by its own authority, with the address that is checked", () => {
      expect(namesOf(graph)).toMatchObject([
        {
          host,
          authorities: [
            {
              provider: cloud,
              recordType: "A",
              ttl: 60,
              answers: [
                { address: { key: sample.address.urn }, weight: 30, checkedExactly: true, disabled: false },
              ],
              zone: { provider: cloud, domain },
            },
          ],
        },
      ]);
    });

    it("keeps its media, and copies it to another region", () => {
      expect(storesOf(graph).map((store) => [store.provider, store.bucket])).toEqual([
        [cloud, bucket(cloud)],
        [cloud, bucketCopy(cloud)],
      ]);
      const [media, copyOfIt] = storesOf(graph);
      expect(media).toMatchObject({ site, versioning: "enabled" });
      const copies = copiesOf(graph);
      expect(copies).toHaveLength(1);
      expect(copies[0]?.from).toBe(media);
      expect(copies[0]?.to).toBe(copyOfIt);
      expect(copies.flatMap(wrongWith)).toEqual([]);
    });

    it("holds data in its stores that can't be made again, nor can its zone of names", () => {
      expect(holdsData(sample.store) && isLasting(sample.store)).toBe(true);
      expect(isLasting(sample.zone)).toBe(true);
      expect(holdsData(sample.entrance) || isLasting(sample.cluster)).toBe(false);
    });

    it("pulls from a registry of its own region, from a repository that it makes", () => {
      const image = imageView(`${sample.image}:1`);
      expect(image).toMatchObject({ provider: cloud, region: sample.region });
      expect(repositoryOf(image)).toBe(repositoryName);
      expect(repositoryAt(sample.repository)?.name).toBe(repositoryName);
      expect(repositoriesOf(graph)).toHaveLength(1);
    });
  },
);

describe("programs of all clouds together", () => {
  it("are read as each is alone: nothing of one is taken for another's", () => {
    expect(sitesOf(all).map(({ id }) => id)).toEqual(
      samples.map(({ cloud, region }) => `${cloud}-${region}`).sort(),
    );
    const byCloud = (views: readonly { provider: string }[]) => views.map(({ provider }) => provider).sort();
    const clouds = samples.map(({ cloud }) => cloud).sort();
    expect(byCloud(zonesOf(all))).toEqual(clouds);
    expect(byCloud(namesOf(all)[0]?.authorities ?? [])).toEqual(clouds);
    expect(
      checksOf(all)
        .map(({ authority }) => authority)
        .sort(),
    ).toEqual(clouds);
    expect(new Set(storesOf(all).map(({ provider }) => provider))).toEqual(new Set(clouds));
    expect(copiesOf(all).map(({ from, to }) => from?.provider === to?.provider)).toEqual([true, true, true]);
  });

  it("name each other's servers, or miss as many as the other zone has", () => {
    const servers = zonesOf(all).flatMap((zone) => zone.servers ?? []);
    expect(servers).toHaveLength(10);
    const named = placed([...all.resources, ...samples.map(({ nameServers }) => nameServers(servers))]);
    for (const zone of zonesOf(named)) {
      for (const other of zonesOf(named)) expect(missingServers(named, zone, other)).toBeUndefined();
    }
    const bare = zonesOf(all);
    for (const zone of bare) {
      for (const other of bare) {
        const missing = missingServers(all, zone, other);
        expect(missing?.count).toBe(other === zone ? undefined : other.serverCount);
      }
    }
  });

  it("say by their own SOA record for how long it is kept that there is no answer, where one is written", () => {
    for (const zone of zonesOf(all)) expect(negativeSecondsOf(all, zone)).toBeUndefined();
    const secondsWith = (ttl: number, last: string) => {
      const text = `ns1.example.com. hostmaster.example.com. 1 7200 900 1209600 ${last}`;
      const written = placed([
        ...all.resources,
        ...samples.map(({ startOfAuthority }) => startOfAuthority(ttl, text)),
      ]);
      return zonesOf(written).map((zone) => negativeSecondsOf(written, zone));
    };
    // The lesser of the two: RFC 2308, section 5.
    expect(secondsWith(900, "60")).toEqual([60, 60, 60]);
    expect(secondsWith(120, "86400")).toEqual([120, 120, 120]);
    expect(secondsWith(120, "soon")).toEqual([120, 120, 120]);
  });

  it("keep their own servers where a record of the program leaves them out, but where it takes their place", () => {
    const foreign = placed([
      ...all.resources,
      ...samples.map(({ nameServers }) => nameServers(["ns.example"])),
    ]);
    const keeps = zonesOf(foreign).map((zone) => [
      zone.provider,
      missingServers(foreign, zone, zone) === undefined,
    ]);
    expect(Object.fromEntries(keeps)).toEqual({ aws: false, oci: true, borealis: false });
  });
});
