import { ResourceHookRequest, ResourceHookResponse } from "@pulumi/pulumi/proto/resource_pb";
import type { Deployment } from "./deployment";
import { EngineError } from "./errors";
import type { Hook, HookKind, Registration } from "./registration";
import { toStruct } from "./wire";

export function addHook(deployment: Deployment, hook: Hook): void {
  if (deployment.hooks.has(hook.name)) {
    throw new EngineError(`resource hook already registered for name ${JSON.stringify(hook.name)}`);
  }
  deployment.hooks.set(hook.name, hook);
}

/**
 * Runs the hooks of a resource that is created. This is a preview whatever the outputs are: only hooks that say
 * they may run in one (`onDryRun`) do. Error hooks never run, for nothing is tried that could fail and be retried.
 */
export async function runHooks(
  deployment: Deployment,
  kind: Extract<HookKind, "beforeCreate" | "afterCreate">,
  resource: Registration,
): Promise<void> {
  const about = { urn: resource.urn, source: resource.source };
  for (const name of resource.hooks[kind] ?? []) {
    const hook = deployment.hooks.get(name);
    if (hook === undefined) {
      throw new EngineError(`hook ${JSON.stringify(name)} of ${resource.urn} was not registered`, about);
    }
    if (!hook.onDryRun || hook.callback === undefined) {
      continue;
    }
    const request = new ResourceHookRequest();
    request.setUrn(resource.urn);
    request.setId(typeof resource.id === "string" ? resource.id : "");
    request.setName(resource.name);
    request.setType(resource.type);
    request.setNewInputs(toStruct(resource.inputs));
    if (kind === "afterCreate") {
      request.setNewOutputs(toStruct(resource.outputs));
    }
    const reply = await deployment.callBack(hook.callback, request.serializeBinary());
    const failure = ResourceHookResponse.deserializeBinary(reply).getError();
    if (failure === "") {
      continue;
    }
    const message = `${kind} hook ${JSON.stringify(name)} of ${resource.urn} failed: ${failure}`;
    if (!hook.ignoreErrors) {
      throw new EngineError(message, about);
    }
    deployment.log({ severity: "warning", message, urn: resource.urn });
  }
}
