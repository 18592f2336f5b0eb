/** The frozen staging with other settings, planned over an earlier state or over none. */
import path from "node:path";
import { runStack } from "../../cli/program";
import type { Graph } from "../../graph/resource";
import type { Entry } from "../../graph/state/entry";
import { readStackFile } from "../../stacks/config";
import { toRuntime } from "../../stacks/runtime-config";
import { video } from "../fixtures/catalogs/video";
import { fixtureFile } from "../fixtures/stacks";

export const stagingSettings = readStackFile(fixtureFile("staging")).values;

export const planStaging = (changes: object, earlier?: readonly Entry[]): Promise<Graph> =>
  runStack({
    ...toRuntime({ ...stagingSettings, ...changes }),
    ...(earlier ? { earlier } : {}),
    project: "twincloud",
    stack: "staging",
    catalog: video,
    root: path.resolve(__dirname, "../.."),
    onRegister: () => undefined,
    onLog: () => undefined,
  });
