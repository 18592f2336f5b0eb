/** The queues of all sites in a drill: each in its site's network, reached by the others through its public addresses. */
import { mkdirSync } from "node:fs";
import type { QueuePlan } from "../../components/queue/model";
import type { Lane } from "../frame/lane";
import type { SiteLayout } from "../plan/layout";
import { makeAuthority } from "./authority";
import { type QueueGround, QueueServers } from "./queue/queue-servers";
import type { Disk } from "./store/disk";

/** Starts a program in a site's network. */
export type StartAt = QueueGround["start"];

/** The queue as the pods' QUEUE_URL names it, and as the edges' look-ups do. */
export const queueNames = ["queue.queue.svc", "queue.queue.svc.cluster.local"] as const;

class DrilledQueue extends QueueServers {
  constructor(
    ground: QueueGround,
    readonly layout: SiteLayout,
    private readonly disk: Disk,
  ) {
    super(ground, layout.id, (layout.queue[0]?.address ?? "").replace(/\.\d+$/, ""));
  }

  override data(server: number): string {
    return `${this.disk.folder}/queue-${server}`;
  }

  /** Every server's at once, as when their hosts lose power. */
  powerCut(): Promise<void> {
    return this.disk.cut(() => this.kill(0, 1, 2));
  }

  get leafAddresses(): readonly string[] {
    return this.layout.entrances.map(({ address }) => address);
  }
}

export class Queues implements QueueGround {
  readonly sites: readonly DrilledQueue[];
  readonly serviceNames = queueNames;

  private constructor(
    readonly lane: Lane,
    readonly plan: QueuePlan,
    layouts: readonly SiteLayout[],
    readonly start: StartAt,
    diskOf: (site: string) => Disk,
  ) {
    this.sites = layouts.map((layout) => new DrilledQueue(this, layout, diskOf(layout.id)));
  }

  get dir(): string {
    return `${this.lane.dir}/queues`;
  }
  get ca(): string {
    return `${this.dir}/ca`;
  }
  file(name: string): string {
    return `queues/${name}`;
  }

  /**
   * Writes certificates and configurations, and starts every server.
   * @param diskOf of a site, on which its servers store what they have
   */
  static async start(
    lane: Lane,
    plan: QueuePlan,
    layouts: readonly SiteLayout[],
    start: StartAt,
    diskOf: (site: string) => Disk,
  ): Promise<Queues> {
    const queues = new Queues(lane, plan, layouts, start, diskOf);
    mkdirSync(queues.dir, { recursive: true });
    makeAuthority(queues.ca);
    for (const site of queues.sites) await site.prepare();
    for (const site of queues.sites) {
      site.configure();
      site.startAll();
    }
    return queues;
  }

  at(site: string): DrilledQueue {
    const found = this.sites.find(({ id }) => id === site);
    if (!found)
      throw new Error(`no queue at ${site}; there are ${this.sites.map(({ id }) => id).join(", ")}`);
    return found;
  }
}
