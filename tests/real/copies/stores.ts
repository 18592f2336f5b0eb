/** Two S3 servers, one for each cloud's, the lane's own client of them, and runs of the mirror's script. */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import * as http from "node:http";
import * as https from "node:https";
import { awsAccess } from "../../../components/aws/rclone";
import type { MediaStore } from "../../../components/contracts";
import {
  type MirrorPlan,
  type MirrorRun,
  mirrorScript,
  rcloneConfig,
} from "../../../components/mirror/rclone";
import { ociAccess } from "../../../components/oci/rclone";
import { goProgram } from "../../../drill/frame/go";
import { type Lane, now } from "../../../drill/frame/lane";
import { freePort } from "../../../drill/frame/net";
import { pythonProgram } from "../../../drill/frame/parts";
import { selfSigned } from "../../../drill/frame/requests";

export type Side = "aws" | "oci";

const store = (provider: Side, region: string): MediaStore => ({
  site: `${provider}-${region}`,
  provider,
  region,
  bucket: `media-${region}`,
  ready: [],
  endpoint:
    provider === "aws" ? `s3.${region}.amazonaws.com` : `ns.compat.objectstorage.${region}.oraclecloud.com`,
  pathStyle: provider === "oci",
  reachesPeers: provider === "aws",
  rclone: { aws: awsAccess, oci: ociAccess }[provider],
});
export const ohio = store("aws", "us-east-2");
export const chicago = store("oci", "us-chicago-1");
export const ashburn = store("oci", "us-ashburn-1");

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly seconds: number;
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Milliseconds after which the run is killed. */
  readonly killAfter?: number;
  /** Of the script's own time-out of silence, in seconds. */
  readonly silence?: number;
  /** Seconds in place of the minutes for which another mirror is waited for, and what happens while it is. */
  readonly left?: { readonly seconds: number; readonly meanwhile: () => void };
}

/** What the script says when it begins to wait. */
const WAITING = "left to other sites' mirrors";

export class Stores {
  readonly tls: string;
  readonly ports = {} as Record<Side | "native" | "silent" | "many" | "identity", number>;
  /** What the mirror itself has asked of each server, by method and kind. */
  readonly asked: Record<Side, Set<string>> = { aws: new Set(), oci: new Set() };
  /** How often a pod's identity was asked for. */
  identities = 0;
  private clientConfig = "";

  private constructor(readonly lane: Lane) {
    this.tls = `${lane.dir}/tls`;
  }

  static async start(lane: Lane): Promise<Stores> {
    const stores = new Stores(lane);
    const moto = pythonProgram("moto_server");
    selfSigned(stores.tls, "IP:127.0.0.1");
    writeFileSync(`${stores.tls}/token`, "a-token");
    for (const name of ["aws", "oci", "native", "silent", "many", "identity"] as const)
      stores.ports[name] = await freePort();
    await stores.startIdentity();
    await Promise.all((["aws", "oci"] as const).map((side) => stores.startServer(side, moto)));
    stores.clientConfig = lane.file(
      "client.conf",
      (["aws", "oci"] as const)
        .map((side) => {
          const lines = [
            "type = s3",
            "provider = Other",
            "access_key_id = x",
            "secret_access_key = y",
            "region = us-east-1",
            `endpoint = https://127.0.0.1:${stores.ports[side]}`,
          ];
          return `[${side}]\n${lines.join("\n")}\n`;
        })
        .join("\n"),
    );
    return stores;
  }

  private startServer(side: Side, moto: string): Promise<ChildProcess> {
    const { lane, tls, ports } = this;
    const keys = ["--ssl-cert", `${tls}/tls.crt`, "--ssl-key", `${tls}/tls.key`];
    const child = lane.start(side, moto, ["-H", "127.0.0.1", "-p", String(ports[side]), ...keys]);
    const answers = () =>
      new Promise<boolean>((done) => {
        const options = {
          host: "127.0.0.1",
          port: ports[side],
          path: "/moto-api/",
          rejectUnauthorized: false,
        };
        https
          .get(options, (answer) => {
            answer.resume();
            done(answer.statusCode === 200);
          })
          .on("error", () => done(false));
      });
    return lane.ready(child, 90, answers).then(() => child);
  }

  /** EKS's Pod Identity: credentials for whoever has the token. */
  private async startIdentity(): Promise<void> {
    const agent = http.createServer((request, answer) => {
      if (request.headers.authorization !== "a-token") return void answer.writeHead(403).end();
      this.identities++;
      const Expiration = new Date(Date.now() + 3_600_000).toISOString();
      const said = { AccessKeyId: "aws-id", SecretAccessKey: "aws-secret", Token: "aws-session", Expiration };
      answer.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(said));
    });
    await new Promise<void>((done, failed) =>
      agent.once("error", failed).listen(this.ports.identity, "127.0.0.1", done),
    );
    this.lane.onEnd(() => {
      agent.closeAllConnections();
      agent.close();
    });
  }

  /** rclone as the lane's own client, with a remote a server. */
  rclone(args: readonly string[], input?: string): string {
    const own = ["--config", this.clientConfig, "--ca-cert", `${this.tls}/tls.crt`];
    return execFileSync(goProgram("rclone"), [...own, ...args], {
      input,
      encoding: "utf8",
      stdio: ["pipe", "pipe", "pipe"],
    });
  }

  put(path: string, text: string, type = "video/mp4"): void {
    this.rclone(["rcat", path, "--s3-no-check-bucket", "--header-upload", `Content-Type: ${type}`], text);
  }

  get(path: string): string {
    return this.rclone(["cat", path]);
  }

  list(path: string): string[] {
    return this.rclone(["lsf", "-R", "--files-only", path]).split("\n").filter(Boolean).sort();
  }

  versions(path: string): number {
    const all = this.rclone(["lsf", "-R", "--files-only", "--s3-versions", path]);
    return all.split("\n").filter(Boolean).length;
  }

  type(path: string): string {
    return (JSON.parse(this.rclone(["lsjson", "--stat", path])) as { MimeType: string }).MimeType;
  }

  logOf(side: Side): string {
    return readFileSync(`${this.lane.dir}/${side}.log`, "utf8");
  }

  /** Runs the mirror's own script; `at` says on which port each site's store really stands. */
  mirror(
    plan: MirrorPlan,
    run: MirrorRun,
    at: Readonly<Record<string, number>>,
    { env = {}, killAfter, silence, left }: RunOptions = {},
  ): Promise<Ended> {
    const { lane } = this;
    const folder = `${plan.own.site}-${Math.random().toString(36).slice(2)}`;
    const config = lane.file(`${folder}/rclone.conf`, rcloneConfig(plan));
    chmodSync(config, 0o444);
    const text = mirrorScript(plan, config);
    if (!text.includes("--timeout 30s"))
      throw new Error("the script's time-out of silence is no longer 30 s");
    const hurried = left === undefined ? text : text.replace(/^ *sleep \d+$/m, `sleep ${left.seconds}`);
    const script = lane.file(
      `${folder}/mirror.sh`,
      silence === undefined ? hurried : hurried.replace("--timeout 30s", `--timeout ${silence}s`),
    );
    const started = now();
    const from = { aws: this.logOf("aws").length, oci: this.logOf("oci").length };
    const child = lane.own(
      spawn("/bin/sh", [script, run], { env: { ...this.environment(plan, at), ...env }, detached: true }),
    );
    let out = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on("data", (part) => {
        const waited = out.includes(WAITING);
        out += part;
        if (!waited && out.includes(WAITING)) left?.meanwhile();
      });
    }
    const timer =
      killAfter === undefined ? undefined : setTimeout(() => lane.signal(child, "SIGKILL"), killAfter);
    return new Promise((done) =>
      child.on("close", (code) => {
        clearTimeout(timer);
        this.note("aws", from.aws);
        this.note("oci", from.oci);
        lane.file(`${folder}/run.log`, out);
        done({ code, out, seconds: now() - started });
      }),
    );
  }

  private note(side: Side, from: number): void {
    // The server colours what it refused.
    const colour = String.fromCharCode(27);
    const text = this.logOf(side)
      .slice(from)
      .replaceAll(new RegExp(`${colour}\\[\\d+m`, "g"), "");
    for (const [, method, path = "", query = ""] of text.matchAll(/"([A-Z]+) ([^ ?]*)(\?[^ ]*)? HTTP/g)) {
      const kind = path === "/" ? "sts" : path.split("/").length < 3 ? "bucket" : "object";
      const parts = /[?&](uploads|partNumber|uploadId)\b/.test(query) ? " in parts" : "";
      this.asked[side].add(`${method} ${kind}${parts}`);
    }
  }

  /** What a pod has in its environment, and where the lane's stores stand. */
  private environment(plan: MirrorPlan, at: Readonly<Record<string, number>>): Record<string, string> {
    const { tls, ports } = this;
    const identity: Record<string, string> =
      plan.own.provider === "aws"
        ? {
            AWS_CONTAINER_CREDENTIALS_FULL_URI: `http://127.0.0.1:${ports.identity}/v1/credentials`,
            AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: `${tls}/token`,
            OCI_S3_ACCESS_KEY_ID: "oci-id",
            OCI_S3_SECRET_ACCESS_KEY: "oci-secret",
          }
        : {
            AWS_ROLE_ARN: "arn:aws:iam::123456789012:role/mirror",
            AWS_WEB_IDENTITY_TOKEN_FILE: `${tls}/token`,
            // Of another site: each source's is set by the script.
            AWS_REGION: "us-west-2",
            AWS_ENDPOINT_URL_STS: `https://127.0.0.1:${ports.aws}`,
            AWS_CA_BUNDLE: `${tls}/tls.crt`,
          };
    const env: Record<string, string> = {
      ...identity,
      PATH: `${goProgram("rclone").replace(/\/rclone$/, "")}:/usr/bin:/bin`,
      HOME: this.lane.dir,
      GOMEMLIMIT: "409MiB",
      RCLONE_CA_CERT: `${tls}/tls.crt`,
      // Never ask the machine that the lane runs on.
      AWS_EC2_METADATA_DISABLED: "true",
    };
    const remotes = [...plan.sources, ...plan.left].map((s): [string, MediaStore] => [
      s.site.replaceAll("-", "_").toUpperCase(),
      s,
    ]);
    for (const [name, { site }] of [["OWN", plan.own] as [string, MediaStore], ...remotes]) {
      env[`RCLONE_CONFIG_${name}_ENDPOINT`] = `https://127.0.0.1:${at[site]}`;
      env[`RCLONE_CONFIG_${name}_FORCE_PATH_STYLE`] = "true";
    }
    return env;
  }
}
