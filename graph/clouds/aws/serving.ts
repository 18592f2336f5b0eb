/** By which of AWS's resources users come in, and what serves them. */
import { at, booleanAt, listAt, propertiesOf, textAt } from "../../views/read";
import type { ServingReader } from "../reader";
import { scaleOf } from "./scale";
import { balancerCheckOf, bindingTypes, closedBecause, emptyGroups, targetSeconds } from "./target-groups";

export const awsServing: ServingReader = {
  entranceTypes: new Set([
    "aws:alb/loadBalancer:LoadBalancer",
    "aws:amplify/app:App",
    "aws:apigateway/restApi:RestApi",
    "aws:apigatewayv2/api:Api",
    "aws:apprunner/service:Service",
    "aws:cloudfront/distribution:Distribution",
    "aws:elasticbeanstalk/environment:Environment",
    "aws:elb/loadBalancer:LoadBalancer",
    "aws:lambda/functionUrl:FunctionUrl",
    "aws:lb/loadBalancer:LoadBalancer",
  ]),
  isInside(resource) {
    const properties = propertiesOf(resource);
    return (
      booleanAt(properties, "internal") === true ||
      textAt(properties, "endpointType") === "PRIVATE" ||
      textAt(properties, "endpointConfiguration", "types") === "PRIVATE"
    );
  },
  insideAnnotations: [
    ["service.beta.kubernetes.io/aws-load-balancer-internal", "true"],
    ["service.beta.kubernetes.io/aws-load-balancer-scheme", "internal"],
  ],
  namedTypes: new Set([
    "aws:apigateway/domainName:DomainName",
    "aws:apigatewayv2/domainName:DomainName",
    "aws:ec2/eip:Eip",
    "aws:ec2/instance:Instance",
    "aws:s3/bucketWebsiteConfiguration:BucketWebsiteConfiguration",
    "aws:s3/bucketWebsiteConfigurationV2:BucketWebsiteConfigurationV2",
  ]),
  computeTypes: new Set([
    "aws:autoscaling/group:Group",
    "aws:ec2/instance:Instance",
    "aws:ecs/service:Service",
    "aws:eks/cluster:Cluster",
    "aws:lambda/function:Function",
    "aws:lightsail/instance:Instance",
  ]),
  scaleOf,
  remakes: new Set(["aws:autoscaling/group:Group", "aws:ecs/service:Service"]),
  targetSeconds,
  callers: new Set([
    "aws:cloudwatch/eventTarget:EventTarget",
    "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter",
    "aws:iot/topicRule:TopicRule",
    "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream",
    "aws:lambda/eventSourceMapping:EventSourceMapping",
    "aws:pipes/pipe:Pipe",
    "aws:s3/bucketNotification:BucketNotification",
    "aws:scheduler/schedule:Schedule",
    "aws:secretsmanager/secretRotation:SecretRotation",
    "aws:ses/receiptRule:ReceiptRule",
    "aws:sfn/stateMachine:StateMachine",
    "aws:sns/topicSubscription:TopicSubscription",
  ]),
  calledTypes: new Set(["aws:lambda/function:Function"]),
  opens: (resource) =>
    resource.type === "aws:lambda/permission:Permission" &&
    !workServices.has(textAt(propertiesOf(resource), "principal") ?? ""),
  originInputs: ["origins", "originGroups"],
  givenAddresses: (entrance) => [
    [
      "subnetMappings",
      listAt(propertiesOf(entrance), "subnetMappings").map((mapping) => at(mapping, "allocationId")),
    ],
  ],
  closedBecause,
  bindingTypes,
  balancerCheckOf,
  emptyTargets: emptyGroups,
};

/** Services that call a function for their own work; any other principal may do so for a user. */
const workServices = new Set(
  ["events", "iot", "logs", "s3", "scheduler", "secretsmanager", "ses", "sns", "states"].map(
    (service) => `${service}.amazonaws.com`,
  ),
);
