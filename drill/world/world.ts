/** The platform on this machine: every site in a network of its own, two authorities, and links as long as they are. */
import { randomBytes } from "node:crypto";
import { mkdirSync } from "node:fs";
import type { ProxyProtocol } from "../../components/edge/doors";
import { forwardingPath } from "../../components/edge/health-answers";
import type { QueuePlan } from "../../components/queue/model";
import { bundleReference } from "../../reference/bundle";
import type { AnswerChange, AuthorityPlan, NameStatus } from "../dns/plan";
import { type RunningAuthority, runAuthority } from "../dns/run-authority";
import { bundle } from "../frame/bundle";
import { goPrograms } from "../frame/go";
import { type Lane, NotReady, until } from "../frame/lane";
import { ask } from "../frame/requests";
import type { SiteLayout } from "../plan/layout";
import { Balancer } from "./balancer/balancer";
import { type WorldCertificates, worldCertificates } from "./certificates";
import { Mirror } from "./mirror/mirror";
import { betweenMs, USERS_MS } from "./net/distances";
import { Net, USERS } from "./net/namespaces";
import { Queues, type StartAt } from "./queues";
import { DrillSite, type Programs } from "./site";
import { type Disk, makeDisk, type Writes } from "./store/disk";
import { Store, type StoreKeys } from "./store/store";

export interface WorldPlan {
  readonly sites: readonly SiteLayout[];
  readonly hosts: readonly string[];
  readonly queue: QueuePlan;
  readonly authorities: readonly AuthorityPlan[];
  readonly proxyProtocol: ProxyProtocol;
}

export class World {
  readonly sites: DrillSite[] = [];
  readonly stores = new Map<string, Store>();
  readonly balancers = new Map<string, Balancer>();
  /** Of sites that have one. */
  readonly mirrors = new Map<string, Mirror>();
  readonly authorities = new Map<string, RunningAuthority>();
  /** Not to be told. */
  readonly secrets: string[] = [];
  queues!: Queues;
  net!: Net;
  certificates!: WorldCertificates;

  readonly #lacking = new Set<string>();

  private constructor(
    readonly lane: Lane,
    readonly plan: WorldPlan,
    private readonly failed: (error: Error) => void,
    private readonly changed: (provider: string, change: AnswerChange) => void,
  ) {}

  /**
   * Starts everything and waits until users could be served.
   * @param failed told when a part ends that nobody ended
   * @param changed told of every change of what an authority answers
   */
  static async start(
    lane: Lane,
    plan: WorldPlan,
    say: (step: string) => void,
    failed: (error: Error) => void,
    changed: (provider: string, change: AnswerChange) => void,
  ): Promise<World> {
    const world = new World(lane, plan, failed, changed);
    await world.#start(say);
    return world;
  }

  async #start(say: (step: string) => void): Promise<void> {
    const { lane, plan } = this;
    say("programs");
    await Promise.all([goPrograms("nats"), goPrograms("versitygw"), goPrograms("rclone")]);
    const programs = await bundled(`${lane.dir}/programs`);
    say("networks");
    this.net = await Net.start(lane, {
      sites: plan.sites.map(({ id, number }) => ({ id, number })),
      links: linksOf(plan.sites),
    });
    this.certificates = worldCertificates(`${lane.dir}/certificates`, plan.hosts, plan.sites);
    const start: StartAt = (site, name, command, args, env) => {
      const [program, all] = this.net.wrap(site, command, args);
      return lane.start(name, program, all, env);
    };
    say("stores, queues and edges");
    const keys = { id: "drill", secret: randomBytes(16).toString("hex") };
    this.secrets.push(keys.secret);
    const disks = new Map(
      plan.sites.map((site) => [site.id, this.#disk(site.id, "store", "written through")]),
    );
    const stores = Promise.all(
      plan.sites.map((site) => this.#startStore(site, start, disks.get(site.id) as Disk, keys)),
    );
    this.queues = await Queues.start(lane, plan.queue, plan.sites, start, (site) =>
      this.#disk(site, "queue", "buffered"),
    );
    for (const layout of plan.sites) {
      const site = new DrillSite(
        {
          lane,
          start,
          programs,
          ca: this.certificates.ca,
          edgeTls: this.certificates.edge,
          edgePeers: this.certificates.peers,
          sites: plan.sites,
          expire: this.certificates.expire,
          queueTls: (id, workload) => this.queues.at(id).tls(`workload-${workload}`),
          storeKeys: keys,
        },
        layout,
      );
      this.sites.push(site);
      site.start();
      this.balancers.set(layout.id, Balancer.start(lane, start, layout, plan.proxyProtocol));
    }
    await stores;
    for (const queue of this.queues.sites) await queue.listening(30);
    say("setup of the queues");
    const jobs = await Promise.all(
      this.queues.sites.map(async (queue) => ({ id: queue.id, ...(await queue.setup()) })),
    );
    for (const { id, code } of jobs)
      if (code !== 0)
        throw new Error(
          `the queue's setup Job at ${id} ended with ${code}: ${lane.dir}/queues/${id}/setup.log`,
        );
    say("pods");
    for (const site of this.sites) await site.ready(60);
    for (const layout of plan.sites) {
      const mirror = Mirror.start(lane, start, layout, keys, this.certificates.ca);
      if (mirror) this.mirrors.set(layout.id, mirror);
    }
    say("authorities");
    for (const authority of plan.authorities) {
      const log = `${lane.dir}/authority-${authority.provider}.log`;
      const running = await runAuthority(
        authority,
        log,
        (change) => this.changed(authority.provider, change),
        this.failed,
      );
      this.authorities.set(authority.provider, running);
      lane.onEnd(() => running.end());
    }
  }

  #disk(site: string, whose: string, writes: Writes): Disk {
    const disk = makeDisk(`${site}-${whose}.disk`, `${this.lane.dir}/${site}/${whose}-disk`, writes);
    if (disk.lacking) this.#lacking.add(disk.lacking);
    return disk;
  }

  async #startStore(site: SiteLayout, start: StartAt, disk: Disk, keys: StoreKeys): Promise<void> {
    const store = await Store.start(this.lane, start, site, disk, this.certificates.store(site.id), keys);
    this.stores.set(site.id, store);
  }

  /** Waits until every authority has looked often enough, and answers with every address. @throws NotReady */
  async settled(limit: number): Promise<void> {
    const wanted = this.plan.sites.flatMap(({ entrances }) => entrances).length;
    let seen = "";
    const took = await until(
      limit,
      async () => {
        const all = await Promise.all([...this.authorities.values()].map((authority) => authority.status()));
        // Names of one site are checked by nobody.
        const names = all
          .flatMap((status) => status.names)
          .filter(({ capability }) => capability !== undefined);
        seen = names.map(wellText).join(", ");
        return (
          all.every(({ settled }) => settled) &&
          names.every(({ checks }) => checks.length === wanted && checks.every(({ healthy }) => healthy))
        );
      },
      250,
    );
    if (took === undefined)
      throw new NotReady(`the authorities don't answer with all addresses after ${limit} s: ${seen}`);
  }

  /** Sites whose edges hand requests on, by what any of them says. */
  async handingOn(): Promise<string[]> {
    const found: string[] = [];
    for (const { id, entrances, edges } of this.plan.sites) {
      const [entrance] = entrances;
      if (!entrance) continue;
      // The balancer chooses which edge answers.
      const asked = edges
        .flatMap(() => [1, 2])
        .map(() => ask(entrance.address, 443, this.plan.hosts[0] ?? "", forwardingPath));
      if ((await Promise.all(asked)).some(({ status }) => status === 503)) found.push(id);
    }
    return found;
  }

  /** What can't be had on this machine, each a line. */
  lacking(): string[] {
    return [...this.#lacking];
  }

  site(id: string): DrillSite {
    return found(
      this.sites.find((site) => site.id === id),
      `site ${id}`,
    );
  }

  store(site: string): Store {
    return found(this.stores.get(site), `store at ${site}`);
  }

  balancer(site: string): Balancer {
    return found(this.balancers.get(site), `balancer at ${site}`);
  }

  authority(provider: string): RunningAuthority {
    return found(this.authorities.get(provider), `authority of ${provider}`);
  }

  /** Everything at a site ends at once, and what wasn't on its disks is gone. */
  async cutPower(id: string): Promise<void> {
    await Promise.all([
      this.site(id).kill(() => true),
      this.queues.at(id).powerCut(),
      this.store(id).powerCut(),
      this.balancer(id).kill(),
      this.mirrors.get(id)?.kill(),
    ]);
  }

  /** Everything of a zone: pods, edges and its server of the queue; and nothing reaches an address there. */
  async loseZone(id: string, zone: string): Promise<void> {
    const site = this.site(id);
    const { layout } = site;
    const all = [
      ...layout.entrances,
      ...layout.edges,
      ...layout.queue,
      ...layout.workloads.flatMap(({ pods }) => pods),
    ];
    await this.net.silence(
      id,
      all.filter((placed) => placed.zone === zone).map(({ address }) => address),
    );
    const servers = layout.queue.flatMap((placed, n) => (placed.zone === zone ? [n] : []));
    await Promise.all([site.kill((part) => part.zone === zone), this.queues.at(id).kill(...servers)]);
  }

  /** Starts what was killed at a site; its disks are as they were. */
  async restartSite(id: string): Promise<void> {
    const queue = this.queues.at(id);
    await this.net.unsilence(id);
    await this.store(id).start();
    for (const server of [0, 1, 2]) if (!queue.runs(server)) queue.start(server);
    this.site(id).restart();
    this.balancer(id).start();
    this.mirrors.get(id)?.start();
  }
}

function found<T>(value: T | undefined, name: string): T {
  if (value === undefined) throw new Error(`the world has no ${name}`);
  return value;
}

async function bundled(folder: string): Promise<Programs> {
  mkdirSync(folder, { recursive: true });
  const programs = {
    reference: `${folder}/reference.cjs`,
    failing: `${folder}/failing.cjs`,
    names: `${folder}/names.cjs`,
  };
  await Promise.all([
    bundleReference(programs.reference),
    bundle("drill/world/pods/failing.ts", programs.failing),
    bundle("drill/world/names-process.ts", programs.names),
  ]);
  return programs;
}

/** From the users to each site, and between every two of them. */
function linksOf(sites: readonly SiteLayout[]) {
  const users = sites.map(({ id }) => ({ a: USERS, b: id, delayMs: USERS_MS }));
  const between = sites.flatMap((one, index) =>
    sites
      .slice(index + 1)
      .map((other) => ({ a: one.id, b: other.id, delayMs: betweenMs(one.metro, other.metro) })),
  );
  return [...users, ...between];
}

const wellText = ({ host, checks }: NameStatus): string =>
  `${host} is well at ${checks.filter(({ healthy }) => healthy).length} of ${checks.length} addresses`;
