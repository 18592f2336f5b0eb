/** The words of a drill's outcome, the same in the page and in the terminal. */
import type { Comparison, DrillOutcome, JournalCounts } from "../verdict/outcome";

/** What somebody reads who reads nothing else: what happened, how long users noticed, whether anything was lost. */
export const headlineOf = ({ happened, all, journal }: DrillOutcome): string =>
  `${happened} ${backSentence(all)} ${keptSentence(journal)}`;

function backSentence({ predicted, measured }: Comparison): string {
  const [was, said] = [measured.rtoSeconds, predicted.rtoSeconds];
  const expected =
    said === null ? "that they wouldn’t be" : said === 0 ? "that they always would be" : undefined;
  if (was === said && was === null)
    return "Users were not all served again while it lasted, as was predicted.";
  if (was === said && was === 0) return "Users were served throughout, as was predicted.";
  if (was === null) {
    return `Users were not all served again while it lasted; ${expected ? `it was predicted ${expected}` : `${secondsText(said)} were predicted`}.`;
  }
  const back =
    was === 0 ? "Users were served throughout" : `Users were served again after ${secondsText(was)}`;
  return `${back}; ${expected ? `it was predicted ${expected}` : `${secondsText(said)} were predicted`}.`;
}

function keptSentence({ acknowledged, lost }: JournalCounts): string {
  if (acknowledged === 0) return "No upload was acknowledged.";
  if (lost === 0) {
    return acknowledged === 1
      ? "The one acknowledged upload is there."
      : `All ${acknowledged} acknowledged uploads are there.`;
  }
  return `${lost} of ${acknowledged} acknowledged uploads ${lost === 1 ? "is" : "are"} lost.`;
}

/** `412 kept`, `2 of 412 lost`. */
export const keptText = ({ acknowledged, lost }: JournalCounts): string =>
  lost === 0 ? `${acknowledged} kept` : `${lost} of ${acknowledged} lost`;

/** `17.2 s`, `0 s`, `never`. */
export const secondsText = (seconds: number | null): string =>
  seconds === null ? "never" : `${tenth(seconds)} s`;

/** To a tenth. */
export const tenth = (value: number): string => String(Math.round(value * 10) / 10);

/** Whether a comparison is within its band. */
export type Standing = "within" | "outside" | "can’t tell";

export const standingOf = ({ withinBand, mayBeChance }: Comparison): Standing =>
  withinBand ? "within" : mayBeChance ? "can’t tell" : "outside";

/** `3.4 points (2.1 by chance)`: how far the curves are apart. */
export const apartText = ({ points, chancePoints }: Comparison["distance"]): string =>
  points === null ? "nothing sent" : `${tenth(points)} (${tenth(chancePoints)} by chance)`;

/** What isn't a kind of client, where kinds are listed. */
export const ALL_CLIENTS = "all clients";

export interface ComparisonRow {
  readonly capability: string;
  /** A kind of client, or all of them. */
  readonly kind: string;
  readonly comparison: Comparison;
}

/** Every comparison of a drill: all users first, then each capability, and its kinds of clients. */
export function rowsOf({ all, capabilities }: DrillOutcome): ComparisonRow[] {
  return [
    { capability: "everything", kind: ALL_CLIENTS, comparison: all },
    ...Object.entries(capabilities).flatMap(([capability, { all: together, clients }]) => [
      { capability, kind: ALL_CLIENTS, comparison: together },
      ...Object.entries(clients).map(([kind, comparison]) => ({ capability, kind, comparison })),
    ]),
  ];
}

/** The stack that is drilled where none is named. */
const OWN_STACK = "drill";

/** How to run the same again. */
export const againText = ({ scenario, stack, scale, seed, demand }: DrillOutcome): string =>
  [
    `npm run drill -- ${scenario.includes(":") ? "--fault" : "--incident"} ${scenario}`,
    ...(stack === OWN_STACK ? [] : [`--stack ${stack}`]),
    ...(scale === 1 ? [] : [`--scale ${scale}`]),
    `--seed ${seed} --demand ${demand}`,
  ].join(" ");

/** `3.4 GB`. */
export const memoryText = (bytes: number): string => `${tenth(bytes / 1e9)} GB`;

/** `+12.8 s`, from the fault on; `-3 s` before it. */
export const sinceText = (at: number): string =>
  `${at < 0 ? "" : "+"}${(Math.round(at * 10) / 10).toFixed(1)} s`;
