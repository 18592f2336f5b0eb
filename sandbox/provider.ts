/** What a provider does in the sandbox, for every package alike: the answers, as a cloud's provider would give them. */

import type { Answers, Failure, ResourceAnswer, ResourceRequest } from "../answers";
import { answeredOutputs, askedInputs, checkInputs, engineMap, plainMap } from "../answers/engine-values";
import { withOldChoices } from "../answers/old-choices";
import { type Registered, registered } from "../answers/registered";
import { mapOf } from "../engine/create";
import { markEchoes } from "../engine/secrets";
import type { Properties } from "../engine/values";
import type { Properties as Plain } from "../graph/resource";
import { nameOf, typeOf } from "../graph/urn";
import { unreachableError } from "./clusters";
import { type Diff, diffOf } from "./diff";
import { type Failures, GoneError } from "./failures";
import { MadeSoFar } from "./made";
import type { Session } from "./session";

export interface Made {
  readonly id: string;
  readonly outputs: Properties;
}

export interface DiffQuestion {
  readonly urn: string;
  readonly id: string;
  readonly oldInputs: Properties;
  readonly oldOutputs: Properties;
  readonly inputs: Properties;
}

export class SandboxProvider {
  readonly #made = new MadeSoFar();

  constructor(
    private readonly answers: Answers,
    private readonly failures: Failures,
  ) {}

  check(
    session: Session,
    urn: string,
    olds: Properties,
    news: Properties,
  ): { readonly inputs: Properties; readonly failures: readonly Failure[] } {
    // As the Kubernetes provider does: an object that can't be reached is wanted as it was.
    if (session.skipsUnreachable && session.unreachable?.() !== undefined)
      return { inputs: olds, failures: [] };
    const subject = subjectOf(session, urn);
    const checked = checkInputs(this.answers, subject, news);
    return { ...checked, inputs: withOldChoices(subject.type, olds, checked.inputs) };
  }

  diff(session: Session, { urn, id, oldInputs, oldOutputs, inputs }: DiffQuestion): Diff {
    const { type, provider } = subjectOf(session, urn);
    this.#made.seen(registeredAs(session, urn, { id, outputs: oldOutputs }, oldInputs));
    return diffOf({
      type,
      before: plainMap(oldInputs) as Plain,
      after: plainMap(inputs) as Plain,
      outputs: askedInputs(oldOutputs) as Plain,
      provider: provider as Plain,
    });
  }

  create(session: Session, urn: string, inputs: Properties, preview: boolean): Made {
    const request = { ...subjectOf(session, urn), inputs: askedInputs(inputs) };
    if (preview) return kept(urn, this.answers.preview(request), inputs);
    this.#reach(session, request.type);
    const made = kept(urn, this.answers.create(request), inputs);
    const resource = registeredAs(session, urn, made, inputs);
    this.#made.refuse(resource, true);
    this.#made.made(resource);
    return made;
  }

  /** A resource keeps its id: what it computes is what reading it with its new inputs gives. */
  update(session: Session, urn: string, id: string, inputs: Properties, preview: boolean): Made {
    const subject = subjectOf(session, urn);
    if (!preview) this.#reach(session, subject.type);
    const made = kept(urn, this.answers.read({ ...subject, id, state: askedInputs(inputs) }), inputs);
    if (preview) return made;
    const resource = registeredAs(session, urn, made, inputs);
    this.#made.refuse(resource, false);
    this.#made.changed(resource);
    return made;
  }

  /** What a program only refers to is made up from what it says of it; what the stack made is as it was made. */
  read(session: Session, urn: string, id: string, inputs: Properties, state: Properties): Made {
    // As the Kubernetes provider does: what can't be asked about is told as it was.
    if (session.skipsUnreachable && session.unreachable?.() !== undefined) return { id, outputs: state };
    const subject = subjectOf(session, urn);
    this.#reach(session, subject.type);
    if (Object.keys(inputs).length > 0) return { id, outputs: state };
    return kept(urn, this.answers.read({ ...subject, id, state: askedInputs(state) }), state);
  }

  delete(session: Session, urn: string): void {
    this.#reach(session, typeOf(urn));
    this.#made.gone(urn);
  }

  invoke(session: Session, token: string, args: Properties): Properties {
    this.#reach(session, token);
    const answered = this.answers.invoke({ token, args: askedInputs(args), provider: session.inputs });
    return mapOf(engineMap(answered), token);
  }

  #reach(session: Session, token: string): void {
    const unreachable = session.unreachable?.(true);
    if (unreachable !== undefined) throw unreachableError(unreachable);
    const { region } = session.inputs;
    const mode = this.failures.call(token, typeof region === "string" ? region : undefined);
    if (mode)
      throw new GoneError(mode, `${token}: the API refuses: connection refused (asked for by --fail)`);
  }
}

const subjectOf = (session: Session, urn: string): Omit<ResourceRequest, "inputs"> => ({
  type: typeOf(urn),
  name: nameOf(urn),
  urn,
  provider: session.inputs,
});

const registeredAs = (session: Session, urn: string, made: Made, inputs: Properties): Registered =>
  registered({
    ...subjectOf(session, urn),
    id: made.id,
    inputs: askedInputs(inputs),
    outputs: plainMap(made.outputs),
  });

/** Outputs repeat the inputs, secrets included, as the embedded engine has it. */
function kept(urn: string, answer: ResourceAnswer, inputs: Properties): Made {
  const { __defaults: _, ...given } = inputs;
  const computed = mapOf(answeredOutputs(answer), urn);
  return { id: answer.id, outputs: { ...given, ...markEchoes(computed, inputs) } };
}
