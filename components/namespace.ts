import * as core from "@pulumi/kubernetes/core/v1";
import * as networking from "@pulumi/kubernetes/networking/v1";
import * as pulumi from "@pulumi/pulumi";
import { allowDns, defaultDeny } from "./network-policy";

export interface NamespaceArgs {
  /** Name in the cluster. */
  readonly namespace: string;
  /** Added to those of its pod security. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Where pods ask DNS beside the cluster's DNS pods. */
  readonly dnsCidrs: readonly string[];
  /** `.dockerconfigjson` for the site's registry, where nodes can't pull by their own identity. */
  readonly pullConfig?: pulumi.Output<string>;
}

/** Name of the pull secret in every namespace that has one. */
export const PULL_SECRET = "registry";

/** A namespace of restricted pods that denies all traffic but DNS until a policy opens it. */
export class Namespace extends pulumi.ComponentResource {
  readonly namespace: string;
  /** What must exist before pods are made in it. */
  readonly ready: pulumi.Resource[];

  constructor(name: string, args: NamespaceArgs, opts: pulumi.ComponentResourceOptions) {
    super("twincloud:Namespace", name, {}, opts);
    this.namespace = args.namespace;
    const parent = { parent: this };

    const namespace = new core.Namespace(
      name,
      {
        metadata: {
          name: args.namespace,
          labels: {
            "pod-security.kubernetes.io/enforce": "restricted",
            "pod-security.kubernetes.io/enforce-version": "latest",
            "pod-security.kubernetes.io/warn": "restricted",
            ...args.labels,
          },
        },
      },
      parent,
    );
    const inNamespace = { parent: this, dependsOn: [namespace] };
    const deny = new networking.NetworkPolicy(
      `${name}-default-deny`,
      { metadata: { name: "default-deny", namespace: args.namespace }, spec: defaultDeny },
      inNamespace,
    );
    const dns = new networking.NetworkPolicy(
      `${name}-allow-dns`,
      { metadata: { name: "allow-dns", namespace: args.namespace }, spec: allowDns(args.dnsCidrs) },
      inNamespace,
    );
    this.ready = [namespace, deny, dns];
    if (args.pullConfig) {
      this.ready.push(
        new core.Secret(
          `${name}-registry`,
          {
            metadata: { name: PULL_SECRET, namespace: args.namespace },
            type: "kubernetes.io/dockerconfigjson",
            stringData: { ".dockerconfigjson": args.pullConfig },
          },
          inNamespace,
        ),
      );
    }
    this.registerOutputs({ namespace: args.namespace });
  }
}
