/** The regions that Route 53's health checkers stand in: AWS's documentation. */
export const checkerRegions = [
  "us-east-1",
  "us-west-1",
  "us-west-2",
  "eu-west-1",
  "ap-southeast-1",
  "ap-southeast-2",
  "ap-northeast-1",
  "sa-east-1",
] as const;

export type CheckerRegion = (typeof checkerRegions)[number];
