/** What is known of AWS without any resource of it. */
import type { CloudFacts } from "../contract";
import { awsRegions } from "./regions";

export const awsFacts: CloudFacts = {
  name: "aws",
  title: "AWS",
  regions: awsRegions,
  regionsFile: "graph/clouds/aws/regions.ts",
  authority: { title: "Route 53" },
};
