import { awsAccess } from "../../../components/aws/rclone";
import type { MediaStore } from "../../../components/contracts";
import type { MirrorPlan } from "../../../components/mirror/rclone";
import { ociAccess } from "../../../components/oci/rclone";

const awsStore = (region: string): MediaStore => ({
  site: `aws-${region}`,
  provider: "aws",
  region,
  bucket: `media-${region}`,
  endpoint: `s3.${region}.amazonaws.com`,
  pathStyle: false,
  reachesPeers: true,
  rclone: awsAccess,
  ready: [],
});

const ociStore = (region: string): MediaStore => ({
  site: `oci-${region}`,
  provider: "oci",
  region,
  bucket: `media-${region}`,
  endpoint: `axaxnpcrorw5.compat.objectstorage.${region}.oraclecloud.com`,
  pathStyle: true,
  reachesPeers: false,
  rclone: ociAccess,
  ready: [],
});

export const ohio = awsStore("us-east-2");
export const oregon = awsStore("us-west-2");
export const chicago = ociStore("us-chicago-1");
export const ashburn = ociStore("us-ashburn-1");

const prefixes = ["upload/", "training/"];
/** All that there is, copied at once. */
export const ontoAws: MirrorPlan = { own: ohio, sources: [chicago, ashburn], left: [], prefixes };
export const ontoOci: MirrorPlan = { own: chicago, sources: [ohio, oregon], left: [], prefixes };
/** Ashburn is another site's, as where there are two sites on AWS. */
export const shared: MirrorPlan = { own: ohio, sources: [chicago], left: [ashburn], prefixes };
