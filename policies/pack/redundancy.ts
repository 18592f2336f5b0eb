/** `redundancy.yaml`: what a program that isn't ours is held to, in its own repository. Read alike by every command. Pure. */
import { parseDocument } from "yaml";
import { nearest } from "../../graph/nearest";
import { DEEPEST, isDeeperThan, opensDeeperThan } from "../../graph/state/json";
import type { Level } from "../level";
import { type Exemption, exemptionProblems } from "./exemptions";
import { type Profile, profiles } from "./foreign-levels";
import { objectivesSchema, type RedundancyObjectives, readObjectives } from "./redundancy-objectives";

export interface BaselineEntry {
  readonly rule: string;
  readonly urn: string;
  readonly key: string;
}

export interface Redundancy {
  /** What it is called in messages. */
  readonly file: string;
  readonly profile?: Profile;
  readonly levels: Readonly<Record<string, Level | "disabled">>;
  readonly regions?: number;
  readonly providers?: number;
  readonly zones?: number;
  readonly replicas?: number;
  readonly jurisdiction?: string;
  readonly objectives: RedundancyObjectives;
  readonly exemptions: readonly Exemption[];
  /** Findings that were there when the file was taken into use: told, and blocking nothing. */
  readonly baseline: readonly BaselineEntry[];
}

/** What is wrong with the file, a line each. */
export class RedundancyError extends Error {
  override readonly name = "RedundancyError";

  constructor(readonly lines: readonly string[]) {
    super(lines.join("\n"));
  }
}

const count = { type: "integer", minimum: 1 } as const;

/** The file's form as JSON Schema, for editors: docs/redundancy.schema.json. */
export const redundancySchema = (rules: readonly string[]) => ({
  $schema: "https://json-schema.org/draft/2020-12/schema",
  title: "redundancy.yaml",
  description: "What a Pulumi program is held to by Twincloud's redundancy rules",
  type: "object",
  additionalProperties: false,
  properties: {
    profile: {
      enum: [...profiles],
      description: "what it is meant to outlive: the loss of a zone, of a region, of a cloud",
    },
    levels: {
      type: "object",
      description: "how hard single rules are, whatever the profile says",
      additionalProperties: false,
      properties: Object.fromEntries(
        rules.map((rule) => [rule, { enum: ["mandatory", "advisory", "disabled"] }]),
      ),
    },
    regions: { ...count, description: "regions that serve each public name; 2 without it" },
    providers: { ...count, description: "providers that serve each public name; 2 without it" },
    zones: { ...count, description: "zones that networks and nodes span; 2 without it" },
    replicas: { ...count, description: "of each workload, service and group of machines; 2 without it" },
    jurisdiction: {
      type: "string",
      pattern: "^[a-z]{2}$",
      description: "country (ISO 3166-1 alpha-2, lower case) or eu that data stays in",
    },
    objectives: objectivesSchema,
    exemptions: {
      type: "array",
      description: "findings that somebody answers for until a day",
      items: {
        type: "object",
        additionalProperties: false,
        required: ["rule", "urn", "reason", "owner", "expires"],
        properties: {
          rule: { enum: [...rules] },
          urn: { type: "string", description: "a URN in which * stands for any text" },
          reason: { type: "string" },
          owner: { type: "string" },
          expires: {
            type: "string",
            pattern: "^\\d{4}-\\d{2}-\\d{2}$",
            description: "the last day that it holds",
          },
        },
      },
    },
  },
});

/**
 * @param text of redundancy.yaml
 * @param file what it is called in errors
 * @param baseline text of the file that `check --write-baseline` wrote, where there is one
 * @throws RedundancyError with every problem at once
 */
export function readRedundancy(
  text: string,
  file: string,
  rules: readonly string[],
  baseline?: { readonly text: string; readonly file: string },
): Redundancy {
  const content = mapIn(text, file);
  const problems: string[] = [];
  const schema = redundancySchema(rules).properties;
  const keys = Object.keys(schema);
  for (const key of Object.keys(content).filter((one) => !keys.includes(one))) {
    const [close] = nearest(key, keys, 1);
    problems.push(
      `${file}: ${key}: is not known here; ${close ? `did you mean '${close}'?` : `wanted ${keys.join(", ")}`}`,
    );
  }
  const profile = one(content.profile, profiles, `${file}: profile`, problems);
  const levels: Record<string, Level | "disabled"> = {};
  for (const [rule, level] of entries(content.levels, `${file}: levels`, problems)) {
    const [close] = nearest(rule, rules, 1);
    const place = `${file}: levels.${rule}`;
    if (!rules.includes(rule))
      problems.push(
        `${place}: there is no such rule; ${close ? `did you mean '${close}'?` : "docs/rules.md lists them"}`,
      );
    const chosen = one(level, ["mandatory", "advisory", "disabled"] as const, place, problems);
    if (chosen) levels[rule] = chosen;
  }
  const number = (value: unknown, place: string): number | undefined => {
    if (value === undefined || value === null) return undefined;
    if (typeof value === "number" && value >= 1 && Number.isInteger(value)) return value;
    problems.push(`${file}: ${place}: found ${JSON.stringify(value)}; wanted a whole number of at least 1`);
    return undefined;
  };
  const counts = Object.fromEntries(
    (["regions", "providers", "zones", "replicas"] as const).flatMap((key) => {
      const found = number(content[key], key);
      return found === undefined ? [] : [[key, found]];
    }),
  );
  const { jurisdiction } = content;
  const isPlace = typeof jurisdiction === "string" && /^[a-z]{2}$/.test(jurisdiction);
  if (jurisdiction !== undefined && jurisdiction !== null && !isPlace)
    problems.push(
      `${file}: jurisdiction: found ${JSON.stringify(jurisdiction)}; wanted a country (ISO 3166-1 alpha-2, lower case) or eu`,
    );
  const objectives = readObjectives(content.objectives, `${file}: objectives`, problems);
  const exemptions = content.exemptions ?? [];
  if (!Array.isArray(exemptions))
    problems.push(`${file}: exemptions: found ${JSON.stringify(exemptions)}; wanted a list`);
  else
    problems.push(
      ...exemptions.flatMap((item, index) => exemptionProblems(item, `${file}: exemptions[${index}]`, rules)),
    );
  const known = baseline ? baselineIn(baseline.text, baseline.file, problems) : [];
  if (problems.length > 0) throw new RedundancyError(problems);
  return {
    file,
    ...(profile ? { profile } : {}),
    levels,
    ...counts,
    ...(isPlace ? { jurisdiction } : {}),
    objectives,
    exemptions: exemptions as Exemption[],
    baseline: known,
  };
}

function baselineIn(text: string, file: string, problems: string[]): BaselineEntry[] {
  const { findings = [] } = mapIn(text, file);
  const isEntry = (item: unknown): item is BaselineEntry =>
    isMap(item) && ["rule", "urn", "key"].every((key) => typeof item[key] === "string");
  if (Array.isArray(findings) && findings.every(isEntry)) return findings;
  problems.push(
    `${file}: found what 'check --write-baseline' doesn't write; wanted findings: a list of rule, urn and key: write it anew`,
  );
  return [];
}

function mapIn(text: string, file: string): Record<string, unknown> {
  const wrong = (what: string) => new RedundancyError([`${file}: ${what}`]);
  if (opensDeeperThan(text, DEEPEST)) throw wrong(`is nested deeper than ${DEEPEST} levels`);
  const document = parseDocument(text);
  const [error] = document.errors;
  if (error) throw wrong(`is not YAML: ${error.message.split("\n")[0]}`);
  let content: unknown;
  try {
    content = document.toJS();
  } catch (thrown) {
    // An alias without its anchor, or too many of them.
    throw wrong(`is not YAML: ${(thrown as Error).message}`);
  }
  if (isDeeperThan(content, DEEPEST))
    throw wrong(`is nested deeper than ${DEEPEST} levels, or holds itself by an alias`);
  if (content === null || content === undefined) return {};
  if (!isMap(content)) throw wrong(`found ${JSON.stringify(content)?.slice(0, 60)}; wanted a map`);
  return content;
}

function one<T extends string>(
  value: unknown,
  of: readonly T[],
  place: string,
  problems: string[],
): T | undefined {
  if (value === undefined || value === null) return undefined;
  const found = of.find((known) => known === value);
  if (found === undefined) problems.push(`${place}: found ${JSON.stringify(value)}; wanted ${of.join(", ")}`);
  return found;
}

function entries(value: unknown, place: string, problems: string[]): [string, unknown][] {
  if (value === undefined || value === null) return [];
  if (isMap(value)) return Object.entries(value);
  problems.push(`${place}: found ${JSON.stringify(value)}; wanted a map`);
  return [];
}

const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
