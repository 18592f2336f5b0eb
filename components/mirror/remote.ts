/** How rclone is told of a store, whichever cloud it is of. Pure. */
import type { MediaStore } from "../contracts";

/** @param provider as rclone calls who speaks S3. */
export const s3 = (provider: string, store: MediaStore): string[] => [
  "type = s3",
  `provider = ${provider}`,
  `region = ${store.region}`,
  `endpoint = https://${store.endpoint}`,
  `force_path_style = ${store.pathStyle}`,
  // Nobody may make buckets; without this rclone tries to.
  "no_check_bucket = true",
];

/** Name of a store's remote: as rclone spells names in environment variables too, which take no hyphens. */
export const remote = ({ site }: MediaStore): string => site.replaceAll("-", "_");
