/** What carries packets between places, and how it is told of delay, loss, rate and cuts. */
import { execFile, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { goProgram, goPrograms } from "../../frame/go";
import { type Lane, NotReady } from "../../frame/lane";
import { debianProgram } from "../../frame/parts";
import { endsOf, netemArgs, relayBatch, relayLine, vethBatch } from "./commands";
import type { Line, NetLayout } from "./layout";
import type { Place } from "./place";

export interface Lines {
  /** Makes the devices of all links; each place has its own then. */
  open(): Promise<void>;
  /** Changes the link of this index, whole; packets that come afterwards are carried so. */
  set(index: number, line: Line, isCut: boolean): Promise<void>;
}

/** What the kernel has: `netem`, or a relay of ours where it has none. */
export type Means = "netem" | "relay";

/** Tries it on this namespace's loopback device. */
export async function meansHere(): Promise<Means> {
  const tc = debianProgram("tc");
  try {
    await run(tc, ["qdisc", "add", "dev", "lo", "root", "netem", "delay", "1ms"]);
  } catch {
    return "relay";
  }
  await run(tc, ["qdisc", "del", "dev", "lo", "root"]);
  return "netem";
}

/** @throws Error with what the command has said. */
export function run(command: string, args: readonly string[]): Promise<string> {
  return new Promise((done, failed) => {
    execFile(command, args, { encoding: "utf8" }, (error, stdout, stderr) => {
      if (error) failed(new Error(`${command} ${args.join(" ")}: ${stderr.trim() || error.message}`));
      else done(stdout);
    });
  });
}

export class NetemLines implements Lines {
  constructor(
    private readonly lane: Lane,
    private readonly layout: NetLayout,
    private readonly places: ReadonlyMap<string, Place>,
  ) {}

  async open(): Promise<void> {
    const batch = vethBatch(this.layout, (id) => placeOf(this.places, id).pid);
    await run(debianProgram("ip"), ["-batch", this.lane.file("net/links.batch", batch)]);
    await Promise.all(this.layout.links.map((link, index) => this.set(index, link, false)));
  }

  async set(index: number, line: Line, isCut: boolean): Promise<void> {
    const link = linkAt(this.layout, index);
    const tc = debianProgram("tc");
    await Promise.all(
      endsOf(this.layout, link).map(([place, device]) =>
        run(...placeOf(this.places, place).enter(tc, netemArgs(device, line, isCut))),
      ),
    );
  }
}

export class RelayLines implements Lines {
  #tell: (line: string) => void = () => {};
  readonly #waiting: { done: () => void; failed: (error: Error) => void }[] = [];

  constructor(
    private readonly lane: Lane,
    private readonly layout: NetLayout,
    private readonly places: ReadonlyMap<string, Place>,
  ) {}

  async open(): Promise<void> {
    await goPrograms("relay");
    this.#start();
    await Promise.all(this.layout.links.map((link, index) => this.set(index, link, false)));
    const batch = relayBatch(this.layout, (id) => placeOf(this.places, id).pid);
    await run(debianProgram("ip"), ["-batch", this.lane.file("net/links.batch", batch)]);
  }

  #start(): void {
    const child = this.lane.own(
      spawn(goProgram("relay"), [], {
        stdio: ["pipe", "pipe", "pipe"],
        env: { ...process.env, GODEBUG: "asyncpreemptoff=1" },
        detached: true,
      }),
    );
    let words = "";
    child.stderr.on("data", (text) => {
      words += text;
    });
    createInterface(child.stdout).on("line", (line) => {
      const { error } = JSON.parse(line) as { error?: string };
      const first = this.#waiting.shift();
      if (error === undefined) first?.done();
      else first?.failed(new NotReady(`the relay of the lines: ${error}`));
    });
    const ended = (why: string): void => {
      const error = new NotReady(
        `the relay of the lines ended (${why}): ${words.trim() || "it said nothing"}`,
      );
      for (const { failed } of this.#waiting.splice(0)) failed(error);
      this.#tell = () => {
        throw error;
      };
    };
    let isOver = false;
    this.lane.onEnd(() => {
      isOver = true;
    });
    child.once("error", (error) => ended(error.message));
    child.once("exit", (code, signal) => {
      ended(String(code ?? signal));
      // Else it would look as if everything had failed at once.
      if (!isOver) this.lane.failures.push(`the relay of the lines ended by itself: ${code ?? signal}`);
    });
    // What is written when it is gone is told by its end.
    child.stdin.on("error", () => {});
    this.#tell = (line) => child.stdin.write(line);
  }

  set(index: number, line: Line, isCut: boolean): Promise<void> {
    return new Promise((done, failed) => {
      this.#tell(relayLine(index, line, isCut));
      this.#waiting.push({ done, failed });
    });
  }
}

function placeOf(places: ReadonlyMap<string, Place>, id: string): Place {
  const place = places.get(id);
  if (!place) throw new Error(`there is no place ${id}: ${[...places.keys()].join(", ")} are`);
  return place;
}

function linkAt({ links }: NetLayout, index: number) {
  const link = links[index];
  if (!link) throw new Error(`there is no link ${index}: there are ${links.length}`);
  return link;
}
