/** OCI's registries of images. */
import type { ImageReader } from "../reader";
import { regionNamed } from "../regions";

const registry = /^(?:([a-z0-9-]+)\.ocir\.io|ocir\.([a-z0-9-]+)\.oci\.oraclecloud\.com)$/;

export const ociImages: ImageReader = {
  registryAt(host) {
    const match = registry.exec(host);
    if (!match) return undefined;
    const named = match[1] ?? match[2] ?? "";
    // By the region's name, or by its three letters: iad.ocir.io.
    return { region: regionNamed("oci", named)?.name ?? named };
  },
  // A path begins with the tenancy's namespace, which isn't in the repository's name.
  repositoryOf: (path) => path.slice(path.indexOf("/") + 1),
  repositoryTypes: new Map([["oci:Artifacts/containerRepository:ContainerRepository", "displayName"]]),
};
