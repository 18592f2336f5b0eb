/** OKE: clusters, node pools, add-ons, and the kubeconfig. */
import type {
  AddonArgs,
  AddonState,
  ClusterArgs,
  ClusterState,
  GetClusterKubeConfigArgs,
  GetClusterKubeConfigResult,
  NodePoolArgs,
  NodePoolState,
} from "@pulumi/oci/containerengine";
import { type AddressBook, privateAddress } from "../addresses";
import { base32, MADE_AT, pem, uuid } from "../fake";
import { invoke } from "../invoke";
import { matches, oneOf, when } from "../refusals";
import { resource } from "../resource";
import { active, globalOcid, ocid, region } from "./common";

const publicEndpoint = (clusterId: string, addresses: AddressBook): string =>
  `${addresses.public("oci", `endpoint:${clusterId}`)}:6443`;

const privateEndpoint = (clusterId: string): string => `${privateAddress(`endpoint:${clusterId}`)}:6443`;

/** Key and host of a cluster's OpenID Connect documents, which OCI keeps in a bucket of its own. */
const discoveryKey = (clusterId: string): string => uuid(`oidc:${clusterId}`);

export const containerengine = [
  resource<ClusterState, ClusterArgs>("oci:ContainerEngine/cluster:Cluster", {
    required: { compartmentId: true, kubernetesVersion: true, vcnId: true },
    autoName: { property: "name", maxLength: 255 },
    refuses: (inputs) => [
      matches("kubernetesVersion", inputs.kubernetesVersion, /^v\d+\.\d+\.\d+$/, 'of the form "v1.33.1"'),
      oneOf("type", inputs.type, ["BASIC_CLUSTER", "ENHANCED_CLUSTER"]),
      ...(inputs.clusterPodNetworkOptions ?? []).map(({ cniType }) =>
        oneOf("clusterPodNetworkOptions.cniType", cniType, ["OCI_VCN_IP_NATIVE", "FLANNEL_OVERLAY"]),
      ),
    ],
    id: (r) => ocid("cluster", r),
    computed: {
      ...active,
      type: (r) => r.inputs.type ?? "BASIC_CLUSTER",
      availableKubernetesUpgrades: () => [],
      endpoints: (r) => [
        {
          privateEndpoint: privateEndpoint(r.id),
          publicEndpoint: r.inputs.endpointConfig?.isPublicIpEnabled
            ? publicEndpoint(r.id, r.addresses)
            : undefined,
          vcnHostnameEndpoint: undefined, // ends in the labels of the subnet and the VCN
        },
      ],
      lifecycleDetails: () => "",
      metadatas: (r) => [
        {
          createdByUserId: globalOcid("user", "preview"),
          timeCreated: MADE_AT,
          createdByWorkRequestId: ocid("clustersworkrequest", r),
        },
      ],
      openIdConnectDiscoveryKey: (r) =>
        r.inputs.options?.openIdConnectDiscovery?.isOpenIdConnectDiscoveryEnabled
          ? discoveryKey(r.id)
          : undefined,
      openIdConnectDiscoveryEndpoint: (r) =>
        r.inputs.options?.openIdConnectDiscovery?.isOpenIdConnectDiscoveryEnabled
          ? `https://objectstorage.${region(r)}.oraclecloud.com/n/id9y6mi8tcky/b/oidc/o/${discoveryKey(r.id)}`
          : undefined,
    },
  }),

  resource<NodePoolState, NodePoolArgs>("oci:ContainerEngine/nodePool:NodePool", {
    required: { clusterId: true, compartmentId: true, nodeShape: true },
    autoName: { property: "name", maxLength: 255 },
    refuses: (inputs) => [
      matches("kubernetesVersion", inputs.kubernetesVersion, /^v\d+\.\d+\.\d+$/, 'of the form "v1.33.1"'),
      when(
        inputs.nodeShape.endsWith(".Flex") && !inputs.nodeShapeConfig,
        "nodeShapeConfig",
        "is required with a flexible shape",
      ),
    ],
    id: (r) => ocid("nodepool", r),
    computed: {
      state: () => "ACTIVE",
      lifecycleDetails: () => "",
      nodeSources: (r) => {
        const source = r.inputs.nodeSourceDetails;
        return source ? [{ imageId: source.imageId, sourceType: source.sourceType }] : [];
      },
      nodes: () => [], // started after the pool: a creation doesn't know them yet
    },
  }),

  resource<AddonState, AddonArgs>("oci:ContainerEngine/addon:Addon", {
    required: { addonName: true, clusterId: true, removeAddonResourcesOnDelete: true },
    id: (r) => `clusters/${r.inputs.clusterId}/addons/${r.inputs.addonName}`,
    computed: {
      ...active,
      addonErrors: () => [],
      currentInstalledVersion: (r) => r.inputs.version ?? "v1.0.0",
    },
  }),
];

/**
 * What OCI writes: the user runs the CLI for a token, so that the file holds no credential. `PRIVATE_ENDPOINT`
 * leads to the private address, everything else to the public one.
 */
function kubeConfig(clusterId: string, regionName: string, server: string): string {
  const short = base32(`kubeconfig:${clusterId}`, 11);
  const authority = Buffer.from(pem("CERTIFICATE", `oke:${clusterId}`)).toString("base64");
  return `---
apiVersion: v1
kind: ""
clusters:
- name: cluster-${short}
  cluster:
    server: https://${server}
    certificate-authority-data: ${authority}
users:
- name: user-${short}
  user:
    exec:
      apiVersion: client.authentication.k8s.io/v1beta1
      command: oci
      args:
      - ce
      - cluster
      - generate-token
      - --cluster-id
      - ${clusterId}
      - --region
      - ${regionName}
      env: []
contexts:
- name: context-${short}
  context:
    cluster: cluster-${short}
    user: user-${short}
current-context: context-${short}
`;
}

export const containerengineInvokes = [
  invoke<GetClusterKubeConfigResult, GetClusterKubeConfigArgs>(
    "oci:ContainerEngine/getClusterKubeConfig:getClusterKubeConfig",
    {
      required: { clusterId: true },
      result: (r) => {
        const { clusterId, endpoint } = r.args;
        const server =
          endpoint === "PRIVATE_ENDPOINT"
            ? privateEndpoint(clusterId)
            : publicEndpoint(clusterId, r.addresses);
        return {
          ...r.args,
          content: kubeConfig(clusterId, region(r), server),
          id: `ContainerengineClusterKubeConfigDataSource-${base32(clusterId, 10)}`,
        };
      },
    },
  ),
];
