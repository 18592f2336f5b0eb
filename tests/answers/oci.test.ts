import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { createAnswers } from "../../answers";
import { ociProvider, request, sample, sampleInputs } from "./samples";

const answers = createAnswers();
const create = (type: string, change: object = {}) =>
  answers.create(request(type, { ...sampleInputs(type), ...change }));

describe("OCI answers", () => {
  it.each([
    ["us-chicago-1", "us-chicago-1"],
    ["us-ashburn-1", "iad"],
    ["us-phoenix-1", "phx"],
  ])("write OCIDs of %s with %s", (region, part) => {
    const asked = { ...sample("oci:Core/vcn:Vcn"), provider: { region } };
    expect(answers.create(asked).id).toMatch(new RegExp(`^ocid1\\.vcn\\.oc1\\.${part}\\.[a-z2-7]{60}$`));
  });

  it("refuse a provider without a region", () => {
    expect(() => answers.create({ ...sample("oci:Core/vcn:Vcn"), provider: {} })).toThrow(
      'oci:Core/vcn:Vcn "sample" has no region',
    );
  });

  it("write OCIDs of what has no region without one", () => {
    expect(create("oci:Dns/zone:Zone").id).toMatch(/^ocid1\.dns-zone\.oc1\.\.[a-z2-7]{60}$/);
    expect(create("oci:Identity/policy:Policy").id).toMatch(/^ocid1\.policy\.oc1\.\.[a-z2-7]{60}$/);
  });

  it("give a subnet the defaults of its VCN", () => {
    const vcn = create("oci:Core/vcn:Vcn");
    const subnet = create("oci:Core/subnet:Subnet", { vcnId: vcn.id, cidrBlock: "10.0.4.0/24" });
    expect(subnet.outputs).toMatchObject({
      routeTableId: vcn.outputs.defaultRouteTableId,
      securityListIds: [vcn.outputs.defaultSecurityListId],
      virtualRouterIp: "10.0.4.1",
    });
    expect(vcn.outputs).toMatchObject({ cidrBlock: "10.0.0.0/16", vcnDomainName: "chicago.oraclevcn.com" });
  });

  it("give a NAT gateway the reserved address that it is given", () => {
    const reserved = create("oci:Core/publicIp:PublicIp");
    const nat = create("oci:Core/natGateway:NatGateway", { publicIpId: reserved.id });
    expect(nat.outputs.natIp).toBe(reserved.outputs.ipAddress);
    expect(reserved.outputs.ipAddress).toMatch(/^198\.19\./);
  });

  it("give a bucket the id that goes by its path", () => {
    expect(create("oci:ObjectStorage/bucket:Bucket").id).toBe("n/tenancy/b/media");
    expect(create("oci:ObjectStorage/replicationPolicy:ReplicationPolicy").id).toMatch(
      /^n\/tenancy\/b\/media\/replicationPolicies\/[0-9a-f-]{36}$/,
    );
  });

  it("have four name servers for a zone, whole names with their dot", () => {
    expect(create("oci:Dns/zone:Zone").outputs.nameservers).toEqual(
      [1, 2, 3, 4].map((n) => ({ hostname: `ns${n}.p68.dns.oraclecloud.net.` })),
    );
  });

  it("mark the keys that are given once as secret", () => {
    expect(create("oci:Identity/customerSecretKey:CustomerSecretKey")).toMatchObject({
      id: expect.stringMatching(/^[0-9a-f]{40}$/),
      outputs: { key: expect.stringMatching(/^[A-Za-z0-9+/]{43}=$/) },
      secrets: ["key"],
    });
    expect(create("oci:Identity/authToken:AuthToken")).toMatchObject({
      outputs: { token: expect.stringMatching(/^[A-Za-z0-9+/]{20}$/) },
      secrets: ["token"],
    });
  });

  it("leave the public endpoint of a cluster out that has none", () => {
    const [endpoint] = create("oci:ContainerEngine/cluster:Cluster", { endpointConfig: {} }).outputs
      .endpoints as [{ publicEndpoint?: string; privateEndpoint: string }];
    expect(endpoint.publicEndpoint).toBeUndefined();
    expect(endpoint.privateEndpoint).toMatch(/^100\.\d+\.\d+\.\d+:6443$/);
  });

  it("name an issuer only of a cluster with discovery switched on", () => {
    expect(create("oci:ContainerEngine/cluster:Cluster").outputs.openIdConnectDiscoveryEndpoint).toMatch(
      /^https:\/\/objectstorage\.us-chicago-1\.oraclecloud\.com\/n\/\w+\/b\/oidc\/o\/[0-9a-f-]{36}$/,
    );
    expect(
      create("oci:ContainerEngine/cluster:Cluster", { options: {} }).outputs.openIdConnectDiscoveryEndpoint,
    ).toBeUndefined();
  });
});

describe("the kubeconfig of an OKE cluster", () => {
  const token = "oci:ContainerEngine/getClusterKubeConfig:getClusterKubeConfig";
  const lookUp = (args: Record<string, unknown>) => answers.invoke({ token, args, provider: ociProvider });
  const cluster = create("oci:ContainerEngine/cluster:Cluster");
  const [endpoints] = cluster.outputs.endpoints as [{ publicEndpoint: string; privateEndpoint: string }];

  it("is YAML whose user runs the OCI CLI for a token, and holds no credential", () => {
    const config = parse(lookUp({ clusterId: cluster.id }).content as string);
    const [context] = config.contexts;
    const user = config.users.find((one: { name: string }) => one.name === context.context.user);
    expect(config["current-context"]).toBe(context.name);
    expect(Object.keys(user.user)).toEqual(["exec"]);
    expect([user.user.exec.command, ...user.user.exec.args]).toEqual([
      "oci",
      "ce",
      "cluster",
      "generate-token",
      "--cluster-id",
      cluster.id,
      "--region",
      "us-chicago-1",
    ]);
  });

  it.each([
    ["PUBLIC_ENDPOINT", endpoints.publicEndpoint],
    ["PRIVATE_ENDPOINT", endpoints.privateEndpoint],
  ])("leads to the cluster's own %s", (endpoint, server) => {
    const config = parse(lookUp({ clusterId: cluster.id, endpoint }).content as string);
    const [only] = config.clusters;
    expect(only.cluster.server).toBe(`https://${server}`);
    expect(Buffer.from(only.cluster["certificate-authority-data"], "base64").toString()).toMatch(
      /^-----BEGIN CERT/,
    );
  });

  it("is refused without a cluster", () => {
    expect(() => lookUp({})).toThrow(`the look-up ${token} would be refused: clusterId is missing`);
  });
});

describe("the services of an OCI region", () => {
  const lookUp = (filters?: object[]) =>
    answers.invoke({ token: "oci:Core/getServices:getServices", args: { filters }, provider: ociProvider })
      .services as { cidrBlock: string; id: string }[];

  it("are all of them and Object Storage, by the region's key", () => {
    expect(lookUp().map((service) => service.cidrBlock)).toEqual([
      "all-ord-services-in-oracle-services-network",
      "oci-ord-objectstorage",
    ]);
  });

  it.each([
    [{ name: "cidr_block", values: ["all-ord-services-in-oracle-services-network"] }],
    [{ name: "cidr_block", values: ["all-.*-services"], regex: true }],
    [{ name: "name", values: ["All ORD Services In Oracle Services Network"] }],
  ])("are found by %o", (filter) => {
    expect(lookUp([filter]).map((service) => service.id)).toEqual([
      expect.stringMatching(/^ocid1\.service\.oc1\.us-chicago-1\.[a-z2-7]{60}$/),
    ]);
  });

  it("are none that another region has", () => {
    expect(lookUp([{ name: "cidr_block", values: ["oci-iad-objectstorage"] }])).toEqual([]);
  });
});
