/** EKS: clusters, access, add-ons, Pod Identity. */
import type {
  AccessEntryArgs,
  AccessEntryState,
  AccessPolicyAssociationArgs,
  AccessPolicyAssociationState,
  AddonArgs,
  AddonState,
  ClusterArgs,
  ClusterState,
  PodIdentityAssociationArgs,
  PodIdentityAssociationState,
} from "@pulumi/aws/eks";
import { hex, lower, MADE_AT, pem, uuid } from "../fake";
import { matches, oneOf, when } from "../refusals";
import { type Made, resource } from "../resource";
import { account, arn, ec2Id, region, regional, tagged } from "./common";

/** Names a cluster's endpoint and its OpenID Connect issuer. */
const host = (made: Made<ClusterArgs>): string => hex(`eks:${made.urn}`, 32).toUpperCase();

const LOG_TYPES = ["api", "audit", "authenticator", "controllerManager", "scheduler"];

export const eks = [
  resource<ClusterState, ClusterArgs>("aws:eks/cluster:Cluster", {
    required: { roleArn: true, vpcConfig: true },
    defaults: { bootstrapSelfManagedAddons: true },
    autoName: { property: "name", maxLength: 255 },
    refuses: (inputs) => {
      const auto = [
        inputs.computeConfig?.enabled ?? false,
        inputs.kubernetesNetworkConfig?.elasticLoadBalancing?.enabled ?? false,
        inputs.storageConfig?.blockStorage?.enabled ?? false,
      ];
      return [
        matches("name", inputs.name, /^[0-9A-Za-z][\w-]{0,99}$/, "1 to 100 letters, digits, - and _"),
        when(
          new Set(auto).size > 1,
          "computeConfig",
          "Auto Mode is switched by computeConfig, kubernetesNetworkConfig.elasticLoadBalancing and storageConfig.blockStorage together",
        ),
        when(
          auto[0] === true && inputs.bootstrapSelfManagedAddons !== false,
          "bootstrapSelfManagedAddons",
          "must be false with Auto Mode",
        ),
        oneOf("accessConfig.authenticationMode", inputs.accessConfig?.authenticationMode, [
          "API",
          "API_AND_CONFIG_MAP",
          "CONFIG_MAP",
        ]),
        ...(inputs.enabledClusterLogTypes ?? []).map((type) =>
          oneOf("enabledClusterLogTypes", type, LOG_TYPES),
        ),
      ];
    },
    id: (r) => r.inputs.name ?? r.name,
    computed: {
      ...regional,
      ...tagged,
      arn: (r) => arn(r, "eks", `cluster/${r.id}`),
      certificateAuthority: (r) => ({
        data: Buffer.from(pem("CERTIFICATE", `eks:${r.urn}`)).toString("base64"),
      }),
      clusterId: () => undefined, // only on Outposts
      createdAt: () => MADE_AT,
      endpoint: (r) => `https://${host(r)}.gr7.${region(r)}.eks.amazonaws.com`,
      identities: (r) => [
        { oidcs: [{ issuer: `https://oidc.eks.${region(r)}.amazonaws.com/id/${host(r)}` }] },
      ],
      platformVersion: () => "eks.1",
      status: () => "ACTIVE",
      kubernetesNetworkConfig: (r) => ({
        ipFamily: "ipv4",
        serviceIpv4Cidr: "172.20.0.0/16",
        ...r.inputs.kubernetesNetworkConfig,
      }),
      // The id of the VPC follows from the subnets, which only the cloud could ask: it is left out.
      vpcConfig: (r) => ({
        endpointPrivateAccess: false,
        endpointPublicAccess: true,
        publicAccessCidrs: ["0.0.0.0/0"],
        ...r.inputs.vpcConfig,
        clusterSecurityGroupId: ec2Id("sg", `eks:${r.urn}`),
      }),
    },
  }),

  resource<AccessEntryState, AccessEntryArgs>("aws:eks/accessEntry:AccessEntry", {
    required: { clusterName: true, principalArn: true },
    defaults: { type: "STANDARD" },
    refuses: (inputs) => [
      oneOf("type", inputs.type, [
        "STANDARD",
        "EC2",
        "EC2_LINUX",
        "EC2_WINDOWS",
        "FARGATE_LINUX",
        "HYBRID_LINUX",
        "HYPERPOD_LINUX",
      ]),
    ],
    id: (r) => `${r.inputs.clusterName}:${r.inputs.principalArn}`,
    computed: {
      ...regional,
      ...tagged,
      accessEntryArn: (r) => {
        const principal = r.inputs.principalArn.split(":").at(-1) ?? "";
        const [kind, ...path] = principal.split("/");
        const what = `${r.inputs.clusterName}/${kind}/${account(r)}/${path.at(-1)}/${uuid(r.id)}`;
        return arn(r, "eks", `access-entry/${what}`);
      },
      createdAt: () => MADE_AT,
      modifiedAt: () => MADE_AT,
      kubernetesGroups: (r) => r.inputs.kubernetesGroups ?? [],
      userName: (r) => r.inputs.userName ?? r.inputs.principalArn,
    },
  }),

  resource<AccessPolicyAssociationState, AccessPolicyAssociationArgs>(
    "aws:eks/accessPolicyAssociation:AccessPolicyAssociation",
    {
      required: { accessScope: true, clusterName: true, policyArn: true, principalArn: true },
      refuses: (inputs) => [
        oneOf("accessScope.type", inputs.accessScope.type, ["cluster", "namespace"]),
        matches(
          "policyArn",
          inputs.policyArn,
          /^arn:[\w-]+:eks::aws:cluster-access-policy\/\w+$/,
          "the ARN of an EKS access policy",
        ),
      ],
      id: (r) => `${r.inputs.clusterName}#${r.inputs.principalArn}#${r.inputs.policyArn}`,
      computed: { ...regional, associatedAt: () => MADE_AT, modifiedAt: () => MADE_AT },
    },
  ),

  resource<AddonState, AddonArgs>("aws:eks/addon:Addon", {
    required: { addonName: true, clusterName: true },
    refuses: (inputs) => [
      oneOf("resolveConflictsOnCreate", inputs.resolveConflictsOnCreate, ["NONE", "OVERWRITE"]),
      oneOf("resolveConflictsOnUpdate", inputs.resolveConflictsOnUpdate, ["NONE", "OVERWRITE", "PRESERVE"]),
    ],
    id: (r) => `${r.inputs.clusterName}:${r.inputs.addonName}`,
    computed: {
      ...regional,
      ...tagged,
      addonVersion: (r) => r.inputs.addonVersion ?? "v1.0.0-eksbuild.1",
      arn: (r) => arn(r, "eks", `addon/${r.inputs.clusterName}/${r.inputs.addonName}/${uuid(r.id)}`),
      createdAt: () => MADE_AT,
      modifiedAt: () => MADE_AT,
    },
  }),

  resource<PodIdentityAssociationState, PodIdentityAssociationArgs>(
    "aws:eks/podIdentityAssociation:PodIdentityAssociation",
    {
      required: { clusterName: true, namespace: true, roleArn: true, serviceAccount: true },
      id: (r) => `a-${lower(`pod-identity:${r.urn}`, 17)}`,
      computed: {
        ...regional,
        ...tagged,
        associationArn: (r) => arn(r, "eks", `podidentityassociation/${r.inputs.clusterName}/${r.id}`),
        associationId: (r) => r.id,
        externalId: (r) => (r.inputs.targetRoleArn ? uuid(r.id) : undefined),
      },
    },
  ),
];
