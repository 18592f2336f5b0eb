import { credentials } from "@grpc/grpc-js";
import type { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as rpc from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { afterEach, describe, expect, it } from "vitest";
import { dependencies } from "../../package.json";
import { parseFailures } from "../../sandbox/failures";
import { type Providers, startProviders } from "../../sandbox/servers";

let providers: Providers | undefined;
const clients: ResourceProviderClient[] = [];
afterEach(() => {
  for (const client of clients.splice(0)) client.close();
  providers?.stop();
});

async function connect(pkg: string, ...fail: string[]): Promise<ResourceProviderClient> {
  providers = await startProviders({ failures: parseFailures(fail), skipUnreachable: false });
  const address = new Map(
    providers.addresses.split(",").map((one) => one.split(":") as [string, string]),
  ).get(pkg);
  const client = new ResourceProviderClient(`127.0.0.1:${address}`, credentials.createInsecure());
  clients.push(client);
  return client;
}

interface Replies {
  getPluginInfo: PluginInfo;
  configure: rpc.ConfigureResponse;
  check: rpc.CheckResponse;
  create: rpc.CreateResponse;
  invoke: rpc.InvokeResponse;
  cancel: Empty;
}

function ask<Name extends keyof Replies>(
  client: ResourceProviderClient,
  method: Name,
  request: unknown,
): Promise<Replies[Name]> {
  type Call = (request: unknown, reply: (error: Error | null, response: Replies[Name]) => void) => void;
  return new Promise((resolve, reject) => {
    (client[method] as unknown as Call).call(client, request, (error, response) =>
      error ? reject(error) : resolve(response),
    );
  });
}

const struct = (fields: object) =>
  Struct.fromJavaScript(fields as Parameters<typeof Struct.fromJavaScript>[0]);
const urn = (type: string) => `urn:pulumi:test::twincloud::${type}::feed`;
const secret = (value: string) => ({
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  value,
});

async function configured(pkg: string, inputs: object, ...fail: string[]): Promise<ResourceProviderClient> {
  const client = await connect(pkg, ...fail);
  await ask(client, "configure", new rpc.ConfigureRequest().setArgs(struct(inputs)));
  return client;
}

describe("a sandbox provider", () => {
  it("says which version it is: the SDK's", async () => {
    const client = await connect("oci");
    const info = await ask(client, "getPluginInfo", new Empty());
    expect(info.getVersion()).toBe(dependencies["@pulumi/oci"]);
  });

  it("names what has no name, and keeps that name", async () => {
    const client = await configured("aws", { region: "us-east-2" });
    const request = new rpc.CheckRequest().setUrn(urn("aws:sns/topic:Topic")).setNews(struct({}));
    const made = (await ask(client, "check", request)).getInputs()?.toJavaScript();
    expect(made?.name).toMatch(/^feed-[0-9a-f]{7}$/);
    expect(made?.__defaults).toContain("name");
    request.setOlds(struct({ ...made, name: "feed-0000000" }));
    const kept = (await ask(client, "check", request)).getInputs()?.toJavaScript();
    expect(kept?.name).toBe("feed-0000000");
  });

  it("says what is missing", async () => {
    const client = await configured("aws", { region: "us-east-2" });
    const request = new rpc.CheckRequest().setUrn(urn("aws:ec2/subnet:Subnet")).setNews(struct({}));
    const wrong = (await ask(client, "check", request)).getFailuresList();
    expect(wrong.map((failure) => failure.getProperty())).toContain("vpcId");
  });

  it("keeps what is secret, and knows nothing in a preview of what it would compute", async () => {
    const client = await configured("aws", { region: "us-east-2" });
    const request = new rpc.CreateRequest()
      .setUrn(urn("aws:sns/topic:Topic"))
      .setProperties(struct({ name: "feed", displayName: secret("hidden") }))
      .setPreview(true);
    const planned = await ask(client, "create", request);
    expect(planned.getId()).toBe("");
    expect(planned.getProperties()?.toJavaScript()).toMatchObject({
      displayName: secret("hidden"),
      arn: "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
    });
    const made = await ask(client, "create", request.setPreview(false));
    expect(made.getId()).toBe("arn:aws:sns:us-east-2:123456789012:feed");
  });

  it("is another one on each connection", async () => {
    const east = await configured("aws", { region: "us-east-2" });
    const west = new ResourceProviderClient(east.getChannel().getTarget(), credentials.createInsecure(), {
      "grpc.use_local_subchannel_pool": 1,
    });
    clients.push(west);
    await ask(west, "configure", new rpc.ConfigureRequest().setArgs(struct({ region: "us-west-2" })));
    const request = new rpc.CreateRequest()
      .setUrn(urn("aws:sns/topic:Topic"))
      .setProperties(struct({ name: "feed" }));
    expect((await ask(west, "create", request)).getId()).toContain(":us-west-2:");
    expect((await ask(east, "create", request)).getId()).toContain(":us-east-2:");
  });

  it("refuses what an API that is gone would refuse, and checks as ever", async () => {
    const client = await configured("oci", { region: "us-ashburn-1" }, "oci");
    const type = "oci:Core/vcn:Vcn";
    const inputs = struct({ compartmentId: "ocid1.compartment.oc1..a", cidrBlocks: ["10.0.0.0/16"] });
    const checked = await ask(client, "check", new rpc.CheckRequest().setUrn(urn(type)).setNews(inputs));
    expect(checked.getFailuresList()).toEqual([]);
    const create = new rpc.CreateRequest().setUrn(urn(type)).setProperties(inputs);
    await expect(ask(client, "create", create)).rejects.toThrow("the API refuses");
    const lookUp = new rpc.InvokeRequest().setTok("oci:Core/getServices:getServices").setArgs(struct({}));
    await expect(ask(client, "invoke", lookUp)).rejects.toThrow("the API refuses");
  });

  it("answers a call that hangs when it is cancelled", async () => {
    const client = await configured("oci", { region: "us-ashburn-1" }, "oci=hang");
    let ended = false;
    const lookUp = new rpc.InvokeRequest().setTok("oci:Core/getServices:getServices").setArgs(struct({}));
    const hanging = ask(client, "invoke", lookUp).catch((error: Error) => {
      ended = true;
      return error;
    });
    await ask(client, "getPluginInfo", new Empty());
    expect(ended).toBe(false);
    await ask(client, "cancel", new Empty());
    expect(await hanging).toBeInstanceOf(Error);
  });
});
