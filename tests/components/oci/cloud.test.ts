import * as pulumi from "@pulumi/pulumi";
import { beforeAll, describe, expect, it } from "vitest";
import type { Foundation, SiteInfrastructure } from "../../../components/contracts";
import { KUBECONFIG_TO_NOWHERE } from "../../../components/kubeconfig";
import { createOciCloud } from "../../../components/oci/cloud";
import { routedNames } from "../../../components/routing";
import { SITE_NAME_TTL, siteNames } from "../../../components/site-names";
import { regionOf } from "../../../graph/clouds/regions";
import { ofType, one, type Recorded, type Recording, record } from "../recorder";
import {
  access,
  account,
  binding,
  buildSite,
  chicago,
  context,
  phoenix,
  repositories,
  sanJose,
  site,
} from "./fixture";

const types = {
  pool: "oci:ContainerEngine/nodePool:NodePool",
  cluster: "oci:ContainerEngine/cluster:Cluster",
  addon: "oci:ContainerEngine/addon:Addon",
  bucket: "oci:ObjectStorage/bucket:Bucket",
  replication: "oci:ObjectStorage/replicationPolicy:ReplicationPolicy",
  log: "oci:Logging/log:Log",
  policy: "oci:Identity/policy:Policy",
  monitor: "oci:HealthChecks/httpMonitor:HttpMonitor",
  steering: "oci:Dns/steeringPolicy:SteeringPolicy",
  attachment: "oci:Dns/steeringPolicyAttachment:SteeringPolicyAttachment",
  records: "oci:Dns/rrset:Rrset",
  kubernetes: "pulumi:providers:kubernetes",
};
const isProvider = ({ type }: Recorded) => type.startsWith("pulumi:providers:");
/** What an add-on is told by a key, which takes JSON. */
const configured = ({ inputs }: Recorded, key: string): unknown =>
  JSON.parse(inputs.configurations.find((item: { key: string }) => item.key === key).value);
const title = ({ type, name }: Recorded) => `${type} ${name}`;

describe("a site", () => {
  let built: Recording;
  let infrastructure: SiteInfrastructure;
  beforeAll(async () => {
    built = await record(() => {
      infrastructure = buildSite(chicago);
    });
  });

  it("is made through explicit providers only: its region's, its cluster's, and the home region's for IAM", () => {
    const wrong = built.resources.filter((resource) => {
      const { type, provider } = resource;
      if (isProvider(resource)) return false;
      return provider !== (type.startsWith("oci:Identity/") ? "oci-us-ashburn-1" : "oci-us-chicago-1");
    });
    expect(wrong.map(title)).toEqual([]);
  });

  it("looks up the kubeconfig and the services' OCID, and nothing else", () => {
    expect([...built.lookUps].sort()).toEqual([
      "oci:ContainerEngine/getClusterKubeConfig:getClusterKubeConfig",
      "oci:Core/getServices:getServices",
    ]);
  });

  it("carries the stack's tags wherever OCI takes them", () => {
    const untaggable =
      /NetworkSecurityGroupSecurityRule|Addon|AuthToken|ObjectLifecyclePolicy|CustomerSecretKey/;
    const untagged = built.resources.filter(
      ({ type, inputs }) =>
        type.startsWith("oci:") && !untaggable.test(type) && inputs.freeformTags?.project !== "twincloud",
    );
    expect(untagged.map(title)).toEqual([]);
  });

  it("has a node pool in each availability domain, with its fault domains", () => {
    const placements = ofType(built, types.pool).flatMap(
      ({ inputs }) => inputs.nodeConfigDetails.placementConfigs,
    );
    expect(placements.map(({ availabilityDomain }) => availabilityDomain)).toEqual([
      "Uocm:US-CHICAGO-1-AD-1",
      "Uocm:US-CHICAGO-1-AD-2",
      "Uocm:US-CHICAGO-1-AD-3",
    ]);
    expect(placements.map(({ faultDomains }) => faultDomains.length)).toEqual([3, 3, 3]);
  });

  it("leaves the number of nodes to the autoscaler once they are made", () => {
    for (const { opts } of ofType(built, types.pool)) {
      expect(opts.ignoreChanges).toEqual(["nodeConfigDetails.size"]);
    }
  });

  it("starts nodes with a boot volume that holds what pods may write, and grows its file system before they join", () => {
    for (const { inputs } of ofType(built, types.pool)) {
      expect(inputs.nodeSourceDetails.bootVolumeSizeInGbs).toBe("100");
      expect(inputs.nodeMetadata.areLegacyImdsEndpointsDisabled).toBe("true");
      const script = Buffer.from(inputs.nodeMetadata.user_data, "base64").toString();
      expect(script.split("\n")[0]).toBe("#!/bin/bash");
      const order = [
        "oci-growfs -y",
        "/opc/v2/instance/metadata/oke_init_script",
        "bash /var/run/oke-init.sh",
      ];
      expect(order.map((part) => script.indexOf(part))).toEqual(
        order.map((part) => script.indexOf(part)).sort((a, b) => a - b),
      );
      for (const part of order) expect(script).toContain(part);
    }
  });

  it("makes a new pool for nodes that are to stand elsewhere, before the old one goes: OKE refuses to cycle them there", () => {
    for (const { inputs, opts } of ofType(built, types.pool)) {
      expect(inputs.nodePoolCyclingDetails.isNodeCyclingEnabled).toBe(true);
      expect(opts.replaceOnChanges).toEqual(["nodeConfigDetails.placementConfigs"]);
      expect(opts.deleteBeforeReplace).toBeFalsy();
    }
  });

  it("attaches volumes in the one way that nodes with encrypted attachments take", () => {
    const encrypted = ofType(built, types.pool).map(
      ({ inputs }) => inputs.nodeConfigDetails.isPvEncryptionInTransitEnabled,
    );
    expect(encrypted).toEqual([true, true, true]);
    const { inputs } = one(built, "kubernetes:storage.k8s.io/v1:StorageClass");
    expect(inputs.parameters["attachment-type"]).toBe("paravirtualized");
    expect(inputs.metadata.name).toBe(infrastructure.cluster.traits.storageClass);
    expect(inputs.reclaimPolicy).toBe("Retain");
  });

  it("makes volumes with a file system type, so that pods' group owns them; the class keeps its name when it is replaced", () => {
    const { inputs, opts } = one(built, "kubernetes:storage.k8s.io/v1:StorageClass");
    expect(inputs.parameters["csi.storage.k8s.io/fstype"]).toBe("ext4");
    // Claims and StatefulSets name it as text: nothing is replaced with it.
    expect(opts.deleteBeforeReplace).toBe(true);
    expect(inputs.metadata.name).toBe("block-encrypted");
  });

  it("makes nodes after the rules without which they never join, and add-ons after nodes and permissions", () => {
    const [pool] = ofType(built, types.pool);
    expect(pool?.waitsFor).toContain(
      "oci:Core/networkSecurityGroupSecurityRule:NetworkSecurityGroupSecurityRule::oci-us-chicago-1-endpoint-from-nodes-12250",
    );
    const pools = ofType(built, types.pool).map(({ type, name }) => `${type}::${name}`);
    const waits = (name: RegExp) => one(built, types.addon, name).waitsFor;
    expect(waits(/CertManager/)).toEqual(pools);
    expect(waits(/MetricsServer/)).toEqual([`${types.addon}::oci-us-chicago-1-CertManager`]);
    expect(waits(/Autoscaler/)).toEqual([`${types.policy}::oci-us-chicago-1-autoscaler`, ...pools]);
  });

  it("spreads every add-on over zones, whatever labels it gives its pods, and moves it out of a lost one soon", () => {
    const addons = ofType(built, types.addon);
    expect(addons.map(({ inputs }) => inputs.addonName).sort()).toEqual([
      "CertManager",
      "ClusterAutoscaler",
      "CoreDNS",
      "KubernetesMetricsServer",
    ]);
    for (const addon of addons) {
      expect(configured(addon, "topologySpreadConstraints"), title(addon)).toEqual([
        {
          maxSkew: 1,
          topologyKey: infrastructure.cluster.traits.zoneKey,
          whenUnsatisfiable: "DoNotSchedule",
          nodeTaintsPolicy: "Honor",
          // The API refuses a label that is named in both.
          labelSelector: {
            matchExpressions: [{ key: "controller-revision-hash", operator: "DoesNotExist" }],
          },
          matchLabelKeys: ["pod-template-hash"],
        },
      ]);
      expect(configured(addon, "tolerations"), title(addon)).toEqual(
        ["not-ready", "unreachable"].map((condition) => ({
          key: `node.kubernetes.io/${condition}`,
          operator: "Exists",
          effect: "NoExecute",
          tolerationSeconds: 10,
        })),
      );
    }
  });

  it("takes CoreDNS over from OKE, in each zone, and leaves it running when it is given back", () => {
    const dns = one(built, types.addon, /CoreDNS/);
    expect(dns.inputs).toMatchObject({ overrideExisting: true, removeAddonResourcesOnDelete: false });
    expect([configured(dns, "minReplica"), configured(dns, "nodesPerReplica")]).toEqual([3, 2]);
    expect(dns.waitsFor).toEqual(ofType(built, types.pool).map(({ type, name }) => `${type}::${name}`));
  });

  it("gives a node that is slow to come longer than the autoscaler's own 15 minutes", () => {
    const { inputs } = one(built, types.addon, /Autoscaler/);
    const told = Object.fromEntries(
      inputs.configurations.map(({ key, value }: { key: string; value: string }) => [key, value]),
    );
    expect(told.maxNodeProvisionTime).toBe("20m");
  });

  it("enforces network policies before its pods start", () => {
    const { inputs, waitsFor } = one(built, "kubernetes:apps/v1:DaemonSet");
    expect(inputs.spec.template.spec.containers[0].image).toBe(
      "ocir.us-chicago-1.oci.oraclecloud.com/acme/twincloud-test/third-party/calico@sha256:abc",
    );
    expect(waitsFor.filter((each) => each.includes("CustomResourceDefinition"))).not.toEqual([]);
    expect(infrastructure.cluster.ready).toHaveLength(3 + 3 + 1 + 1);
  });

  it("leads its reserved address to the edge, through rules that name the ports it uses", () => {
    const { inputs } = one(built, "kubernetes:core/v1:Service");
    expect(inputs.spec).toMatchObject({
      type: "LoadBalancer",
      loadBalancerIP: "address-of-oci-us-chicago-1-edge",
      externalTrafficPolicy: "Cluster",
    });
    const nodePorts = inputs.spec.ports.map(({ nodePort }: { nodePort: number }) => nodePort);
    const opened = built.resources
      .filter(({ name }) => name.startsWith("oci-us-chicago-1-nodes-from-edge-"))
      .flatMap((rule) => rule.inputs.tcpOptions?.destinationPortRange.min ?? []);
    expect(opened).toEqual([...nodePorts, 10256]);
    // OKE refuses the annotation together with the traffic policy.
    expect(Object.keys(inputs.metadata.annotations).filter((key) => /preserve-source/.test(key))).toEqual([]);
  });

  it("says who the client is, once the edge is ready to hear it", async () => {
    const key = "oci-network-load-balancer.oraclecloud.com/is-ppv2-enabled";
    const told = ({ resources }: Recording) =>
      resources.find(({ type }) => type === "kubernetes:core/v1:Service")?.inputs.metadata.annotations[key];
    const early = await record(() => {
      buildSite(chicago, context, account, { ...binding, sendsProxyHeader: false });
    });
    expect([told(built), told(early)]).toEqual(["true", "false"]);
  });

  it("tells pods where the load balancer's packets come from: its subnet, or the node that passed them on", () => {
    const cidrs = ofType(built, "oci:Core/subnet:Subnet").filter(({ name }) => /-(edge|nodes)$/.test(name));
    expect([...infrastructure.network.loadBalancerCidrs].sort()).toEqual(
      cidrs.map(({ inputs }) => inputs.cidrBlock).sort(),
    );
  });

  it("keeps logs of all its traffic, of its control plane and of what is written to its store", () => {
    const logs = ofType(built, types.log).map(({ inputs }) => {
      const { service, category, resource, sourceType } = inputs.configuration.source;
      expect([sourceType, inputs.logType, inputs.isEnabled]).toEqual(["OCISERVICE", "SERVICE", true]);
      return [service, category, resource, inputs.retentionDuration];
    });
    const subnets = ofType(built, "oci:Core/subnet:Subnet");
    expect(subnets).toHaveLength(4);
    expect(logs.sort()).toEqual([
      ...subnets.map(({ name }) => ["flowlogs", "all", `${name}-id`, 30]).sort(),
      ["objectstorage", "write", "twincloud-test-media-us-chicago-1", 90],
      ["oke-k8s-cp-prod", "all-service-logs", "oci-us-chicago-1-id", 90],
    ]);
  });

  it("has a name of its own for each log group, and logs that make way for the next before it comes", () => {
    const groups = ofType(built, "oci:Logging/logGroup:LogGroup");
    expect(groups.map(({ inputs }) => inputs.displayName).sort()).toEqual([
      "twincloud-test-media-us-chicago-1-writes",
      "twincloud-test-us-chicago-1-control-plane",
      "twincloud-test-us-chicago-1-flows",
    ]);
    // What is kept of a group would stand in the way of the next one of its name.
    for (const { opts } of [...groups, ...ofType(built, types.log)]) expect(opts.retainOnDelete).toBeFalsy();
    for (const { opts } of ofType(built, types.log)) expect(opts.deleteBeforeReplace).toBe(true);
  });

  it("keeps its token out of the state's plain text", () => {
    expect(one(built, "oci:Identity/authToken:AuthToken").opts.additionalSecretOutputs).toEqual(["token"]);
  });

  it("ends uploads that nobody finished, and no version: OCI's clock for those is that of the object", () => {
    const { inputs } = one(built, "oci:ObjectStorage/objectLifecyclePolicy:ObjectLifecyclePolicy");
    expect(inputs.rules.map(({ target, action }: Record<string, string>) => [target, action])).toEqual([
      ["multipart-uploads", "ABORT"],
    ]);
    expect(one(built, types.bucket).inputs.versioning).toBe("Enabled");
  });

  it("protects and keeps its media and what guards them", () => {
    for (const type of [types.bucket, "oci:ObjectStorage/objectLifecyclePolicy:ObjectLifecyclePolicy"]) {
      expect(one(built, type).opts).toMatchObject({ protect: true, retainOnDelete: true });
    }
  });
});

describe("a site in a region with one availability domain", () => {
  it("takes its fault domains for zones", async () => {
    let infrastructure: SiteInfrastructure | undefined;
    const built = await record(() => {
      infrastructure = buildSite(sanJose);
    });
    expect(infrastructure?.cluster.traits).toMatchObject({
      zoneKey: "oci.oraclecloud.com/fault-domain",
      zones: 3,
    });
    const faultDomains = ofType(built, types.pool).map(
      ({ inputs }) => inputs.nodeConfigDetails.placementConfigs[0].faultDomains,
    );
    expect(faultDomains).toEqual([["FAULT-DOMAIN-1"], ["FAULT-DOMAIN-2"], ["FAULT-DOMAIN-3"]]);
  });
});

describe("a network too small for the nodes that may be started", () => {
  it("is refused with both numbers", async () => {
    let error: unknown;
    await record(() => {
      const cloud = createOciCloud(context, account);
      const foundation = cloud.foundation(site("us-chicago-1", "10.0.0.0/20"), repositories);
      const many = { cpus: 400, memoryGiB: 400, diskGiB: 400 };
      try {
        foundation.build(new pulumi.ComponentResource("test:Site", "small"), { floor: many, ceiling: many });
      } catch (caught) {
        error = caught;
      }
    });
    // 400 vCPUs are 65 nodes, 33 in each of the two zones that are left; 99 nodes of 96 addresses.
    expect(String(error)).toMatch(
      /oci-us-chicago-1, half of which has 2045 addresses for pods, wanted room for the 9504 that up to 99 nodes/,
    );
  });
});

describe("while OCI can't be reached", () => {
  let frozen: Recording;
  beforeAll(async () => {
    frozen = await record(() => buildSite(chicago, { ...context, unreachable: ["oci"] }));
  });

  it("nothing is looked up", () => {
    expect(frozen.lookUps).toEqual([]);
  });

  it("every resource of it and on its clusters stays as the state has it", () => {
    const changing = frozen.resources.filter(
      (each) => !isProvider(each) && !each.opts.ignoreChanges?.includes("*"),
    );
    expect(changing.map(title)).toEqual([]);
  });

  it("the cluster's provider keeps the kubeconfig of the state and its identity", () => {
    const { inputs, opts } = one(frozen, types.kubernetes);
    expect(inputs).toMatchObject({
      kubeconfig: KUBECONFIG_TO_NOWHERE,
      clusterIdentifier: "twincloud-test-us-chicago-1",
    });
    expect(opts.ignoreChanges).toEqual(["skipUpdateUnreachable", "kubeconfig"]);
  });
});

describe("replication", () => {
  const replicated = (...regions: (typeof chicago)[]) =>
    record(() => {
      const oci = createOciCloud(context, account);
      oci.replicate(regions.map((spec) => oci.foundation(spec, []).store));
    });

  it("isn't made for a store that is alone", async () => {
    expect(ofType(await replicated(chicago), types.replication)).toEqual([]);
  });

  it("goes round: each store has one replica and each replica one source, in another region", async () => {
    const made = await replicated(chicago, phoenix, sanJose);
    const ways = ofType(made, types.replication).map(({ inputs, provider }) => [
      provider,
      inputs.destinationRegionName,
      inputs.destinationBucketName,
    ]);
    expect(ways).toEqual([
      ["oci-us-chicago-1", "us-phoenix-1", "twincloud-test-media-replica-of-us-chicago-1"],
      ["oci-us-phoenix-1", "us-sanjose-1", "twincloud-test-media-replica-of-us-phoenix-1"],
      ["oci-us-sanjose-1", "us-chicago-1", "twincloud-test-media-replica-of-us-sanjose-1"],
    ]);
  });

  it("goes to a bucket of its own, without the versions that OCI refuses there, after what it needs", async () => {
    const made = await replicated(chicago, phoenix);
    const replica = one(made, types.bucket, /chicago-1-replica/);
    expect(replica.provider).toBe("oci-us-phoenix-1");
    expect(replica.inputs).toMatchObject({ versioning: "Disabled", accessType: "NoPublicAccess" });
    expect(one(made, types.replication, /chicago/).waitsFor).toEqual([
      `${types.bucket}::oci-us-chicago-1-media`,
      "oci:ObjectStorage/objectLifecyclePolicy:ObjectLifecyclePolicy::oci-us-chicago-1-media",
      `${types.policy}::oci-us-chicago-1-replica`,
    ]);
  });

  it("is permitted in the tenancy's root, where Object Storage looks", async () => {
    const made = await replicated(chicago, phoenix);
    for (const { inputs } of ofType(made, types.policy).filter(({ name }) => /media|replica/.test(name))) {
      expect(inputs.compartmentId).toBe(account.tenancyId);
    }
  });
});

describe("a cluster of another cloud", () => {
  const ohio = {
    ...chicago,
    id: "aws-us-east-2",
    provider: "aws" as const,
    region: regionOf("aws", "us-east-2"),
  };

  it("gets the shared key as a secret, for each of its service accounts", async () => {
    let secrets: boolean[] = [];
    const made = await record(() => {
      const oci = createOciCloud(context, account);
      const { store } = oci.foundation(chicago, []);
      const admit = (id: string) =>
        oci.admit({ ...ohio, id }, pulumi.output("https://issuer"), [
          access(store, "upload", "append"),
          access(store, "feed", "read"),
        ]);
      const credentials = [...admit("aws-us-east-2"), ...admit("aws-us-west-2")];
      const outputs = credentials.flatMap(({ secretEnv }) => Object.values(secretEnv));
      Promise.all(outputs.map(pulumi.isSecret)).then((all) => {
        secrets = all;
      });
    });
    const key = one(made, "oci:Identity/customerSecretKey:CustomerSecretKey");
    expect(key.opts.additionalSecretOutputs).toEqual(["key"]);
    expect(secrets).toEqual(Array(8).fill(true));
  });
});

describe("OCI as an authority", () => {
  const answered = () =>
    record(() => {
      const oci = createOciCloud(context, account);
      const foundation: Foundation = oci.foundation(chicago, []);
      const authority = oci.authority();
      authority.delegate([
        {
          provider: "aws",
          nameServers: pulumi.output(["ns-1.awsdns.example", "ns-2.awsdns.example"]),
          nameServerCount: 2,
          changedIn: "us-1",
          delegate: () => {},
          answer: () => {},
        },
      ]);
      authority.answer(
        {
          names: routedNames(
            [
              { capability: "feed", host: "feed.clips.example.com" },
              { capability: "upload", host: "upload.clips.example.com" },
            ],
            [
              { id: chicago.id, share: 50, addresses: 1, drained: false },
              { id: "aws-us-east-2", share: 50, addresses: 2, drained: false },
            ],
          ),
          siteNames: siteNames(
            [{ capability: "feed", host: "feed.clips.example.com" }],
            [chicago.id, "aws-us-east-2"],
          ),
          ttl: 30,
          checks: { intervalSeconds: 10, failureThreshold: 3 },
          addresses: {
            [chicago.id]: foundation.addresses.edge,
            "aws-us-east-2": ["198.51.100.1", "198.51.100.2"].map((address) => pulumi.output(address)),
          },
          after: [],
        },
        "oncall@example.com",
      );
    });
  let made: Recording;
  beforeAll(async () => {
    made = await answered();
  });

  it("is edited and checks through a region that has no site", () => {
    const own = made.resources.filter(({ type }) => /^oci:(Dns|HealthChecks|Monitoring|Ons)\//.test(type));
    expect([...new Set(own.map(({ type }) => type.split("/")[0]))]).toHaveLength(4);
    expect(own.filter(({ provider }) => provider !== `oci-${account.monitorRegion}`).map(title)).toEqual([]);
  });

  it("adds the other authority's servers at the apex one after the other", () => {
    const [first, second] = ofType(made, "oci:Dns/record:Record");
    expect([first?.inputs.rdata, second?.inputs.rdata]).toEqual([
      "ns-1.awsdns.example.",
      "ns-2.awsdns.example.",
    ]);
    expect(second?.waitsFor).toEqual(["oci:Dns/record:Record::oci-dns-aws-1"]);
  });

  it("checks exactly the addresses that it answers with, beneath which the same stand as plain records", () => {
    const all = ["address-of-oci-us-chicago-1-edge", "198.51.100.1", "198.51.100.2"];
    const rdata = (list: { rdata: string }[]) => list.map((each) => each.rdata);
    expect(one(made, types.monitor, /feed/).inputs.targets).toEqual(all);
    expect(rdata(one(made, types.steering, /feed/).inputs.answers)).toEqual(all);
    expect(rdata(one(made, types.records, /^oci-feed$/).inputs.items)).toEqual(all);
  });

  it("answers a site's own name with all its addresses, by a plain set that nothing steers", () => {
    const name = "feed-aws-us-east-2.clips.example.com";
    const set = one(made, types.records, /^oci-feed-at-aws-us-east-2$/);
    const item = (rdata: string) => ({ domain: name, rtype: "A", rdata, ttl: SITE_NAME_TTL });
    expect(set.inputs).toMatchObject({ domain: name, rtype: "A" });
    expect(set.inputs.items).toEqual([item("198.51.100.1"), item("198.51.100.2")]);
    const steered = ofType(made, types.attachment).map(({ inputs }) => inputs.domainName);
    expect(steered).toEqual(["feed.clips.example.com", "upload.clips.example.com"]);
  });

  it("asks for the capability's health under its public name", () => {
    expect(one(made, types.monitor, /upload/).inputs).toMatchObject({
      protocol: "HTTPS",
      port: 443,
      path: "/healthz/upload",
      headers: { Host: "upload.clips.example.com" },
      vantagePointNames: account.vantagePoints,
      isEnabled: true,
    });
  });

  it("attaches a policy only over records that can answer, and detaches the old one first", () => {
    const { opts, waitsFor } = one(made, types.attachment, /feed/);
    expect(opts.deleteBeforeReplace).toBe(true);
    expect(waitsFor).toEqual([`${types.records}::oci-feed`]);
  });

  it("has one alarm for a site, over all its addresses and names, which tells somebody once", () => {
    const alarms = ofType(made, "oci:Monitoring/alarm:Alarm");
    const targets = alarms.map(({ name, inputs }) => [name, /target =~ "([^"]*)"/.exec(inputs.query)?.[1]]);
    const watched = Object.fromEntries(targets);
    expect(watched).toEqual({
      "oci-oci-us-chicago-1": "address-of-oci-us-chicago-1-edge",
      "oci-aws-us-east-2": "198.51.100.1|198.51.100.2",
    });
    const all = Object.values<string>(watched).flatMap((each) => each.split("|"));
    for (const { inputs } of ofType(made, types.monitor))
      expect(all.sort()).toEqual([...inputs.targets].sort());
    for (const { inputs } of alarms) expect(inputs.isNotificationsPerMetricDimensionEnabled).toBe(false);
    const { inputs } = one(made, "oci:Ons/subscription:Subscription");
    expect(inputs).toMatchObject({ protocol: "EMAIL", endpoint: "oncall@example.com" });
    for (const alarm of alarms) expect(alarm.inputs.destinations).toEqual([inputs.topicId]);
  });

  it("never loses its zone, whose servers the registrar knows", () => {
    expect(one(made, "oci:Dns/zone:Zone").opts).toMatchObject({ protect: true, retainOnDelete: true });
  });
});
