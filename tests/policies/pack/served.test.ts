import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { credentials } from "@grpc/grpc-js";
import { AnalyzerClient } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import {
  type AnalyzeResponse,
  type AnalyzerInfo,
  AnalyzerResource,
  AnalyzerResourceOptions,
  AnalyzeStackRequest,
  ConfigureAnalyzerRequest,
  EnforcementLevel,
  PolicyConfig,
} from "@pulumi/pulumi/proto/analyzer_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { type JavaScriptValue, Struct } from "google-protobuf/google/protobuf/struct_pb";
import { afterEach, describe, expect, it } from "vitest";

const policies = path.resolve(__dirname, "../../../policies");
const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

const called = <Response>(call: (done: (error: Error | null, response: Response) => void) => unknown) =>
  new Promise<Response>((done, fail) => {
    call((error, response) => (error ? fail(error) : done(response)));
  });

/** The pack as the engine starts it, for a program with this redundancy.yaml. */
async function serve(redundancy: string | undefined): Promise<AnalyzerClient> {
  const folder = mkdtempSync(path.join(os.tmpdir(), "twincloud-pack-"));
  ends.push(() => rmSync(folder, { recursive: true, force: true }));
  if (redundancy !== undefined) writeFileSync(path.join(folder, "redundancy.yaml"), redundancy);
  const child = spawn(process.execPath, ["main.cjs"], {
    cwd: policies,
    env: { PATH: process.env.PATH, TWINCLOUD_PROGRAM: folder },
    stdio: ["ignore", "pipe", "pipe"],
  });
  ends.push(() => child.kill("SIGKILL"));
  let errors = "";
  child.stderr.on("data", (data) => {
    errors += data;
  });
  const port = await new Promise<string>((done, fail) => {
    createInterface({ input: child.stdout }).once("line", done);
    child.once("exit", (code) => fail(new Error(`the pack ended with ${code}: ${errors}`)));
  });
  const client = new AnalyzerClient(`127.0.0.1:${port}`, credentials.createInsecure());
  ends.push(() => client.close());
  return client;
}

const info = (client: AnalyzerClient) =>
  called<AnalyzerInfo>((done) => client.getAnalyzerInfo(new Empty(), done));

/**
 * What the engine sends: each policy's announced level, or what `--policy-pack-config` says instead.
 */
async function configure(
  client: AnalyzerClient,
  own: Readonly<Record<string, { level?: EnforcementLevel; properties?: Record<string, JavaScriptValue> }>>,
): Promise<void> {
  const request = new ConfigureAnalyzerRequest();
  for (const policy of (await info(client)).getPoliciesList()) {
    const { level = policy.getEnforcementlevel(), properties = {} } = own[policy.getName()] ?? {};
    const config = new PolicyConfig();
    config.setEnforcementlevel(level as never);
    config.setProperties(Struct.fromJavaScript(properties));
    request.getPolicyconfigMap().set(policy.getName(), config);
  }
  await called((done) => client.configure(request, done));
}

const resource = (type: string, name: string, properties: Record<string, JavaScriptValue>) => {
  const one = new AnalyzerResource();
  one.setType(type);
  one.setName(name);
  one.setUrn(`urn:pulumi:dev::shop::${type}::${name}`);
  one.setProperties(Struct.fromJavaScript({ ...properties, id: name }));
  one.setOptions(new AnalyzerResourceOptions());
  return one;
};

const stack = () => [
  resource("pulumi:pulumi:Stack", "shop-dev", {}),
  resource("aws:rds/instance:Instance", "db", { engine: "mysql", multiAz: false, backupRetentionPeriod: 0 }),
];

/** Level of each policy's findings on the stack. */
async function found(client: AnalyzerClient): Promise<Record<string, string>> {
  const request = new AnalyzeStackRequest();
  request.setResourcesList(stack());
  const response = await called<AnalyzeResponse>((done) => client.analyzeStack(request, done));
  const names = Object.entries(EnforcementLevel);
  return Object.fromEntries(
    response
      .getDiagnosticsList()
      .map((one) => [
        one.getPolicyname(),
        names.find(([, value]) => value === one.getEnforcementlevel())?.[0] ?? "none",
      ]),
  );
}

describe("the pack in CrossGuard", () => {
  it("only advises a program that has no redundancy.yaml", async () => {
    const client = await serve(undefined);
    await configure(client, {});
    const levels = await found(client);
    expect(levels).not.toEqual({});
    expect(Object.values(levels)).not.toContain("MANDATORY");
  });

  it("holds a program to its redundancy.yaml, by policies of those levels", async () => {
    const client = await serve(
      "profile: single-region\nlevels: { backups-kept: advisory, image-digest: mandatory }",
    );
    const announced = Object.fromEntries(
      (await info(client)).getPoliciesList().map((one) => [one.getName(), one.getEnforcementlevel()]),
    );
    expect(announced).toMatchObject({
      "single-point": EnforcementLevel.MANDATORY,
      "backups-kept": EnforcementLevel.ADVISORY,
      "image-digest": EnforcementLevel.MANDATORY,
      "min-regions": EnforcementLevel.DISABLED,
    });
    await configure(client, {});
    expect(await found(client)).toEqual({
      "single-point": "MANDATORY",
      "backups-kept": "ADVISORY",
      "protect-data": "ADVISORY",
    });
  });

  it("has --policy-pack-config change what redundancy.yaml says", async () => {
    const client = await serve("profile: single-region\nlevels: { protect-data: disabled }");
    await configure(client, {
      "single-point": { level: EnforcementLevel.DISABLED },
      "backups-kept": { level: EnforcementLevel.ADVISORY },
      "protect-data": { level: EnforcementLevel.MANDATORY },
    });
    expect(await found(client)).toEqual({ "backups-kept": "ADVISORY", "protect-data": "MANDATORY" });
  });

  it("ends with every problem of a redundancy.yaml that isn't sound", async () => {
    const refused = String(await serve("profile: regional\nzone: 2").catch((error: Error) => error));
    expect(refused).toContain('redundancy.yaml: profile: found "regional"; wanted single-region');
    expect(refused).toContain("redundancy.yaml: zone: is not known here; did you mean 'zones'?");
    expect(refused).not.toMatch(/\n\s+at /);
  });
});
