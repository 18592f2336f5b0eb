/**
 * What is asked of the answers and what they give. Nothing here knows who asks: the embedded engine and the
 * sandbox's gRPC providers put the same questions.
 *
 * Values are plain: no Outputs, no secret wrappers (whoever asks unwraps them, and marks an output secret
 * when the input of the same name was), resources by their id. A value that isn't known yet is `UNKNOWN`.
 */

/** Stands for a value that only a deployment will know; the same string the Pulumi engine uses. */
export { UNKNOWN } from "../graph/resource";

export type Values = Readonly<Record<string, unknown>>;

export interface ResourceRequest {
  /** `aws:ec2/vpc:Vpc` */
  readonly type: string;
  /** The name in the Pulumi program. */
  readonly name: string;
  readonly urn: string;
  readonly inputs: Values;
  /** Inputs of the resource's provider, as its SDK registers them: nested values are JSON text. */
  readonly provider: Values;
}

export interface ReadRequest extends Omit<ResourceRequest, "inputs"> {
  readonly id: string;
  /** What the program says of the resource beside its id. */
  readonly state: Values;
}

export interface InvokeRequest {
  /** `oci:ContainerEngine/getClusterKubeConfig:getClusterKubeConfig` */
  readonly token: string;
  readonly args: Values;
  readonly provider: Values;
}

export interface Failure {
  /** The input that is wrong, empty where it is none in particular. */
  readonly property: string;
  readonly reason: string;
}

export interface CheckedInputs {
  /** The inputs with the provider's defaults and the automatic physical name. */
  readonly inputs: Values;
  /** Names of the inputs that were added: a bridged provider's `__defaults`. */
  readonly defaulted: readonly string[];
  readonly failures: readonly Failure[];
}

export interface ResourceAnswer {
  readonly id: string;
  readonly outputs: Values;
  /** Outputs that the cloud gives once and that are secret, whatever the SDK says. */
  readonly secrets: readonly string[];
}

export interface Answers {
  /**
   * What the provider would make of the inputs before anything is created: automatic names, defaults, and
   * what it would refuse. Idempotent.
   */
  check(request: ResourceRequest): CheckedInputs;
  /** What the cloud would answer to a creation; checks first. Throws `RefusedError` on any failure. */
  create(request: ResourceRequest): ResourceAnswer;
  /**
   * What a provider answers to a creation that is only previewed: nothing that it computes is known, neither the
   * id nor what it adds to an input. Checks nothing, as `check` has done that where it could.
   */
  preview(request: ResourceRequest): ResourceAnswer;
  /** What `create` would answer for a resource that the program only refers to by its id. */
  read(request: ReadRequest): ResourceAnswer;
  /** What a look-up would answer. */
  invoke(request: InvokeRequest): Values;
  /** Every resource type that has an answer; custom kinds of Kubernetes as `kubernetes:<group>/<version>:<Kind>`. */
  readonly types: readonly string[];
  /** Every look-up that has an answer. */
  readonly invokes: readonly string[];
}

/** Inputs that the provider would refuse, or from which the answer can't follow. */
export class RefusedError extends Error {
  override readonly name = "RefusedError";
}

/** A resource type or a look-up that nobody has written an answer for. */
export class UnansweredError extends Error {
  override readonly name = "UnansweredError";

  /** @param addTo the file that its answer belongs in */
  constructor(
    readonly kind: "resource type" | "look-up",
    readonly token: string,
    readonly addTo: string,
    wantedBy?: string,
  ) {
    super(
      `no answer for the ${kind} ${token}${wantedBy ? `, wanted by ${wantedBy}` : ""}: add one to ${addTo}`,
    );
  }
}
