/** A policy pack as the engine runs it: a process that is asked over gRPC. */
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

const ends: (() => void)[] = [];

/** Ends every pack that was started. */
export function endPacks(): void {
  for (const end of ends.splice(0)) end();
}

const called = <Response>(call: (done: (error: Error | null, response: Response) => void) => unknown) =>
  new Promise<Response>((done, fail) => {
    call((error, response) => (error ? fail(error) : done(response)));
  });

/**
 * A pack as the engine starts it, for a program with this redundancy.yaml.
 * @param args of Node's, before what the pack's package.json says
 */
export async function servePack(
  pack: string,
  redundancy: string | undefined,
  args: readonly string[] = ["main.cjs"],
): Promise<AnalyzerClient> {
  const folder = mkdtempSync(path.join(os.tmpdir(), "twincloud-pack-"));
  ends.push(() => rmSync(folder, { recursive: true, force: true }));
  if (redundancy !== undefined) writeFileSync(path.join(folder, "redundancy.yaml"), redundancy);
  const child = spawn(process.execPath, [...args], {
    cwd: pack,
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

export const infoOf = (client: AnalyzerClient) =>
  called<AnalyzerInfo>((done) => client.getAnalyzerInfo(new Empty(), done));

/**
 * What the engine sends: each policy's announced level, or what `--policy-pack-config` says instead.
 */
export async function configure(
  client: AnalyzerClient,
  own: Readonly<Record<string, { level?: EnforcementLevel; properties?: Record<string, JavaScriptValue> }>>,
): Promise<void> {
  const request = new ConfigureAnalyzerRequest();
  for (const policy of (await infoOf(client)).getPoliciesList()) {
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
export async function found(client: AnalyzerClient): Promise<Record<string, string>> {
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
