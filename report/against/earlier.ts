/** What a plan is compared with: an earlier `preview.json`, or the exported state of a stack. */
import { graphFromState, StateError } from "../../graph/from-state";
import type { GraphResource, Placement, Properties } from "../../graph/resource";
import { stackOf } from "../../graph/urn";
import { InputError } from "../input-error";

/** A resource as it was. An earlier preview keeps its inputs only; a state the rest too. */
export interface EarlierResource {
  readonly urn: string;
  readonly type: string;
  readonly inputs: Properties;
  readonly provider?: string;
  readonly placement?: Placement;
  readonly protect?: boolean;
  readonly retainOnDelete?: boolean;
  readonly external?: boolean;
  readonly id?: string;
  readonly outputs?: Properties;
}

export interface Earlier {
  /** As the user named the file. */
  readonly file: string;
  readonly stack: string;
  readonly resources: readonly EarlierResource[];
  /** Its verdicts, as the file has them; a state has none. */
  readonly survival?: unknown;
}

const wanted = "a preview.json of version 1, or the output of 'pulumi stack export'";

/**
 * @param file how messages name it
 * @throws InputError when the text is neither a preview nor a state, one of another version, or of no stack
 */
export function readEarlier(text: string, file: string): Earlier {
  const content = parsed(text, file);
  if (content.deployment !== undefined || content.checkpoint !== undefined) {
    return fromState(text, file);
  }
  if (content.version !== 1) {
    throw new InputError(`${file}: has version ${JSON.stringify(content.version)}; wanted ${wanted}`);
  }
  const { stack, resources } = content;
  if (typeof stack !== "string" || !Array.isArray(resources) || !resources.every(isResource)) {
    throw new InputError(`${file}: has no 'stack' or no 'resources' of a preview; wanted ${wanted}`);
  }
  return { file, stack, resources, ...(content.survival ? { survival: content.survival } : {}) };
}

function parsed(text: string, file: string): Readonly<Record<string, unknown>> {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    throw new InputError(`${file}: is not JSON: ${(error as Error).message}; wanted ${wanted}`);
  }
  if (typeof content !== "object" || content === null || Array.isArray(content)) {
    throw new InputError(`${file}: is not an object; wanted ${wanted}`);
  }
  return content as Readonly<Record<string, unknown>>;
}

function fromState(text: string, file: string): Earlier {
  let resources: readonly GraphResource[];
  try {
    resources = graphFromState(text).resources;
  } catch (error) {
    throw error instanceof StateError ? new InputError(`${file}: ${error.message}`) : error;
  }
  const stack = resources[0] && stackOf(resources[0].urn);
  if (stack === undefined) {
    throw new InputError(`${file}: holds no resource, so that its stack can't be told; leave --against out`);
  }
  return { file, stack, resources };
}

function isResource(value: unknown): value is EarlierResource {
  const resource = value as Partial<EarlierResource> | null;
  return (
    typeof resource?.urn === "string" &&
    typeof resource.type === "string" &&
    typeof resource.inputs === "object" &&
    resource.inputs !== null
  );
}
