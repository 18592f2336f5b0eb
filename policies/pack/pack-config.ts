/** What can be set of the rules from outside: `--policy-pack-config FILE`, a key by rule. Pure. */
import type { PackConfig } from "./settings";

/** The part of JSON Schema that a policy's configuration may use. */
export interface ConfigSchema {
  readonly properties: Readonly<
    Record<
      string,
      {
        readonly type: "number" | "integer" | "string";
        readonly minimum?: number;
        readonly maximum?: number;
        readonly pattern?: string;
        readonly description: string;
      }
    >
  >;
}

const share = (when: string) => ({
  type: "number" as const,
  minimum: 0,
  maximum: 1,
  description: `share of the peak that what is left must carry ${when}; without it the stack's own objective, else 0.6 and 1`,
});

/** By rule id: what that rule takes, and where it goes. A rule that isn't here takes its level alone. */
export const configSchemas: Readonly<Record<string, ConfigSchema>> = {
  "min-providers": {
    properties: {
      minProviders: {
        type: "integer",
        minimum: 1,
        description: "providers that serve each public capability; 2 without it",
      },
    },
  },
  "min-regions": {
    properties: {
      minRegions: {
        type: "integer",
        minimum: 1,
        description: "regions that serve each public capability; 2 without it",
      },
    },
  },
  "data-residency": {
    properties: {
      jurisdiction: {
        type: "string",
        pattern: "^[a-z]{2}$",
        description: "country (ISO 3166-1 alpha-2, lower case) or eu; without it the stack's own",
      },
    },
  },
  "failover-time": {
    properties: {
      maxRtoSeconds: {
        type: "number",
        minimum: 1,
        description:
          "seconds from a fault to the answers without it; without it the stack's own objective, else 120",
      },
    },
  },
  "capacity-headroom": {
    properties: { atOnce: share("at once"), then: share("after growing") },
  },
};

const capacityDefaults = { atOnce: 0.6, then: 1 };

/** What a rule's configuration sets; the schema has been checked by the engine. */
export function packConfig(rule: string, set: Readonly<Record<string, unknown>>): PackConfig {
  const known = Object.keys(configSchemas[rule]?.properties ?? {});
  const given = Object.fromEntries(known.flatMap((key) => (set[key] === undefined ? [] : [[key, set[key]]])));
  if (rule !== "capacity-headroom") return given as PackConfig;
  return Object.keys(given).length === 0 ? {} : { capacity: { ...capacityDefaults, ...given } };
}
