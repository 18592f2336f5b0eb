/** By what a pod is known to a store. */
import { defaultProvider } from "@aws-sdk/credential-provider-node";
import type { StoreSpec } from "../frame/settings";

export interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Of keys that end by themselves. */
  readonly sessionToken?: string | undefined;
}

/** Asked for each request: it knows how long what it has is good for. */
export type Credentials = () => Promise<Keys>;

/**
 * OCI's S3 interface takes nothing but a key of its own kind, AWS' whatever the SDK finds in the pod: Pod Identity on EKS, a web
 * identity on OKE. The token is exchanged in the region of the bucket, so that no other region must be up.
 */
export function credentialsOf({ provider, region }: StoreSpec, env: NodeJS.ProcessEnv): Credentials {
  const { OCI_S3_ACCESS_KEY_ID: accessKeyId, OCI_S3_SECRET_ACCESS_KEY: secretAccessKey } = env;
  if (provider === "oci" && accessKeyId && secretAccessKey) {
    return async () => ({ accessKeyId, secretAccessKey });
  }
  return defaultProvider({ clientConfig: { region } });
}
