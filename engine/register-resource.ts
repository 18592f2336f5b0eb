import {
  type RegisterResourceRequest,
  RegisterResourceResponse,
  Result,
} from "@pulumi/pulumi/proto/resource_pb";
import { isProviderType } from "../graph/urn";
import { aliasUrns } from "./aliases";
import { ask, outputsOf } from "./create";
import type { Deployment } from "./deployment";
import { durationSeconds } from "./durations";
import { changedPaths, type EarlierResource, isFrozen, recovered, withIgnored } from "./earlier";
import { AnswerError, EngineError } from "./errors";
import { type Goal, goalOf } from "./goal";
import { runHooks } from "./hooks";
import type { TimeoutTexts } from "./options";
import { configureProvider, providerId, providerInfo, providerInputs, providerReference } from "./providers";
import type { Registration, Timeouts } from "./registration";
import { revealAll } from "./secrets";
import { updatedOutputs } from "./updated";
import { contains, isUnknown, type Properties, UNKNOWN } from "./values";
import { decode, decodeMap, toStruct } from "./wire";

/**
 * Registers a resource as the real engine does, with the answers in the place of its provider. What is refused is
 * noted in the deployment and answered as a failed step, so that the program comes to its end and every error of
 * a run is found at once.
 */
export async function registerResource(
  deployment: Deployment,
  request: RegisterResourceRequest,
): Promise<RegisterResourceResponse> {
  const urn = deployment.urnOf(request.getParent(), request.getType(), request.getName());
  try {
    const goal = await goalOf(deployment, request, urn);
    const resource = register(deployment, goal);
    if (request.getTransformsList().length > 0) {
      deployment.resourceTransforms.set(urn, request.getTransformsList());
    }
    return (await create(deployment, resource)) ? succeeded(resource) : failed(urn);
  } catch (error) {
    deployment.refuse(urn, error);
    return failed(urn);
  }
}

/** Gives the goal its URN, provider and place in the deployment. */
function register(deployment: Deployment, goal: Goal): Registration {
  const { urn, type, options, parent, source } = goal;
  const { stack, project } = deployment.options;
  const isProvider = isProviderType(type);
  const provider =
    goal.plugin === undefined || isProvider
      ? undefined
      : providerReference(deployment, options.provider, goal.plugin, { name: urn, urn, source });
  const inputs = decodeMap(goal.properties);
  const resource: Registration = {
    urn,
    type,
    name: goal.name,
    custom: goal.custom,
    external: false,
    parent: parent?.urn,
    provider,
    providers: goal.custom ? {} : { ...parent?.providers, ...options.providers },
    inputs: goal.plugin !== undefined && isProvider ? providerInputs(inputs, goal.plugin) : inputs,
    outputs: {},
    dependencies: goal.dependencies,
    propertyDependencies: goal.propertyDependencies,
    protect: options.protect ?? false,
    retainOnDelete: options.retainOnDelete ?? false,
    deleteBeforeReplace: options.deleteBeforeReplace,
    ignoreChanges: options.ignoreChanges,
    replaceOnChanges: options.replaceOnChanges,
    hideDiffs: options.hideDiffs,
    aliases: aliasUrns({ stack, project, type, name: goal.name, parent }, options.aliases),
    additionalSecretOutputs: options.additionalSecretOutputs,
    customTimeouts: timeouts(options.customTimeouts, goal),
    importId: options.importId || undefined,
    deletedWith: options.deletedWith || undefined,
    replaceWith: options.replaceWith,
    replacementTrigger:
      options.replacementTrigger === undefined ? undefined : decode(options.replacementTrigger),
    version: options.version || undefined,
    pluginDownloadURL: options.pluginDownloadURL || undefined,
    hooks: options.hooks,
    envVarMappings: goal.envVarMappings,
    source,
  };
  deployment.add(resource);
  if (goal.remote) deployment.opaque.add(urn);
  return resource;
}

/** Fills in the id and outputs. False if nothing can be said about the resource because another one failed. */
async function create(deployment: Deployment, resource: Registration): Promise<boolean> {
  const hooked = resource.hooks.beforeCreate !== undefined || resource.hooks.afterCreate !== undefined;
  if (hooked) {
    await runHooks(deployment, "beforeCreate", resource);
  }
  if (isProviderType(resource.type)) {
    const old = deployment.earlierOf(resource);
    if (old) resource.inputs = withIgnored(resource.inputs, old.inputs, resource.ignoreChanges);
    configureProvider(deployment, resource);
  } else if (resource.provider !== undefined) {
    if (deployment.errors.length > 0 && contains(resource.inputs, isUnknown)) {
      return false;
    }
    createCustom(deployment, resource, resource.provider);
  }
  if (hooked) {
    await runHooks(deployment, "afterCreate", resource);
  }
  return true;
}

function createCustom(deployment: Deployment, resource: Registration, reference: string): void {
  const { answers, dryRun, project, stack } = deployment.options;
  const { urn, type, name, importId } = resource;
  const provider = providerInfo(deployment, reference, type, { name: urn, urn, source: resource.source });
  const about = { type, name, urn, provider, project, stack };
  const old = deployment.earlierOf(resource);
  // What is marked to be replaced is, whatever the program ignores.
  const isTainted = old?.taint === true;
  const frozen = isFrozen(resource.ignoreChanges) && !isTainted;
  if (old && !frozen) resource.inputs = withIgnored(resource.inputs, old.inputs, resource.ignoreChanges);
  const kept = old && !frozen ? { earlier: old.inputs } : {};
  resource.inputs = ask(
    urn,
    resource,
    () => answers.check?.({ ...about, ...kept, inputs: resource.inputs }) ?? resource.inputs,
  );
  const inputs = revealAll(resource.inputs);
  const answer = ask(urn, resource, () => answers.create({ ...about, inputs, dryRun, importId }));
  if (!isUnknown(answer.id) && (typeof answer.id !== "string" || answer.id === "")) {
    throw new AnswerError(urn, "has no id", resource);
  }
  resource.id = importId ?? (dryRun ? UNKNOWN : answer.id);
  resource.outputs = outputsOf(deployment, resource, answer.outputs);
  if (old === undefined || isTainted) return;
  const changed = frozen ? [] : changedPaths(old.inputs, resource.inputs);
  const isReplaced =
    changed.length > 0 &&
    ask(urn, resource, () =>
      answers.replaces?.({ ...about, inputs, earlier: revealAll(old.inputs), changed }),
    ) === true;
  if (!isReplaced) settle(resource, old, changed.length > 0);
}

/** What becomes of a resource that stays: it is as it was, but for what the program changes. */
function settle(resource: Registration, old: EarlierResource, isUpdated: boolean): void {
  const { __defaults: _, ...given } = resource.inputs;
  const was = recovered(old.outputs, resource.outputs) as Properties;
  const planned = resource.outputs;
  resource.id = old.id;
  resource.outputs = isUpdated ? updatedOutputs({ planned, was, asked: old.inputs, given }) : was;
  if (!isUpdated) resource.inputs = recovered(old.inputs, resource.inputs) as Properties;
}

function timeouts(texts: TimeoutTexts, goal: Goal): Timeouts {
  const seconds: { -readonly [key in keyof Timeouts]: number } = {};
  for (const key of ["create", "update", "delete", "read"] as const) {
    if (texts[key] !== "") {
      const duration = durationSeconds(texts[key]);
      if (duration === undefined) {
        throw new EngineError(
          `unable to parse customTimeout Value ${texts[key]} of ${goal.urn}: write it like 90s or 1h30m`,
          goal,
        );
      }
      seconds[key] = duration;
    }
  }
  return seconds;
}

function succeeded(resource: Registration): RegisterResourceResponse {
  const response = new RegisterResourceResponse();
  response.setUrn(resource.urn);
  response.setId(
    isProviderType(resource.type) ? providerId(resource) : typeof resource.id === "string" ? resource.id : "",
  );
  // A component's outputs come later, from itself.
  response.setObject(toStruct(resource.custom ? resource.outputs : {}));
  return response;
}

function failed(urn: string): RegisterResourceResponse {
  const response = new RegisterResourceResponse();
  response.setUrn(urn);
  response.setObject(toStruct({}));
  response.setResult(Result.FAIL);
  return response;
}
