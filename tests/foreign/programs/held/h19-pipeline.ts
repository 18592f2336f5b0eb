// profile: single-region
// sound
// config: aws:region=us-west-2
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

const network = new pulumi.StackReference("acme/network/dev");
const subnetIds = network.getOutput("privateSubnetIds") as pulumi.Output<string[]>;
class Stage extends pulumi.ComponentResource {
  readonly queue: aws.sqs.Queue;
  constructor(name: string, handler: string, options?: pulumi.ComponentResourceOptions) {
    super("acme:pipeline:Stage", name, {}, options);
    const dead = new aws.sqs.Queue(`${name}-dead`, { messageRetentionSeconds: 1_209_600 }, { parent: this });
    this.queue = new aws.sqs.Queue(name, { redrivePolicy: pulumi.jsonStringify({ deadLetterTargetArn: dead.arn, maxReceiveCount: 5 }) }, { parent: this });
    const role = new aws.iam.Role(name, { assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal(aws.iam.Principals.LambdaPrincipal) }, { parent: this });
    const fn = new aws.lambda.Function(name, {
      role: role.arn, handler, runtime: "python3.12", vpcConfig: { subnetIds, securityGroupIds: [] },
      code: new pulumi.asset.AssetArchive({ "main.py": new pulumi.asset.StringAsset("def handle(e, c): pass") }),
    }, { parent: this });
    new aws.lambda.EventSourceMapping(name, { eventSourceArn: this.queue.arn, functionName: fn.arn, batchSize: 10 }, { parent: this });
    this.registerOutputs({ url: this.queue.url });
  }
}
pulumi.runtime.registerStackTransformation((args) => {
  if (args.type.startsWith("aws:sqs/")) return { props: { ...args.props, tags: { team: "data" } }, opts: args.opts };
  return undefined;
});
const stages = ["parse", "enrich", "store"].map((name) => new Stage(name, "main.handle"));
export const urls = stages.map((stage) => stage.queue.url);
