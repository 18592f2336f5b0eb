/** How rclone reaches Object Storage of OCI: natively from OKE, over S3 from elsewhere. Pure. */
import type { MediaStore, RcloneAccess } from "../contracts";
import { remote, s3 } from "../mirror/remote";

export const ociAccess: RcloneAccess = {
  own: (store) => [
    // Not over S3, which would need a static key.
    "type = oracleobjectstorage",
    "provider = workload_identity_auth",
    `namespace = ${namespaceOf(store)}`,
    `region = ${store.region}`,
    "no_check_bucket = true",
    // The most that rclone takes. Uploads in parts need the right to overwrite, which the mirror doesn't have.
    "upload_cutoff = 5Gi",
  ],
  foreign: (store) => s3("Other", store),
  ownFlags: [],
  foreignEnv: (store) => {
    const variable = `RCLONE_CONFIG_${remote(store).toUpperCase()}`;
    return [
      `export ${variable}_ACCESS_KEY_ID="\${OCI_S3_ACCESS_KEY_ID-}"`,
      `export ${variable}_SECRET_ACCESS_KEY="\${OCI_S3_SECRET_ACCESS_KEY-}"`,
    ];
  },
};

/** A store's Object Storage namespace, the first label of its S3 host. */
function namespaceOf({ site, endpoint }: MediaStore): string {
  const [namespace, rest] = endpoint.split(/\.(.*)/s);
  if (!namespace || !rest?.startsWith("compat.objectstorage.")) {
    throw new RangeError(
      `store of ${site}: the endpoint is ${JSON.stringify(endpoint)}, wanted <namespace>.compat.objectstorage.<region>.…`,
    );
  }
  return namespace;
}
