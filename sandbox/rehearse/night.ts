/** The night on which a region of a cloud is lost, as an operator goes through it: what is seen, done, and was wrong. */
import { parse, parseDocument } from "yaml";
import { InputError } from "../../report/input-error";
import { curled, HELP, type Lost, symptoms } from "./seen";
import { typedOf } from "./typed";

/** What the night touches of the world. */
export interface World {
  say(text: string): void;
  /** The stack file of the rehearsal. */
  read(): string;
  write(text: string): void;
  /** Opens it in an editor; false where there is none. */
  edit(): Promise<boolean>;
  /** Runs the real CLI on the made-up clouds; gives its exit code. */
  pulumi(
    args: readonly string[],
    how: { readonly fail: string | undefined; readonly skipsUnreachable: boolean },
  ): Promise<number>;
  /** Runs one of this project's commands that look, on the rehearsal's stack file; gives its exit code. */
  npm(script: string, args: readonly string[]): Promise<number>;
  /** Milliseconds. */
  now(): number;
}

export interface Outcome {
  readonly done: boolean;
  readonly seconds: number;
  readonly commands: number;
  readonly wrong: readonly string[];
}

type Stage = "lost" | "back" | "over";

interface Up {
  readonly args: readonly string[];
  readonly skipsUnreachable: boolean;
}

interface Settings {
  readonly drained: readonly string[];
  readonly unreachable: readonly string[];
}

export class Night {
  #stage: Stage = "lost";
  #commands = 0;
  readonly #wrong: string[] = [];
  readonly #began: number;
  readonly #site: string;

  constructor(
    private readonly lost: Lost,
    private readonly world: World,
    /** Site by site, their public addresses. */
    private readonly addresses: Readonly<Record<string, readonly string[]>>,
  ) {
    this.#began = world.now();
    this.#site = `${lost.provider}-${lost.region}`;
  }

  get over(): boolean {
    return this.#stage === "over";
  }

  begin(): void {
    this.world.say(symptoms(this.lost, this.addresses));
  }

  outcome(): Outcome {
    const seconds = Math.round((this.world.now() - this.#began) / 1000);
    return { done: this.over, seconds, commands: this.#commands, wrong: this.#wrong };
  }

  /** One line of the operator's; false when they leave. */
  async type(line: string): Promise<boolean> {
    if (this.#confirming) return await this.#confirm(this.#confirming, line);
    const typed = typedOf(line);
    if (typed.kind === "nothing") return true;
    if (typed.kind === "quit") return false;
    this.#commands += 1;
    if (typed.kind === "help") this.world.say(HELP);
    else if (typed.kind === "unknown") this.world.say(`${typed.tool}: isn't here tonight\n${HELP}`);
    else if (typed.kind === "hint") this.world.say(this.#hint());
    else if (typed.kind === "refused") this.#mistake(typed.because);
    else if (typed.kind === "edit") {
      if (!(await this.world.edit())) this.world.say("there is no $EDITOR: use set and unset");
    } else if (typed.kind === "set") this.#set(typed.key, typed.value);
    else if (typed.kind === "unset") this.#set(typed.key, undefined);
    else if (typed.kind === "curl") this.world.say(this.#curl(typed.address));
    else if (typed.kind === "ask") this.world.say(this.#ask(typed.cloud, typed.region));
    else if (typed.kind === "several") this.world.say("one command a line, without pipes: type it alone");
    else if (typed.kind === "npm") await this.world.npm(typed.script, typed.args);
    else if (typed.kind === "rollout") await this.#rollOut(typed.isDry);
    else await this.#pulumi(typed.args, typed.skipsUnreachable);
    return !this.over;
  }

  /** As one deploy: made-up sites can't be asked between the steps whether they are well. */
  async #rollOut(isDry: boolean): Promise<void> {
    const command = isDry ? "preview" : "up --yes";
    this.world.say(
      `(here a roll-out is one pulumi ${command}: made-up sites can't be asked whether they are well)`,
    );
    // As the real one does it by itself.
    const { unreachable } = this.#settings();
    await this.#pulumi(isDry ? ["preview"] : ["up", "--yes"], unreachable.length > 0);
  }

  /** An `up` that waits for the answer to its question: what the CLI would do itself, had it the keyboard alone. */
  #confirming: Up | undefined;

  async #confirm({ args, skipsUnreachable }: Up, line: string): Promise<boolean> {
    this.#confirming = undefined;
    if (/^y(es)?$/i.test(line.trim()))
      await this.#pulumi([...args, "--yes", "--skip-preview"], skipsUnreachable);
    else this.world.say("not deployed");
    return !this.over;
  }

  #mistake(because: string): void {
    this.#wrong.push(because);
    this.world.say(`not done. What is wrong with it: ${because}`);
  }

  #noted(because: string): void {
    this.#wrong.push(because);
    this.world.say(`note: ${because}`);
  }

  #hint(): string {
    const { drained, unreachable } = this.#settings();
    if (this.#stage === "back") {
      return unreachable.length > 0
        ? "it is back: unset twincloud:unreachable, keep the drain, and deploy (runbook: Coming back)"
        : "it has settled: unset twincloud:drain, and deploy";
    }
    if (unreachable.length === 0)
      return `name what is dead and no more: set twincloud:unreachable [${this.#site}]`;
    if (!drained.includes(this.#site)) {
      return `have Route 53 give it nothing: set twincloud:drain [{ site: ${this.#site}, until: …, reason: … }]`;
    }
    return "PULUMI_K8S_SKIP_UPDATE_UNREACHABLE=true pulumi up --yes";
  }

  #set(key: string, value: string | undefined): void {
    const document = parseDocument(this.world.read());
    const full = key.includes(":") ? key : `twincloud:${key}`;
    try {
      if (value === undefined) document.deleteIn(["config", full]);
      else document.setIn(["config", full], parse(value));
    } catch (error) {
      this.world.say(`${full}: ${error instanceof Error ? error.message : String(error)}`);
      return;
    }
    this.world.write(String(document));
    this.world.say(value === undefined ? `${full} is taken out` : `${full}: ${value}`);
  }

  #curl(address: string): string {
    const [site] = Object.entries(this.addresses).find(([, all]) => all.includes(address)) ?? [];
    const isDead = site === this.#site && this.#stage === "lost";
    return curled(address, { site, isDead, isDrained: this.#settings().drained.includes(site ?? "") });
  }

  #ask(cloud: string, region: string | undefined): string {
    const isDead = cloud === this.lost.provider && region === this.lost.region && this.#stage === "lost";
    return isDead
      ? `${cloud}: ${region}: connection refused`
      : `${cloud}: ${region ?? "its default region"} answers`;
  }

  #settings(): Settings {
    const { config = {} } = (parse(this.world.read()) ?? {}) as { config?: Record<string, unknown> };
    const list = (key: string): unknown[] => {
      const value = config[`twincloud:${key}`];
      return Array.isArray(value) ? value : [];
    };
    return {
      drained: list("drain").flatMap((drain) => (drain as { site?: string }).site ?? []),
      unreachable: list("unreachable").map(String),
    };
  }

  async #pulumi(args: readonly string[], skipsUnreachable: boolean): Promise<void> {
    const isUp = ["up", "update"].includes(args[0] ?? "");
    const { unreachable } = this.#settings();
    if (isUp && unreachable.length > 0 && !skipsUnreachable) {
      this.#mistake("with `unreachable`, a plain pulumi up needs PULUMI_K8S_SKIP_UPDATE_UNREACHABLE=true");
      return;
    }
    const fail = this.#stage === "lost" ? `${this.lost.provider}:${this.lost.region}` : undefined;
    if (isUp && !args.some((arg) => ["--yes", "-y", "--skip-preview"].includes(arg))) {
      const shown = await this.world.pulumi(["preview", ...args.slice(1)], { fail, skipsUnreachable });
      if (shown !== 0) return this.#failed(shown, unreachable);
      this.#confirming = { args, skipsUnreachable };
      this.world.say("Do you want to perform this update? (yes, or anything else)");
      return;
    }
    const code = await this.world.pulumi(args, { fail, skipsUnreachable });
    if (!isUp) return;
    if (code !== 0) this.#failed(code, unreachable);
    else this.#deployed();
  }

  #failed(code: number, unreachable: readonly string[]): void {
    const because = unreachable.includes(this.#site)
      ? "something beside it is wrong: see Policies and Diagnostics above"
      : `it asks ${this.#site}, whose API is dead, as nothing in the stack file says so`;
    this.#noted(`the deploy ended with ${code}: ${because}`);
  }

  #deployed(): void {
    const { drained, unreachable } = this.#settings();
    if (this.#stage === "lost") {
      const tooMuch = unreachable.filter((name) => name !== this.#site);
      if (tooMuch.length > 0) {
        this.#noted(`${tooMuch.join(", ")} is more than is dead: what else is of it was frozen with it`);
        return;
      }
      if (!drained.includes(this.#site)) {
        this.#noted(
          `${this.#site} isn't drained: Route 53 goes back to it whenever its checks are green for a moment`,
        );
        return;
      }
      this.#stage = "back";
      this.world.say(`
The rest of the stack is deployed. Nothing of ${this.#site} was asked or changed.

04:40  ${this.lost.region} answers again, at the status page and at ${this.lost.provider}'s API.

Bring it back: first settle what waited, drained as it is; then give it its traffic.
`);
    } else if (unreachable.length > 0) {
      this.#noted("it is still named unreachable, so that nothing of it settles");
    } else if (drained.includes(this.#site)) {
      this.world.say(
        `settled: ${this.#site} is as the program wants it. It is drained: wait for its data, then undrain it.`,
      );
      this.#hasSettled = true;
    } else {
      if (!this.#hasSettled) {
        this.#noted(
          "it got its traffic in the deploy that settled it: keep the drain for one deploy, and look at it first",
        );
      }
      this.#stage = "over";
    }
  }

  #hasSettled = false;
}

/** @throws InputError where the stack has no such site, or none that could be lost */
export function lostOf(sites: readonly Lost[], wanted: string | undefined): Lost {
  const ids = sites.map(({ provider, region }) => `${provider}-${region}`);
  const usual = ids.includes("oci-us-ashburn-1") ? "oci-us-ashburn-1" : ids[0];
  const found = sites[ids.indexOf(wanted ?? usual ?? "")];
  if (found === undefined) throw new InputError(`--lost ${wanted}: wanted one of ${ids.join(", ")}`);
  if (sites.length < 2) throw new InputError("a stack of one site has nothing left when that is lost");
  return found;
}
