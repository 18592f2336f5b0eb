import type { Source } from "./registration";

/** Something the engine refuses. The message names the resource and, where it is known, our line that made it. */
export class EngineError extends Error {
  override name = "EngineError";
  readonly urn?: string;
  readonly source?: Source;

  constructor(message: string, about: { urn?: string; source?: Source; cause?: unknown } = {}) {
    super(message + at(about.source), about.cause === undefined ? undefined : { cause: about.cause });
    this.urn = about.urn;
    this.source = about.source;
  }
}

/** Two resources with one URN: same parent types, same type, same name. */
export class DuplicateUrnError extends EngineError {
  override name = "DuplicateUrnError";

  constructor(urn: string, first: Source | undefined, second: Source | undefined) {
    const before = first === undefined ? "" : `; the first is at ${show(first)}, this one`;
    super(`Duplicate resource URN '${urn}'; try giving it a unique name${before}`, { urn, source: second });
  }
}

/** A resource type, look-up or method that the answers don't know. Thrown by an `Answers`. */
export class UnknownTypeError extends EngineError {
  override name = "UnknownTypeError";

  /**
   * @param addTo the file that its answer belongs in
   */
  constructor(
    readonly kind: "resource type" | "look-up" | "method",
    readonly token: string,
    readonly addTo: string,
    about: { urn?: string; source?: Source } = {},
  ) {
    const wantedBy = about.urn === undefined ? "" : `, wanted by ${about.urn}`;
    super(`no answer for the ${kind} ${token}${wantedBy}: add one to ${addTo}`, about);
  }
}

/** An answer that threw, or that gave what no provider can. A defect of the answers, not of the program. */
export class AnswerError extends EngineError {
  override name = "AnswerError";

  constructor(what: string, reason: string, about: { urn?: string; source?: Source; cause?: unknown } = {}) {
    super(`the answer for ${what} ${reason}`, about);
  }
}

/** A component that another process would have to construct. */
export class RemoteComponentError extends EngineError {
  override name = "RemoteComponentError";

  constructor(type: string, urn: string, source: Source | undefined) {
    super(
      `${type} is a remote component (${urn}): its provider's plug-in constructs it, so that its children ` +
        "can't be previewed here; use the plain resources instead",
      { urn, source },
    );
  }
}

/** A resource or look-up without a provider of its own, where `pulumi:disable-default-providers` forbids that. */
export class DefaultProviderDisabledError extends EngineError {
  override name = "DefaultProviderDisabledError";

  constructor(pkg: string, user: string, about: { urn?: string; source?: Source } = {}) {
    super(`Default provider for '${pkg}' disabled. '${user}' must use an explicit provider.`, about);
  }
}

/** A provider reference that names no registered provider. */
export class UnknownProviderError extends EngineError {
  override name = "UnknownProviderError";

  constructor(reference: string, user: string, about: { urn?: string; source?: Source } = {}) {
    super(`unknown provider '${reference}' for '${user}'`, about);
  }
}

/** The program neither ended nor did anything: something it waits for will never come. */
export class ProgramStalledError extends EngineError {
  override name = "ProgramStalledError";

  constructor(waitingFor: readonly string[]) {
    const list = waitingFor.length === 0 ? "" : ` Still waiting: ${waitingFor.join("; ")}.`;
    super(
      "the program waits for something that will never come: a promise that nobody resolves, or resources " +
        `that depend on each other.${list}`,
    );
  }
}

/** A program in a process of its own sent nothing for too long, and was ended. */
export class ProgramHungError extends EngineError {
  override name = "ProgramHungError";

  constructor(seconds: number, registered: number) {
    super(
      `the program was ended: nothing came from it for ${seconds} seconds, after ${registered} resources; ` +
        "it waits for something that doesn't come in a preview, keeps a server or a timer open, or needs longer (--patience)",
    );
  }
}

/** A program in a process of its own failed: by its own words, or for what the engine refuses. */
export class ProgramFailedError extends EngineError {
  override name = "ProgramFailedError";

  constructor(
    readonly said: readonly string[],
    how: string,
  ) {
    super([`the program ${how}`, ...said].join("\n"));
  }
}

/** `pulumi.log.error` was called, which fails a deployment. */
export class LoggedErrorsError extends EngineError {
  override name = "LoggedErrorsError";

  constructor(readonly entries: readonly { message: string; urn?: string }[]) {
    super(
      `the program logged ${entries.length === 1 ? "an error" : `${entries.length} errors`}: ` +
        entries.map((entry) => (entry.urn ? `${entry.message} (${entry.urn})` : entry.message)).join("; "),
    );
  }
}

/** More than one error; `errors` holds each, with its own stack. */
export class RunFailedError extends AggregateError {
  override name = "RunFailedError";

  constructor(errors: readonly Error[]) {
    super(errors, `${errors.length} errors:\n${errors.map((error) => `- ${error.message}`).join("\n")}`);
    this.stack = errors.map((error) => error.stack ?? error.message).join("\n");
  }
}

function show(source: Source): string {
  return `${source.file}:${source.line}`;
}

function at(source: Source | undefined): string {
  return source === undefined ? "" : ` (${show(source)})`;
}
