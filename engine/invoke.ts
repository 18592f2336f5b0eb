import { CallResponse, InvokeResponse } from "@pulumi/pulumi/proto/provider_pb";
import type { ResourceCallRequest, ResourceInvokeRequest } from "@pulumi/pulumi/proto/resource_pb";
import { isProviderType } from "../graph/urn";
import { ask, mapOf } from "./create";
import type { Deployment } from "./deployment";
import { EngineError, UnknownTypeError } from "./errors";
import { packageRequest, providerInfo, providerReference } from "./providers";
import { hasSecrets, revealAll } from "./secrets";
import { transformInvoke } from "./transforms";
import { type Properties, ResourceReference } from "./values";
import { decodeMap, fromStruct, toStruct } from "./wire";

/** Serves a look-up (`getRegion` and the like). */
export async function invoke(
  deployment: Deployment,
  request: ResourceInvokeRequest,
): Promise<InvokeResponse> {
  const token = request.getTok();
  const asked = await transformInvoke(deployment, {
    token,
    args: fromStruct(request.getArgs()),
    provider: request.getProvider(),
    version: request.getVersion(),
    pluginDownloadURL: request.getPlugindownloadurl(),
  });
  const given = decodeMap(asked.args);
  const args = revealAll(given);
  const response = new InvokeResponse();
  if (token === "pulumi:pulumi:getResource") {
    response.setReturn(toStruct(getResource(deployment, String(args.urn))));
    return response;
  }
  const plugin = packageRequest(
    deployment,
    request.getPackageref(),
    token,
    asked.version,
    asked.pluginDownloadURL,
  );
  const user = { name: token };
  const reference = providerReference(deployment, asked.provider, plugin, user);
  const provider = providerInfo(deployment, reference, token, user);
  const { answers, project, stack } = deployment.options;
  const asking = { token, args, provider, project, stack };
  const elsewhere = await deployment.options.lookUp?.({ ...asking, plugin, isSecret: hasSecrets(given) });
  const answered = elsewhere ?? ask(token, {}, () => answers.invoke(asking));
  response.setReturn(toStruct(mapOf(answered, token)));
  return response;
}

/** Serves a method of a resource: it goes to the resource's own provider. */
export function call(deployment: Deployment, request: ResourceCallRequest): CallResponse {
  const token = request.getTok();
  const args = revealAll(decodeMap(fromStruct(request.getArgs())));
  const self =
    args.__self__ instanceof ResourceReference ? deployment.byUrn.get(args.__self__.urn) : undefined;
  const user = { name: token, urn: self?.urn, source: self?.source };
  const isMethodOfProvider = isProviderType(token);
  const own =
    self !== undefined && isMethodOfProvider ? `${self.urn}::${String(self.id)}` : (self?.provider ?? "");
  const packageToken = isMethodOfProvider ? (token.split("/", 1)[0] ?? token) : token;
  const plugin = packageRequest(
    deployment,
    request.getPackageref(),
    packageToken,
    request.getVersion(),
    request.getPlugindownloadurl(),
  );
  const reference = providerReference(deployment, request.getProvider() || own, plugin, user);
  const provider = providerInfo(deployment, reference, packageToken, user);
  const { answers, project, stack } = deployment.options;
  const answered = ask(token, user, () => {
    if (answers.call === undefined) {
      throw new UnknownTypeError("method", token, "the answers' call()");
    }
    return answers.call({ token, args, self: self?.urn, provider, project, stack });
  });
  const response = new CallResponse();
  response.setReturn(toStruct(mapOf(answered, token)));
  return response;
}

/** What the SDK asks when it turns a reference back into a resource. */
function getResource(deployment: Deployment, urn: string): Properties {
  const resource = deployment.byUrn.get(urn);
  if (resource === undefined) {
    throw new EngineError(`unknown resource ${urn}`);
  }
  return { urn, id: typeof resource.id === "string" ? resource.id : "", state: resource.outputs };
}
