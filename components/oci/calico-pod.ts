/**
 * The pod of Calico's node agent in policy-only mode: OCI's own plug-in gives pods their addresses, Calico only
 * writes the packet filter. Source: OKE's "Installing Calico alongside the OCI VCN-Native Pod Networking CNI
 * plugin". Pure.
 */
import type { core } from "@pulumi/kubernetes/types/input";

const settings: Readonly<Record<string, string>> = {
  DATASTORE_TYPE: "kubernetes",
  WAIT_FOR_DATASTORE: "true",
  // Neither routes nor addresses nor the plug-in are Calico's here.
  CALICO_NETWORKING_BACKEND: "none",
  CALICO_MANAGE_CNI: "false",
  NO_DEFAULT_POOLS: "true",
  CLUSTER_TYPE: "k8s",
  CALICO_DISABLE_FILE_LOGGING: "true",
  // What OCI's plug-in names the host's ends of pods' interfaces by.
  FELIX_INTERFACEPREFIX: "oci",
  // Behind the plug-in's own rules, which would else be skipped.
  FELIX_CHAININSERTMODE: "Append",
  FELIX_IPTABLESMANGLEALLOWACTION: "Return",
  // What Oracle Linux 8 and later have.
  FELIX_IPTABLESBACKEND: "NFT",
  FELIX_DEFAULTENDPOINTTOHOSTACTION: "ACCEPT",
  FELIX_IPV6SUPPORT: "false",
  FELIX_HEALTHENABLED: "true",
  FELIX_LOGSEVERITYSCREEN: "Info",
};

/** Folders and files of the node that the agent shares with it. */
const hostPaths: readonly { name: string; path: string; type?: string; readOnly?: true }[] = [
  { name: "lib-modules", path: "/lib/modules", readOnly: true },
  { name: "var-run-calico", path: "/var/run/calico", type: "DirectoryOrCreate" },
  { name: "var-lib-calico", path: "/var/lib/calico", type: "DirectoryOrCreate" },
  { name: "xtables-lock", path: "/run/xtables.lock", type: "FileOrCreate" },
];

const agent = "/bin/calico-node";
const asks = (check: string) => ({
  exec: { command: [agent, check] },
  periodSeconds: 10,
  timeoutSeconds: 10,
});

/** @param serviceAccount whose pull secret the image is fetched with. */
export function agentPod(image: string, serviceAccount: string): core.v1.PodSpec {
  return {
    serviceAccountName: serviceAccount,
    priorityClassName: "system-node-critical",
    nodeSelector: { "kubernetes.io/os": "linux" },
    // On every node, however it is tainted: a node without it enforces nothing.
    tolerations: [
      { effect: "NoSchedule", operator: "Exists" },
      { effect: "NoExecute", operator: "Exists" },
    ],
    hostNetwork: true,
    securityContext: { seccompProfile: { type: "RuntimeDefault" } },
    // The filter stays in the kernel while a new agent starts: the sooner, the better.
    terminationGracePeriodSeconds: 0,
    containers: [
      {
        name: "calico-node",
        image,
        env: [
          ...Object.entries(settings).map(([name, value]) => ({ name, value })),
          { name: "NODENAME", valueFrom: { fieldRef: { fieldPath: "spec.nodeName" } } },
        ],
        // It writes the node's packet filter and loads kernel modules.
        securityContext: { privileged: true },
        resources: { requests: { cpu: "250m", memory: "128Mi" } },
        lifecycle: { preStop: { exec: { command: [agent, "-shutdown"] } } },
        livenessProbe: { ...asks("-felix-live"), initialDelaySeconds: 10, failureThreshold: 6 },
        readinessProbe: asks("-felix-ready"),
        volumeMounts: hostPaths.map(({ name, path, readOnly }) => ({
          name,
          mountPath: path,
          ...(readOnly ? { readOnly } : {}),
        })),
      },
    ],
    volumes: hostPaths.map(({ name, path, type }) => ({
      name,
      hostPath: { path, ...(type ? { type } : {}) },
    })),
  };
}
