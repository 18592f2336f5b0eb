/** Resources that could be added in AWS, beside those that are there. Pure. */
import type { Graph, GraphResource } from "../../../graph/resource";
import { besideAll, type NewResource } from "../additions/new-resources";

type Added = Omit<NewResource, "beside">;

export const newInAws = (graph: Graph): NewResource[] => [
  ...besideAll(graph, ["aws:ec2/subnet:Subnet"], besideSubnet),
  ...besideAll(graph, ["aws:ec2/vpc:Vpc"], besideNetwork),
  ...besideAll(graph, ["aws:ec2/routeTable:RouteTable"], besideRoutes),
  ...besideAll(graph, ["aws:ec2/securityGroup:SecurityGroup"], besideGroup),
  ...besideAll(graph, ["aws:eks/cluster:Cluster"], besideCluster),
  ...besideAll(graph, ["aws:lb/listener:Listener"], besideListener),
  ...besideAll(graph, ["aws:lb/targetGroup:TargetGroup"], besideTargets),
  ...besideAll(graph, ["aws:s3/bucket:Bucket"], besideBucket),
  ...besideAll(graph, ["aws:iam/role:Role"], besideRole),
  ...besideAll(graph, ["aws:kms/key:Key"], besideKey),
  ...besideAll(graph, ["aws:route53/record:Record"], besideRecord),
  ...besideAll(graph, ["aws:route53/zone:Zone"], besideZone),
  ...besideAll(graph, ["aws:ecr/repository:Repository"], besideRepository),
];

const idOf = ({ id, inputs }: GraphResource): string => id ?? String(inputs.name ?? "");
const policy = (...Statement: readonly object[]): string =>
  JSON.stringify({ Version: "2012-10-17", Statement });

function besideSubnet(subnet: GraphResource): Added[] {
  const { vpcId = "" } = subnet.inputs;
  const all = {
    protocol: "-1",
    ruleNo: 200,
    action: "allow",
    cidrBlock: "0.0.0.0/0",
    fromPort: 0,
    toPort: 0,
  };
  const list = (what: string, first: object, ways: readonly string[]): Added => ({
    type: "aws:ec2/networkAcl:NetworkAcl",
    what,
    inputs: {
      vpcId,
      subnetIds: [idOf(subnet)],
      ingress: [...(ways.includes("ingress") ? [{ ...all, ...first }] : []), all],
      egress: [...(ways.includes("egress") ? [{ ...all, ...first }] : []), all],
    } as NewResource["inputs"],
    from: ["subnetIds"],
  });
  const deny = { ruleNo: 100, action: "deny" };
  const tcp = { ...deny, protocol: "tcp" };
  return [
    list("a list that lets nothing in", deny, ["ingress"]),
    list("a list that lets nothing out", deny, ["egress"]),
    list("a list that denies HTTPS", { ...tcp, fromPort: 443, toPort: 443 }, ["ingress"]),
    list("a list that denies HTTPS out", { ...tcp, fromPort: 443, toPort: 443 }, ["egress"]),
    list("a list that denies answers", { ...tcp, fromPort: 1024, toPort: 65535 }, ["ingress"]),
    list("a list that denies answers out", { ...tcp, fromPort: 1024, toPort: 65535 }, ["egress"]),
    list("a list that denies names", { ...deny, protocol: "udp", fromPort: 53, toPort: 53 }, ["egress"]),
    list("a list that denies leaf links", { ...tcp, fromPort: 7422, toPort: 7422 }, ["ingress", "egress"]),
    list("a list that denies peers", { ...tcp, fromPort: 7443, toPort: 7443 }, ["ingress", "egress"]),
  ];
}

const besideNetwork = (network: GraphResource): Added[] => [
  {
    type: "aws:ec2/vpcDhcpOptions:VpcDhcpOptions",
    what: "name servers of its own",
    inputs: { domainNameServers: ["203.0.113.9"] },
  },
  {
    type: "aws:ec2/vpcDhcpOptionsAssociation:VpcDhcpOptionsAssociation",
    what: "other options for its machines",
    inputs: { vpcId: idOf(network), dhcpOptionsId: "dopt-elsewhere" },
    from: ["vpcId"],
  },
  {
    type: "aws:ec2/vpcBlockPublicAccessOptions:VpcBlockPublicAccessOptions",
    what: "no way to the public",
    inputs: { internetGatewayBlockMode: "block-bidirectional" },
  },
  {
    type: "aws:networkfirewall/firewall:Firewall",
    what: "a firewall",
    inputs: {
      vpcId: idOf(network),
      name: "added",
      firewallPolicyArn: "arn:aws:network-firewall:::elsewhere",
      subnetMappings: [],
    },
    from: ["vpcId"],
  },
  {
    type: "aws:route53/resolverFirewallRuleGroupAssociation:ResolverFirewallRuleGroupAssociation",
    what: "a firewall for names",
    inputs: {
      vpcId: idOf(network),
      name: "added",
      priority: 101,
      firewallRuleGroupId: "rslvr-frg-elsewhere",
    },
    from: ["vpcId"],
  },
  {
    type: "aws:route53/zone:Zone",
    what: "a zone of its own for its machines",
    inputs: { name: "clips.example.com", vpcs: [{ vpcId: idOf(network) }] },
  },
  ...["s3", "ecr.dkr", "sts"].map(
    (service): Added => ({
      type: "aws:ec2/vpcEndpoint:VpcEndpoint",
      what: `a private way to ${service} that lets nobody`,
      inputs: {
        vpcId: idOf(network),
        serviceName: `com.amazonaws.us-east-2.${service}`,
        vpcEndpointType: service === "s3" ? "Gateway" : "Interface",
        privateDnsEnabled: service !== "s3",
        policy: policy({ Effect: "Deny", Principal: "*", Action: "*", Resource: "*" }),
      },
      from: ["vpcId"],
    }),
  ),
];

const besideRoutes = (table: GraphResource): Added[] =>
  [
    ["a way to nowhere", { destinationCidrBlock: "0.0.0.0/1", networkInterfaceId: "eni-elsewhere" }],
    [
      "a way through another network",
      { destinationCidrBlock: "128.0.0.0/1", vpcPeeringConnectionId: "pcx-elsewhere" },
    ],
    [
      "everything through a gateway",
      { destinationCidrBlock: "198.18.0.0/15", transitGatewayId: "tgw-elsewhere" },
    ],
    [
      "the other cloud through a private line",
      { destinationCidrBlock: "198.19.0.0/16", gatewayId: "vgw-elsewhere" },
    ],
  ].map(([what, inputs]) => ({
    type: "aws:ec2/route:Route",
    what: what as string,
    inputs: { routeTableId: idOf(table), ...(inputs as object) },
    from: ["routeTableId"],
  }));

const besideGroup = (group: GraphResource): Added[] =>
  ["-1", "tcp"].flatMap((ipProtocol) =>
    ["Ingress", "Egress"].map((way) => ({
      type: `aws:vpc/securityGroup${way}Rule:SecurityGroup${way}Rule`,
      what: `everybody ${way === "Ingress" ? "in" : "out"} by ${ipProtocol}`,
      inputs: {
        securityGroupId: idOf(group),
        cidrIpv4: "0.0.0.0/0",
        ipProtocol,
        ...(ipProtocol === "tcp" ? { fromPort: 0, toPort: 65535 } : {}),
      },
      from: ["securityGroupId"],
    })),
  );

const besideCluster = ({ inputs: { name = "" } }: GraphResource): Added[] => [
  {
    type: "aws:eks/accessEntry:AccessEntry",
    what: "somebody else let in",
    inputs: {
      clusterName: name,
      principalArn: "arn:aws:iam::999999999999:root",
      kubernetesGroups: ["system:masters"],
    },
    from: ["clusterName"],
  },
  {
    type: "aws:eks/accessPolicyAssociation:AccessPolicyAssociation",
    what: "every right for somebody else",
    inputs: {
      clusterName: name,
      principalArn: "arn:aws:iam::999999999999:role/ci",
      policyArn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy",
      accessScope: { type: "cluster" },
    },
    from: ["clusterName"],
  },
  {
    type: "aws:eks/fargateProfile:FargateProfile",
    what: "pods on Fargate",
    inputs: {
      clusterName: name,
      podExecutionRoleArn: "arn:aws:iam::123456789012:role/fargate",
      selectors: [{ namespace: "*" }],
      subnetIds: [],
    },
    from: ["clusterName"],
  },
  {
    type: "aws:eks/podIdentityAssociation:PodIdentityAssociation",
    what: "another role for the edge",
    inputs: {
      clusterName: name,
      namespace: "edge",
      serviceAccount: "edge",
      roleArn: "arn:aws:iam::123456789012:role/admin",
    },
    from: ["clusterName"],
  },
];

const besideListener = (listener: GraphResource): Added[] => [
  {
    type: "aws:lb/listener:Listener",
    what: "another listener",
    inputs: { ...listener.inputs, port: 8404 },
    from: ["loadBalancerArn"],
  },
  {
    type: "aws:lb/listenerRule:ListenerRule",
    what: "a rule that answers",
    inputs: {
      listenerArn: String(listener.outputs.arn ?? idOf(listener)),
      priority: 1,
      conditions: [{ pathPattern: { values: ["/*"] } }],
      actions: [{ type: "fixed-response", fixedResponse: { contentType: "text/plain", statusCode: "503" } }],
    },
    from: ["listenerArn"],
  },
];

const besideTargets = (targets: GraphResource): Added[] => [
  {
    type: "aws:lb/targetGroupAttachment:TargetGroupAttachment",
    what: "another target",
    inputs: {
      targetGroupArn: String(targets.outputs.arn ?? idOf(targets)),
      targetId: "10.99.0.9",
      port: 443,
    },
    from: ["targetGroupArn"],
  },
];

function besideBucket(bucket: GraphResource): Added[] {
  const name = String(bucket.inputs.bucket ?? "");
  const life = (what: string, rule: object): Added => ({
    type: "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
    what,
    inputs: {
      bucket: name,
      rules: [{ id: "added", status: "Enabled", filter: { prefix: "" }, ...rule }],
    } as NewResource["inputs"],
    from: ["bucket"],
  });
  const of = (type: string, what: string, inputs: object): Added => ({
    type,
    what,
    inputs: { bucket: name, ...inputs },
    from: ["bucket"],
  });
  return [
    life("objects that end", { expiration: { days: 30 } }),
    life("objects that end on a day", { expiration: { date: "2027-01-01T00:00:00Z" } }),
    life("objects that are archived", { transitions: [{ days: 1, storageClass: "GLACIER" }] }),
    life("objects that are archived deep", { transitions: [{ days: 1, storageClass: "DEEP_ARCHIVE" }] }),
    life("versions that end at once", { noncurrentVersionExpiration: { noncurrentDays: 1 } }),
    of("aws:s3/bucketPolicy:BucketPolicy", "a policy that denies reading", {
      policy: policy({
        Effect: "Deny",
        Principal: "*",
        Action: "s3:GetObject",
        Resource: `arn:aws:s3:::${name}/*`,
      }),
    }),
    of("aws:s3/bucketPolicy:BucketPolicy", "a policy that denies listing", {
      policy: policy({
        Effect: "Deny",
        Principal: "*",
        Action: "s3:ListBucket",
        Resource: `arn:aws:s3:::${name}`,
      }),
    }),
    of("aws:s3/bucketPolicy:BucketPolicy", "a policy for everybody", {
      policy: policy({
        Effect: "Allow",
        Principal: "*",
        Action: "s3:GetObject",
        Resource: `arn:aws:s3:::${name}/*`,
      }),
    }),
    of("aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration", "a lock on objects", {
      rule: { defaultRetention: { mode: "COMPLIANCE", days: 3650 } },
    }),
    of("aws:s3/bucketNotification:BucketNotification", "a function that is called for each object", {
      lambdaFunctions: [{ lambdaFunctionArn: "arn:aws:lambda:::elsewhere", events: ["s3:ObjectCreated:*"] }],
    }),
    of("aws:s3/bucketWebsiteConfiguration:BucketWebsiteConfiguration", "a web site", {
      indexDocument: { suffix: "index.html" },
    }),
    of(
      "aws:s3/bucketIntelligentTieringConfiguration:BucketIntelligentTieringConfiguration",
      "archives by themselves",
      {
        name: "added",
        tierings: [{ accessTier: "DEEP_ARCHIVE_ACCESS", days: 180 }],
      },
    ),
    of("aws:s3/bucketRequestPaymentConfiguration:BucketRequestPaymentConfiguration", "those who ask pay", {
      payer: "Requester",
    }),
    of("aws:s3/bucketCorsConfiguration:BucketCorsConfiguration", "pages of one origin", {
      corsRules: [{ allowedMethods: ["GET"], allowedOrigins: ["https://elsewhere.example.com"] }],
    }),
    of("aws:s3/bucketAcl:BucketAcl", "everybody may read", { acl: "public-read" }),
    of("aws:s3/bucketObjectv2:BucketObjectv2", "an object in its place", {
      key: "upload/2026/12/01/a.mp4",
      content: "",
    }),
  ];
}

function besideRole(role: GraphResource): Added[] {
  const name = String(role.inputs.name ?? "");
  const own = (what: string, statement: object): Added => ({
    type: "aws:iam/rolePolicy:RolePolicy",
    what,
    inputs: { role: name, name: "added", policy: policy(statement) },
    from: ["role"],
  });
  return [
    ...["*", "s3:*", "s3:PutObject", "s3:GetObject", "kms:*"].map((Action) =>
      own(`denied ${Action}`, { Effect: "Deny", Action, Resource: "*" }),
    ),
    own("every right", { Effect: "Allow", Action: "*", Resource: "*" }),
    own("every right on objects", { Effect: "Allow", Action: "s3:*", Resource: "*" }),
    {
      type: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
      what: "an administrator's rights",
      inputs: { role: name, policyArn: "arn:aws:iam::aws:policy/AdministratorAccess" },
      from: ["role"],
    },
    {
      type: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
      what: "a policy that denies everything",
      inputs: { role: name, policyArn: "arn:aws:iam::aws:policy/AWSDenyAll" },
      from: ["role"],
    },
  ];
}

const besideKey = (key: GraphResource): Added[] => [
  {
    type: "aws:kms/keyPolicy:KeyPolicy",
    what: "another policy",
    inputs: {
      keyId: idOf(key),
      policy: policy({ Effect: "Deny", Principal: "*", Action: "kms:*", Resource: "*" }),
    },
    from: ["keyId"],
  },
];

function besideRecord(record: GraphResource): Added[] {
  const { zoneId = "", name = "", type } = record.inputs;
  if (type !== "A") return [];
  const other = (what: string, inputs: object): Added => ({
    type: "aws:route53/record:Record",
    what,
    inputs: { zoneId, name, ttl: 30, ...inputs },
    from: ["zoneId"],
  });
  return [
    other("another address by weight", {
      type: "A",
      records: ["203.0.113.9"],
      setIdentifier: "added",
      weightedRoutingPolicies: [{ weight: 100 }],
    }),
    other("an address of IPv6", { type: "AAAA", records: ["2001:db8::9"] }),
    other("another name", { type: "CNAME", records: ["elsewhere.example.com"] }),
    other("a service binding", { type: "HTTPS", records: ["1 elsewhere.example.com."] }),
    other("a way of its own for some users", {
      type: "A",
      records: ["203.0.113.9"],
      setIdentifier: "geo",
      geolocationRoutingPolicies: [{ country: "US" }],
    }),
  ];
}

const besideZone = (zone: GraphResource): Added[] => {
  const domain = String(zone.inputs.name ?? "");
  const record = (what: string, name: string, type: string, records: readonly string[]): Added => ({
    type: "aws:route53/record:Record",
    what,
    inputs: { zoneId: idOf(zone), name, type, ttl: 300, records: [...records] },
    from: ["zoneId"],
  });
  return [
    record("nobody may make certificates", domain, "CAA", ['0 issue ";"']),
    record("an answer for every name", `*.${domain}`, "A", ["203.0.113.9"]),
    record("a name handed to others", `feed.${domain}`, "NS", ["ns.elsewhere.example.com"]),
    record("a key that isn't there", domain, "DS", ["1 13 2 00"]),
    record("an address at the apex", domain, "A", ["203.0.113.9"]),
    {
      type: "aws:route53/hostedZoneDnsSec:HostedZoneDnsSec",
      what: "answers that are signed",
      inputs: { hostedZoneId: idOf(zone) },
      from: ["hostedZoneId"],
    },
    {
      type: "aws:route53/zone:Zone",
      what: "another zone of the same name",
      inputs: { name: domain },
    },
    {
      type: "aws:route53/zone:Zone",
      what: "a zone for one name",
      inputs: { name: `upload.${domain}` },
    },
  ];
};

const besideRepository = (repository: GraphResource): Added[] => [
  {
    type: "aws:ecr/lifecyclePolicy:LifecyclePolicy",
    what: "images that end",
    inputs: {
      repository: String(repository.inputs.name ?? ""),
      policy: JSON.stringify({
        rules: [
          {
            rulePriority: 1,
            selection: { tagStatus: "any", countType: "imageCountMoreThan", countNumber: 1 },
            action: { type: "expire" },
          },
        ],
      }),
    },
    from: ["repository"],
  },
  {
    type: "aws:ecr/repositoryPolicy:RepositoryPolicy",
    what: "a policy that denies",
    inputs: {
      repository: String(repository.inputs.name ?? ""),
      policy: policy({ Effect: "Deny", Principal: "*", Action: "ecr:BatchGetImage" }),
    },
    from: ["repository"],
  },
];
