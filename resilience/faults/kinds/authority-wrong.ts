/** A provider's DNS that answers with what leads nowhere, and is believed. */
import { authorityTitle } from "../../../graph/clouds/titles";
import { answering } from "../authorities";
import { markOf } from "../draft";
import { hardAlone, type Kind } from "../kind";

export const authorityWrong: Kind = {
  modes: ["hard"],
  namedBy: "PROVIDER whose DNS answers wrongly",
  names: answering,
  what: authorityTitle,
  title: ({ name }) => `Wrong answers from ${authorityTitle(name)}`,
  objective: "authority-wrong",
  generated: hardAlone,
  effect: ({ authorities }, draft, { name }) => markOf(name, authorities, draft.authorityWrong),
};
