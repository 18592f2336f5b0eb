/** Transforms: the program's own functions that may change a resource or a look-up before it is registered. */
import type { Callback } from "@pulumi/pulumi/proto/callback_pb";
import {
  TransformInvokeOptions,
  TransformInvokeRequest,
  TransformInvokeResponse,
  TransformRequest,
  TransformResponse,
} from "@pulumi/pulumi/proto/resource_pb";
import {
  specialOutputValueSig,
  specialSecretSig,
  specialSigKey,
  unknownValue,
} from "@pulumi/pulumi/runtime/rpc";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { Deployment } from "./deployment";
import { EngineError } from "./errors";
import { optionsOfTransform, type ResourceOptions, transformOfOptions } from "./options";
import { fromStruct, isWireMap, signature, type Wire, type WireMap } from "./wire";

export interface Transformable {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly custom: boolean;
  readonly parent: string;
  readonly properties: WireMap;
  readonly options: ResourceOptions;
}

/** The transforms of a resource, in order: its own, its parents' from the nearest up, the stack's. */
export function transformsFor(
  deployment: Deployment,
  own: readonly Callback[],
  parent: string | undefined,
): readonly Callback[] {
  const all = [...own];
  for (let urn = parent; urn !== undefined; urn = deployment.byUrn.get(urn)?.parent) {
    all.push(...(deployment.resourceTransforms.get(urn) ?? []));
  }
  return [...all, ...deployment.stackTransforms];
}

/** Runs the transforms, each on what the one before made. */
export async function transformResource(
  deployment: Deployment,
  transforms: readonly Callback[],
  resource: Transformable,
): Promise<Pick<Transformable, "properties" | "options">> {
  let { properties, options } = resource;
  for (const transform of transforms) {
    const request = new TransformRequest();
    request.setType(resource.type);
    request.setName(resource.name);
    request.setCustom(resource.custom);
    request.setParent(resource.parent);
    request.setProperties(Struct.fromJavaScript(outputValues(properties) as WireMap));
    request.setOptions(transformOfOptions(options));
    const reply = await run(deployment, transform, request, resource.urn);
    const response = TransformResponse.deserializeBinary(reply);
    const newProperties = response.getProperties();
    const newOptions = response.getOptions();
    properties = newProperties === undefined ? properties : fromStruct(newProperties);
    options = newOptions === undefined ? options : optionsOfTransform(newOptions);
  }
  return { properties, options };
}

export interface TransformableInvoke {
  readonly token: string;
  readonly args: WireMap;
  readonly provider: string;
  readonly version: string;
  readonly pluginDownloadURL: string;
}

export async function transformInvoke(
  deployment: Deployment,
  invoke: TransformableInvoke,
): Promise<TransformableInvoke> {
  let changed = invoke;
  for (const transform of deployment.invokeTransforms) {
    const options = new TransformInvokeOptions();
    options.setProvider(changed.provider);
    options.setVersion(changed.version);
    options.setPluginDownloadUrl(changed.pluginDownloadURL);
    const request = new TransformInvokeRequest();
    request.setToken(changed.token);
    request.setArgs(Struct.fromJavaScript(changed.args));
    request.setOptions(options);
    const reply = await run(deployment, transform, request, changed.token);
    const response = TransformInvokeResponse.deserializeBinary(reply);
    const newArgs = response.getArgs();
    const newOptions = response.getOptions() ?? options;
    changed = {
      token: changed.token,
      args: newArgs === undefined ? changed.args : fromStruct(newArgs),
      provider: newOptions.getProvider(),
      version: newOptions.getVersion(),
      pluginDownloadURL: newOptions.getPluginDownloadUrl(),
    };
  }
  return changed;
}

/** Writes on each property which resources it was made from, so that a transform sees it as an output of them. */
export function withDependencies(
  properties: WireMap,
  dependencies: Readonly<Record<string, readonly string[]>>,
): WireMap {
  const wrapped: WireMap = {};
  for (const [key, property] of Object.entries(properties)) {
    const urns = dependencies[key] ?? [];
    const value = outputValues(property);
    if (urns.length === 0) {
      wrapped[key] = value;
    } else if (isWireMap(value) && signature(value) === specialOutputValueSig) {
      wrapped[key] = { ...value, dependencies: [...urns] };
    } else {
      wrapped[key] = { [specialSigKey]: specialOutputValueSig, value, dependencies: [...urns] };
    }
  }
  return wrapped;
}

/** The resources that a value says it was made from. */
export function dependenciesOf(value: Wire, into: Set<string> = new Set()): Set<string> {
  if (Array.isArray(value)) {
    for (const element of value) {
      dependenciesOf(element, into);
    }
  } else if (isWireMap(value)) {
    if (signature(value) === specialOutputValueSig && Array.isArray(value.dependencies)) {
      for (const urn of value.dependencies) {
        into.add(String(urn));
      }
    }
    for (const element of Object.values(value)) {
      dependenciesOf(element, into);
    }
  }
  return into;
}

async function run(
  deployment: Deployment,
  transform: Callback,
  request: TransformRequest | TransformInvokeRequest,
  what: string,
): Promise<Uint8Array> {
  try {
    return await deployment.callBack(transform, request.serializeBinary());
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new EngineError(`${what}: ${reason}`, { cause: error });
  }
}

/** Secrets and unknowns in the form in which a transform gets them: as outputs. */
function outputValues(wire: Wire): Wire {
  if (wire === unknownValue) {
    return { [specialSigKey]: specialOutputValueSig };
  }
  if (Array.isArray(wire)) {
    return wire.map(outputValues);
  }
  if (!isWireMap(wire)) {
    return wire;
  }
  if (signature(wire) === specialSecretSig) {
    const secret = { [specialSigKey]: specialOutputValueSig, secret: true };
    return wire.value === unknownValue ? secret : { ...secret, value: outputValues(wire.value ?? null) };
  }
  return Object.fromEntries(Object.entries(wire).map(([key, value]) => [key, outputValues(value)]));
}
