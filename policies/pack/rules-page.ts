/** `docs/rules.md`, made from the rules. Pure. */

import type { Rule } from "../rule";
import { notCovered } from "./not-covered";
import { configSchemas } from "./pack-config";
import { type Group, protects } from "./protects";

export function rulesPage(rules: readonly Rule[]): string {
  return `${[
    "# The rules",
    "",
    "What `npm run preview`, `npm run check` and `pulumi preview --policy-pack policies` hold a stack to (the last with `PULUMI_LEGACY_PROVIDER_PREVIEW=true` while a cluster isn't made yet: its objects are otherwise planned empty). This page is made from the rules by `npm run docs`; change those instead.",
    "",
    "A **mandatory** rule blocks a deploy, an **advisory** one is shown. Levels and the settings below are changed for a program with `--policy-pack-config FILE`; what somebody answers for goes to `policies/exemptions.yaml`. While a stack names a cloud or a region in `twincloud:unreachable`, findings about what its API changes are advisory: nothing can be mended there, and the rest must not wait for it. The same holds for a cloud or a site in `twincloud:untrusted`; and what holds one site or cloud against the others sees those alone that are trusted, and is advisory meanwhile.",
    "",
    ...protects.flatMap((group) => groupTable(group, rules)),
    ...rules.flatMap(section),
    "## What others check and this pack does not",
    "",
    "Checks on redundancy of kinds of resources that this platform deploys, with the reason why there is no rule for them here.",
    "",
    "| check | tool | why not |",
    "| :-- | :-- | :-- |",
    ...notCovered.map(({ check, tool, why }) => `| ${cell(check)} | ${cell(tool)} | ${cell(why)} |`),
  ].join("\n")}\n`;
}

function groupTable({ title, rules: ids }: Group, rules: readonly Rule[]): string[] {
  const own = ids.flatMap((id) => rules.find((rule) => rule.id === id) ?? []);
  return [
    `**${title}**`,
    "",
    "| rule | level | severity | |",
    "| :-- | :-- | :-- | :-- |",
    ...own.map(
      ({ id, level, severity, title: said }) =>
        `| [${id}](#${id}) | ${level} | ${severity} | ${cell(said)} |`,
    ),
    "",
  ];
}

function section({ id, title, level, severity, why, mend, counterparts }: Rule): string[] {
  const settings = Object.entries(configSchemas[id]?.properties ?? {});
  return [
    `## ${id}`,
    "",
    `${title}. *${level}, ${severity}*`,
    "",
    why,
    "",
    `**To mend:** ${mend}`,
    "",
    ...(settings.length > 0
      ? [...settings.map(([key, { type, description }]) => `- \`${key}\` (${type}): ${description}`), ""]
      : []),
    ...(counterparts.length > 0 ? [`Elsewhere: ${counterparts.join("; ")}.`, ""] : []),
  ];
}

const cell = (text: string): string => text.replaceAll("|", "\\|");
