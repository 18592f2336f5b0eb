/** What a site's mirror runs with in a drill: the deployed configuration and script, but for where they lie. Pure. */
import { mirrorPaths } from "../../../components/ports";
import type { SiteLayout } from "../../plan/layout";
import type { MirrorLayout } from "../../plan/mirror-layout";
import { rewritten } from "../../plan/rewrite";
import type { StoreKeys } from "../store/store";

/** The deployed script, told of a configuration at another place. */
export const mirrorScriptAt = (site: string, { script }: MirrorLayout, config: string): string =>
  rewritten(`the mirror of ${site}`, script, [
    { from: new RegExp(`(?<=--config )${mirrorPaths.config}\\b`, "g"), to: config },
  ]);

/** Whether it asks its own store by S3, as it does those of other sites. */
const ownByS3 = ({ config }: MirrorLayout): boolean => /^\[own\]\ntype = s3$/m.test(config);

/**
 * What is deployed, and in place of the identities of pods one key for all stores. Its own store is asked by S3, also where
 * its cloud has an interface of its own: what stands for the store here has no other.
 * @param ca PEM file of the authority that signed the stores' certificates
 * @param programs folder of rclone
 */
export function mirrorEnv(
  mirror: MirrorLayout,
  { endpoint, pathStyle }: SiteLayout["store"],
  { id, secret }: StoreKeys,
  ca: string,
  programs: string,
): Record<string, string> {
  const asS3 = {
    RCLONE_CONFIG_OWN_TYPE: "s3",
    RCLONE_CONFIG_OWN_PROVIDER: "Other",
    RCLONE_CONFIG_OWN_ENDPOINT: `https://${endpoint}`,
    RCLONE_CONFIG_OWN_FORCE_PATH_STYLE: String(pathStyle),
    RCLONE_CONFIG_OWN_ACCESS_KEY_ID: id,
    RCLONE_CONFIG_OWN_SECRET_ACCESS_KEY: secret,
  };
  return {
    ...mirror.env,
    PATH: `${programs}:/usr/bin:/bin`,
    RCLONE_CA_CERT: ca,
    AWS_ACCESS_KEY_ID: id,
    AWS_SECRET_ACCESS_KEY: secret,
    OCI_S3_ACCESS_KEY_ID: id,
    OCI_S3_SECRET_ACCESS_KEY: secret,
    ...(ownByS3(mirror) ? {} : asS3),
  };
}
