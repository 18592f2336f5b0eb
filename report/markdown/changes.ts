/** What deploying would change, in a comment: with old and new values, and at its top what is lost. */
import { changeGroupsOf, changeLinesOf } from "../change-lines";
import type { Changes } from "../changes-model";
import { noteGroupsOf, noteLabel } from "../note-lines";
import type { Part } from "./fitted";
import { code, listed, plainLong } from "./text";

export function changesPart(changes: Changes): Part {
  return {
    before: [`### Changes against ${code(changes.against)}: ${plainLong(changes.headline)}`, ""],
    lines: changeGroupsOf(changeLinesOf(changes)).map(
      ({ kind, type, names, inputs, loss, refused, warning }) => {
        const count = names.length > 1 ? ` ${names.length}` : "";
        const because = inputs.length > 0 ? `: ${listed(inputs)}` : "";
        const lost = loss ? ` (${loss})` : "";
        const no = refused === undefined ? "" : ` — **refused**, ${plainLong(refused)}`;
        const hurts = warning === undefined ? "" : ` — **warning**, ${plainLong(warning)}`;
        return `- ${kind}${count} ${code(type)} ${listed(names)}${lost}${because}${no}${hurts}`;
      },
    ),
    after: [
      ...noteGroupsOf(changes.notes ?? []).map(
        (group) => `- ${noteLabel(group)}: ${listed(group.about)}: ${plainLong(group.text)}`,
      ),
      "",
    ],
  };
}

/** Said at the top of the page, whatever else it holds. */
export function alarmOf({ data, refused, headline, loosened = [] }: Changes): string[] {
  const lines = loosened
    .slice(0, mostLoosened)
    .map(({ setting, old, new: now }) => `- ${code(setting)}: ${plainLong(old)} → ${plainLong(now)}`);
  const more = loosened.length > mostLoosened ? [`- and ${loosened.length - mostLoosened} more`] : [];
  return [
    ...(lines.length > 0
      ? ["**Settings that were loosened or changed, before all else:**", "", ...lines, ...more, ""]
      : []),
    ...(loosened.length + data.length + refused.length > 0
      ? [`**Deploying it: ${plainLong(headline)}**`, ""]
      : []),
  ];
}

/** Of settings; who loosens more has said enough. */
const mostLoosened = 30;
