/** Every cloud as the sandbox plays it. */
import type { ProviderName } from "../../graph/clouds/contract";
import { awsSandbox } from "./aws";
import type { SandboxCloud } from "./cloud";
import { ociSandbox } from "./oci";

export const sandboxClouds: Readonly<Record<ProviderName, SandboxCloud>> = {
  aws: awsSandbox,
  oci: ociSandbox,
};
