import { describe, expect, it } from "vitest";
import { allReaders } from "../../../graph/clouds";
import { isNetwork, kubernetesVersionOf, lossOf } from "../../../graph/views/losses";
import { resource } from "../fixtures";

const loss = (type: string, inputs = {}) => lossOf(resource(type, "x", { inputs }));

describe("what is lost when a resource is deleted or made anew", () => {
  it.each([
    ["store", "aws:s3/bucket:Bucket"],
    ["store", "oci:ObjectStorage/bucket:Bucket"],
    ["store", "aws:msk/cluster:Cluster"],
    ["store", "kubernetes:core/v1:PersistentVolumeClaim"],
    ["key", "aws:kms/key:Key"],
    ["key", "oci:Kms/vault:Vault"],
    ["TLS key", "tls:index/privateKey:PrivateKey"],
    ["zone", "aws:route53/zone:Zone"],
    ["zone", "oci:Dns/zone:Zone"],
    ["address", "aws:ec2/eip:Eip"],
    ["address", "oci:Core/publicIp:PublicIp"],
    ["cluster", "aws:eks/cluster:Cluster"],
    ["cluster", "oci:ContainerEngine/cluster:Cluster"],
    ["namespace", "kubernetes:core/v1:Namespace"],
    [undefined, "aws:s3/bucketPolicy:BucketPolicy"],
    [undefined, "aws:ec2/subnet:Subnet"],
    [undefined, "kubernetes:core/v1:ConfigMap"],
    [undefined, "random:index/id:Id"],
  ])("is a %s of %s", (kind, type) => {
    expect(loss(type)).toBe(kind);
  });

  it("is the data of a StatefulSet that is told to take its claims along, and of no other", () => {
    const type = "kubernetes:apps/v1:StatefulSet";
    const told = (whenDeleted: string) => ({
      spec: { persistentVolumeClaimRetentionPolicy: { whenDeleted } },
    });
    expect(loss(type, told("Delete"))).toBe("store");
    expect(loss(type, told("Retain"))).toBeUndefined();
    expect(loss(type)).toBeUndefined();
  });

  it("is told by every cloud of its zones, its addresses and its clusters", () => {
    for (const { clusters, addresses, dns, network } of allReaders()) {
      for (const type of clusters.types) expect(loss(type)).toBe("cluster");
      for (const type of addresses.keptTypes) expect(loss(type)).toBe("address");
      for (const type of dns.zoneTypes) expect(loss(type)).toBe("zone");
      for (const type of network.networkTypes) expect(isNetwork({ type })).toBe(true);
      expect(
        [clusters.types, addresses.keptTypes, dns.zoneTypes, network.networkTypes].map(
          ({ size }) => size > 0,
        ),
      ).toEqual([true, true, true, true]);
    }
  });
});

describe("the Kubernetes version that a resource asks for", () => {
  it("is read where its cloud writes it, of clusters alone", () => {
    expect(kubernetesVersionOf({ type: "aws:eks/cluster:Cluster" }, { version: "1.34" })).toBe("1.34");
    const oke = { type: "oci:ContainerEngine/cluster:Cluster" };
    expect(kubernetesVersionOf(oke, { kubernetesVersion: "v1.34.1" })).toBe("v1.34.1");
    expect(kubernetesVersionOf({ type: "aws:eks/addon:Addon" }, { version: "1.34" })).toBeUndefined();
  });
});
