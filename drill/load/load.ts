/**
 * An open-loop load: every request is sent when it is due, however long others take. What can't be sent in time is seen
 * in the records (`lag`, `unsent`), so that nobody takes a slow machine for a slow platform.
 */
import { Resolvers } from "../dns/resolver";
import { type Arrival, arrivalsOf } from "./arrivals";
import { AskFor } from "./ask-for";
import { makeClients } from "./clients";
import type { Clients } from "./clients/client";
import { clientsOf } from "./crowds";
import { verifying } from "./exchange";
import { Journal } from "./journal";
import type { ClientKind, LoadPlan, LoadTotals, RequestRecord, SecondSummary } from "./plan";
import { partSeed, type Random, seeded } from "./random";
import { Records } from "./records";
import { Tally } from "./tally";

export interface Watching {
  /** Once a second. */
  second(summary: SecondSummary): void;
  /** A file can't be written: what follows counts for nothing. */
  failed(error: Error): void;
}

export class Load {
  readonly #clients: Partial<Record<ClientKind, Clients>> = {};
  readonly #arrivals: Iterator<Arrival, void>;
  readonly #askFor: AskFor;
  readonly #total = new Tally();
  readonly #random: Random;
  #second = new Tally();
  #next: Arrival | undefined;
  #timer: NodeJS.Timeout | undefined;
  #ticker: NodeJS.Timeout | undefined;
  #underWay = 0;
  #uploads = 0;
  #engagements = 0;
  #whenIdle: (() => void) | undefined;
  readonly #began = clock();
  readonly #cpu = process.cpuUsage();

  private constructor(
    private readonly plan: LoadPlan,
    private readonly watching: Watching,
    private readonly resolvers: Resolvers,
    private readonly records: Records,
    private readonly journal: Journal,
  ) {
    this.#random = seeded(partSeed(plan.seed, "clients"));
    this.#askFor = new AskFor(plan, seeded(partSeed(plan.seed, "requests")));
    this.#arrivals = arrivalsOf(plan);
    const verify = verifying(plan.trust);
    for (const kind of Object.keys(plan.kinds) as ClientKind[]) {
      this.#clients[kind] = makeClients[kind]({
        plan,
        resolvers,
        verify,
        random: this.#random,
        clients: (capability) => clientsOf(plan, capability, kind),
      });
    }
  }

  /**
   * Begins to send.
   * @throws Error where a file can't be written or no socket can be had; RangeError for a plan that can't be sent.
   */
  static async start(plan: LoadPlan, watching: Watching): Promise<Load> {
    const [records, journal, resolvers] = await Promise.all([
      Records.open(plan.recordsFile, watching.failed),
      Journal.open(plan.journalFile),
      Resolvers.open(plan.resolvers, seeded(partSeed(plan.seed, "resolvers"))),
    ]);
    const load = new Load(plan, watching, resolvers, records, journal);
    load.#run();
    return load;
  }

  #run(): void {
    this.#next = this.#arrivals.next().value ?? undefined;
    this.#ticker = setInterval(() => {
      const ended = this.#second;
      this.#second = new Tally();
      this.watching.second(ended.summary(this.#sinceT0(), this.#underWay));
    }, 1000);
    this.#sendDue();
  }

  #sendDue(): void {
    const passed = clock() - this.#began;
    while (this.#next && this.#next.due <= passed) {
      this.#send(this.#next, clock() - this.#began - this.#next.due);
      this.#next = this.#arrivals.next().value ?? undefined;
    }
    if (!this.#next) return;
    const wait = this.#next.due - (clock() - this.#began);
    this.#timer = setTimeout(() => this.#sendDue(), Math.max(0, wait * 1000));
  }

  #send(arrival: Arrival, lag: number): void {
    this.#underWay++;
    this.#outcomeOf(arrival, lag)
      .then((record) => {
        this.records.add(record);
        this.#second.ended(record);
        this.#total.ended(record);
      })
      .catch(this.watching.failed)
      .finally(() => {
        this.#underWay--;
        if (this.#underWay === 0) this.#whenIdle?.();
      });
  }

  async #outcomeOf({ due, capability, kind }: Arrival, lag: number): Promise<RequestRecord> {
    const clients = this.#clients[kind];
    if (!clients) throw new RangeError(`no clients of the kind ${kind}: the plan must give them a share`);
    const asking = this.#askFor.next(capability);
    const common = {
      at: rounded(this.#began + due - this.plan.t0),
      capability,
      kind,
      did: asking.did,
      lag: rounded(lag),
    };
    if (this.#underWay > this.plan.mostUnderWay) {
      const why = `not sent: ${this.plan.mostUnderWay} were under way`;
      return { ...common, ok: false, status: 0, why, seconds: 0, attempts: 0, unsent: true };
    }
    this.#second.sent(lag);
    this.#total.sent(lag);
    const sent = clock();
    const outcome = await clients.ask(capability, asking.call);
    const seconds = clock() - sent;
    const judged = asking.judge(outcome, rounded(this.#sinceT0()));
    if (judged.acknowledged) {
      await this.journal.write(judged.acknowledged);
      if (judged.acknowledged.what === "upload") this.#uploads++;
      else this.#engagements++;
    }
    const inTime = seconds <= clients.patienceSeconds;
    const why = judged.ok ? (inTime ? undefined : "answered too late") : judged.why;
    return {
      ...common,
      ok: judged.ok && inTime,
      status: outcome.status,
      ...(why === undefined ? {} : { why }),
      ...(outcome.address === undefined ? {} : { address: outcome.address }),
      seconds: rounded(seconds),
      attempts: outcome.attempts,
      ...(judged.fewerViews ? { fewerViews: judged.fewerViews } : {}),
    };
  }

  /** Sends nothing more, waits for what is under way, and closes the files. */
  async stop(): Promise<LoadTotals> {
    clearTimeout(this.#timer);
    this.#next = undefined;
    if (this.#underWay > 0) {
      await new Promise<void>((done) => {
        this.#whenIdle = done;
      });
    }
    clearInterval(this.#ticker);
    const { user, system } = process.cpuUsage(this.#cpu);
    const cpuShare = (user + system) / 1e6 / (clock() - this.#began);
    for (const clients of Object.values(this.#clients)) clients?.close();
    const dnsQuestions = this.resolvers.asked;
    this.resolvers.close();
    await Promise.all([this.records.close(), this.journal.close()]);
    const { all, unsent, lag } = this.#total;
    return {
      all,
      unsent,
      lag,
      uploadsAcknowledged: this.#uploads,
      engagementsAcknowledged: this.#engagements,
      dnsQuestions,
      cpuShare,
    };
  }

  readonly #sinceT0 = (): number => clock() - this.plan.t0;
}

/** Seconds since 1970 that never jump. */
const clock = (): number => (performance.timeOrigin + performance.now()) / 1000;

const rounded = (seconds: number): number => Math.round(seconds * 1e4) / 1e4;
