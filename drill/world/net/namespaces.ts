/** The drill's networks: one for users, in which this process stands, and one for each site, with lines between them. */
import type { Lane } from "../../frame/lane";
import { debianProgram } from "../../frame/parts";
import { acceptArgs, placeBatch, refusal, silenceBatch, soundArgs, sysctlScript } from "./commands";
import { isInside } from "./enter";
import {
  Cuts,
  type Line,
  mustBeBuildable,
  type NetLayout,
  numberOf,
  pairOf,
  USERS,
  wrongWith,
} from "./layout";
import { type Lines, type Means, meansHere, NetemLines, RelayLines, run } from "./lines";
import { here, type Place, sitePlace } from "./place";

export type { Line, NetLayout, NetLink } from "./layout";
export { USERS } from "./layout";

export class Net {
  readonly #cuts = new Cuts();
  /** As they are now, in the layout's order. */
  readonly #shapes: Line[];

  private constructor(
    private readonly lane: Lane,
    private readonly layout: NetLayout,
    private readonly places: ReadonlyMap<string, Place>,
    private readonly lines: Lines,
    /** What its lines are made of. */
    readonly means: Means,
  ) {
    this.#shapes = layout.links.map(({ delayMs, lossPercent, rateMbit }) => ({
      delayMs,
      ...(lossPercent === undefined ? {} : { lossPercent }),
      ...(rateMbit === undefined ? {} : { rateMbit }),
    }));
  }

  /**
   * Makes the networks; they end with the lane.
   * @param means of the lines; without it what the kernel has
   * @throws Error where this process doesn't stand in a drill's own namespaces, or the layout can't be built;
   * NotReady with the system's own words
   */
  static async start(lane: Lane, layout: NetLayout, means?: Means): Promise<Net> {
    if (!isInside())
      throw new Error("networks are made in a drill's own namespaces: call enterNamespaces first");
    mustBeBuildable(layout);
    const chosen = means ?? (await meansHere());
    // What is mounted and unmounted here later is so in the sites too.
    await run(debianProgram("mount"), ["--make-rshared", "/"]);
    const places = new Map<string, Place>([[USERS, here]]);
    const made = layout.sites.map(async ({ id, number }) =>
      places.set(id, await sitePlace(lane, id, number)),
    );
    await Promise.all([...made, run("sh", ["-c", sysctlScript()])]);
    const lines = new { netem: NetemLines, relay: RelayLines }[chosen](lane, layout, places);
    await lines.open();
    const ip = debianProgram("ip");
    await Promise.all(
      [...places].map(([id, place]) => {
        const batch = lane.file(`net/${id}/place.batch`, placeBatch(layout, id));
        return run(...place.enter(ip, ["-batch", batch]));
      }),
    );
    return new Net(lane, layout, places, lines, chosen);
  }

  /** The command, to be run in a site's network; in that of `users` it is as it was. */
  wrap(site: string, command: string, args: readonly string[] = []): [string, string[]] {
    const place = this.places.get(site);
    if (!place) throw new Error(`there is no place ${site}: ${[...this.places.keys()].join(", ")} are`);
    return place.enter(command, args);
  }

  /** Drops everything between two places from now on, silently, and what is under way with it. */
  async cut(a: string, b: string): Promise<void> {
    this.#between(a, b);
    this.#cuts.link(a, b, true);
    await this.#apply((link) => pairOf(link.a, link.b) === pairOf(a, b));
  }

  async restore(a: string, b: string): Promise<void> {
    this.#between(a, b);
    this.#cuts.link(a, b, false);
    await this.#apply((link) => pairOf(link.a, link.b) === pairOf(a, b));
  }

  /** Whether connections that one site opens to another lead nowhere; those that are open live on. */
  async refuse(from: string, to: string, isRefused: boolean): Promise<void> {
    this.#between(from, to);
    const number = numberOf(this.layout, to);
    const nft = debianProgram("nft");
    const args = isRefused
      ? ["-f", this.lane.file(`net/${from}/refuse-${number}.nft`, refusal(number))]
      : acceptArgs(number);
    await run(...this.wrap(from, nft, args));
  }

  /** Drops everything that goes to a site or comes from it, silently. */
  async isolate(site: string): Promise<void> {
    this.wrap(site, "true");
    this.#cuts.place(site, true);
    await this.#apply(({ a, b }) => a === site || b === site);
  }

  /** Takes `isolate` back; a line that was cut by itself stays so. */
  async restoreSite(site: string): Promise<void> {
    this.wrap(site, "true");
    this.#cuts.place(site, false);
    await this.#apply(({ a, b }) => a === site || b === site);
  }

  /**
   * Changes a line while it runs; what isn't named stays as it is.
   * @throws Error naming what of it can't be
   */
  async shape(a: string, b: string, change: Partial<Line>): Promise<void> {
    const index = this.#between(a, b);
    const line = { ...(this.#shapes[index] as Line), ...change };
    const wrong = wrongWith(line);
    if (wrong.length > 0) throw new Error(`the link ${a} - ${b} can't have ${wrong.join(", or ")}`);
    this.#shapes[index] = line;
    await this.#apply((link) => pairOf(link.a, link.b) === pairOf(a, b));
  }

  /** Loses what goes to some of a site's addresses and what comes from them, without a word; within the site too. */
  async silence(site: string, addresses: readonly string[]): Promise<void> {
    if (addresses.length === 0) return;
    const batch = this.lane.file(`net/${site}/silence.batch`, silenceBatch(addresses));
    await run(...this.wrap(site, debianProgram("ip"), ["-batch", batch]));
  }

  /** Takes every `silence` of a site back. */
  async unsilence(site: string): Promise<void> {
    await run(...this.wrap(site, debianProgram("ip"), soundArgs));
  }

  #between(a: string, b: string): number {
    const index = this.layout.links.findIndex((link) => pairOf(link.a, link.b) === pairOf(a, b));
    if (index < 0) throw new Error(`there is no link between ${a} and ${b} in this layout`);
    return index;
  }

  async #apply(concerned: (link: { a: string; b: string }) => boolean): Promise<void> {
    await Promise.all(
      this.layout.links.map(async (link, index) => {
        if (concerned(link)) await this.lines.set(index, this.#shapes[index] as Line, this.#cuts.has(link));
      }),
    );
  }
}
