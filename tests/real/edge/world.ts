/** An edge as the stack configures it, in a real HAProxy, with stand-ins for all that it sends to. */
import type { ChildProcess } from "node:child_process";
import { readFileSync } from "node:fs";
import * as https from "node:https";
import * as tls from "node:tls";
import type { ProxyProtocol } from "../../../components/edge/doors";
import { endpointsText } from "../../../components/edge/endpoints";
import type { EdgeForwarding } from "../../../components/edge/forwarding-input";
import { haproxyConfig } from "../../../components/edge/haproxy";
import type { EdgeInput } from "../../../components/edge/input";
import { standardPerClient } from "../../../components/edge/per-client";
import { edgeStartScript } from "../../../components/edge/start";
import { siteHost } from "../../../components/site-names";
import { DnsServer } from "../../../drill/frame/dns-server";
import { type Lane, until } from "../../../drill/frame/lane";
import { freeNet } from "../../../drill/frame/net";
import { debianProgram } from "../../../drill/frame/parts";
import { ask, plain, selfSigned } from "../../../drill/frame/requests";
import { Pod } from "../frame/pod";
import { agentOf, connectAs } from "../frame/proxied";
import { type Detection, detectionOf } from "./detection";

export const capabilities = ["upload", "feed", "engagement", "status"] as const;
export type CapabilityName = (typeof capabilities)[number];

const hosts: Readonly<Record<CapabilityName, string>> = {
  upload: "upload.clips.test",
  feed: "feed.clips.test",
  engagement: "engage.clips.test",
  status: "status.clips.test",
};
/** The edge's own site. */
export const SITE = "oci-us-chicago-1";
/** What it serves of itself and of another. */
export const endpoints = endpointsText(
  Object.entries(hosts).map(([capability, host]) => ({ capability, host })),
  [SITE, "aws-us-east-2"].map((id) => ({ id, provider: id.slice(0, 3), region: id.slice(4), weight: 50 })),
);
const needs: Readonly<Record<CapabilityName, EdgeInput["capabilities"][number]["needs"]>> = {
  upload: ["queue", "mediaStore"],
  feed: ["mediaStore"],
  engagement: ["queue"],
  status: [],
};
/** Pods of each workload, which is its floor too. */
const PODS = 4;
/** Requests of one pod at a time, and seconds until it must have answered. */
export interface Places {
  readonly requestsPerReplica: number;
  readonly responseSeconds: number;
}
const places: Places = { requestsPerReplica: 64, responseSeconds: 3 };
/** What a pod of the edge may hold. */
export const MEMORY_MIB = 512;
/** A client of its own for an edge that must be told of one. */
const CHECKER = "192.0.2.53";
const QUEUE_SERVICE = "queue.queue.svc.cluster.local";

export class EdgeWorld {
  readonly dns = new DnsServer();
  readonly pods = {} as Record<CapabilityName, Pod[]>;
  readonly queue: Pod[] = [];
  readonly tls: string;
  private readonly sockets: string;
  private constructor(
    readonly lane: Lane,
    /** First two numbers of the loopback network. */
    private readonly net: string,
    readonly haproxy: string,
    /** Its folder in the lane's. */
    readonly name: string,
    private readonly proxyProtocol: ProxyProtocol,
    /** Where a workload has others than the rest. */
    private readonly placesOf: Partial<Readonly<Record<CapabilityName, Places>>>,
  ) {
    this.tls = `${this.dir}/tls`;
    this.sockets = lane.socketFolder();
  }
  /** Other sites, to whose edges this one hands requests; from the next time that it is configured. */
  forwarding: EdgeForwarding | undefined;
  /** The start script's process. */
  master!: ChildProcess;
  private store!: https.Server;

  /** @param proxyProtocol Whether the edge is told who its clients are; most loads of the lanes don't say it. */
  static async start(
    lane: Lane,
    name = "edge",
    proxyProtocol: ProxyProtocol = "none",
    placesOf: Partial<Readonly<Record<CapabilityName, Places>>> = {},
  ): Promise<EdgeWorld> {
    const haproxy = debianProgram("haproxy");
    const net = await freeNet([8080, 8222, 8443, 8404, 7422, 7443, 9443]);
    const world = new EdgeWorld(lane, net, haproxy, name, proxyProtocol, placesOf);
    await world.startParts();
    world.configure(false);
    lane.onEnd(() => world.stopParts());
    world.run();
    return world;
  }

  get dir(): string {
    return `${this.lane.dir}/${this.name}`;
  }

  /** Starts the edge's own script. */
  run(): void {
    const { lane, dir, name, haproxy, tls } = this;
    const files = { config: `${dir}/haproxy.cfg`, tls, endpoints: `${dir}/endpoints.json` };
    const script = edgeStartScript(files)
      .replace(/\bhaproxy -/g, `${haproxy} -`)
      // A lane can't wait as long for each reload.
      .replace(/sleep \d+ &/, "sleep 1 &");
    this.master = lane.start(`${name}/haproxy`, "/bin/sh", [lane.file(`${name}/start.sh`, script)]);
  }

  /** Kills it, as a site that is gone. */
  kill(): Promise<void> {
    return this.lane.kill(this.master);
  }

  private async startParts(): Promise<void> {
    const { net, dns, lane, tls } = this;
    selfSigned(tls, "DNS:*.clips.test,DNS:clips.test");
    await dns.listen(lane, this.address, 5353);
    for (const [index, name] of capabilities.entries()) {
      this.pods[name] = Array.from(
        { length: PODS },
        (_, pod) => new Pod(`${name}-${pod}`, `${net}.${11 + index}.${pod + 1}`),
      );
      this.resolve(name, this.pods[name]);
    }
    for (let server = 0; server < 3; server++)
      this.queue.push(new Pod(`queue-${server}`, `${net}.20.${server + 1}`, 8222));
    dns.names.set(
      QUEUE_SERVICE,
      this.queue.map(({ address }) => address),
    );
    for (const pod of [...Object.values(this.pods).flat(), ...this.queue]) await pod.start();
    this.store = https.createServer(
      { key: readFileSync(`${tls}/tls.key`), cert: readFileSync(`${tls}/tls.crt`) },
      // As a store answers whom it doesn't know: it is there.
      (_request, answer) => answer.writeHead(403).end(),
    );
    await this.startStore();
    dns.names.set("store.clips.test", [`${net}.30.1`]);
  }

  startStore(): Promise<void> {
    return new Promise((done, failed) =>
      this.store.once("error", failed).listen(9443, `${this.net}.30.1`, done),
    );
  }

  stopStore(): void {
    this.store.closeAllConnections();
    this.store.close();
  }

  private stopParts(): void {
    for (const pod of [...Object.values(this.pods).flat(), ...this.queue]) pod.stop();
    this.stopStore();
  }

  /** Which pods the cluster's DNS answers for a workload. */
  resolve(name: CapabilityName, pods: readonly Pick<Pod, "address">[]): void {
    this.dns.names.set(
      `${name}.app.svc.cluster.local`,
      pods.map(({ address }) => address),
    );
  }

  get address(): string {
    return `${this.net}.1.1`;
  }

  /** The folder of the certificate that its peers know it by. */
  get peers(): string {
    return `${this.dir}/peers`;
  }

  host(name: CapabilityName): string {
    return hosts[name];
  }

  input(drain: boolean): EdgeInput {
    const { address, sockets } = this;
    return {
      capabilities: capabilities.map((name) => ({
        name,
        host: hosts[name],
        siteHost: siteHost(hosts[name], SITE),
        service: `${name}.app.svc.cluster.local`,
        port: 8080,
        ceiling: 12,
        floor: PODS,
        readinessPath: "/readyz",
        ...(this.placesOf[name] ?? places),
        needs: needs[name],
      })),
      drain,
      queue: { service: QUEUE_SERVICE, replicas: 3 },
      mediaStore: { host: "store.clips.test", port: 9443 },
      maxConnections: 2000,
      memoryMiB: MEMORY_MIB,
      proxyProtocol: this.proxyProtocol,
      perClient: standardPerClient,
      threads: 2,
      nameServers: [`${address}:5353`],
      bind: { address, https: 8443, leaf: 7422, peers: 7443, status: 8404 },
      endpoints: `${this.dir}/endpoints.json`,
      ...(this.forwarding ? { forwarding: this.forwarding } : {}),
      paths: { tls: this.tls, peers: this.peers, run: sockets },
    };
  }

  /** How soon it notices, as the model has it. */
  get detection(): Detection {
    return detectionOf(haproxyConfig(this.input(false)));
  }

  /** Writes the configuration; one that differs is reloaded by the start script. */
  configure(drain: boolean): void {
    this.lane.file(`${this.name}/endpoints.json`, endpoints);
    this.lane.file(`${this.name}/haproxy.cfg`, haproxyConfig(this.input(drain)));
  }

  /** A connection of a client to the public port, after TLS for HTTP/1.1; its address is told where the edge knows its clients. */
  connect(client: string): tls.TLSSocket {
    return this.proxyProtocol === "none"
      ? tls.connect({
          host: this.address,
          port: 8443,
          rejectUnauthorized: false,
          ALPNProtocols: ["http/1.1"],
        })
      : connectAs(client, this.address, 8443, "http/1.1");
  }

  health(name: CapabilityName) {
    // A checker is a client as well.
    const agent = this.proxyProtocol === "none" ? undefined : agentOf(CHECKER, this.address, 8443);
    return ask(this.address, 8443, hosts[name], `/healthz/${name}`, agent ? { agent } : {}).finally(() =>
      agent?.destroy(),
    );
  }

  async isRed(name: CapabilityName): Promise<boolean> {
    return (await this.health(name)).status === 503;
  }

  async isGreen(name: CapabilityName): Promise<boolean> {
    return (await this.health(name)).status === 200;
  }

  /** Seconds until a capability is red, or undefined. */
  red(name: CapabilityName, limit: number): Promise<number | undefined> {
    return until(limit, () => this.isRed(name), 50);
  }

  /** Likewise; @throws NotReady where the edge itself has ended. */
  green(name: CapabilityName, limit: number): Promise<number | undefined> {
    return until(
      limit,
      () => {
        this.lane.mustRun(this.master);
        return this.isGreen(name);
      },
      100,
    );
  }

  /**
   * Waits until an edge that was just started has every capability green; gives the seconds.
   * @throws NotReady with HAProxy's own words where that doesn't come.
   */
  allGreen(limit: number): Promise<number> {
    return this.lane.ready(this.master, limit, async () => {
      for (const name of capabilities) if (!(await this.isGreen(name))) return false;
      return true;
    });
  }

  /** Servers that the edge uses for a workload, by its own figures. */
  async servers(name: CapabilityName | `${CapabilityName}_away`): Promise<number> {
    const { body } = await plain(this.address, 8404, "/metrics?scope=server");
    const up = new RegExp(`^haproxy_server_status\\{proxy="${name}",server="[^"]+",state="UP"\\} 1$`, "gm");
    return [...body.matchAll(up)].length;
  }
}
