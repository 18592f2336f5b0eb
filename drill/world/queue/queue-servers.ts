/** The queue of one site as the stack configures it: three real nats-servers, their certificates and the setup Job. */
import type { ChildProcess } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { connect, type NatsConnection } from "@nats-io/transport-node";
import { certificatePlan } from "../../../components/queue/certificates";
import { inboxPrefix, peersOf, type QueuePlan, reservedBytes } from "../../../components/queue/model";
import { LEAF_REMOTES_FILE, leafRemotes, natsConfig } from "../../../components/queue/nats-config";
import { serverHosts } from "../../../components/queue/servers";
import { setupFiles } from "../../../components/queue/setup";
import { type AuthorityStage, authorityName } from "../../../graph/authority-stage";
import { goProgram } from "../../frame/go";
import { gone, type Lane, now, until } from "../../frame/lane";
import { freePort } from "../../frame/net";
import { plain } from "../../frame/requests";
import { makeAuthority, resign, sign } from "../authority";

const servers = [0, 1, 2] as const;

/** What the queues of a world have in common. */
export interface QueueGround {
  readonly lane: Lane;
  readonly plan: QueuePlan;
  readonly sites: readonly QueueServers[];
  /** Folder of the world; a site's is below it. */
  readonly dir: string;
  /** Folder of the authority of the links between the sites. */
  readonly ca: string;
  /** Names by which clients reach the servers of their own site. */
  readonly serviceNames: readonly string[];
  /** A file of the world, as the lane names it. */
  file(name: string): string;
  /** Starts a program where a site stands; its output goes to `<name>.log`. */
  start(
    site: string,
    name: string,
    command: string,
    args: readonly string[],
    env: Readonly<Record<string, string>>,
  ): ChildProcess;
}

export abstract class QueueServers {
  private readonly processes: (ChildProcess | undefined)[] = [];
  private readonly routes: number[] = [];

  constructor(
    readonly world: QueueGround,
    readonly id: string,
    /** First three numbers of its addresses. */
    readonly net: string,
  ) {}

  get dir(): string {
    return `${this.world.dir}/${this.id}`;
  }
  /** Folder of the authority of what is within this site. */
  get ca(): string {
    return `${this.dir}/ca`;
  }
  /** Where the other sites' leaf links come in. */
  abstract readonly leafAddresses: readonly string[];
  address(server: number): string {
    return `${this.net}.${server + 1}`;
  }
  /** Folder of what a server stores. */
  data(server: number): string {
    return `${this.dir}/s${server}/data`;
  }
  tls(certificate: string): string {
    return `${this.dir}/tls/${certificate}`;
  }
  get url(): string {
    return servers.map((server) => `tls://${this.address(server)}:4222`).join(",");
  }
  get route(): string {
    return `tls://localhost:${this.routes[0]}`;
  }

  #certificates() {
    return certificatePlan(this.world.plan, this.id, ["localhost"], this.world.serviceNames);
  }

  /** The certificates of the stack's plan, for the addresses that it has here. */
  async prepare(): Promise<void> {
    for (const _ of servers) this.routes.push(await freePort());
    makeAuthority(this.ca);
    for (const certificate of this.#certificates()) {
      const own = certificate.name === "server" ? servers.map((server) => this.address(server)) : [];
      const addresses = certificate.edgeAddresses ? this.leafAddresses : own;
      const names = [
        ...certificate.dnsNames.map((name) => `DNS:${name}`),
        ...addresses.map((address) => `IP:${address}`),
      ];
      const uses = certificate.uses
        .filter((use) => use.endsWith("auth"))
        .map((use) => (use === "server_auth" ? "serverAuth" : "clientAuth"));
      const signer = certificate.authority === "site" ? this.ca : this.world.ca;
      sign(this.tls(certificate.name), certificate.commonName, names, uses, signer);
    }
  }

  /** Signs every certificate of the plan as a stage of the authorities has it; the servers read that when they start. */
  certify(stage: AuthorityStage): void {
    for (const certificate of this.#certificates()) {
      const base = certificate.authority === "site" ? this.ca : this.world.ca;
      const folder = this.tls(certificate.name);
      resign(folder, authorityName(base, stage.signing));
      const trusted = stage.trusted.map((number) => `${authorityName(base, number)}/ca.crt`);
      writeFileSync(`${folder}/ca.crt`, trusted.map((file) => readFileSync(file, "utf8")).join(""));
    }
  }

  /** Lets the servers show a certificate that has run out, or one that holds again: to whoever comes from then on. */
  expire(isOver: boolean): void {
    resign(this.tls("server"), this.ca, isOver ? "over" : "valid");
    for (const server of servers) if (this.runs(server)) this.signal(server, "SIGHUP");
  }

  configure(): void {
    const { plan, sites } = this.world;
    for (const server of servers) {
      const folder = `${this.dir}/s${server}`;
      mkdirSync(folder, { recursive: true });
      mkdirSync(this.data(server), { recursive: true });
      const address = this.address(server);
      const local = {
        client: `${address}:4222`,
        monitor: `${address}:8222`,
        leaf: `${address}:7422`,
        cluster: `127.0.0.1:${this.routes[server]}`,
        routes: this.routes.map((port) => `tls://localhost:${port}`),
        tls: `${this.dir}/tls`,
        data: this.data(server),
        run: folder,
      };
      const common = { plan, site: this.id, local };
      const others = sites.filter((site) => peersOf(plan, this.id).includes(site.id));
      writeFileSync(
        `${folder}/nats.conf`,
        natsConfig({
          ...common,
          servers: serverHosts,
          maxPayloadBytes: 2 ** 20,
          maxFileStoreBytes: reservedBytes(plan),
          maxMemoryStoreBytes: 2 ** 26,
        }),
      );
      writeFileSync(
        `${folder}/${LEAF_REMOTES_FILE}`,
        leafRemotes({
          ...common,
          leafAddresses: Object.fromEntries(others.map(({ id, leafAddresses }) => [id, leafAddresses])),
        }),
      );
    }
  }

  start(server: number): void {
    this.processes[server] = this.world.start(
      this.id,
      `${this.id}/s${server}/nats`,
      goProgram("nats-server"),
      ["-c", `${this.dir}/s${server}/nats.conf`],
      { SERVER_NAME: `queue-${server}` },
    );
  }

  runs(server: number): boolean {
    const child = this.processes[server];
    return child !== undefined && !gone(child);
  }

  startAll(): void {
    for (const server of servers) this.start(server);
  }

  /** Waits until each server answers; @throws NotReady with a part's own words. */
  async listening(limit: number): Promise<void> {
    const { lane } = this.world;
    for (const [server, child] of this.processes.entries()) {
      if (child)
        await lane.ready(
          child,
          limit,
          async () => (await plain(this.address(server), 8222, "/varz")).status === 200,
        );
    }
  }

  /** SIGKILL: a power cut, as far as a process can tell. */
  async kill(...which: readonly number[]): Promise<void> {
    const { lane } = this.world;
    await Promise.all(
      which.map(async (server) => {
        const child = this.processes[server];
        if (child) await lane.kill(child);
      }),
    );
  }

  signal(server: number, signal: NodeJS.Signals): ChildProcess {
    const child = this.processes[server];
    if (!child) throw new Error(`${this.id}: server ${server} doesn't run`);
    this.world.lane.signal(child, signal);
    return child;
  }

  /** Runs the Job's script: its exit code and seconds. */
  setup(): Promise<{ code: number | null; seconds: number }> {
    const { lane, plan } = this.world;
    const files = setupFiles(plan, this.id, 3, "unused", {
      files: `${this.dir}/setup`,
      certificate: this.tls("setup"),
      url: this.url,
      scratch: this.dir,
    });
    for (const [name, text] of Object.entries(files))
      lane.file(this.world.file(`${this.id}/setup/${name}`), text);
    const started = now();
    const path = `${goProgram("nats").replace(/\/nats$/, "")}:/bin:/usr/bin`;
    const env = { PATH: path, HOME: this.dir };
    const script = `${this.dir}/setup/setup.sh`;
    const child = this.world.start(this.id, `${this.id}/setup`, "/bin/sh", [script], env);
    return new Promise((done) => child.once("exit", (code) => done({ code, seconds: now() - started })));
  }

  /** A connection by one of the site's certificates. */
  client(certificate: string, inbox: string, over: object = {}): Promise<NatsConnection> {
    const tls = this.tls(certificate);
    return connect({
      servers: this.url.split(","),
      tls: { caFile: `${tls}/ca.crt`, certFile: `${tls}/tls.crt`, keyFile: `${tls}/tls.key` },
      inboxPrefix: inbox,
      reconnectTimeWait: 250,
      maxReconnectAttempts: -1,
      timeout: 20_000,
      ...over,
    });
  }

  workload(name: string): Promise<NatsConnection> {
    return this.client(`workload-${name}`, inboxPrefix(name));
  }

  /** Its servers one after the other, as a roll-out of their StatefulSet goes; each is well before the next. */
  async roll(): Promise<void> {
    for (const server of servers) {
      const ended = this.signal(server, "SIGTERM");
      await new Promise((done) => ended.once("exit", done));
      this.start(server);
      const well = await until(120, async () => (await this.healthy()) === servers.length, 250);
      if (well === undefined)
        throw new Error(`${this.id}: not all servers are well again after ${server}'s turn`);
    }
  }

  /** The server that leads a stream, as the stream's name on it; undefined where none does. */
  async leaderOf(stream: string): Promise<number | undefined> {
    for (const server of servers) {
      if (!this.runs(server)) continue;
      const { status, body } = await plain(this.address(server), 8222, "/jsz?streams=true&accounts=true");
      if (status !== 200) continue;
      const leader = leaderIn(JSON.parse(body), stream);
      if (leader !== undefined) return leader;
    }
    return undefined;
  }

  /** How many servers are well, as the pods' readiness asks. */
  async healthy(): Promise<number> {
    const answers = await Promise.all(servers.map((server) => plain(this.address(server), 8222, "/healthz")));
    return answers.filter(({ status }) => status === 200).length;
  }
}

interface Jsz {
  readonly account_details?: readonly {
    readonly stream_detail?: readonly {
      readonly name: string;
      readonly cluster?: { readonly leader?: string };
    }[];
  }[];
}

/** Servers are called `queue-<n>`. */
function leaderIn({ account_details = [] }: Jsz, stream: string): number | undefined {
  const details = account_details.flatMap(({ stream_detail = [] }) => stream_detail);
  const leader = details.find(({ name }) => name === stream)?.cluster?.leader;
  return leader === undefined ? undefined : Number(leader.slice(-1));
}
