/** What is said of a roll-back before anything is changed. Pure. */
import { nameOf, typeOf } from "../graph/urn";
import type { Changes } from "../report/changes-model";

/** How many of a kind are named one by one. */
const NAMED = 20;

const named = (urn: string): string => `${typeOf(urn).split(/[:/]/).at(-1)} ${nameOf(urn)}`;

/** The headline, and what can't go back or is lost by it. */
export function backLines(changes: Changes, commit: string): string[] {
  const { refused, data, replace, headline } = changes;
  return [
    `back to ${commit}: ${headline}`,
    ...refused.map(({ urn, because }) => `can't go back: ${named(urn)}: ${because}`),
    ...data.map(({ urn, retained }) =>
      retained
        ? `leaves the stack and stays in its cloud: ${named(urn)}`
        : `is lost for good by going back: ${named(urn)}`,
    ),
    ...some(replace.map(({ urn, because }) => `is made anew: ${named(urn)}: ${because}`)),
    "stays as it is: data, events and what users were shown since; drain, unreachable, untrusted and secrets, which are today's",
    "images are pulled by digest: nothing here ends them, so that they are in the registries unless somebody deleted them there; --from copies those that are missing",
    ...(refused.length > 0
      ? [
          "nothing is changed: put what can't go back into the stack file of a commit of your own, on top of that one, and give that",
        ]
      : ["when it is done, revert on main what was wrong: the next push deploys main again"]),
  ];
}

const some = (lines: readonly string[]): string[] =>
  lines.length <= NAMED ? [...lines] : [...lines.slice(0, NAMED), `and ${lines.length - NAMED} more`];
