/**
 * The few places of the SDK's run-time state that its types don't publish. They are kept here, so that a new
 * version of the SDK is checked in one file.
 */
import {
  type Callback,
  CallbackInvokeRequest,
  type CallbackInvokeResponse,
} from "@pulumi/pulumi/proto/callback_pb";
import type { IEngineServer } from "@pulumi/pulumi/proto/engine_grpc_pb";
import type { IResourceMonitorServer } from "@pulumi/pulumi/proto/resource_grpc_pb";
import { setMockOptions } from "@pulumi/pulumi/runtime/settings";
import * as state from "@pulumi/pulumi/runtime/state";
import type { Client } from "./protocol";

export interface Store {
  readonly callbacks?: {
    readonly _target: Promise<string>;
    invoke(
      call: { readonly request: CallbackInvokeRequest },
      answer: (error: { readonly details?: string } | null, response?: CallbackInvokeResponse) => void,
    ): Promise<void>;
  };
  readonly settings: { engine?: unknown; readonly options: { rootDirectory?: string } };
  readonly leakCandidates: ReadonlySet<{ readonly _debugCtx?: string }>;
}

const { withLocalStorage } = state as unknown as {
  withLocalStorage<Result>(callback: () => Promise<Result>): Promise<Result>;
};

/** Runs the callback with a state of the SDK's own that no other run sees. */
export async function inFreshState<Result>(callback: (store: Store) => Promise<Result>): Promise<Result> {
  const stackResource = globalThis.stackResource;
  try {
    return await withLocalStorage(() => callback(globalThis.asyncLocalStorage.getStore() as Store));
  } finally {
    globalThis.stackResource = stackResource;
  }
}

/** Connects the SDK to an engine in this process. */
export function connect(
  store: Store,
  monitor: Client<IResourceMonitorServer>,
  engine: Client<IEngineServer>,
  options: {
    readonly project: string;
    readonly stack: string;
    readonly organization: string;
    readonly dryRun: boolean;
    readonly projectRoot: string;
  },
): void {
  const { project, stack, dryRun, organization, projectRoot } = options;
  setMockOptions(monitor, project, stack, dryRun, organization);
  store.settings.engine = engine;
  store.settings.options.rootDirectory = projectRoot;
}

/**
 * Calls a transform or hook of the program. The SDK serves them over gRPC on loopback; its server is called
 * directly, because what comes over gRPC has lost the run's state: secrets would come back plain.
 */
export function callBack(store: Store, callback: Callback, request: Uint8Array): Promise<Uint8Array> {
  const message = new CallbackInvokeRequest();
  message.setToken(callback.getToken());
  message.setRequest(request);
  return new Promise((resolve, reject) => {
    if (store.callbacks === undefined) {
      reject(new Error("the program has no server for its transforms and hooks"));
      return;
    }
    const { callbacks } = store;
    globalThis.asyncLocalStorage.run(store as never, () =>
      callbacks.invoke({ request: message }, (error, response) => {
        if (error !== null || response === undefined) {
          reject(new Error(error?.details ?? "no response"));
        } else {
          resolve(response.getResponse_asU8());
        }
      }),
    );
  });
}

/**
 * Waits until the SDK serves the program's transforms and hooks, if it has any. A program may end before that, and
 * registers them only then; shut down half-way, that server would try to reach itself for ever.
 */
export async function callbacksReady(store: Store): Promise<void> {
  await store.callbacks?._target;
}

/** What the program still waits for, in the SDK's words: `resolveURN(resource:name[type])` and the like. */
export function pendingWork(store: Store): string[] {
  return [...store.leakCandidates].map((promise) => promise._debugCtx ?? "").filter((label) => label !== "");
}

/** What the SDK does to each promise that it makes. */
const debuggable = require("@pulumi/pulumi/runtime/debuggable") as {
  debuggablePromise(promise: Promise<unknown>, context?: unknown): Promise<unknown>;
};

/** Spares the SDK's promises the frames of their stack traces, until the returned function is called. */
export function untraced(): () => void {
  const { debuggablePromise } = debuggable;
  debuggable.debuggablePromise = (promise, context) => {
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = 0;
    try {
      return debuggablePromise(promise, context);
    } finally {
      Error.stackTraceLimit = limit;
    }
  };
  return () => {
    debuggable.debuggablePromise = debuggablePromise;
  };
}
