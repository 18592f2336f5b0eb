/** One site of a drill: its edges, pods and names, each a process in the site's network and in a zone. */
import type { ChildProcess } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { namespaces, paths } from "../../components/capability";
import { SIBLINGS } from "../../components/edge/peers";
import { edgePorts, livezPath, workloadPaths, workloadPort } from "../../components/ports";
import { gone, type Lane } from "../frame/lane";
import { debianProgram } from "../frame/parts";
import { plain } from "../frame/requests";
import type { Placed, SiteLayout, WorkloadLayout } from "../plan/layout";
import { storeHosts } from "./certificates";
import { edgeFiles, FRONT } from "./edges";
import type { ClusterNames } from "./names-process";
import { queueNames, type StartAt } from "./queues";
import { tellHaproxy } from "./tell-haproxy";

/** Programs of the drill, bundled. */
export interface Programs {
  readonly reference: string;
  readonly failing: string;
  readonly names: string;
}

export interface SiteGround {
  readonly lane: Lane;
  readonly start: StartAt;
  readonly programs: Programs;
  /** PEM file of the authority that signed the stores' certificates. */
  readonly ca: string;
  /** Folder of the certificate of a site's edges. */
  edgeTls(site: string): string;
  /** Folder of the certificate by which other sites' edges know a site's. */
  edgePeers(site: string): string;
  readonly sites: readonly SiteLayout[];
  /** Folder with a workload's certificate for the queue. */
  queueTls(site: string, workload: string): string;
  /** Signs the certificate in a folder anew: as one that has run out, or as one that holds. */
  expire(folder: string, isOver: boolean): void;
  readonly storeKeys: { readonly id: string; readonly secret: string };
}

/** A process that is lost with its zone. */
interface Part {
  readonly kind: "edge" | "pod";
  /** Of its workload: `edge`, or a capability. */
  readonly workload: string;
  readonly placed: Placed;
  process: ChildProcess;
  readonly begin: () => ChildProcess;
}

/** Which pods: all where neither is told. */
export interface PodChoice {
  readonly workload?: string;
  readonly zone?: string;
}

export class DrillSite {
  readonly #parts: Part[] = [];
  /** Of each edge: where its socket lies. */
  readonly #runs: string[] = [];
  constructor(
    readonly ground: SiteGround,
    readonly layout: SiteLayout,
  ) {}

  get id(): string {
    return this.layout.id;
  }
  get dir(): string {
    return `${this.ground.lane.dir}/${this.id}`;
  }

  /** Everything but its queue, its store and its balancer. */
  start(): void {
    mkdirSync(`${this.dir}/hurt`, { recursive: true });
    this.#startNames();
    for (const [n, placed] of this.layout.edges.entries())
      this.#add("edge", "edge", placed, this.#edge(n, placed));
    for (const workload of this.layout.workloads) {
      this.#writeEtc(workload);
      for (const [n, placed] of workload.pods.entries())
        this.#add("pod", workload.name, placed, this.#pod(workload, n, placed));
    }
  }

  #add(kind: Part["kind"], workload: string, placed: Placed, begin: () => ChildProcess): void {
    this.#parts.push({ kind, workload, placed, process: begin(), begin });
  }

  #startNames(): void {
    const { ground, layout } = this;
    const addresses = (placed: readonly Placed[]) => placed.map(({ address }) => address);
    const names: Record<string, readonly string[]> = {};
    for (const { name, pods } of layout.workloads)
      names[`${name}.${namespaces.platform}.svc.cluster.local`] = addresses(pods);
    for (const name of queueNames) names[name] = addresses(layout.queue);
    names[`${SIBLINGS}.${namespaces.edge}.svc.cluster.local`] = addresses(layout.edges);
    for (const { store } of ground.sites) for (const host of storeHosts(store)) names[host] = [store.address];
    const told: ClusterNames = { address: layout.dns, names };
    const file = ground.lane.file(`${this.id}/names.json`, JSON.stringify(told, null, 2));
    ground.start(this.id, `${this.id}/names`, process.execPath, [ground.programs.names, file], {});
  }

  #edge(n: number, { address }: Placed): () => ChildProcess {
    const { lane, start, edgeTls, edgePeers } = this.ground;
    const name = `${this.id}/edge-${n + 1}`;
    // The deployed texts have no quotes, and a checkout's path may have blanks.
    const run = lane.socketFolder();
    this.#runs.push(run);
    symlinkSync(`${lane.dir}/${name}`, `${run}/files`);
    symlinkSync(edgeTls(this.id), `${run}/tls`);
    symlinkSync(edgePeers(this.id), `${run}/peers`);
    const files = edgeFiles(this.layout, address, `${run}/files`, `${run}/tls`, `${run}/peers`, run);
    lane.file(`${name}/haproxy.cfg`, files.config);
    lane.file(`${name}/endpoints.json`, files.endpoints);
    if (files.peerAddresses !== undefined) lane.file(`${name}/peers.cfg`, files.peerAddresses);
    const script = lane.file(`${name}/start.sh`, files.start);
    const path = `${debianProgram("haproxy").replace(/\/haproxy$/, "")}:${process.env.PATH ?? ""}`;
    return () => start(this.id, `${name}/haproxy`, "/bin/sh", [script], { PATH: path });
  }

  /** What is mounted in its pods, as files. */
  #writeEtc({ name }: WorkloadLayout): void {
    const stores = `${this.#etc(name)}/${paths.stores.split("/").at(-1)}`;
    mkdirSync(stores, { recursive: true });
    writeFileSync(`${stores}/stores.json`, this.layout.storesJson);
    const certificate = this.ground.queueTls(this.id, name);
    if (existsSync(certificate)) symlinkSync(certificate, `${this.#etc(name)}/queue`);
  }

  #etc = (workload: string): string => `${this.dir}/etc-${workload}`;

  #pod(workload: WorkloadLayout, n: number, { address }: Placed): () => ChildProcess {
    const { ground } = this;
    const { id, secret } = ground.storeKeys;
    const env = {
      ...workload.env,
      TWINCLOUD_LISTEN: `${address}:${workloadPort}`,
      TWINCLOUD_ETC: this.#etc(workload.name),
      TWINCLOUD_DRILL_FAILING: this.#hurtFile(workload.name, n),
      NODE_EXTRA_CA_CERTS: ground.ca,
      AWS_ACCESS_KEY_ID: id,
      AWS_SECRET_ACCESS_KEY: secret,
      OCI_S3_ACCESS_KEY_ID: id,
      OCI_S3_SECRET_ACCESS_KEY: secret,
      HOSTNAME: `${workload.name}-${n + 1}`,
    };
    const args = ["--require", ground.programs.failing, ground.programs.reference];
    return () => ground.start(this.id, `${this.id}/${workload.name}-${n + 1}`, process.execPath, args, env);
  }

  #hurtFile = (workload: string, n: number): string => `${this.dir}/hurt/${workload}-${n + 1}`;

  /** The share of their users' requests that fails from now on, or hangs, at the pods chosen: 0 to 1. */
  hurt(how: "fails" | "hangs", share: number, { workload, zone }: PodChoice = {}): void {
    for (const { name, pods } of this.layout.workloads) {
      if (workload !== undefined && name !== workload) continue;
      for (const [n, placed] of pods.entries()) {
        if (zone !== undefined && placed.zone !== zone) continue;
        const file = this.#hurtFile(name, n);
        if (share === 0) rmSync(file, { force: true });
        else writeFileSync(file, JSON.stringify({ [how]: share }));
      }
    }
  }

  /** The share of all that comes to its edges that fails before they look at it: 0 to 1. */
  async frontFails(share: number): Promise<void> {
    await this.#tellEdges(() => `set table ${FRONT} key ${FRONT} data.gpt0 ${Math.round(share * 1000)}\n`);
  }

  /** The certificate of its edges for the public names, or for its peers, has run out or holds again: at once. */
  async expire(which: "edge" | "peers", isOver: boolean): Promise<void> {
    const { edgeTls, edgePeers, expire } = this.ground;
    const [folder, name] = which === "edge" ? [edgeTls(this.id), "tls"] : [edgePeers(this.id), "peers"];
    expire(folder, isOver);
    const pem = `${readFileSync(`${folder}/tls.crt`, "utf8")}${readFileSync(`${folder}/tls.key`, "utf8")}`;
    // An edge looks at its files each few seconds; a certificate runs out in a moment.
    await this.#tellEdges((run) => `set ssl cert ${run}/${name}/tls.crt <<\n${pem}\n`);
    await this.#tellEdges((run) => `commit ssl cert ${run}/${name}/tls.crt\n`);
  }

  /** A line for each edge's own socket; its folder is what its files are named by. */
  async #tellEdges(line: (run: string) => string): Promise<void> {
    await Promise.all(this.#runs.map((run) => tellHaproxy(`${run}/admin.sock`, line(run))));
  }

  /** Kills, at once, what `which` says; gives how many there were. */
  async kill(
    which: (part: { kind: Part["kind"]; workload: string; zone?: string }) => boolean,
  ): Promise<number> {
    const chosen = this.#parts.filter(({ kind, workload, placed }) => which({ kind, workload, ...placed }));
    await Promise.all(chosen.map((part) => this.ground.lane.kill(part.process)));
    return chosen.length;
  }

  /** Starts again what was killed. */
  restart(): void {
    for (const part of this.#parts) if (gone(part.process)) part.process = part.begin();
  }

  /** Waits until every edge and pod answers. @throws NotReady with a part's own words */
  async ready(limit: number): Promise<void> {
    for (const { kind, placed, process } of this.#parts) {
      const [port, path] =
        kind === "edge" ? [edgePorts.status, livezPath] : [workloadPort, workloadPaths.readiness];
      await this.ground.lane.ready(
        process,
        limit,
        async () => (await plain(placed.address, port, path)).status === 200,
        100,
      );
    }
  }
}
