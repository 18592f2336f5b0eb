/** What could stand in a statement of an OCI policy instead. Pure. */
import type { Edit } from "./insert";

export const isStatement = (text: string): boolean =>
  /^(?:allow|endorse|admit|define) /i.test(text) && !text.includes("\n");

const TURNS: readonly (readonly [what: string, from: RegExp, to: string])[] = [
  ["denied", /^allow /i, "Deny "],
  ["to inspect alone", / to (?:manage|use|read) /i, " to inspect "],
  ["to read alone", / to (?:manage|use) /i, " to read "],
  [
    "in another compartment",
    / in (?:tenancy|compartment id \S+|compartment \S+)/i,
    " in compartment elsewhere",
  ],
  ["to another group", / (any-user|group \S+|dynamic-group \S+|service [\w-]+)/i, " group elsewhere"],
  ["of another bucket", /(target\.bucket\.name ?= ?)'[^']*'/, "$1'elsewhere'"],
  ["of another workload", /(request\.principal\.service_account ?= ?)'[^']*'/, "$1'elsewhere'"],
  ["of another namespace", /(request\.principal\.namespace ?= ?)'[^']*'/, "$1'elsewhere'"],
  ["of another cluster", /(request\.principal\.cluster_id ?= ?)'[^']*'/, "$1'ocid1.cluster.oc1..elsewhere'"],
  ["of another user", /(request\.user\.id ?= ?)'[^']*'/, "$1'ocid1.user.oc1..elsewhere'"],
  ["of other objects", /(target\.object\.name ?= ?)'[^']*'/, "$1'elsewhere/*'"],
  ["of other things", / (objects|buckets|object-family|repos) in /i, " instances in "],
  ["with all conditions for any", /where any \{/i, "where all {"],
  ["with any condition for all", /where all \{/i, "where any {"],
  ["without conditions", / where .*$/i, ""],
];

export function editsOfStatement(text: string): Edit[] {
  const turned = TURNS.flatMap(([what, from, to]): Edit[] => {
    const other = text.replace(from, to);
    return other === text ? [] : [{ weakening: "replaced", within: what, value: other }];
  });
  const permissions = [
    ...new Set([...text.matchAll(/request\.permission ?= ?'(\w+)'/g)].map(([, name = ""]) => name)),
  ];
  const fewer = permissions.map(
    (name): Edit => ({
      weakening: "replaced",
      within: `without ${name}`,
      value: text.replace(`'${name}'`, "'NOTHING'"),
    }),
  );
  return [...turned, ...fewer, ...narrowed(text)];
}

/** A condition more. */
function narrowed(text: string): Edit[] {
  const conditions = [
    ["in one region", "request.region = 'fra'"],
    ["from one network", "request.networkSource.name = 'office'"],
    ["until a day", "request.utc-timestamp before '2026-06-01T00:00Z'"],
  ] as const;
  return conditions.map(([what, condition]) => ({
    weakening: "added",
    within: `only ${what}`,
    value: / where all \{/i.test(text)
      ? text.replace(/ where all \{/i, ` where all {${condition}, `)
      : / where /i.test(text)
        ? text.replace(/ where (.*)$/i, ` where all {${condition}, $1}`)
        : `${text} where ${condition}`,
  }));
}
