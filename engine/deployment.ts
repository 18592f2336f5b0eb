import type { Callback } from "@pulumi/pulumi/proto/callback_pb";
import { makeUrn } from "../graph/urn";
import type { Answers, InvokeRequest } from "./answers";
import type { EarlierResource, EarlierState } from "./earlier";
import { DuplicateUrnError, EngineError } from "./errors";
import { toError } from "./failures";
import type { SourceFinder } from "./protocol";
import type { Hook, PackageRequest, Registration, Source } from "./registration";
import type { Properties } from "./values";

export interface LogEntry {
  readonly severity: "info" | "warning" | "error";
  readonly message: string;
  readonly urn?: string;
}

/** Looks up where the answers don't: undefined leaves it to them. */
export type LookUpElsewhere = (
  request: InvokeRequest & {
    readonly plugin: PackageRequest;
    /** Whether something that it is asked with is secret. */
    readonly isSecret: boolean;
  },
) => Promise<Properties | undefined>;

export interface DeploymentOptions {
  readonly project: string;
  readonly stack: string;
  readonly organization: string;
  readonly config: Readonly<Record<string, string>>;
  readonly secretConfigKeys: readonly string[];
  readonly dryRun: boolean;
  /** Whether the program is told that this is a preview, whatever is known; as `dryRun` unless given. */
  readonly toldPreview?: boolean;
  /** Whether a component that another process constructs stands for itself, with nothing known of it; refused unless given. */
  readonly opaqueComponents?: boolean;
  readonly answers: Answers;
  readonly lookUp?: LookUpElsewhere;
  readonly sources: SourceFinder;
  /** What is there already; nothing unless given. */
  readonly earlier?: EarlierState;
  readonly onRegister?: (count: number) => void;
  readonly onLog?: (entry: LogEntry) => void;
}

/** What one run of a program has registered so far. */
export class Deployment {
  /** In the order in which they were registered. */
  readonly resources: Registration[] = [];
  readonly byUrn = new Map<string, Registration>();
  /** Refused resources, so that their children are not refused for want of a parent. */
  readonly refused = new Set<string>();
  readonly errors: Error[] = [];
  readonly logs: LogEntry[] = [];
  stackOutputs: Properties = {};
  rootResource = "";

  readonly packages = new Map<string, PackageRequest>();
  /** References of default providers, by package, version and download URL. */
  readonly defaultProviders = new Map<string, string>();
  /** What components said about themselves with `registerOutputs`. */
  readonly completed = new Set<string>();

  /** Calls a transform or hook of the program. */
  callBack: (callback: Callback, request: Uint8Array) => Promise<Uint8Array> = () =>
    Promise.reject(new Error("no program is connected"));
  readonly stackTransforms: Callback[] = [];
  readonly invokeTransforms: Callback[] = [];
  readonly resourceTransforms = new Map<string, readonly Callback[]>();
  readonly hooks = new Map<string, Hook>();
  /** URNs of components that another process would have constructed. */
  readonly opaque = new Set<string>();

  /** Rises with every message from the program. */
  activity = 0;
  /** The run is over; what comes later belongs to no run. */
  closed = false;

  constructor(readonly options: DeploymentOptions) {}

  /** The URN that a resource of this stack gets. */
  urnOf(parent: string, type: string, name: string): string {
    return makeUrn(this.options.stack, this.options.project, parent === "" ? undefined : parent, type, name);
  }

  /** The resource that another names as its parent. None, if it names none or one that was refused. */
  parentOf(parent: string, child: { urn: string; source?: Source }): Registration | undefined {
    const found = this.byUrn.get(parent);
    if (parent !== "" && found === undefined && !this.refused.has(parent)) {
      throw new EngineError(`could not find parent resource ${parent} of ${child.urn}`, child);
    }
    return found;
  }

  /** What a resource was before this run, under its own URN or one that it had. */
  earlierOf({ urn, aliases }: Pick<Registration, "urn" | "aliases">): EarlierResource | undefined {
    const { earlier } = this.options;
    return earlier && [urn, ...aliases].map((one) => earlier.get(one)).find((found) => found !== undefined);
  }

  /** @throws DuplicateUrnError if there is one of that URN. */
  add(resource: Registration): void {
    const first = this.byUrn.get(resource.urn);
    if (first !== undefined) {
      throw new DuplicateUrnError(resource.urn, first.source, resource.source);
    }
    this.resources.push(resource);
    this.byUrn.set(resource.urn, resource);
    this.options.onRegister?.(this.resources.length);
  }

  /** Notes why a resource can't be had; the program goes on, so that all such errors are found at once. */
  refuse(urn: string, error: unknown): void {
    this.refused.add(urn);
    this.fail(error);
  }

  fail(error: unknown): void {
    this.errors.push(toError(error));
  }

  log(entry: LogEntry): void {
    this.logs.push(entry);
    this.options.onLog?.(entry);
  }
}
