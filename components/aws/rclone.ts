/** How rclone reaches S3 of AWS. Pure. */
import type { RcloneAccess } from "../contracts";
import { s3 } from "../mirror/remote";

export const awsAccess: RcloneAccess = {
  // Pod Identity on EKS, a web identity elsewhere: the SDK finds either in the environment.
  own: (store) => [...s3("AWS", store), "env_auth = true"],
  foreign: (store) => [...s3("AWS", store), "env_auth = true"],
  // The store itself refuses to overwrite what appeared after it was listed.
  ownFlags: ['--header-upload "If-None-Match: *"'],
  // Each store's region exchanges the token for it: one that is down takes no other with it.
  foreignEnv: ({ region }) => [`export AWS_REGION=${region}`],
};
