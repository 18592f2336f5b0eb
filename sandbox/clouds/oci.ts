import type { SandboxCloud } from "./cloud";

export const ociSandbox: SandboxCloud = { tokenCommand: "oci" };
