// profile: single-region
// sound
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

const table = new aws.dynamodb.Table("items", {
  attributes: [{ name: "id", type: "S" }], hashKey: "id", billingMode: "PAY_PER_REQUEST", pointInTimeRecovery: { enabled: true },
}, { protect: true });
const role = new aws.iam.Role("api", {
  assumeRolePolicy: aws.iam.getPolicyDocumentOutput({ statements: [{ actions: ["sts:AssumeRole"], principals: [{ type: "Service", identifiers: ["lambda.amazonaws.com"] }] }] }).json,
});
new aws.iam.RolePolicyAttachment("api", { role: role.name, policyArn: aws.iam.ManagedPolicy.AWSLambdaBasicExecutionRole });
new aws.iam.RolePolicy("api", {
  role: role.id,
  policy: pulumi.jsonStringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: ["dynamodb:*Item"], Resource: table.arn }] }),
});
const fn = new aws.lambda.Function("api", {
  runtime: "nodejs20.x", handler: "index.handler", role: role.arn,
  code: new pulumi.asset.AssetArchive({ "index.js": new pulumi.asset.StringAsset("exports.handler = async () => ({ statusCode: 200 })") }),
  environment: { variables: { TABLE: table.name } },
});
const api = new aws.apigatewayv2.Api("api", { protocolType: "HTTP" });
new aws.lambda.Permission("api", { action: "lambda:InvokeFunction", function: fn.name, principal: "apigateway.amazonaws.com", sourceArn: pulumi.interpolate`${api.executionArn}/*/*` });
const integration = new aws.apigatewayv2.Integration("api", { apiId: api.id, integrationType: "AWS_PROXY", integrationUri: fn.arn, payloadFormatVersion: "2.0" });
new aws.apigatewayv2.Route("api", { apiId: api.id, routeKey: "$default", target: pulumi.interpolate`integrations/${integration.id}` });
new aws.apigatewayv2.Stage("api", { apiId: api.id, name: "$default", autoDeploy: true });
export const endpoint = api.apiEndpoint;
