/** What `survive --help` says of faults and outages: kinds, names, modes and ids, as this program knows them. */
import { faultKinds } from "../resilience/faults/fault";
import type { Incident } from "../resilience/faults/incident";
import { kinds } from "../resilience/faults/kinds";
import type { CommandContext } from "./context";
import { typedAs } from "./typed";

const examples = [
  "--fault provider:oci",
  "--fault site:aws-us-east-2:brownout:0.5 --fault dns-authority:aws",
  "--fault link:aws-oci@0-72000+provider:aws@72060",
  "--fault flapping:together:200@0-7200",
  "--incident oracle-ashburn-2026-03",
];

export function surviveHelp(
  incidents: readonly Incident[],
  caller: Pick<CommandContext, "packaged"> = {},
): string {
  const kind = Math.max(...faultKinds.map((one) => one.length)) + 2;
  const id = Math.max(...incidents.map((one) => one.id.length)) + 2;
  const names = Math.max(...faultKinds.map((one) => kinds[one].namedBy.length)) + 2;
  return [
    "",
    "A fault is KIND:NAME[:MODE[:SHARE]]; a name that this platform hasn't is answered with those it has.",
    "With times it is FAULT@START or FAULT@START-END, in seconds from the beginning; several are joined by + or repeated.",
    "  MODE   hard (where it is left out): nothing answers",
    "         brownout: SHARE of the requests fail behind the edge, over 0 and up to 1",
    "         brownout-front: SHARE of requests and probes fail before they reach it",
    "         slow: SHARE of the requests aren't answered before the edge stops waiting; their places are held as long",
    "         control: it goes on, and nothing of it can be changed",
    "",
    ...faultKinds.map((one) =>
      `  ${one.padEnd(kind)}${kinds[one].namedBy.padEnd(names)}${kinds[one].modes.join(", ")}`.trimEnd(),
    ),
    "",
    "Outages of the past, for --incident:",
    ...incidents.map((one) => `  ${one.id.padEnd(id)}${one.title}`),
    "",
    caller.packaged ? "Examples:" : "Examples, under npm, where flags go behind a --:",
    ...examples.map((rest) => `  ${typedAs(caller, "survive", `--stack prod ${rest}`)}`),
    "",
    "Ends with 0 when the objectives are met (with --fault or --incident: when no capability is down in it), 1 when they",
    "are missed (a capability is down), 2 when the input is wrong, 3 on a defect.",
  ].join("\n");
}
