import { credentials } from "@grpc/grpc-js";
import type { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as rpc from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { afterEach, describe, expect, it } from "vitest";
import { KUBECONFIG_TO_NOWHERE, kubeconfigOf } from "../../components/kubeconfig";
import { UNKNOWN } from "../../graph/resource";
import { dependencies } from "../../package.json";
import { parseFailures } from "../../sandbox/failures";
import { type Providers, startProviders } from "../../sandbox/servers";

let providers: Providers | undefined;
const clients: ResourceProviderClient[] = [];
afterEach(() => {
  for (const client of clients.splice(0)) client.close();
  providers?.stop();
});

async function connect(
  pkg: string,
  fail: readonly string[] = [],
  skipUnreachable = false,
  discoverySeconds = 32,
): Promise<ResourceProviderClient> {
  providers = await startProviders({ failures: parseFailures(fail), skipUnreachable, discoverySeconds });
  const address = new Map(
    providers.addresses.split(",").map((one) => one.split(":") as [string, string]),
  ).get(pkg);
  const client = new ResourceProviderClient(`127.0.0.1:${address}`, credentials.createInsecure());
  clients.push(client);
  return client;
}

interface Replies {
  getPluginInfo: PluginInfo;
  checkConfig: rpc.CheckResponse;
  diffConfig: rpc.DiffResponse;
  configure: rpc.ConfigureResponse;
  check: rpc.CheckResponse;
  diff: rpc.DiffResponse;
  create: rpc.CreateResponse;
  read: rpc.ReadResponse;
  update: rpc.UpdateResponse;
  delete: Empty;
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
const plain = (given: Struct | undefined) => given?.toJavaScript();
const { DiffChanges } = rpc.DiffResponse;
const urn = (type: string) => `urn:pulumi:test::twincloud::${type}::feed`;
const secret = (value: string) => ({
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  value,
});

async function configured(pkg: string, inputs: object, ...fail: string[]): Promise<ResourceProviderClient> {
  const client = await connect(pkg, fail);
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

  it("doesn't know in its check what isn't known yet, and doesn't miss it", async () => {
    const client = await configured("aws", { region: "us-east-2" });
    const inputs = struct({ vpcId: UNKNOWN, cidrBlock: "10.0.1.0/24", tags: { of: UNKNOWN } });
    const request = new rpc.CheckRequest().setUrn(urn("aws:ec2/subnet:Subnet")).setNews(inputs);
    const checked = await ask(client, "check", request);
    expect(checked.getFailuresList()).toEqual([]);
    expect(plain(checked.getInputs())).toMatchObject({ vpcId: UNKNOWN, tags: { of: UNKNOWN } });
  });

  it("says what changed where, and whether that replaces", async () => {
    const client = await configured("aws", { region: "us-east-2" });
    const before = { cidrBlock: "10.0.0.0/16", tags: { a: "1" } };
    const request = new rpc.DiffRequest()
      .setUrn(urn("aws:ec2/vpc:Vpc"))
      .setOldInputs(struct(before))
      .setOlds(struct({ ...before, region: "us-east-2" }));
    const to = (after: object) => ask(client, "diff", request.setNews(struct(after)));
    const same = await to(before);
    expect([same.getChanges(), same.getReplacesList()]).toEqual([DiffChanges.DIFF_NONE, []]);
    const tagged = await to({ ...before, tags: { a: "2" } });
    expect([tagged.getChanges(), tagged.getReplacesList()]).toEqual([DiffChanges.DIFF_SOME, []]);
    expect(tagged.getDetaileddiffMap().get("tags.a")?.getKind()).toBe(rpc.PropertyDiff.Kind.UPDATE);
    expect((await to({ ...before, cidrBlock: "10.1.0.0/16" })).getReplacesList()).toEqual(["cidrBlock"]);
    expect((await to({ ...before, cidrBlock: UNKNOWN })).getReplacesList()).toEqual(["cidrBlock"]);
  });

  it("keeps the id of what it updates, and answers with the new inputs", async () => {
    const client = await configured("aws", { region: "us-east-2" });
    const id = "arn:aws:sns:us-east-2:123456789012:feed";
    const request = new rpc.UpdateRequest()
      .setId(id)
      .setUrn(urn("aws:sns/topic:Topic"))
      .setOlds(struct({ name: "feed", arn: id, displayName: "old" }))
      .setNews(struct({ name: "feed", displayName: secret("new") }));
    const updated = plain((await ask(client, "update", request)).getProperties());
    expect(updated).toMatchObject({ name: "feed", arn: id, displayName: secret("new") });
  });

  it("reads what the stack made as it was made, and makes up what it only refers to", async () => {
    const client = await configured("aws", { region: "us-east-2" });
    const id = "arn:aws:sns:us-east-2:123456789012:feed";
    const request = new rpc.ReadRequest().setId(id).setUrn(urn("aws:sns/topic:Topic"));
    const state = { name: "feed", arn: "as it was" };
    const refreshed = await ask(
      client,
      "read",
      new rpc.ReadRequest()
        .setId(id)
        .setUrn(urn("aws:sns/topic:Topic"))
        .setInputs(struct({ name: "feed" }))
        .setProperties(struct(state)),
    );
    expect([refreshed.getId(), plain(refreshed.getProperties())]).toEqual([id, state]);
    const found = await ask(client, "read", request);
    expect([found.getId(), plain(found.getProperties())?.arn]).toEqual([id, id]);
  });

  it("deletes, unless the API is gone", async () => {
    const request = new rpc.DeleteRequest().setId("vpc-1").setUrn(urn("aws:ec2/vpc:Vpc"));
    const client = await configured("aws", { region: "us-east-2" }, "aws:s3");
    expect(await ask(client, "delete", request)).toBeInstanceOf(Empty);
    const bucket = new rpc.DeleteRequest().setId("feed").setUrn(urn("aws:s3/bucket:Bucket"));
    await expect(ask(client, "delete", bucket)).rejects.toThrow("the API refuses");
  });

  it("takes its own settings as they are", async () => {
    const client = await connect("aws");
    const news = struct({ region: "us-east-2", skipCredentialsValidation: "true" });
    const checked = await ask(client, "checkConfig", new rpc.CheckRequest().setNews(news));
    expect(plain(checked.getInputs())).toEqual(news.toJavaScript());
    expect(checked.getFailuresList()).toEqual([]);
  });
});

describe("a cluster's provider with another kubeconfig", () => {
  const replaces = async (before: object, after: object) => {
    const client = await connect("kubernetes");
    const request = new rpc.DiffRequest()
      .setUrn(urn("pulumi:providers:kubernetes"))
      .setOldInputs(struct(before))
      .setNews(struct(after));
    const diff = await ask(client, "diffConfig", request);
    expect(diff.getChanges()).toBe(DiffChanges.DIFF_SOME);
    return diff.getReplacesList();
  };

  it("replaces all its objects, as nothing says that the cluster is the same", async () => {
    expect(await replaces({ kubeconfig: "a" }, { kubeconfig: "b" })).toEqual(["kubeconfig"]);
  });

  it("replaces nothing while its identifier says that the cluster is the same", async () => {
    const clusterIdentifier = "cluster";
    expect(
      await replaces({ kubeconfig: "a", clusterIdentifier }, { kubeconfig: "b", clusterIdentifier }),
    ).toEqual([]);
  });
});

describe("a cluster that can't be reached", () => {
  const type = "kubernetes:core/v1:ConfigMap";
  const before = { metadata: { name: "feed" }, data: { a: "1" } };
  const after = { metadata: { name: "feed" }, data: { a: "2" } };
  const unreachable = "configured Kubernetes cluster is unreachable: https://127.0.0.1:1: connection refused";

  async function unreached(skips: boolean, settings: object = {}): Promise<ResourceProviderClient> {
    const client = await connect("kubernetes", [], skips);
    const args = struct({ kubeconfig: KUBECONFIG_TO_NOWHERE, ...settings });
    await ask(client, "configure", new rpc.ConfigureRequest().setArgs(args));
    return client;
  }
  const check = new rpc.CheckRequest().setUrn(urn(type)).setOlds(struct(before)).setNews(struct(after));
  const create = () => new rpc.CreateRequest().setUrn(urn(type)).setProperties(struct(before));
  const update = () =>
    new rpc.UpdateRequest().setUrn(urn(type)).setId("feed").setOlds(struct(before)).setNews(struct(after));
  const remove = () => new rpc.DeleteRequest().setUrn(urn(type)).setId("feed");
  const read = () =>
    new rpc.ReadRequest()
      .setUrn(urn(type))
      .setId("feed")
      .setInputs(struct(before))
      .setProperties(struct({ ...before, metadata: { name: "feed", uid: "u" } }));

  it("plans a change, and fails to make, change, read and delete anything", async () => {
    const client = await unreached(false);
    expect(plain((await ask(client, "check", check)).getInputs())?.data).toEqual({ a: "2" });
    expect(plain((await ask(client, "update", update().setPreview(true))).getProperties())?.data).toEqual({
      a: "2",
    });
    await expect(ask(client, "create", create())).rejects.toThrow(unreachable);
    await expect(ask(client, "update", update())).rejects.toThrow(unreachable);
    await expect(ask(client, "read", read())).rejects.toThrow(unreachable);
    await expect(ask(client, "delete", remove())).rejects.toThrow(unreachable);
  });

  it("wants its objects as they were when updates are skipped: a change vanishes, as does a refresh", async () => {
    const client = await unreached(true);
    expect(plain((await ask(client, "check", check)).getInputs())).toEqual(before);
    const same = await ask(client, "read", read());
    expect(same.getId()).toBe("feed");
    expect(plain(same.getProperties())).toEqual({ ...before, metadata: { name: "feed", uid: "u" } });
    expect(plain(same.getInputs())).toEqual(before);
  });

  it("fails to make and delete even when updates are skipped", async () => {
    const client = await unreached(true);
    await expect(ask(client, "create", create())).rejects.toThrow(unreachable);
    await expect(ask(client, "delete", remove())).rejects.toThrow(unreachable);
  });

  it("is judged by its provider's own setting before the environment's", async () => {
    const client = await unreached(true, { skipUpdateUnreachable: "false" });
    await expect(ask(client, "read", read())).rejects.toThrow(unreachable);
    expect(plain((await ask(client, "check", check)).getInputs())?.data).toEqual({ a: "2" });
  });
});

describe("a call that hangs", () => {
  const lookUp = () => new rpc.InvokeRequest().setTok("oci:Core/getServices:getServices").setArgs(struct({}));

  /** How a call ends, and whether it has. */
  function watched(call: Promise<unknown>): {
    readonly ended: () => boolean;
    readonly end: Promise<unknown>;
  } {
    let ended = false;
    const end = call.catch((error: Error) => error).finally(() => (ended = true));
    return { ended: () => ended, end };
  }

  it("ends when it is cancelled", async () => {
    const client = await configured("oci", { region: "us-ashburn-1" }, "oci=hang");
    const { ended, end } = watched(ask(client, "invoke", lookUp()));
    await ask(client, "getPluginInfo", new Empty());
    expect(ended()).toBe(false);
    await ask(client, "cancel", new Empty());
    expect(await end).toBeInstanceOf(Error);
  });

  it("ends at once when it begins after that", async () => {
    const client = await configured("oci", { region: "us-ashburn-1" }, "oci=hang");
    await ask(client, "cancel", new Empty());
    await expect(ask(client, "invoke", lookUp())).rejects.toThrow("the API refuses");
  });

  it("keeps a cluster's provider for as long as it waits for schemas, and then the cluster is one that can't be reached", async () => {
    const client = await connect("kubernetes", ["oci=hang"], false, 0.3);
    const kubeconfig = kubeconfigOf({ server: "https://198.18.0.1" }, { exec: { command: "oci" } });
    const configure = new rpc.ConfigureRequest().setArgs(struct({ kubeconfig }));
    const remove = new rpc.DeleteRequest().setUrn(urn("kubernetes:core/v1:ConfigMap")).setId("feed");
    const { ended, end } = watched(ask(client, "configure", configure));
    await ask(client, "getPluginInfo", new Empty());
    expect(ended()).toBe(false);
    expect(await end).toBeInstanceOf(rpc.ConfigureResponse);
    await expect(ask(client, "delete", remove)).rejects.toThrow("https://198.18.0.1: i/o timeout");
  });

  it("is every call to a cluster that begins to hang after that", async () => {
    const client = await connect("kubernetes", ["oci=hang@1"]);
    const kubeconfig = kubeconfigOf({ server: "https://198.18.0.1" }, { exec: { command: "oci" } });
    await ask(client, "configure", new rpc.ConfigureRequest().setArgs(struct({ kubeconfig })));
    const remove = new rpc.DeleteRequest().setUrn(urn("kubernetes:core/v1:ConfigMap")).setId("feed");
    await ask(client, "delete", remove);
    const { ended, end } = watched(ask(client, "delete", remove));
    await ask(client, "getPluginInfo", new Empty());
    expect(ended()).toBe(false);
    await ask(client, "cancel", new Empty());
    expect(String(await end)).toContain("https://198.18.0.1: i/o timeout");
  });
});
