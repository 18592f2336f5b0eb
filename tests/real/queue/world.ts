/** Sites of three nats-servers each, as the stack configures them; their leaf links go through a real edge. */
import { type ChildProcess, execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { connect, type NatsConnection } from "@nats-io/transport-node";
import { haproxyConfig } from "../../../components/edge/haproxy";
import { standardPerClient } from "../../../components/edge/per-client";
import { certificatePlan } from "../../../components/queue/certificates";
import { inboxPrefix, peersOf, type QueuePlan, reservedBytes } from "../../../components/queue/model";
import { LEAF_REMOTES_FILE, leafRemotes, natsConfig } from "../../../components/queue/nats-config";
import { serverHosts } from "../../../components/queue/servers";
import { setupFiles } from "../../../components/queue/setup";
import { DnsServer } from "../../../drill/frame/dns-server";
import { goProgram } from "../../../drill/frame/go";
import { type Lane, now, until } from "../../../drill/frame/lane";
import { freeNet, freePort } from "../../../drill/frame/net";
import { debianProgram } from "../../../drill/frame/parts";
import { ask, plain, selfSigned } from "../../../drill/frame/requests";
import { type AuthorityStage, authorityName } from "../../../graph/authority-stage";
import { type Detection, detectionOf } from "../edge/detection";
import { Pod } from "../frame/pod";

const SERVICE = "queue.queue.svc.cluster.local";
const servers = [0, 1, 2] as const;

export const planOf = (sites: readonly string[]): QueuePlan => ({
  sites,
  families: [
    {
      name: "uploads",
      subjects: ["upload.>"],
      maxAgeHours: 168,
      maxBytes: Object.fromEntries(sites.map((site) => [site, 2 ** 30])),
      eventBytes: 400,
      eventsPerRequest: 1,
      maxEventBytes: 65_536,
      duplicateWindowSeconds: 600,
    },
    {
      name: "engagement",
      subjects: ["engage.>"],
      maxAgeHours: 72,
      maxBytes: Object.fromEntries(sites.map((site) => [site, 2 ** 30])),
      eventBytes: 400,
      eventsPerRequest: 1,
      maxEventBytes: 16_384,
      duplicateWindowSeconds: 120,
    },
  ],
  workloads: [
    { name: "upload", publishes: ["uploads"], consumes: [] },
    { name: "engagement", publishes: ["engagement"], consumes: ["engagement"] },
    { name: "feed", publishes: [], consumes: ["uploads"] },
    { name: "monetization", publishes: [], consumes: ["engagement"] },
  ],
});

/** A certificate's files as NATS' configuration names them. */
export const keysOf = (folder: string): string =>
  `ca_file: "${folder}/ca.crt", cert_file: "${folder}/tls.crt", key_file: "${folder}/tls.key"`;

export class QueueSite {
  private readonly processes: (ChildProcess | undefined)[] = [];
  private edge: ChildProcess | undefined;
  private readonly routes: number[] = [];

  constructor(
    readonly world: QueueWorld,
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
  get edgeAddress(): string {
    return `${this.net}.100`;
  }
  address(server: number): string {
    return `${this.net}.${server + 1}`;
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

  /** The certificates of the stack's plan, for the addresses that the lane has. */
  async prepare(): Promise<void> {
    for (const _ of servers) this.routes.push(await freePort());
    this.world.authority(this.ca);
    for (const certificate of certificatePlan(this.world.plan, this.id, ["localhost"], [SERVICE])) {
      const own = certificate.name === "server" ? servers.map((server) => this.address(server)) : [];
      const addresses = certificate.edgeAddresses ? [this.edgeAddress] : own;
      const names = [
        ...certificate.dnsNames.map((name) => `DNS:${name}`),
        ...addresses.map((address) => `IP:${address}`),
      ];
      const uses = certificate.uses
        .filter((use) => use.endsWith("auth"))
        .map((use) => (use === "server_auth" ? "serverAuth" : "clientAuth"));
      const signer = certificate.authority === "site" ? this.ca : this.world.ca;
      this.world.sign(this.tls(certificate.name), certificate.commonName, names, uses, signer);
    }
  }

  /** Signs every certificate of the plan as a stage of the authorities has it; the servers read that when they start. */
  certify(stage: AuthorityStage): void {
    for (const certificate of certificatePlan(this.world.plan, this.id, ["localhost"], [SERVICE])) {
      const base = certificate.authority === "site" ? this.ca : this.world.ca;
      const folder = this.tls(certificate.name);
      this.world.resign(folder, authorityName(base, stage.signing));
      const trusted = stage.trusted.map((number) => `${authorityName(base, number)}/ca.crt`);
      writeFileSync(`${folder}/ca.crt`, trusted.map((file) => readFileSync(file, "utf8")).join(""));
    }
  }

  configure(): void {
    const { plan, sites } = this.world;
    for (const server of servers) {
      const folder = `${this.dir}/s${server}`;
      mkdirSync(`${folder}/data`, { recursive: true });
      const address = this.address(server);
      const local = {
        client: `${address}:4222`,
        monitor: `${address}:8222`,
        leaf: `${address}:7422`,
        cluster: `127.0.0.1:${this.routes[server]}`,
        routes: this.routes.map((port) => `tls://localhost:${port}`),
        tls: `${this.dir}/tls`,
        data: `${folder}/data`,
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
          leafAddresses: Object.fromEntries(others.map(({ id, edgeAddress }) => [id, [edgeAddress]])),
        }),
      );
    }
  }

  start(server: number): void {
    this.processes[server] = this.world.lane.start(
      this.world.file(`${this.id}/s${server}/nats`),
      goProgram("nats-server"),
      ["-c", `${this.dir}/s${server}/nats.conf`],
      { SERVER_NAME: `queue-${server}` },
    );
  }

  startAll(): void {
    for (const server of servers) this.start(server);
  }

  /** Waits until each server answers and its edge takes leaf links; @throws NotReady with a part's own words. */
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
    if (this.edge) await lane.ready(this.edge, limit, async () => (await this.health()) !== 0);
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

  /** What stays while processes come and go: DNS, and the pods of a workload that needs the queue. */
  async prepareEdge(): Promise<void> {
    const { lane } = this.world;
    const dns = new DnsServer();
    await dns.listen(lane, this.edgeAddress, 5353);
    const pods = servers.map((pod) => new Pod(`pod-${pod}`, `${this.net}.${50 + pod}`));
    for (const pod of pods) {
      await pod.start();
      lane.onEnd(() => pod.stop());
    }
    dns.names.set(
      SERVICE,
      servers.map((server) => this.address(server)),
    );
    dns.names.set(
      "engagement.app.svc.cluster.local",
      pods.map(({ address }) => address),
    );
    selfSigned(`${this.dir}/edge-tls`, "DNS:*.clips.test");
    lane.file(
      this.world.file(`${this.id}/haproxy.cfg`),
      haproxyConfig({
        capabilities: [
          {
            name: "engagement",
            host: "engage.clips.test",
            service: "engagement.app.svc.cluster.local",
            port: 8080,
            ceiling: 6,
            floor: 3,
            readinessPath: "/readyz",
            requestsPerReplica: 50,
            responseSeconds: 5,
            needs: ["queue"],
          },
        ],
        drain: false,
        queue: { service: SERVICE, replicas: 3 },
        mediaStore: { host: "store.test" },
        maxConnections: 1000,
        memoryMiB: 512,
        proxyProtocol: "none",
        perClient: standardPerClient,
        threads: 1,
        nameServers: [`${this.edgeAddress}:5353`],
        bind: { address: this.edgeAddress, https: 8443, leaf: 7422, status: 8404 },
        paths: { tls: `${this.dir}/edge-tls`, run: lane.socketFolder() },
      }),
    );
  }

  /** How soon its edge notices, as the model has it. */
  get detection(): Detection {
    return detectionOf(readFileSync(`${this.dir}/haproxy.cfg`, "utf8"));
  }

  startEdge(): void {
    const { lane, haproxy } = this.world;
    this.edge = lane.start(this.world.file(`${this.id}/haproxy`), haproxy, ["-f", `${this.dir}/haproxy.cfg`]);
  }

  async killEdge(): Promise<void> {
    if (this.edge) await this.world.lane.kill(this.edge);
  }

  /** HTTP status of engagement's health at the edge: it needs the queue. */
  async health(): Promise<number> {
    return (await ask(this.edgeAddress, 8443, "engage.clips.test", "/healthz/engagement")).status;
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
    const child = lane.start(
      this.world.file(`${this.id}/setup`),
      "/bin/sh",
      [`${this.dir}/setup/setup.sh`],
      env,
    );
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

  /** How many servers are well, as the pods' readiness asks. */
  async healthy(): Promise<number> {
    const answers = await Promise.all(servers.map((server) => plain(this.address(server), 8222, "/healthz")));
    return answers.filter(({ status }) => status === 200).length;
  }
}

export class QueueWorld {
  /** Changed when one of the sites turns hostile. */
  plan: QueuePlan;
  readonly sites: readonly QueueSite[];
  private constructor(
    readonly lane: Lane,
    ids: readonly string[],
    readonly haproxy: string,
    net: string,
    /** Below the lane's own. */
    private readonly folder: string,
  ) {
    this.plan = planOf(ids);
    this.sites = ids.map((id, index) => new QueueSite(this, id, `${net}.${index + 1}`));
  }

  /** @param folder of its own, for a second world in one lane */
  static async start(lane: Lane, ids: readonly string[], folder = ""): Promise<QueueWorld> {
    const net = await freeNet([4222, 7422, 8222, 8443, 8404, 8080]);
    const world = new QueueWorld(lane, ids, debianProgram("haproxy"), net, folder);
    world.authority(world.ca);
    for (const site of world.sites) await site.prepare();
    for (const site of world.sites) {
      site.configure();
      await site.prepareEdge();
      site.startEdge();
      site.startAll();
    }
    for (const site of world.sites) await site.listening(60);
    return world;
  }

  get dir(): string {
    return `${this.lane.dir}${this.folder && `/${this.folder}`}`;
  }
  /** The same as the lane's own files are named. */
  file(name: string): string {
    return this.folder ? `${this.folder}/${name}` : name;
  }

  /** Folder of the authority of the links between the sites. */
  get ca(): string {
    return `${this.dir}/ca`;
  }

  /** Makes a certificate authority in a folder. */
  authority(folder: string, name = "queue"): void {
    mkdirSync(folder, { recursive: true });
    const key = [...newKey, "-keyout", `${folder}/ca.key`, "-out", `${folder}/ca.crt`];
    openssl(["req", "-x509", ...key, "-subj", `/CN=${name}`, "-days", "3"]);
  }

  sign(
    folder: string,
    commonName: string,
    names: readonly string[],
    uses: readonly string[],
    ca = this.ca,
  ): void {
    mkdirSync(folder, { recursive: true });
    const [key, request] = [`${folder}/tls.key`, `${folder}/request`];
    openssl(["req", ...newKey, "-keyout", key, "-out", request, "-subj", `/CN=${commonName}`]);
    writeFileSync(
      `${folder}/extensions`,
      `subjectAltName=${names.join(",")}\nkeyUsage=critical,digitalSignature\nextendedKeyUsage=${uses.join(",")}\nbasicConstraints=CA:FALSE\n`,
    );
    this.resign(folder, ca);
    copyFileSync(`${ca}/ca.crt`, `${folder}/ca.crt`);
  }

  /** The certificate in a folder once more, of the same key, by another authority. */
  resign(folder: string, ca: string): void {
    const issuer = ["-CA", `${ca}/ca.crt`, "-CAkey", `${ca}/ca.key`, "-CAcreateserial"];
    const out = ["-extfile", `${folder}/extensions`, "-out", `${folder}/tls.crt`];
    openssl(["x509", "-req", "-in", `${folder}/request`, ...issuer, "-days", "2", ...out]);
  }
}

const newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];
const openssl = (args: readonly string[]) => execFileSync("openssl", args, { stdio: "ignore" });
