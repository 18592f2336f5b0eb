/** Whether a kubeconfig leads to a cluster that answers. */
import { parse } from "yaml";
import type { ProviderName } from "../graph/clouds/contract";
import { providerNames } from "../graph/clouds/facts";
import { sandboxClouds } from "./clouds/clouds";
import { type Failures, GoneError, type Mode } from "./failures";

interface Kubeconfig {
  readonly clusters?: readonly { readonly cluster?: { readonly server?: string } }[];
  readonly users?: readonly {
    readonly user?: { readonly exec?: { readonly command?: string; readonly args?: readonly string[] } };
  }[];
}

export interface Unreachable {
  readonly reason: string;
  /** How calls to it end. */
  readonly mode: Mode;
}

/** Why a cluster can't be reached, and how that shows; `undefined` when it can. `call`: as one call that is made to it. */
export type Reach = (call?: boolean) => Unreachable | undefined;

/** Whether the API server of a kubeconfig can be reached, at each moment anew. */
export function reachOf(kubeconfig: unknown, failures: Failures): Reach {
  if (typeof kubeconfig !== "string" || kubeconfig === "") {
    const reason =
      "the provider has no kubeconfig: here it would take the one that lies about on the machine";
    return () => ({ reason, mode: "refuse" });
  }
  const config = parse(kubeconfig) as Kubeconfig | null;
  const server = config?.clusters?.[0]?.cluster?.server ?? "";
  const cloud = cloudOf(config);
  if (cloud === undefined) {
    return () => ({ reason: `${server || "no server"}: connection refused`, mode: "refuse" });
  }
  const region = regionOf(config);
  return (call = false) => {
    const mode = call ? failures.callRegion(cloud, region) : failures.ofRegion(cloud, region);
    return mode === undefined ? undefined : { reason: `${server}: i/o timeout`, mode };
  };
}

/** The region that the CLI is told to ask for the first user's tokens. */
function regionOf(config: Kubeconfig | null): string | undefined {
  const args = config?.users?.[0]?.user?.exec?.args ?? [];
  const at = args.indexOf("--region");
  return at === -1 ? undefined : args[at + 1];
}

/** Whose CLI makes the tokens of the first user: the sandbox has one user a kubeconfig. */
function cloudOf(config: Kubeconfig | null): ProviderName | undefined {
  const command = config?.users?.[0]?.user?.exec?.command;
  return providerNames.find((name) => sandboxClouds[name].tokenCommand === command);
}

/** What a call to such a cluster ends with. */
export const unreachableError = ({ reason, mode }: Unreachable): GoneError =>
  new GoneError(mode, `configured Kubernetes cluster is unreachable: ${reason}`);
