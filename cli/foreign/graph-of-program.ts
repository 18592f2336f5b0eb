/** Answers a program that has been started, and gives its graph. Importing it loads Pulumi's SDK. */
import { createForeignAnswers } from "../../answers/foreign/answers";
import { graphOfRun } from "../../engine/graph-of-run";
import { runProcess } from "../../engine/out-of-process";
import type { ProgramProcess } from "../../engine/program-process";
import { graphOf } from "../../graph/graph";
import type { Graph, Note } from "../../graph/resource";
import { declaredIn } from "./declared";
import type { ForeignRun, StartedProgram } from "./foreign-run";

export async function graphOfProgram(
  run: ForeignRun,
  started: StartedProgram,
  how: Pick<ProgramProcess, "dryRun" | "lookUp"> = {},
): Promise<Graph> {
  const { recorded, tell, onRegister, onLine } = run;
  const { resources, opaque } = await runProcess({
    ...started,
    ...how,
    answers: createForeignAnswers({ recorded, declared: declaredIn(started.folder), tell }),
    patience: run.patience * 1000,
    onRegister,
    onLog: ({ severity, message }) => {
      // Errors end the run, and are told then.
      if (severity !== "error") onLine(message);
    },
  });
  const notes = [...opaque].map(
    (urn): Note => ({
      urn,
      kind: "opaque",
      text: "made by its provider's own program: what is inside isn't known, and not judged",
    }),
  );
  return graphOf(graphOfRun(resources).resources, notes);
}
