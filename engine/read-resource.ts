import { type ReadResourceRequest, ReadResourceResponse } from "@pulumi/pulumi/proto/resource_pb";
import { unknownValue } from "@pulumi/pulumi/runtime/rpc";
import { ask, outputsOf } from "./create";
import type { Deployment } from "./deployment";
import { checkTypeToken } from "./goal";
import { packageRequest, providerInfo, providerReference } from "./providers";
import { noOptions, type Registration } from "./registration";
import { revealAll } from "./secrets";
import { UNKNOWN } from "./values";
import { decodeMap, fromStruct, toStruct } from "./wire";

/** Reads a resource that exists elsewhere (`.get()`); the stack knows it but doesn't manage it. */
export function readResource(deployment: Deployment, request: ReadResourceRequest): ReadResourceResponse {
  const urn = deployment.urnOf(request.getParent(), request.getType(), request.getName());
  const response = new ReadResourceResponse();
  response.setUrn(urn);
  try {
    const resource = register(deployment, request, urn);
    read(deployment, resource);
    response.setProperties(toStruct(resource.outputs));
  } catch (error) {
    deployment.refuse(urn, error);
    response.setProperties(toStruct({}));
  }
  return response;
}

function register(deployment: Deployment, request: ReadResourceRequest, urn: string): Registration {
  const type = request.getType();
  const source = deployment.options.sources.find(request.getStacktrace(), request.getSourceposition());
  const about = { urn, source };
  checkTypeToken(type, about);
  const parent = deployment.parentOf(request.getParent(), about);
  const plugin = packageRequest(
    deployment,
    request.getPackageref(),
    type,
    request.getVersion(),
    request.getPlugindownloadurl(),
  );
  const provider = providerReference(deployment, request.getProvider(), plugin, { name: urn, ...about });
  const resource: Registration = {
    ...noOptions,
    urn,
    type,
    name: request.getName(),
    custom: true,
    external: true,
    id: request.getId() === unknownValue ? UNKNOWN : request.getId(),
    parent: parent?.urn,
    provider,
    inputs: decodeMap(fromStruct(request.getProperties())),
    outputs: {},
    dependencies: request.getDependenciesList(),
    additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
    version: request.getVersion() || undefined,
    pluginDownloadURL: request.getPlugindownloadurl() || undefined,
    source,
  };
  deployment.add(resource);
  return resource;
}

/** Nothing is known about a resource whose id is not. */
function read(deployment: Deployment, resource: Registration): void {
  const { id, urn, type, name, inputs, provider } = resource;
  if (typeof id !== "string" || provider === undefined) {
    return;
  }
  const { answers, project, stack } = deployment.options;
  const info = providerInfo(deployment, provider, type, { name: urn, urn, source: resource.source });
  const answer = ask(urn, resource, () =>
    answers.read({ type, name, urn, id, inputs: revealAll(inputs), provider: info, project, stack }),
  );
  resource.outputs = outputsOf(deployment, resource, answer.outputs);
}
