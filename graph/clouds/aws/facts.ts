/** What is known of AWS without any resource of it. */
import type { CloudFacts } from "../contract";
import { awsRegions } from "./regions";

export const awsFacts: CloudFacts = {
  name: "aws",
  title: "AWS",
  packages: ["aws"],
  regions: awsRegions,
  regionsFile: "graph/clouds/aws/regions.ts",
  zoneLabels: ["topology.kubernetes.io/zone", "topology.k8s.aws/zone-id"],
  authority: { title: "Route 53" },
};
