/** Whether a kubeconfig leads to a cluster that answers. Pure. */
import { parse } from "yaml";
import type { Cloud, Failures } from "./failures";

interface Kubeconfig {
  readonly clusters?: readonly { readonly cluster?: { readonly server?: string } }[];
  readonly users?: readonly { readonly user?: { readonly exec?: { readonly command?: string } } }[];
}

/** Why the API server of a kubeconfig can't be reached; `undefined` when it can. */
export function unreachableReason(kubeconfig: unknown, failures: Failures): string | undefined {
  if (typeof kubeconfig !== "string" || kubeconfig === "") {
    return "the provider has no kubeconfig: here it would take the one that lies about on the machine";
  }
  const config = parse(kubeconfig) as Kubeconfig | null;
  const server = config?.clusters?.[0]?.cluster?.server ?? "";
  const cloud = cloudOf(config);
  if (cloud === undefined) return `${server || "no server"}: connection refused`;
  return failures.ofCloud(cloud) === undefined ? undefined : `${server}: i/o timeout`;
}

/** Whose CLI makes the tokens of the first user: the sandbox has one user a kubeconfig. */
function cloudOf(config: Kubeconfig | null): Cloud | undefined {
  const command = config?.users?.[0]?.user?.exec?.command;
  return command === "aws" || command === "oci" ? command : undefined;
}
