/** What a plan is compared with: an earlier `preview.json`, or the exported state of a stack. */
import { StateError, stateOf } from "../../graph/from-state";
import type { Marks, Note, Placement, Properties, Value } from "../../graph/resource";
import type { RulesSettings } from "../../graph/rules-settings";
import { readStackSettings, settingsFrom } from "../../graph/stack-settings";
import type { Entry } from "../../graph/state/entry";
import { DEEPEST, isDeeperThan, parseJson } from "../../graph/state/json";
import { textOf } from "../../graph/state/text";
import { stackOf } from "../../graph/urn";
import { InputError } from "../input-error";
import { type Exempted, exemptedIn } from "./loosened";

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
  readonly marks?: Marks;
}

export interface Earlier {
  /** As the user named the file. */
  readonly file: string;
  readonly stack: string;
  readonly resources: readonly EarlierResource[];
  /** Deleted in the cloud and not made again yet: a run makes them, whether the program still has them or not. */
  readonly pending: readonly EarlierResource[];
  /** Of a state: its resources as it has them, which a preview can be run over. */
  readonly entries?: readonly Entry[];
  /** What a state says beside its resources. */
  readonly notes: readonly Note[];
  /** What it was held to; absent of an older preview, and of a program that isn't ours. */
  readonly settings?: RulesSettings;
  /** Its exemptions; a state has none. */
  readonly exempted?: readonly Exempted[];
  /** Its verdicts, as the file has them; a state has none. */
  readonly survival?: unknown;
}

/** Of preview.json; an older one has fewer figures, and the same resources. */
const versions: readonly unknown[] = [1, 2];
const wanted = "a preview.json of version 1 or 2, or the output of 'pulumi stack export'";

/**
 * @param file how messages name it
 * @throws InputError when it is neither a preview nor a state, one of another version, or of no stack
 */
export function readEarlier(given: Uint8Array | string, file: string): Earlier {
  try {
    const content = contentOf(typeof given === "string" ? given : textOf(given));
    const isState = content.deployment !== undefined || content.checkpoint !== undefined;
    return isState ? fromState(content, file) : fromPreview(content, file);
  } catch (error) {
    throw error instanceof StateError ? new InputError(`${file}: ${error.message}`) : error;
  }
}

function contentOf(text: string): Readonly<Record<string, unknown>> {
  const content = parseJson(text);
  if (typeof content !== "object" || content === null || Array.isArray(content)) {
    throw new StateError(`is not an object; wanted ${wanted}`);
  }
  return content as Readonly<Record<string, unknown>>;
}

function fromPreview(content: Readonly<Record<string, unknown>>, file: string): Earlier {
  const { version, stack, resources, survival, policy } = content;
  if (!versions.includes(version)) {
    const found = typeof version === "number" ? `version ${version}` : "no version";
    throw new StateError(`has ${found}; wanted ${wanted}`);
  }
  if (typeof stack !== "string" || !Array.isArray(resources) || !resources.every(isResource)) {
    throw new StateError(`has no 'stack' or no 'resources' of a preview; wanted ${wanted}`);
  }
  const deep = resources.findIndex((resource) => isDeeperThan(resource, DEEPEST));
  if (deep >= 0) throw new StateError(`has resources[${deep}] nested deeper than ${DEEPEST} levels`);
  const settings = settingsFrom(content.settings as Value | undefined);
  const exempted = exemptedIn(policy);
  return {
    file,
    stack,
    resources,
    pending: [],
    notes: [],
    ...(settings ? { settings } : {}),
    ...(exempted ? { exempted } : {}),
    ...(survival ? { survival } : {}),
  };
}

function fromState(content: Readonly<Record<string, unknown>>, file: string): Earlier {
  const { graph, pending, entries } = stateOf(content);
  const [first] = [...graph.resources, ...pending];
  const stack = first && stackOf(first.urn);
  if (stack === undefined) {
    throw new StateError(`holds no resource, so that its stack can't be told; leave --against out`);
  }
  const found = readStackSettings(graph);
  const settings = found.kind === "settings" ? { settings: found.settings } : {};
  return { file, stack, resources: graph.resources, pending, entries, notes: graph.notes, ...settings };
}

function isResource(value: unknown): value is EarlierResource {
  const resource = value as Partial<EarlierResource> | null;
  return (
    typeof resource?.urn === "string" &&
    typeof resource.type === "string" &&
    isMap(resource.inputs) &&
    (resource.provider === undefined || typeof resource.provider === "string") &&
    (resource.placement === undefined || isMap(resource.placement))
  );
}

const isMap = (value: unknown): boolean =>
  typeof value === "object" && value !== null && !Array.isArray(value);
