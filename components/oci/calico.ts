import * as apiextensions from "@pulumi/kubernetes/apiextensions/v1";
import * as apps from "@pulumi/kubernetes/apps/v1";
import * as core from "@pulumi/kubernetes/core/v1";
import * as rbac from "@pulumi/kubernetes/rbac/v1";
import * as pulumi from "@pulumi/pulumi";
import type { SiteSpec } from "../contracts";
import { agentRules, type Kind, kinds } from "./calico-kinds";
import { agentPod } from "./calico-pod";

export interface CalicoArgs {
  readonly site: SiteSpec;
  /** The node agent's image, by digest, in the site's own registry. */
  readonly image: string;
  /** `.dockerconfigjson` of that registry. */
  readonly pullConfig: pulumi.Output<string>;
}

const NAMESPACE = "kube-system";
const NAME = "calico-node";
const PULL_SECRET = "calico-registry";

/**
 * Calico's node agent, which enforces network policies: OKE accepts them and does nothing. Without its controllers,
 * which look after addresses that Calico doesn't give here, and without typha, which Calico advises from 50 nodes
 * on and asks for from 100.
 */
export class Calico extends pulumi.ComponentResource {
  /** Up on every node. */
  readonly agent: apps.DaemonSet;

  /** @param opts with the cluster's provider; they wait for the nodes, so that the agent is only made once it runs. */
  constructor({ site, image, pullConfig }: CalicoArgs, opts: pulumi.ComponentResourceOptions) {
    super("twincloud:oci:Calico", site.id, {}, opts);
    const child = { parent: this };
    const name = `${site.id}-${NAME}`;
    const definitions = kinds.map((kind) => definition(site.id, kind, child));
    const secret = new core.Secret(
      `${site.id}-${PULL_SECRET}`,
      {
        metadata: { name: PULL_SECRET, namespace: NAMESPACE },
        type: "kubernetes.io/dockerconfigjson",
        stringData: { ".dockerconfigjson": pullConfig },
      },
      child,
    );
    const account = new core.ServiceAccount(
      name,
      { metadata: { name: NAME, namespace: NAMESPACE }, imagePullSecrets: [{ name: PULL_SECRET }] },
      { ...child, dependsOn: [secret] },
    );
    const role = new rbac.ClusterRole(name, { metadata: { name: NAME }, rules: agentRules }, child);
    const binding = new rbac.ClusterRoleBinding(
      name,
      {
        metadata: { name: NAME },
        roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: NAME },
        subjects: [{ kind: "ServiceAccount", name: NAME, namespace: NAMESPACE }],
      },
      { ...child, dependsOn: [role, account] },
    );
    const labels = { "k8s-app": NAME };
    this.agent = new apps.DaemonSet(
      name,
      {
        metadata: { name: NAME, namespace: NAMESPACE, labels },
        spec: {
          selector: { matchLabels: labels },
          updateStrategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 1 } },
          template: { metadata: { labels }, spec: agentPod(image, NAME) },
        },
      },
      { ...child, dependsOn: [...definitions, binding] },
    );
    this.registerOutputs({});
  }
}

function definition(
  siteId: string,
  { group, version, kind, plural, scope, approved }: Kind,
  opts: pulumi.CustomResourceOptions,
): apiextensions.CustomResourceDefinition {
  const name = `${plural}.${group}`;
  return new apiextensions.CustomResourceDefinition(
    `${siteId}-${name}`,
    {
      metadata: { name, ...(approved ? { annotations: { "api-approved.kubernetes.io": approved } } : {}) },
      spec: {
        group,
        scope,
        names: { kind, listKind: `${kind}List`, plural, singular: kind.toLowerCase() },
        versions: [
          {
            name: version,
            served: true,
            storage: true,
            schema: { openAPIV3Schema: { type: "object", x_kubernetes_preserve_unknown_fields: true } },
          },
        ],
      },
    },
    opts,
  );
}
