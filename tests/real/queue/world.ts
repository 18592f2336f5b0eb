/** Sites of three nats-servers each, as the stack configures them; their leaf links go through a real edge. */
import type { ChildProcess } from "node:child_process";
import { readFileSync } from "node:fs";
import { haproxyConfig } from "../../../components/edge/haproxy";
import { standardPerClient } from "../../../components/edge/per-client";
import type { QueuePlan } from "../../../components/queue/model";
import { DnsServer } from "../../../drill/frame/dns-server";
import type { Lane } from "../../../drill/frame/lane";
import { freeNet } from "../../../drill/frame/net";
import { debianProgram } from "../../../drill/frame/parts";
import { ask, selfSigned } from "../../../drill/frame/requests";
import { makeAuthority } from "../../../drill/world/authority";
import { type QueueGround, QueueServers } from "../../../drill/world/queue/queue-servers";
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

export class QueueSite extends QueueServers {
  declare readonly world: QueueWorld;
  private edge: ChildProcess | undefined;

  get edgeAddress(): string {
    return `${this.net}.100`;
  }
  get leafAddresses(): readonly string[] {
    return [this.edgeAddress];
  }

  /** Waits until each server answers and its edge takes leaf links; @throws NotReady with a part's own words. */
  override async listening(limit: number): Promise<void> {
    await super.listening(limit);
    if (this.edge) await this.world.lane.ready(this.edge, limit, async () => (await this.health()) !== 0);
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
        bind: { address: this.edgeAddress, https: 8443, leaf: 7422, peers: 7443, status: 8404 },
        paths: { tls: `${this.dir}/edge-tls`, peers: `${this.dir}/edge-tls`, run: lane.socketFolder() },
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
}

export class QueueWorld implements QueueGround {
  readonly serviceNames = [SERVICE];
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
    makeAuthority(world.ca);
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

  /** A program of a site: all stand in one network here. */
  start(
    _site: string,
    name: string,
    command: string,
    args: readonly string[],
    env: Readonly<Record<string, string>>,
  ): ChildProcess {
    return this.lane.start(this.file(name), command, args, env);
  }
}
