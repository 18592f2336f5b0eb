/** What of AWS is read besides what the reader's other tables name: a type that isn't listed counts as not understood. */
import { type Modules, typesOf } from "../../views/types-of";

const modules: Modules = {
  arczonalshift: "zonalAutoshiftConfiguration",
  alb: "listener targetGroup targetGroupAttachment",
  autoscaling: "attachment",
  backup: "selection",
  ec2: "defaultRouteTable defaultSubnet defaultVpc internetGateway mainRouteTableAssociation natGateway route routeTable routeTableAssociation",
  eks: "addon fargateProfile nodeGroup",
  iam: "groupPolicy policy rolePolicy userPolicy",
  lambda: "callbackFunction permission",
  lb: "listener targetGroup targetGroupAttachment",
  route53: "healthCheck record",
  s3: "bucketLifecycleConfiguration bucketLifecycleConfigurationV2 bucketPolicy bucketPublicAccessBlock bucketReplicationConfig bucketReplicationConfiguration bucketServerSideEncryptionConfiguration bucketServerSideEncryptionConfigurationV2 bucketVersioning bucketVersioningV2 bucketWebsiteConfiguration bucketWebsiteConfigurationV2",
};

/** Node pools of EKS Auto Mode and Karpenter, and the classes that their nodes are made by. */
const kubernetes = [
  "karpenter.sh/v1:NodePool",
  "karpenter.sh/v1beta1:NodePool",
  "eks.amazonaws.com/v1:NodeClass",
  "karpenter.k8s.aws/v1:EC2NodeClass",
  "karpenter.k8s.aws/v1beta1:EC2NodeClass",
].map((kind) => `kubernetes:${kind}`);

export const alsoReads: ReadonlySet<string> = new Set([...typesOf("aws", modules), ...kubernetes]);
