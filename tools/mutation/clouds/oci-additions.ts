/** Resources that could be added in OCI, beside those that are there. Pure. */
import type { Graph, GraphResource, Value } from "../../../graph/resource";
import { besideAll, type NewResource } from "../additions/new-resources";

type Added = Omit<NewResource, "beside">;

export const newInOci = (graph: Graph): NewResource[] => [
  ...besideAll(graph, ["oci:Core/vcn:Vcn"], besideNetwork),
  ...besideAll(graph, ["oci:Core/subnet:Subnet"], besideSubnet),
  ...besideAll(graph, ["oci:Core/networkSecurityGroup:NetworkSecurityGroup"], besideGroup),
  ...besideAll(graph, ["oci:ObjectStorage/bucket:Bucket"], besideBucket),
  ...besideAll(graph, ["oci:Identity/policy:Policy"], besidePolicy),
  ...besideAll(graph, ["oci:Dns/zone:Zone"], besideZone),
  ...besideAll(graph, ["oci:Dns/rrset:Rrset"], besideSet),
  ...besideAll(graph, ["oci:Dns/steeringPolicyAttachment:SteeringPolicyAttachment"], besideAttachment),
  ...besideAll(graph, ["oci:ContainerEngine/cluster:Cluster"], besideCluster),
];

const idOf = ({ id }: GraphResource): string => id ?? "";

const besideNetwork = (network: GraphResource): Added[] => [
  {
    type: "oci:Core/defaultDhcpOptions:DefaultDhcpOptions",
    what: "name servers of its own",
    inputs: {
      manageDefaultResourceId: String(network.outputs.defaultDhcpOptionsId ?? "ocid1.dhcpoptions.elsewhere"),
      options: [
        { type: "DomainNameServer", serverType: "CustomDnsServer", customDnsServers: ["203.0.113.9"] },
      ],
    },
  },
  {
    type: "oci:Dns/zone:Zone",
    what: "a zone of its own for its machines",
    inputs: {
      name: "clips.example.com",
      zoneType: "PRIMARY",
      scope: "PRIVATE",
      compartmentId: network.inputs.compartmentId ?? "",
    },
  },
  {
    type: "oci:NetworkFirewall/networkFirewall:NetworkFirewall",
    what: "a firewall",
    inputs: {
      compartmentId: network.inputs.compartmentId ?? "",
      subnetId: "ocid1.subnet.elsewhere",
      networkFirewallPolicyId: "ocid1.policy.elsewhere",
    },
  },
];

function besideSubnet(subnet: GraphResource): Added[] {
  const { vcnId = "" } = subnet.inputs;
  const table = (what: string, destination: string): Added => ({
    type: "oci:Core/routeTableAttachment:RouteTableAttachment",
    what,
    inputs: { subnetId: idOf(subnet), routeTableId: `ocid1.routetable.${destination}` },
    from: ["subnetId"],
  });
  return [
    table("other routes", "elsewhere"),
    {
      type: "oci:Core/securityList:SecurityList",
      what: "a list that lets everybody in",
      inputs: { vcnId, ingressSecurityRules: [{ protocol: "all", source: "0.0.0.0/0" }] },
    },
  ];
}

const besideGroup = (group: GraphResource): Added[] =>
  ["INGRESS", "EGRESS"].flatMap((direction) =>
    ["all", "6"].map((protocol): Added => {
      const side = direction === "INGRESS" ? "source" : "destination";
      return {
        type: "oci:Core/networkSecurityGroupSecurityRule:NetworkSecurityGroupSecurityRule",
        what: `everybody ${direction === "INGRESS" ? "in" : "out"} by ${protocol}`,
        inputs: {
          networkSecurityGroupId: idOf(group),
          direction,
          protocol,
          [side]: "0.0.0.0/0",
          [`${side}Type`]: "CIDR_BLOCK",
          stateless: protocol === "6",
        },
        from: ["networkSecurityGroupId"],
      };
    }),
  );

function besideBucket(bucket: GraphResource): Added[] {
  const { name: bucketName = "", namespace = "", compartmentId = "" } = bucket.inputs;
  const life = (what: string, rule: Readonly<Record<string, Value>>): Added => ({
    type: "oci:ObjectStorage/objectLifecyclePolicy:ObjectLifecyclePolicy",
    what,
    inputs: {
      bucket: bucketName,
      namespace,
      rules: [
        { name: "added", isEnabled: true, target: "objects", timeAmount: "1", timeUnit: "DAYS", ...rule },
      ],
    },
    from: ["bucket"],
  });
  return [
    life("objects that end", { action: "DELETE" }),
    life("objects that are archived", { action: "ARCHIVE" }),
    life("objects that are seldom read", { action: "INFREQUENT_ACCESS" }),
    life("versions that end", { action: "DELETE", target: "previous-object-versions" }),
    {
      type: "oci:ObjectStorage/preauthrequest:Preauthrequest",
      what: "an address by which everybody may write",
      inputs: {
        bucket: bucketName,
        namespace,
        name: "added",
        accessType: "AnyObjectReadWrite",
        timeExpires: "2036-01-01T00:00:00Z",
      },
      from: ["bucket"],
    },
    {
      type: "oci:ObjectStorage/replicationPolicy:ReplicationPolicy",
      what: "copies to somewhere else",
      inputs: {
        bucket: bucketName,
        namespace,
        name: "added",
        destinationBucketName: "elsewhere",
        destinationRegionName: "eu-frankfurt-1",
      },
      from: ["bucket"],
    },
    {
      type: "oci:ObjectStorage/object:StorageObject",
      what: "an object in its place",
      inputs: { bucket: bucketName, namespace, object: "upload/2026/12/01/a.mp4", content: "" },
      from: ["bucket"],
    },
    {
      type: "oci:Identity/policy:Policy",
      what: "nobody may read it",
      inputs: {
        compartmentId,
        name: "added",
        description: "",
        statements: [`Deny any-user to read objects in tenancy where target.bucket.name = '${bucketName}'`],
      },
    },
    {
      type: "oci:Identity/policy:Policy",
      what: "nobody may write to it",
      inputs: {
        compartmentId,
        name: "added",
        description: "",
        statements: [`Deny any-user to manage objects in tenancy where target.bucket.name = '${bucketName}'`],
      },
    },
  ];
}

const besidePolicy = ({ inputs: { compartmentId = "" } }: GraphResource): Added[] =>
  [
    ["every right for everybody", "Allow any-user to manage all-resources in tenancy"],
    ["every right on objects", "Allow any-user to manage object-family in tenancy"],
    ["no right on objects for anybody", "Deny any-user to manage object-family in tenancy"],
    ["no right on repositories for anybody", "Deny any-user to read repos in tenancy"],
    [
      "no service may manage objects",
      "Deny service objectstorage-us-chicago-1 to manage object-family in tenancy",
    ],
  ].map(([what = "", statement = ""]) => ({
    type: "oci:Identity/policy:Policy",
    what,
    inputs: { compartmentId, name: "added", description: "", statements: [statement] },
  }));

const besideZone = (zone: GraphResource): Added[] => {
  const domain = String(zone.inputs.name ?? "");
  const set = (what: string, name: string, rtype: string, rdata: string): Added => ({
    type: "oci:Dns/rrset:Rrset",
    what,
    inputs: {
      zoneNameOrId: idOf(zone),
      domain: name,
      rtype,
      items: [{ domain: name, rtype, rdata, ttl: 300 }],
    },
    from: ["zoneNameOrId"],
  });
  return [
    set("nobody may make certificates", domain, "CAA", '0 issue ";"'),
    set("an answer for every name", `*.${domain}`, "A", "203.0.113.9"),
    set("a name handed to others", `feed.${domain}`, "NS", "ns.elsewhere.example.com."),
    set("an address at the apex", domain, "A", "203.0.113.9"),
    set("other servers at the apex", domain, "NS", "ns.elsewhere.example.com."),
    {
      type: "oci:Dns/zone:Zone",
      what: "a zone for one name",
      inputs: { ...zone.inputs, name: `upload.${domain}` },
    },
  ];
};

function besideSet(set: GraphResource): Added[] {
  const { domain = "", zoneNameOrId = "", rtype } = set.inputs;
  if (rtype !== "A") return [];
  const other = (what: string, type: string, rdata: string): Added => ({
    type: "oci:Dns/rrset:Rrset",
    what,
    inputs: { zoneNameOrId, domain, rtype: type, items: [{ domain, rtype: type, rdata, ttl: 30 }] },
    from: ["zoneNameOrId"],
  });
  return [
    other("an address of IPv6", "AAAA", "2001:db8::9"),
    other("another name", "CNAME", "elsewhere.example.com."),
    other("a service binding", "HTTPS", "1 elsewhere.example.com."),
    {
      type: "oci:Dns/record:Record",
      what: "another address",
      inputs: { zoneNameOrId, domain, rtype: "A", rdata: "203.0.113.9", ttl: 30 },
      from: ["zoneNameOrId"],
    },
  ];
}

const besideAttachment = (attachment: GraphResource): Added[] => [
  {
    type: "oci:Dns/steeringPolicyAttachment:SteeringPolicyAttachment",
    what: "another policy for the same name",
    inputs: { ...attachment.inputs, steeringPolicyId: "ocid1.dnspolicy.elsewhere", displayName: "added" },
    from: ["zoneId"],
  },
];

const besideCluster = (cluster: GraphResource): Added[] => [
  {
    type: "oci:ContainerEngine/virtualNodePool:VirtualNodePool",
    what: "virtual nodes",
    inputs: {
      clusterId: idOf(cluster),
      compartmentId: cluster.inputs.compartmentId ?? "",
      displayName: "added",
      size: 1,
      placementConfigurations: [],
    },
    from: ["clusterId"],
  },
  ...["NodeLocalDNSCache", "CoreDNS", "KubeProxy"].map(
    (addonName): Added => ({
      type: "oci:ContainerEngine/addon:Addon",
      what: `${addonName} by its own settings`,
      inputs: {
        clusterId: idOf(cluster),
        addonName,
        removeAddonResourcesOnDelete: true,
        configurations: [{ key: "nodesPerReplica", value: "1000" }],
      },
      from: ["clusterId"],
    }),
  ),
];
