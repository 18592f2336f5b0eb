// profile: single-region
// sound
// config: aws:region=us-east-1
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
const provider: pulumi.dynamic.ResourceProvider = { async create(inputs) { return { id: "1", outs: { ...inputs, token: "t" } }; } };
class Token extends pulumi.dynamic.Resource {
  readonly token!: pulumi.Output<string>;
  constructor(name: string) {
    super(provider, name, { token: undefined });
  }
}
const token = new Token("api");
new aws.ssm.Parameter("token", { type: "SecureString", value: token.token });
const config = new pulumi.Config();
new aws.sns.Topic("alerts", { displayName: config.get("title") ?? "alerts" });
