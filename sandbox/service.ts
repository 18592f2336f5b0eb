/** A `SandboxProvider` as the gRPC service that the engine talks to. */
import { type handleUnaryCall, status, type UntypedServiceImplementation } from "@grpc/grpc-js";
import * as plugin from "@pulumi/pulumi/proto/plugin_pb";
import * as rpc from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { Values } from "../answers";
import { plainMap } from "../answers/engine-values";
import type { Properties } from "../engine/values";
import { decodeMap, fromStruct, toStruct } from "../engine/wire";
import { cloudOf } from "../graph/clouds/facts";
import { sandboxClouds } from "./clouds/clouds";
import { reachOf } from "./clusters";
import { type Diff, type DiffSubject, diffOf } from "./diff";
import { type Failures, GoneError } from "./failures";
import type { SandboxProvider } from "./provider";
import { type Session, Sessions } from "./session";

export interface Served {
  readonly pkg: string;
  /** The SDK's, which the engine compares. */
  readonly version: string;
  readonly provider: SandboxProvider;
  readonly failures: Failures;
  /** `PULUMI_K8S_SKIP_UPDATE_UNREACHABLE`, which a provider's own setting overrides. */
  readonly skipUnreachable: boolean;
  /** After which a Kubernetes provider takes a cluster that doesn't answer for one that can't be reached. */
  readonly discoverySeconds: number;
}

const read = (struct: Struct | undefined): Properties => decodeMap(fromStruct(struct));

/**
 * By the methods' names. Every error reaches the engine as one; a call that hangs ends with `Cancel`, and after that
 * none hangs: the engine sends it once, to end its run, and would wait for whatever was still on its way.
 */
export function serviceOf({
  pkg,
  version,
  provider,
  failures,
  skipUnreachable,
  discoverySeconds,
}: Served): UntypedServiceImplementation {
  const sessions = new Sessions();
  const hanging = new Set<() => void>();
  let cancelled = false;

  const method =
    <Request, Response>(
      handle: (request: Request, peer: string) => Response,
    ): handleUnaryCall<Request, Response> =>
    (call, reply) => {
      try {
        reply(null, handle(call.request, call.getPeer()));
      } catch (error) {
        const fail = () => reply({ code: status.UNKNOWN, message: messageOf(error) });
        if (error instanceof GoneError && error.mode === "hang" && !cancelled) hanging.add(fail);
        else fail();
      }
    };

  function configure(request: rpc.ConfigureRequest, peer: string): rpc.ConfigureResponse {
    const inputs = plainMap(read(request.getArgs()));
    refuseFirstCall(inputs);
    sessions.configure(peer, pkg === "kubernetes" ? clusterSession(inputs) : { inputs });
    return new rpc.ConfigureResponse().setAcceptsecrets(true).setSupportspreview(true);
  }

  /**
   * The Kubernetes provider asks for the cluster's schemas. When that is refused, or isn't answered in time, it goes on
   * without, and takes the cluster for unreachable from then on.
   */
  const configureInTime: handleUnaryCall<rpc.ConfigureRequest, rpc.ConfigureResponse> = (call, reply) =>
    method(configure)(call, (error, response, ...more) => {
      const peer = call.getPeer();
      const session = error ? undefined : sessions.of(peer);
      const unreachable = session?.unreachable?.();
      if (session === undefined || unreachable?.mode !== "hang") return reply(error, response, ...more);
      sessions.configure(peer, { ...session, unreachable: () => ({ ...unreachable, mode: "refuse" }) });
      if (cancelled) return reply(error, response, ...more);
      const end = () => {
        clearTimeout(timer);
        hanging.delete(end);
        reply(error, response, ...more);
      };
      const timer = setTimeout(end, discoverySeconds * 1000);
      hanging.add(end);
    });

  function refuseFirstCall(inputs: Values): void {
    const cloud = cloudOf(pkg);
    if (cloud === undefined) return;
    const { firstCall } = sandboxClouds[cloud];
    const { region } = inputs;
    const mode = failures.ofRegion(cloud, typeof region === "string" ? region : undefined);
    if (mode && firstCall?.isMade(inputs)) throw new GoneError(mode, firstCall.refused);
  }

  function clusterSession(inputs: Values): Session {
    const unreachable = reachOf(inputs.kubeconfig, failures);
    const { skipUpdateUnreachable: setting } = inputs;
    const skipsUnreachable = setting === undefined ? skipUnreachable : String(setting) === "true";
    return { inputs, unreachable, skipsUnreachable };
  }

  function check(request: rpc.CheckRequest, peer: string): rpc.CheckResponse {
    const [olds, news] = [read(request.getOlds()), read(request.getNews())];
    const checked = provider.check(sessions.of(peer), request.getUrn(), olds, news);
    const wrong = checked.failures.map(({ property, reason }) =>
      new rpc.CheckFailure().setProperty(property).setReason(reason),
    );
    return new rpc.CheckResponse().setInputs(toStruct(checked.inputs)).setFailuresList(wrong);
  }

  function diff(request: rpc.DiffRequest, peer: string): rpc.DiffResponse {
    return diffResponse(
      provider.diff(sessions.of(peer), {
        urn: request.getUrn(),
        id: request.getId(),
        oldInputs: read(request.getOldInputs()),
        oldOutputs: read(request.getOlds()),
        inputs: read(request.getNews()),
      }),
    );
  }

  function create(request: rpc.CreateRequest, peer: string): rpc.CreateResponse {
    const preview = request.getPreview();
    const inputs = read(request.getProperties());
    const { id, outputs } = provider.create(sessions.of(peer), request.getUrn(), inputs, preview);
    return new rpc.CreateResponse().setId(preview ? "" : id).setProperties(toStruct(outputs));
  }

  function update(request: rpc.UpdateRequest, peer: string): rpc.UpdateResponse {
    const inputs = read(request.getNews());
    const session = sessions.of(peer);
    const { outputs } = provider.update(
      session,
      request.getUrn(),
      request.getId(),
      inputs,
      request.getPreview(),
    );
    return new rpc.UpdateResponse().setProperties(toStruct(outputs));
  }

  function readResource(request: rpc.ReadRequest, peer: string): rpc.ReadResponse {
    const [inputs, state] = [read(request.getInputs()), read(request.getProperties())];
    const { id, outputs } = provider.read(
      sessions.of(peer),
      request.getUrn(),
      request.getId(),
      inputs,
      state,
    );
    return new rpc.ReadResponse().setId(id).setProperties(toStruct(outputs)).setInputs(toStruct(inputs));
  }

  function cancel(): Empty {
    cancelled = true;
    for (const fail of hanging) fail();
    hanging.clear();
    return new Empty();
  }

  return {
    handshake: method(() => new rpc.ProviderHandshakeResponse().setAcceptSecrets(true)),
    getPluginInfo: method(() => new plugin.PluginInfo().setVersion(version)),
    attach: method(() => new Empty()),
    cancel: method(cancel),
    checkConfig: method((request: rpc.CheckRequest) => new rpc.CheckResponse().setInputs(request.getNews())),
    diffConfig: method((request: rpc.DiffRequest) =>
      diffResponse(
        diffOf(
          providerSubject(pkg, read(request.getOldInputs() ?? request.getOlds()), read(request.getNews())),
        ),
      ),
    ),
    configure: configureInTime,
    check: method(check),
    diff: method(diff),
    create: method(create),
    update: method(update),
    read: method(readResource),
    delete: method((request: rpc.DeleteRequest, peer) => {
      provider.delete(sessions.of(peer), request.getUrn());
      return new Empty();
    }),
    invoke: method((request: rpc.InvokeRequest, peer) =>
      new rpc.InvokeResponse().setReturn(
        toStruct(provider.invoke(sessions.of(peer), request.getTok(), read(request.getArgs()))),
      ),
    ),
  };
}

/** A provider's own settings; it has no provider itself. */
function providerSubject(pkg: string, before: Properties, after: Properties): DiffSubject {
  return {
    type: `pulumi:providers:${pkg}`,
    before: plainMap(before) as DiffSubject["before"],
    after: plainMap(after) as DiffSubject["after"],
    outputs: {},
    provider: {},
  };
}

const KINDS = {
  add: [rpc.PropertyDiff.Kind.ADD, rpc.PropertyDiff.Kind.ADD_REPLACE],
  delete: [rpc.PropertyDiff.Kind.DELETE, rpc.PropertyDiff.Kind.DELETE_REPLACE],
  update: [rpc.PropertyDiff.Kind.UPDATE, rpc.PropertyDiff.Kind.UPDATE_REPLACE],
} as const;

function diffResponse({ changes, deleteBeforeReplace }: Diff): rpc.DiffResponse {
  const response = new rpc.DiffResponse()
    .setChanges(
      changes.length > 0 ? rpc.DiffResponse.DiffChanges.DIFF_SOME : rpc.DiffResponse.DiffChanges.DIFF_NONE,
    )
    .setReplacesList(changes.filter(({ replaces }) => replaces).map(({ path }) => path))
    .setDiffsList([...new Set(changes.map(({ path }) => path.split(/[.[]/, 1)[0] ?? path))])
    .setDeletebeforereplace(deleteBeforeReplace)
    .setHasdetaileddiff(true);
  for (const { path, kind, replaces } of changes) {
    const detail = new rpc.PropertyDiff().setKind(KINDS[kind][replaces ? 1 : 0]).setInputdiff(true);
    response.getDetaileddiffMap().set(path, detail);
  }
  return response;
}

/** A defect of ours shows where it is; what a cloud would say doesn't. */
function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const told =
    error instanceof GoneError || error.name === "RefusedError" || error.name === "UnansweredError";
  return told ? error.message : (error.stack ?? error.message);
}
