/** From raw values to settings, or to everything that is wrong with them. Pure. */
import type { Catalog } from "../components/catalog";
import { nearest } from "../graph/nearest";
import { siteIdOf } from "../graph/site-id";
import { completed } from "./clouds";
import { crossChecks } from "./cross-checks";
import { findingsOf } from "./issues";
import type { Finding, Problem } from "./problems";
import { type ParsedSettings, type SettingsSchema, schemaFor } from "./schema";
import type { Settings } from "./settings";

/** Of every key of ours in a stack file; the project's name. */
export const NAMESPACE = "twincloud";

export interface LoadOptions {
  /** Stack file, as problems name it. */
  readonly file: string;
  /** What the stack serves: images, peaks and objectives are named after it. */
  readonly catalog: Catalog;
  /** The assumptions that may be overridden; unchecked when not given. */
  readonly assumptionNames?: readonly string[];
}

export type Loaded =
  | { readonly ok: true; readonly settings: Settings }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/**
 * Checks a stack's configuration: all that is wrong at once, in the order of the schema.
 * @param config as a stack file holds it below `config:`, keys with their namespace, secrets as `Secret`.
 * Other namespaces than ours are left to whom they belong to.
 */
export function loadSettings(config: Readonly<Record<string, unknown>>, options: LoadOptions): Loaded {
  const { values, problems: misnamed } = ownValues(config, options.file);
  const schema = schemaFor(options.catalog);
  const parsed = schema.safeParse(values);
  const findings = [
    ...(parsed.error?.issues.flatMap((issue) => findingsOf(issue, values, schema)) ?? []),
    ...crossChecks(
      values,
      options.catalog.capabilities.flatMap(({ publicLabel }) => publicLabel ?? []),
      options.assumptionNames,
    ),
  ];
  const problems = [
    ...misnamed,
    ...findings.sort(inOrderOf(schema)).map((finding) => toProblem(finding, options.file)),
  ];
  return parsed.success && problems.length === 0
    ? { ok: true, settings: complete(parsed.data) }
    : { ok: false, problems };
}

/** The values below our namespace, and the keys that seem meant for it and aren't written so. */
function ownValues(config: Readonly<Record<string, unknown>>, file: string) {
  const values: Record<string, unknown> = {};
  const problems: Problem[] = [];
  for (const [key, value] of Object.entries(config)) {
    // `<namespace>:config:<name>` is an old form that Pulumi still takes.
    const [namespace = "", ...rest] = key.split(":");
    const name = (rest[0] === "config" && rest.length > 1 ? rest.slice(1) : rest).join(":");
    if (namespace === NAMESPACE && name !== "") {
      values[name] = value;
    } else if (rest.length === 0) {
      problems.push({ file, key, found: "a key without a namespace", wanted: `${NAMESPACE}:${key}` });
    } else if (nearest(namespace, [NAMESPACE]).length > 0) {
      problems.push({ file, key, found: "a namespace that isn't known", wanted: `${NAMESPACE}:${name}` });
    }
  }
  return { values, problems };
}

function complete(parsed: ParsedSettings): Settings {
  const { edgeTls, ...settings } = parsed;
  return {
    ...settings,
    ...(edgeTls && { edgeTls }),
    ...completed(parsed),
    sites: parsed.sites.map((site) => ({
      ...site,
      id: siteIdOf(site),
      kubernetesVersion: site.kubernetesVersion ?? parsed.kubernetesVersion,
    })),
  };
}

function inOrderOf({ shape }: SettingsSchema): (a: Finding, b: Finding) => number {
  const order = Object.keys(shape);
  const rank = ({ path: [key] }: Finding): number => {
    const position = order.indexOf(String(key));
    return position === -1 ? order.length : position;
  };
  return (a, b) => rank(a) - rank(b);
}

/** How a finding is told: its key as `pulumi config set --path` takes it. */
export function toProblem({ path, found, wanted }: Finding, file: string): Problem {
  const key = path.reduce<string>(
    (written, step, depth) =>
      typeof step === "number" ? `${written}[${step}]` : `${written}${depth === 0 ? ":" : "."}${step}`,
    NAMESPACE,
  );
  return { file, key, found, wanted };
}
