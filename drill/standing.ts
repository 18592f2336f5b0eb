/** A world that stands, and what is drilled in it one after the other: each begins when all is well again. */
import type { ProxyProtocol } from "../components/edge/doors";
import type { QueuePlan } from "../components/queue/model";
import type { Graph } from "../graph/resource";
import type { Platform } from "../resilience/platform/platform";
import type { AnswerChange } from "./dns/plan";
import { type Lane, now } from "./frame/lane";
import type { UploadEntry } from "./load/journal";
import { authorityPlans } from "./plan/authorities";
import { layoutOf } from "./plan/layout";
import type { Programs } from "./plan/programs";
import { type DrillTimings, drilledPlatform, withDrillConfigurations } from "./plan/timings";
import { World } from "./world/world";

/** What is drilled, whatever happens to it. */
export interface StandingOrder {
  readonly stack: string;
  readonly graph: Graph;
  readonly queue: QueuePlan;
  readonly proxyProtocol: ProxyProtocol;
  /** Which programs stand for its capabilities. */
  readonly programs: Programs;
  readonly scale: number;
  readonly timings: DrillTimings;
}

type Answered = (provider: string, change: AnswerChange) => void;

/** Until every address is answered again: checks, their propagation, and what an edge's health is held red. */
const WELL_SECONDS = 120;

export class Standing {
  world!: World;
  /** Seconds that its start took, until every authority answered with every address. */
  worldSeconds = 0;
  /** Of a part that ended and that nobody ended. */
  failure: Error | undefined;
  /** Told of every change of what an authority answers. */
  answered: Answered = () => undefined;
  /** Uploads that were acknowledged here before, at seconds since 1970: later drills must not lose them either. */
  readonly acknowledged: UploadEntry[] = [];

  private constructor(
    readonly lane: Lane,
    readonly order: StandingOrder,
    readonly platform: Platform,
  ) {}

  /** @throws Error where the world can't be started, with the part's own words. */
  static async start(lane: Lane, order: StandingOrder, say: (step: string) => void): Promise<Standing> {
    const began = now();
    const graph = withDrillConfigurations(order.graph, order.timings);
    const platform = drilledPlatform(order.graph, order.timings, new Date());
    const standing = new Standing(lane, order, platform);
    const { env } = order.programs;
    const sites = layoutOf(graph, platform).map((site) => ({
      ...site,
      workloads: site.workloads.map((one) => ({ ...one, env: { ...one.env, ...env[one.name] } })),
    }));
    standing.world = await World.start(
      lane,
      {
        sites,
        hosts: platform.capabilities.flatMap(({ host }) => host ?? []),
        queue: order.queue,
        authorities: authorityPlans(platform, sites),
        proxyProtocol: order.proxyProtocol,
      },
      say,
      (error) => standing.fail(error),
      (provider, change) => standing.answered(provider, change),
    );
    await standing.world.settled(WELL_SECONDS);
    standing.worldSeconds = now() - began;
    return standing;
  }

  readonly fail = (error: Error): void => {
    this.failure ??= error;
  };

  /** Waits until all that a drill has hurt is well again. @throws NotReady naming what isn't */
  async well(): Promise<void> {
    if (this.failure) throw this.failure;
    for (const site of this.world.sites) await site.ready(60);
    for (const queue of this.world.queues.sites) await queue.listening(30);
    await this.world.settled(WELL_SECONDS);
  }
}
