/** A DNS authority with its health checkers: answers over UDP for one zone, by its provider's rules. */
import * as dgram from "node:dgram";
import { AnsweredName } from "./answered-name";
import type { AnswerChange, AuthorityMode, AuthorityPlan, AuthorityStatus } from "./plan";
import { checkRules } from "./rules";
import { codes, type Question, type Reply, readQuestion, types, writeReply } from "./wire";

export class Authority {
  readonly #names = new Map<string, AnsweredName>();
  #mode: AuthorityMode = "ok";
  #queries = 0;

  private constructor(
    private readonly plan: AuthorityPlan,
    private readonly socket: dgram.Socket,
    changed: (change: AnswerChange) => void,
  ) {
    for (const name of plan.names) {
      this.#names.set(
        name.host,
        new AnsweredName(name, {
          rules: checkRules[plan.provider],
          allUnhealthy: plan.allUnhealthy,
          propagationSeconds: plan.propagationSeconds,
          changed: (answered, because) =>
            changed({ at: Date.now() / 1000, host: name.host, answered, because }),
        }),
      );
    }
    socket.on("message", (query, from) => {
      this.#queries++;
      if (this.#mode === "silent") return;
      const question = readQuestion(query);
      // What is no question can't be answered.
      if (!question) return;
      socket.send(writeReply(query, question, this.#reply(question)), from.port, from.address);
    });
    // An answer that nobody waits for any more is no failure of the server's.
    socket.on("error", () => undefined);
    for (const name of this.#names.values()) name.start();
  }

  /**
   * Listens and begins to check.
   * @param changed told of every change of what it answers
   * @throws Error where its address or port can't be had.
   */
  static async start(plan: AuthorityPlan, changed: (change: AnswerChange) => void): Promise<Authority> {
    const socket = dgram.createSocket("udp4");
    await new Promise<void>((done, failed) =>
      socket.once("error", failed).bind(plan.port, plan.address, done),
    );
    return new Authority(plan, socket, changed);
  }

  set mode(mode: AuthorityMode) {
    this.#mode = mode;
    for (const name of this.#names.values()) {
      name.frozen = mode === "frozen";
      name.blind = mode === "blind";
    }
  }

  /** Checkers, by name, that are lost. */
  lose(checkers: readonly string[]): void {
    const gone = new Set(checkers);
    for (const name of this.#names.values()) name.lose(gone);
  }

  status(): AuthorityStatus {
    const names = [...this.#names.values()];
    const all = names.map((name) => name.status());
    return {
      mode: this.#mode,
      queries: this.#queries,
      probes: names.reduce((sum, { probes }) => sum + probes, 0),
      settled: all.every(({ settled }) => settled),
      names: all.map(({ settled: _, ...name }) => name),
    };
  }

  #reply({ name, type }: Question): Reply {
    const { zone, nameServers, negativeSeconds } = this.plan;
    const none = (code: number): Reply => ({
      code,
      records: [],
      ttlSeconds: 0,
      negative: { zone, seconds: negativeSeconds },
    });
    if (name !== zone && !name.endsWith(`.${zone}`))
      return { code: codes.refused, records: [], ttlSeconds: 0 };
    if (this.#mode === "wrong-no-name") return none(codes.noSuchName);
    if (this.#mode === "wrong-no-address") return none(codes.ok);
    if (name === zone && type === types.NS)
      return { code: codes.ok, records: nameServers, ttlSeconds: NAME_SERVER_SECONDS };
    const known = this.#names.get(name);
    if (!known) return none(name === zone ? codes.ok : codes.noSuchName);
    const records = type === types.A ? known.addresses() : [];
    if (records.length === 0) return none(codes.ok);
    return { code: codes.ok, records, ttlSeconds: known.plan.ttlSeconds };
  }

  close(): void {
    for (const name of this.#names.values()) name.close();
    this.socket.close();
  }
}

/** OCI forces so long a time on a zone's own name servers; nobody here asks for them twice. */
const NAME_SERVER_SECONDS = 86_400;
