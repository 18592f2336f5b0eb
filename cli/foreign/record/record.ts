/** `--record`: a run before the run, in which look-ups go to the providers' own programs. Importing it loads Pulumi's SDK. */
import { existsSync, readFileSync } from "node:fs";
import type { Graph } from "../../../graph/resource";
import { InputError } from "../../../report/input-error";
import { writeWhole } from "../../../report/write";
import type { ForeignRun, StartedProgram } from "../foreign-run";
import { graphOfProgram } from "../graph-of-program";
import { createRecorder } from "./recorder";
import { withLookUps } from "./write-lookups";

/**
 * What a provider computes is unknown in it, as in the engine's own preview, so that nothing is looked up by an id that is
 * made up.
 * @param file `lookups.yaml`; absolute
 * @param named the same, as the user would
 * @throws InputError when a provider is missing or refuses; what was found before is written
 */
export const recordingInto =
  (file: string, named: string) =>
  async (run: ForeignRun, started: StartedProgram): Promise<Graph> => {
    const { recorded, env } = run;
    const recorder = createRecorder({ recorded, env, folder: started.folder, tell: run.tell });
    try {
      const graph = await graphOfProgram({ ...run, tell() {} }, started, {
        dryRun: true,
        lookUp: recorder.lookUp,
      });
      const { found, problems } = recorder;
      if (found.length > 0) {
        const before = existsSync(file) ? readFileSync(file, "utf8") : "";
        await writeWhole(file, withLookUps(before, found));
      }
      run.onLine(`${found.length} look-ups recorded in ${named}`);
      if (problems.size > 0) throw new InputError([...problems]);
      return graph;
    } finally {
      recorder.end();
    }
  };
