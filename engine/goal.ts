/** What the program asks for with a registration, after inheritance and transforms. */
import type { RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import { isTypeToken, packageOf, stackType } from "../graph/urn";
import type { Deployment } from "./deployment";
import { EngineError, RemoteComponentError } from "./errors";
import { optionsOfRequest, type ResourceOptions } from "./options";
import { packageOfReference, packageRequest } from "./providers";
import type { PackageRequest, Registration, Source } from "./registration";
import { dependenciesOf, transformResource, transformsFor, withDependencies } from "./transforms";
import { fromStruct, type WireMap } from "./wire";

type PropertyDependencies = Readonly<Record<string, readonly string[]>>;

export interface Goal {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly custom: boolean;
  /** A component that another process constructs. */
  readonly remote: boolean;
  readonly parent?: Registration;
  readonly properties: WireMap;
  readonly options: ResourceOptions;
  readonly dependencies: readonly string[];
  readonly propertyDependencies: PropertyDependencies;
  readonly plugin?: PackageRequest;
  readonly envVarMappings: Readonly<Record<string, string>>;
  readonly source?: Source;
}

export async function goalOf(
  deployment: Deployment,
  request: RegisterResourceRequest,
  urn: string,
): Promise<Goal> {
  const type = request.getType();
  const custom = request.getCustom();
  // The stack is made by whoever runs the program, whatever stands on the call stack.
  const source =
    type === stackType
      ? undefined
      : deployment.options.sources.find(request.getStacktrace(), request.getSourceposition());
  const about = { urn, source };
  if (request.getRemote() && !deployment.options.opaqueComponents) {
    throw new RemoteComponentError(type, urn, source);
  }
  if (custom) {
    checkTypeToken(type, about);
  }
  const parentUrn = request.getParent();
  const parent = deployment.parentOf(parentUrn, about);
  const inherited = inherit(optionsOfRequest(request), parent, type, custom);
  const sent = fromStruct(request.getObject());
  const propertyDependencies = readDependencies(request, sent);
  const own = request.getTransformsList();
  const transforms = transformsFor(deployment, own, parent?.urn);
  const { properties, options } =
    transforms.length === 0
      ? { properties: sent, options: inherited }
      : await transformResource(deployment, transforms, {
          urn,
          type,
          name: request.getName(),
          custom,
          parent: parentUrn,
          properties: own.length === 0 ? sent : withDependencies(sent, propertyDependencies),
          options: inherited,
        });
  return {
    urn,
    type,
    name: request.getName(),
    custom,
    remote: request.getRemote(),
    parent,
    properties,
    options,
    // A resource's own transforms say anew what it was made from; otherwise the registration's word stands.
    ...(own.length === 0
      ? { dependencies: request.getDependenciesList(), propertyDependencies }
      : dependenciesAfter(properties, options)),
    plugin: custom ? pluginOf(deployment, request, options) : undefined,
    envVarMappings: Object.fromEntries(request.getEnvvarmappingsMap().getEntryList()),
    source,
  };
}

/** What the engine, not the SDK, lets a resource inherit from its parent. */
function inherit(
  options: ResourceOptions,
  parent: Registration | undefined,
  type: string,
  custom: boolean,
): ResourceOptions {
  if (parent === undefined) {
    return options;
  }
  const pkg = packageOf(type);
  const parentsProvider =
    parent.provider !== undefined && packageOfReference(parent.provider) === pkg
      ? parent.provider
      : parent.providers[pkg];
  return {
    ...options,
    protect: options.protect ?? parent.protect,
    retainOnDelete: options.retainOnDelete ?? parent.retainOnDelete,
    deletedWith: options.deletedWith || (parent.deletedWith ?? ""),
    provider: options.provider || (custom ? (parentsProvider ?? "") : ""),
  };
}

/** Without a word about single properties, each is taken to be made from everything. */
function readDependencies(request: RegisterResourceRequest, properties: WireMap): PropertyDependencies {
  if (request.getPropertydependenciesMap().getLength() === 0) {
    const all = request.getDependenciesList();
    return Object.fromEntries(Object.keys(properties).map((key) => [key, all]));
  }
  const dependencies: Record<string, readonly string[]> = {};
  request.getPropertydependenciesMap().forEach((value, key) => {
    dependencies[key] = value.getUrnsList();
  });
  return dependencies;
}

function dependenciesAfter(
  properties: WireMap,
  options: ResourceOptions,
): Pick<Goal, "dependencies" | "propertyDependencies"> {
  const propertyDependencies: Record<string, readonly string[]> = {};
  const all = new Set(options.dependsOn);
  for (const [key, property] of Object.entries(properties)) {
    const urns = dependenciesOf(property);
    propertyDependencies[key] = [...urns];
    for (const urn of urns) {
      all.add(urn);
    }
  }
  return { dependencies: [...all], propertyDependencies };
}

function pluginOf(
  deployment: Deployment,
  request: RegisterResourceRequest,
  options: ResourceOptions,
): PackageRequest {
  return packageRequest(
    deployment,
    request.getPackageref(),
    request.getType(),
    options.version,
    options.pluginDownloadURL,
  );
}

/** Resources with a provider must say in their type which one: `<package>:<module>:<name>`. */
export function checkTypeToken(type: string, about: { urn: string; source?: Source }): void {
  if (!isTypeToken(type)) {
    throw new EngineError(
      `Type '${type}' of ${about.urn} is not a valid type token (must have format '*:*:*')`,
      about,
    );
  }
}
