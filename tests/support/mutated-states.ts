/** States that something happened to: fields dropped, given another type, or repeated. The same seed, the same states. */
import { renderState } from "../../report/state";
import { stackGraph } from "./graphs";

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
type Map = { readonly [key: string]: Json };

export interface RawState {
  readonly version: number;
  readonly deployment: { readonly resources: readonly Map[] } & Map;
}

export const stateOfStack = (stack: "prod" | "staging"): RawState =>
  JSON.parse(renderState(stackGraph(stack))) as RawState;

const leftOut = /engagement|monetization|recommendations|status|training|feed/;
const told = ["upload", "edge"];

/** Staging with one capability, small enough to be judged hundreds of times; no rule is broken in it. */
export function smallState(): RawState {
  const { version, deployment } = stateOfStack("staging");
  const resources = deployment.resources
    .filter(({ urn }) => !leftOut.test(String(urn).split("::").slice(3).join("::")))
    .map((resource) =>
      resource.type === "pulumi:pulumi:Stack" ? withLess(resource) : withoutCalls(resource),
    );
  return { version, deployment: { ...deployment, resources } };
}

/** An edge that leads to none of those that are left out: the parts of its configuration about them are gone too. */
function withoutCalls(resource: Map): Map {
  if (!/^kubernetes:core\/v1:ConfigMap/.test(String(resource.type)) || !/-edge$/.test(String(resource.urn)))
    return resource;
  const shorter = (properties: Json): Json =>
    Object.fromEntries(
      Object.entries(properties as Map).map(([key, value]) =>
        key === "data" ? [key, mapped(value as Map, withoutParts)] : [key, value],
      ),
    );
  return { ...resource, inputs: shorter(resource.inputs ?? {}), outputs: shorter(resource.outputs ?? {}) };
}

const mapped = (texts: Map, change: (text: string) => string): Map =>
  Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, change(String(text))]));

const withoutParts = (text: string): string =>
  text
    .split("\n\n")
    .filter(
      (part) => !/^(#.*\n)*backend /.test(part) || !leftOut.test(/^backend (.*)$/m.exec(part)?.[1] ?? ""),
    )
    .map((part) =>
      part
        .split("\n")
        .filter((line) => !leftOut.test(line))
        .join("\n"),
    )
    .join("\n\n");

/** Kinds of which there are many, and that few rules read. */
const many =
  /^(aws:(iam|cloudwatch|sns|ecr|vpc)|oci:(Monitoring|Ons|Identity|Artifacts)|kubernetes:(rbac|apiextensions|networking)|kubernetes:core\/v1:(Secret|ServiceAccount)|tls:|twincloud:|aws:ec2\/(route|securityGroup|networkAcl)|oci:Core\/(network|route|security))/;

/** The same with about a third of the resources; some rules are broken in it. */
export function tinyState(): RawState {
  const { version, deployment } = smallState();
  const resources = deployment.resources.filter(
    ({ urn, type }) => !many.test(String(type)) && !/calico/i.test(String(urn)),
  );
  return { version, deployment: { ...deployment, resources } };
}

/** Settings of what is left: what a stack tells of its peak it must run. */
function withLess(stack: Map): Map {
  const { twincloud } = stack.outputs as { readonly twincloud: Map };
  const peak = Object.fromEntries(
    Object.entries(twincloud.peak as Map).filter(([name]) => told.includes(name)),
  );
  return { ...stack, outputs: { ...(stack.outputs as Map), twincloud: { ...twincloud, peak } } };
}

export type Kind = "drop" | "retype" | "repeat";

export interface Mutation {
  readonly kind: Kind;
  readonly urn: string;
  readonly path: readonly (string | number)[];
}

const strange: readonly Json[] = [
  null,
  "",
  0,
  -1,
  1e9,
  true,
  false,
  [],
  {},
  "x",
  "%zz",
  "\u0000",
  [null],
  [[]],
  [{}],
  { a: {} },
];

/**
 * The state with one thing changed at one place of one resource, often deep inside; nothing is changed in place.
 * @param within a resource to change, else any
 */
export function mutated(
  state: RawState,
  kinds: readonly Kind[],
  random: () => number,
  within?: string,
): { readonly state: RawState; readonly mutation: Mutation } {
  const { resources } = state.deployment;
  const own = within === undefined ? -1 : resources.findIndex(({ urn }) => urn === within);
  const index = own >= 0 ? own : pick(random, resources.length);
  const entry = resources[index] as Map;
  const kind = kinds[pick(random, kinds.length)] as Kind;
  const path = pathIn(
    entry,
    ["inputs", "outputs"].filter((key) => key in entry),
    random,
  );
  // What is named twice by its URN is another entry: repeated as a whole, now and then.
  const whole = kind === "repeat" && random() < 0.05;
  const changed = whole
    ? [...resources, entry]
    : resources.map((one, at) => (at === index ? (change(entry, path, kind, random) as Map) : one));
  return {
    state: { ...state, deployment: { ...state.deployment, resources: changed } },
    mutation: { kind, urn: String(entry.urn), path: whole ? [] : path },
  };
}

const pick = (random: () => number, count: number): number => Math.floor(random() * count);

/** @param mostly keys to begin with in most cases: of the others nearly all are refused before any rule looks */
function pathIn(value: Json, mostly: readonly string[], random: () => number): (string | number)[] {
  const path: (string | number)[] = [];
  for (let here = value; ; ) {
    const keys: (string | number)[] = Array.isArray(here)
      ? [...here.keys()]
      : here !== null && typeof here === "object"
        ? Object.keys(here)
        : [];
    const choice = path.length === 0 && mostly.length > 0 && random() < 0.9 ? mostly : keys;
    const key = choice[pick(random, choice.length)];
    if (key === undefined || (path.length > 0 && random() < 0.15)) return path;
    path.push(key);
    here = (here as Record<string | number, Json>)[key] as Json;
  }
}

function change(
  value: Json,
  path: readonly (string | number)[],
  kind: Kind,
  random: () => number,
): Json | undefined {
  const [step, ...rest] = path;
  if (step === undefined) {
    if (kind === "drop") return undefined;
    return kind === "retype" ? (strange[pick(random, strange.length)] as Json) : [value, value];
  }
  if (Array.isArray(value)) {
    return value.flatMap((item: Json, index): Json[] => {
      if (index !== step) return [item];
      if (rest.length === 0 && kind === "repeat") return [item, item];
      const changed = change(item, rest, kind, random);
      return changed === undefined ? [] : [changed];
    });
  }
  return Object.fromEntries(
    Object.entries(value as Map).flatMap(([key, item]) => {
      if (key !== step) return [[key, item] as const];
      const changed = change(item, rest, kind, random);
      return changed === undefined ? [] : [[key, changed] as const];
    }),
  );
}
