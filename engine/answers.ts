import type { Path } from "../graph/paths";
import type { Properties, Unknown } from "./values";

/** The provider that manages a resource or serves a look-up. */
export interface ProviderInfo {
  readonly urn: string;
  /** `aws`, `oci`, `kubernetes` */
  readonly pkg: string;
  /** Its configuration, secrets unwrapped. Nested settings are JSON strings, as the SDKs send them. */
  readonly inputs: Readonly<Properties>;
}

interface AnswerRequest {
  readonly project: string;
  readonly stack: string;
  readonly provider: ProviderInfo;
}

interface ResourceRequest extends AnswerRequest {
  readonly type: string;
  readonly name: string;
  readonly urn: string;
  /** Secrets are unwrapped: the engine marks what an output repeats of them. May hold `UNKNOWN` in a dry run. */
  readonly inputs: Readonly<Properties>;
}

/** Unlike in the other requests, secret inputs are still marked. */
export interface CheckRequest extends ResourceRequest {
  /** The inputs that it had, where it is there already: what its provider once chose of them stays. */
  readonly earlier?: Readonly<Properties>;
}

/** A resource that is there, and its inputs change. */
export interface ChangeRequest extends ResourceRequest {
  readonly earlier: Readonly<Properties>;
  readonly changed: readonly Path[];
}

export interface CreateRequest extends ResourceRequest {
  /** Every output that is no input, and the id, will be replaced by `UNKNOWN`. */
  readonly dryRun: boolean;
  /** The resource is imported, and has this id. */
  readonly importId?: string;
}

/** A resource as it is when the program has ended; secrets are unwrapped. */
export interface EndedResource extends ResourceRequest {
  /** Absent where it isn't known. */
  readonly id?: string;
  readonly outputs: Readonly<Properties>;
}

/** What a cloud would refuse although it takes each of the resources by itself. */
export interface RefusedResource {
  /** The one that is refused. */
  readonly urn: string;
  /** URNs of those that it is refused because of. */
  readonly with: readonly string[];
  readonly error: Error;
}

export interface ReadRequest extends ResourceRequest {
  readonly id: string;
}

export interface InvokeRequest extends AnswerRequest {
  readonly token: string;
  readonly args: Readonly<Properties>;
}

export interface CallRequest extends InvokeRequest {
  /** URN of the resource whose method it is. */
  readonly self?: string;
}

export interface CreateAnswer {
  /** Not empty; `UNKNOWN` where only a deployment tells. */
  readonly id: string | Unknown;
  /**
   * What the provider computes; the inputs needn't be repeated. `undefined` stands for a property that isn't
   * there. A value wrapped in `Secret` is a secret output.
   */
  readonly outputs: Readonly<Record<string, unknown>>;
}

export interface ReadAnswer {
  readonly outputs: Readonly<Record<string, unknown>>;
}

/**
 * What a cloud would say. Answers depend on the request only, so that two runs agree; the methods are
 * synchronous and do no I/O.
 *
 * Each throws {@link UnknownTypeError} for a type or token that it doesn't know. Whatever else it throws ends the
 * run as an `AnswerError` with the cause attached, even where the program would have caught a failed look-up.
 */
export interface Answers {
  /**
   * The inputs to keep: with what the provider adds, defaults and automatic names, and what was secret still
   * marked. Without it inputs stay as the program gives them.
   */
  check?(request: CheckRequest): Properties;
  create(request: CreateRequest): CreateAnswer;
  /** Whether these changes make it anew; without it everything is changed in place. */
  replaces?(request: ChangeRequest): boolean;
  read(request: ReadRequest): ReadAnswer;
  invoke(request: InvokeRequest): Readonly<Record<string, unknown>>;
  /**
   * What can't stand together of all that the program made; asked once, when it has ended without an error. External
   * resources are left out: of them only what the program says is known.
   */
  together?(resources: readonly EndedResource[]): readonly RefusedResource[];
  /** Methods of resources; without it every call is an unknown method. */
  call?(request: CallRequest): Readonly<Record<string, unknown>>;
}
