/** All that is answered for AWS. */
import type { CloudAnswers } from "../cloud";
import { arczonalshift } from "./arczonalshift";
import { cloudwatch } from "./cloudwatch";
import { combinations } from "./combinations";
import { ec2 } from "./ec2";
import { ecr } from "./ecr";
import { eks } from "./eks";
import { iam } from "./iam";
import { kms } from "./kms";
import { lb } from "./lb";
import { awsLookUps } from "./look-ups";
import { route53 } from "./route53";
import { s3 } from "./s3";
import { sns } from "./sns";
import { vpc } from "./vpc";

export const awsAnswers: CloudAnswers = {
  resources: [
    ...arczonalshift,
    ...cloudwatch,
    ...ec2,
    ...ecr,
    ...eks,
    ...iam,
    ...kms,
    ...lb,
    ...route53,
    ...s3,
    ...sns,
    ...vpc,
  ],
  invokes: [],
  lookUps: awsLookUps,
  combinations,
  // EKS Auto Mode leaves Services alone that don't name its class.
  serves: ({ loadBalancerClass }) => loadBalancerClass?.startsWith("eks.amazonaws.com/") ?? false,
  ingress: (address) => ({ hostname: `k8s-${address.replaceAll(".", "-")}.elb.amazonaws.com` }),
};
