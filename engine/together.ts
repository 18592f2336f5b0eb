/** Asks, when the program has ended, what of all that it made can't stand together. */
import { isProviderType } from "../graph/urn";
import type { EndedResource } from "./answers";
import { ask } from "./create";
import type { Deployment } from "./deployment";
import { changedPaths } from "./earlier";
import { providerInfo } from "./providers";
import type { Registration } from "./registration";
import { revealAll } from "./secrets";

/**
 * Notes what is refused in the deployment. What was there before and doesn't change isn't: no cloud is asked for it.
 */
export function refuseTogether(deployment: Deployment): void {
  const { answers } = deployment.options;
  if (answers.together === undefined) return;
  const ended = deployment.resources.flatMap((resource) => endedOf(deployment, resource) ?? []);
  for (const { urn, with: others, error } of answers.together(ended)) {
    const involved = [urn, ...others].map((one) => deployment.byUrn.get(one));
    if (!involved.some((resource) => resource && isAsked(deployment, resource))) continue;
    try {
      ask(urn, deployment.byUrn.get(urn) ?? { urn }, () => {
        throw error;
      });
    } catch (refusal) {
      deployment.refuse(urn, refusal);
    }
  }
}

function endedOf(deployment: Deployment, resource: Registration): EndedResource | undefined {
  const { urn, type, name, id, provider, custom, external, source } = resource;
  if (!custom || external || isProviderType(type) || provider === undefined) return undefined;
  const { project, stack } = deployment.options;
  return {
    urn,
    type,
    name,
    project,
    stack,
    provider: providerInfo(deployment, provider, type, { name: urn, urn, source }),
    inputs: revealAll(resource.inputs),
    outputs: revealAll(resource.outputs),
    ...(typeof id === "string" ? { id } : {}),
  };
}

/** Whether its cloud is asked for it in this deployment: to make it, to change it, or to make it anew. */
function isAsked(deployment: Deployment, resource: Registration): boolean {
  const old = deployment.earlierOf(resource);
  return old === undefined || old.taint || changedPaths(old.inputs, resource.inputs).length > 0;
}
