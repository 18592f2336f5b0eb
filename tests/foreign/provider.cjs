/** A provider's program as Pulumi's CLI installs one: says its port, and answers two look-ups. */
"use strict";
const { Server, ServerCredentials } = require("@grpc/grpc-js");
const { ResourceProviderService } = require("@pulumi/pulumi/proto/provider_grpc_pb");
const { ConfigureResponse, InvokeResponse } = require("@pulumi/pulumi/proto/provider_pb");
const { Struct } = require("google-protobuf/google/protobuf/struct_pb");

let region;
let account;
const results = {
  "aws:ec2/getAmi:getAmi": ({ owners }) => ({
    id: "ami-0123456789abcdef0",
    architecture: "arm64",
    ownerId: owners[0],
    name: `image of ${account} in ${region}`,
    adminPassword: "not-for-a-file",
  }),
  "aws:ssm/getParameter:getParameter": ({ name }) => ({ name, type: "SecureString", value: "hunter2" }),
};

const server = new Server();
server.addService(
  { configure: ResourceProviderService.configure, invoke: ResourceProviderService.invoke },
  {
    configure({ request }, reply) {
      region = request.getVariablesMap().get("aws:config:region");
      account = process.env.TWINCLOUD_TEST_ACCOUNT;
      reply(null, new ConfigureResponse().setAcceptsecrets(true));
    },
    invoke({ request }, reply) {
      const answer = results[request.getTok()];
      if (!answer) return reply({ code: 2, message: "empty result" });
      const result = answer(request.getArgs().toJavaScript());
      reply(null, new InvokeResponse().setReturn(Struct.fromJavaScript(result)));
    },
  },
);
server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  console.log(port);
});
