import { beforeAll, describe, expect, it } from "vitest";
import { edgeTerminationSeconds } from "../../../components/edge/timings";
import { ofType, one, type Recorded, recordResources } from "../recorder";
import { account, binding, buildSite, context, ohio, site } from "./fixture";

let made: readonly Recorded[];
beforeAll(async () => {
  made = await recordResources(() => buildSite(ohio));
});

describe("every resource of a site", () => {
  it("has an explicit provider", () => {
    const without = made.filter(
      ({ type, provider }) => !type.startsWith("pulumi:providers:") && provider === "",
    );
    expect(without).toEqual([]);
  });

  it("carries the stack's tags, if it takes tags at all", () => {
    const untaggable =
      /^kubernetes:|^pulumi:|rolePolicy|routeTableAssociation|ec2\/route:|s3\/bucket[A-Z]|accessPolicyAssociation|topicPolicy|topicSubscription|arczonalshift/;
    const untagged = made.filter(({ type, inputs }) => !untaggable.test(type) && !inputs.tags?.project);
    expect(untagged.map(({ type, name }) => `${type} ${name}`)).toEqual([]);
  });
});

describe("the network", () => {
  it("gives each zone a NAT gateway of its own, on the address made for it, and routes the zone to it", () => {
    for (const zone of ["1", "2", "3"]) {
      const nat = one(made, "aws:ec2/natGateway:NatGateway", new RegExp(`-nat-${zone}$`));
      expect(nat.inputs.allocationId).toBe(`eipalloc-aws-us-east-2-nat-${zone}`);
      expect(nat.inputs.subnetId).toBe(`aws-us-east-2-public-${zone}-id`);
      const route = one(made, "aws:ec2/route:Route", new RegExp(`-private-${zone}$`));
      expect(route.inputs.natGatewayId).toBe(`${nat.name}-id`);
    }
  });

  it("makes a NAT gateway only once the Internet can be reached", () => {
    for (const nat of ofType(made, "aws:ec2/natGateway:NatGateway")) {
      expect(nat.waitsFor).toContain("aws:ec2/internetGateway:InternetGateway::aws-us-east-2");
      expect(nat.waitsFor).toContain("aws:ec2/route:Route::aws-us-east-2-public");
    }
  });

  it("places subnets by zone id and gives no instance a public address", () => {
    const subnets = ofType(made, "aws:ec2/subnet:Subnet");
    expect(new Set(subnets.map(({ inputs }) => inputs.availabilityZoneId))).toEqual(
      new Set(["use2-az1", "use2-az2", "use2-az3"]),
    );
    expect(subnets.every(({ inputs }) => inputs.mapPublicIpOnLaunch === false)).toBe(true);
  });

  it("leaves the default security group without a rule", () => {
    const { inputs } = one(made, "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup");
    expect([inputs.ingress, inputs.egress]).toEqual([[], []]);
  });

  it("uses as many zones as the region has", async () => {
    const two = await recordResources(() => buildSite(site("us-west-1", "10.0.0.0/20")));
    expect(ofType(two, "aws:ec2/natGateway:NatGateway")).toHaveLength(2);
    expect(one(two, "aws:lb/loadBalancer:LoadBalancer").inputs.subnetMappings).toHaveLength(2);
  });
});

describe("the cluster", () => {
  const cluster = () => one(made, "aws:eks/cluster:Cluster").inputs;

  it("switches all of Auto Mode on, and the self-managed add-ons off", () => {
    expect(cluster().computeConfig.enabled).toBe(true);
    expect(cluster().kubernetesNetworkConfig.elasticLoadBalancing.enabled).toBe(true);
    expect(cluster().storageConfig.blockStorage.enabled).toBe(true);
    expect(cluster().bootstrapSelfManagedAddons).toBe(false);
  });

  it("opens its API to the administrators' networks only", () => {
    expect(cluster().vpcConfig).toMatchObject({
      endpointPublicAccess: true,
      publicAccessCidrs: ["203.0.113.0/24"],
    });
  });

  it("closes the public endpoint where there are no such networks", async () => {
    const closed = await recordResources(() => buildSite(ohio, { ...context, adminCidrs: [] }));
    const { vpcConfig } = one(closed, "aws:eks/cluster:Cluster").inputs;
    expect(vpcConfig).toMatchObject({ endpointPublicAccess: false, endpointPrivateAccess: true });
    expect(vpcConfig.publicAccessCidrs).toBeUndefined();
  });

  it("is administered by the listed principals and not by its maker", () => {
    expect(cluster().accessConfig).toEqual({
      authenticationMode: "API",
      bootstrapClusterCreatorAdminPermissions: false,
    });
    const { inputs } = one(made, "aws:eks/accessPolicyAssociation:AccessPolicyAssociation");
    expect(inputs.principalArn).toBe("arn:aws:iam::123456789012:role/platform/Admin");
  });

  it("is made after its log group, its roles' policies and the routes of its nodes", () => {
    const { waitsFor } = one(made, "aws:eks/cluster:Cluster");
    expect(waitsFor).toContain("aws:cloudwatch/logGroup:LogGroup::aws-us-east-2-control-plane");
    expect(waitsFor.filter((each) => /RolePolicyAttachment::/.test(each))).toHaveLength(7);
    expect(waitsFor.filter((each) => /ec2\/route:Route::aws-us-east-2-private-/.test(each))).toHaveLength(3);
  });

  it("is spoken to once the administrators' access stands", () => {
    const { waitsFor } = one(made, "pulumi:providers:kubernetes");
    expect(waitsFor.filter((each) => /AccessPolicyAssociation/.test(each))).toHaveLength(1);
    expect(waitsFor.filter((each) => /metrics-server/.test(each))).toHaveLength(1);
  });

  it("measures pods by two of the add-on's that no zone takes together, and that leave a lost node in seconds", () => {
    const { inputs } = one(made, "aws:eks/addon:Addon");
    const { tolerations, topologySpreadConstraints } = JSON.parse(inputs.configurationValues);
    expect(topologySpreadConstraints).toEqual([
      {
        maxSkew: 1,
        topologyKey: "topology.kubernetes.io/zone",
        whenUnsatisfiable: "DoNotSchedule",
        labelSelector: { matchLabels: { "app.kubernetes.io/name": "metrics-server" } },
      },
    ]);
    expect(tolerations).toContainEqual({ key: "CriticalAddonsOnly", operator: "Exists" });
    for (const condition of ["not-ready", "unreachable"]) {
      expect(tolerations).toContainEqual({
        key: `node.kubernetes.io/${condition}`,
        operator: "Exists",
        effect: "NoExecute",
        tolerationSeconds: 10,
      });
    }
  });

  it("moves its add-on when its version moves, and leaves the build to EKS where none is known", async () => {
    const at = async (kubernetesVersion: string) =>
      one(await recordResources(() => buildSite({ ...ohio, kubernetesVersion })), "aws:eks/addon:Addon")
        .inputs;
    const [before, after, unknown] = [await at("1.35"), await at("1.36"), await at("1.99")];
    expect(before.addonVersion).toMatch(/^v\d+\.\d+\.\d+-eksbuild\.\d+$/);
    expect(after.addonVersion).not.toBe(before.addonVersion);
    expect(unknown.addonVersion).toBeUndefined();
  });

  it("is named to its provider by plain data, with a kubeconfig that holds no secret", () => {
    const { inputs } = one(made, "pulumi:providers:kubernetes");
    expect(inputs.clusterIdentifier).toBe(
      "arn:aws:eks:us-east-2:123456789012:cluster/twincloud-test-us-east-2",
    );
    const { users } = JSON.parse(inputs.kubeconfig);
    expect(Object.keys(users[0].user)).toEqual(["exec"]);
  });

  it("enforces network policies", () => {
    const { inputs } = one(made, "kubernetes:core/v1:ConfigMap");
    expect(inputs.metadata).toMatchObject({ namespace: "kube-system", name: "amazon-vpc-cni" });
    expect(inputs.data).toEqual({ "enable-network-policy-controller": "true" });
  });

  it("keeps the queue's volumes, encrypted, when a claim is deleted", () => {
    const { inputs } = one(made, "kubernetes:storage.k8s.io/v1:StorageClass");
    expect(inputs).toMatchObject({ reclaimPolicy: "Retain", volumeBindingMode: "WaitForFirstConsumer" });
    expect(inputs.parameters.encrypted).toBe("true");
  });
});

describe("the edge", () => {
  it("has the address made for each zone", () => {
    const { inputs } = one(made, "aws:lb/loadBalancer:LoadBalancer");
    expect(inputs.subnetMappings).toEqual(
      ["1", "2", "3"].map((zone) => ({
        subnetId: `aws-us-east-2-public-${zone}-id`,
        allocationId: `eipalloc-aws-us-east-2-edge-${zone}`,
      })),
    );
    expect(inputs.enableCrossZoneLoadBalancing).toBe(true);
  });

  it("is open to everybody on 443, and on the ports for other sites to their addresses only", () => {
    const rules = ofType(made, "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule").filter(
      ({ inputs }) => inputs.securityGroupId === "aws-us-east-2-edge-id",
    );
    expect(rules.map(({ inputs }) => [inputs.fromPort, inputs.toPort, inputs.cidrIpv4])).toEqual([
      [443, 443, "0.0.0.0/0"],
      [7422, 7422, "192.0.2.1/32"],
      [7443, 7443, "192.0.2.1/32"],
      [7422, 7422, "192.0.2.2/32"],
      [7443, 7443, "192.0.2.2/32"],
    ]);
  });

  it("reaches the pods on their ports and on the one that is checked, and is let in there", () => {
    const ports = Object.values(binding.ports);
    const out = ofType(made, "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule");
    expect(out.map(({ inputs }) => inputs.fromPort)).toEqual(ports);
    expect(out.every(({ inputs }) => inputs.referencedSecurityGroupId === "sg-pods-aws-us-east-2")).toBe(
      true,
    );
    const into = ofType(made, "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule").filter(
      ({ inputs }) => inputs.securityGroupId === "sg-pods-aws-us-east-2",
    );
    expect(into.map(({ inputs }) => inputs.fromPort)).toEqual(ports);
    expect(into.every(({ inputs }) => inputs.referencedSecurityGroupId === "aws-us-east-2-edge-id")).toBe(
      true,
    );
  });

  it("leads each public port to the same port of the Service, through a group that Auto Mode may fill", () => {
    for (const [purpose, publicPort, podPort] of [
      ["https", 443, 8443],
      ["leaf", 7422, 7422],
      ["peers", 7443, 7443],
    ] as const) {
      const name = new RegExp(`-edge-${purpose}$`);
      const group = one(made, "aws:lb/targetGroup:TargetGroup", name);
      expect(group.inputs).toMatchObject({ port: podPort, targetType: "ip", protocol: "TCP" });
      expect(group.inputs.tags["eks:eks-cluster-name"]).toBe("twincloud-test-us-east-2");
      const listener = one(made, "aws:lb/listener:Listener", name);
      expect([listener.inputs.port, listener.inputs.defaultActions[0].targetGroupArn]).toEqual([
        publicPort,
        `arn-of-${group.name}`,
      ]);
      const bound = one(made, "kubernetes:eks.amazonaws.com/v1:TargetGroupBinding", name);
      expect(bound.inputs.spec).toEqual({
        serviceRef: { name: "edge", port: purpose },
        targetGroupARN: `arn-of-${group.name}`,
        targetType: "ip",
      });
      expect(bound.providerPackage).toBe("kubernetes");
    }
  });

  it("says who the client is ahead of HTTPS and of what peers hand on, and of no leaf link: there the queue speaks first, and it would wait", () => {
    const told = ["https", "peers", "leaf"].map(
      (purpose) =>
        one(made, "aws:lb/targetGroup:TargetGroup", new RegExp(`-edge-${purpose}$`)).inputs.proxyProtocolV2,
    );
    expect(told).toEqual([true, true, false]);
  });

  it("says nothing while the edge isn't ready to hear it", async () => {
    const early = await recordResources(() =>
      buildSite(ohio, context, account, { ...binding, sendsProxyHeader: false }),
    );
    const told = ofType(early, "aws:lb/targetGroup:TargetGroup").map(({ inputs }) => inputs.proxyProtocolV2);
    expect(told).toEqual([false, false, false]);
  });

  it("has no way in for other sites' edges where sites don't forward", async () => {
    const { peers: _, ...ports } = binding.ports;
    const alone = await recordResources(() => buildSite(ohio, context, account, { ...binding, ports }));
    const told = alone.filter(({ name, inputs }) => /peers/.test(name) || inputs.fromPort === 7443);
    expect(told.map(({ name }) => name)).toEqual([]);
    expect(ofType(alone, "aws:lb/listener:Listener").map(({ inputs }) => inputs.port)).toEqual([443, 7422]);
  });

  it("asks whether pods are alive, not whether they would serve a capability: a drain leaves clients connected", () => {
    for (const { inputs } of ofType(made, "aws:lb/targetGroup:TargetGroup")) {
      expect(inputs.healthCheck).toMatchObject({ protocol: "HTTP", port: "8404", path: "/livez" });
    }
  });
});

describe("the edge's load balancer", () => {
  // AWS, "Enable zonal shift for your Network Load Balancer": what each target group must be where zones are crossed.
  it("has target groups that zonal shift with cross-zone balancing takes", () => {
    const { inputs } = one(made, "aws:lb/loadBalancer:LoadBalancer");
    expect([inputs.enableCrossZoneLoadBalancing, inputs.enableZonalShift]).toEqual([true, true]);
    const groups = ofType(made, "aws:lb/targetGroup:TargetGroup");
    expect(groups).toHaveLength(3);
    for (const { inputs: group } of groups) {
      expect(["TCP", "TLS"]).toContain(group.protocol);
      expect(group.targetType).not.toBe("alb");
      expect(group.targetHealthStates).toEqual([
        { enableUnhealthyConnectionTermination: false, unhealthyDrainingInterval: 270 },
      ]);
      expect([undefined, "use_load_balancer_configuration", "true"]).toContain(
        group.loadBalancingCrossZoneEnabled,
      );
    }
  });
});

describe("a pod of the edge that leaves", () => {
  const groups = () => ofType(made, "aws:lb/targetGroup:TargetGroup").map(({ inputs }) => inputs);

  it("keeps its connections at the load balancer as long as it lets them run itself: 150 s and 120 s more", () => {
    expect(groups().map(({ deregistrationDelay }) => deregistrationDelay)).toEqual([270, 270, 270]);
    expect(edgeTerminationSeconds(150)).toBeGreaterThan(270);
  });
});

describe("the pods' identity", () => {
  it("is a role of its own for the service account, tied to it on this cluster", () => {
    const { inputs } = one(made, "aws:eks/podIdentityAssociation:PodIdentityAssociation");
    expect(inputs).toMatchObject({
      clusterName: "twincloud-test-us-east-2",
      namespace: "platform",
      serviceAccount: "upload",
      roleArn: "arn-of-aws-us-east-2-platform-upload",
    });
  });
});

describe("a zone that is lost", () => {
  it("is left by the cluster, as AWS is let take it out and practises that", () => {
    const { inputs } = one(made, "aws:arczonalshift/zonalAutoshiftConfiguration:ZonalAutoshiftConfiguration");
    expect(one(made, "aws:eks/cluster:Cluster").inputs.zonalShiftConfig).toEqual({ enabled: true });
    expect(inputs).toMatchObject({
      resourceArn: "arn-of-aws-us-east-2",
      zonalAutoshiftStatus: "ENABLED",
      outcomeAlarms: [{ type: "CLOUDWATCH", alarmIdentifier: "arn-of-aws-us-east-2-edge-unhealthy" }],
    });
  });
});

describe("the alarms of a site", () => {
  const alarm = (name: string) =>
    one(made, "aws:cloudwatch/metricAlarm:MetricAlarm", new RegExp(`^aws-us-east-2-${name}$`));

  it("are told in the site's own region, by a topic there", () => {
    for (const name of ["edge-unhealthy", "nat-ports"]) {
      const { inputs, provider } = alarm(name);
      expect(provider).toBe("aws-us-east-2");
      expect([inputs.alarmActions, inputs.okActions]).toEqual([
        ["arn-of-aws-us-east-2-alarms"],
        ["arn-of-aws-us-east-2-alarms"],
      ]);
    }
    const { inputs, provider } = one(made, "aws:sns/topicSubscription:TopicSubscription");
    expect(provider).toBe("aws-us-east-2");
    expect(inputs).toMatchObject({ topic: "arn-of-aws-us-east-2-alarms", endpoint: "oncall@example.com" });
  });

  it("ring for pods of the edge that stay unhealthy, in whichever target group", () => {
    const { inputs } = alarm("edge-unhealthy");
    const measured = inputs.metricQueries.map(
      ({ metric, expression }: { metric?: { metricName: string; stat: string }; expression?: string }) =>
        expression ?? `${metric?.stat} ${metric?.metricName}`,
    );
    const each = "Maximum UnHealthyHostCount";
    expect(measured).toEqual([each, each, each, "MAX([m1, m2, m3])"]);
    expect(inputs).toMatchObject({ comparisonOperator: "GreaterThanThreshold", threshold: 0 });
  });

  it("ring for a NAT gateway without a port left, in whichever zone", () => {
    const { inputs } = alarm("nat-ports");
    const gateways = inputs.metricQueries.flatMap(
      ({ metric }: { metric?: { dimensions: { NatGatewayId: string } } }) =>
        metric?.dimensions.NatGatewayId ?? [],
    );
    expect(gateways).toEqual(["1", "2", "3"].map((zone) => `aws-us-east-2-nat-${zone}-id`));
    expect(inputs.metricQueries[0].metric.metricName).toBe("ErrorPortAllocation");
  });
});

describe("the flow logs' role", () => {
  it("makes no log group: one that was deleted would be there again when the next is made", () => {
    const { inputs } = one(made, "aws:iam/rolePolicy:RolePolicy", /flows/);
    expect(inputs.policy).toContain("logs:CreateLogStream");
    expect(inputs.policy).not.toMatch(/logs:(CreateLogGroup|\*)/);
  });
});

describe("what holds data", () => {
  const guarded = ({ opts }: Recorded) => [opts.protect === true, opts.retainOnDelete === true];
  const holders = /^aws:s3\/bucket|^aws:kms|^aws:ec2\/eip:/;
  /** What the alarms' key opens is gone when it is delivered. */
  const holds = ({ type, name }: Recorded) => holders.test(type) && !name.endsWith("-alarms");

  it("is protected and retained, with the locks of its bucket, when the settings say so", () => {
    const kept = made.filter(holds);
    // With three addresses for the edge and three for NAT.
    expect(kept).toHaveLength(14);
    expect(one(made, "aws:lb/loadBalancer:LoadBalancer").inputs.enableDeletionProtection).toBe(true);
    for (const resource of kept) expect(guarded(resource), resource.type).toEqual([true, true]);
  });

  it("goes when they don't", async () => {
    const loose = await recordResources(() => buildSite(ohio, { ...context, protect: false }));
    for (const resource of loose.filter(holds)) {
      expect(guarded(resource), resource.type).toEqual([false, false]);
    }
    expect(one(loose, "aws:eks/cluster:Cluster").inputs.deletionProtection).toBe(false);
    expect(one(loose, "aws:lb/loadBalancer:LoadBalancer").inputs.enableDeletionProtection).toBe(false);
  });
});
