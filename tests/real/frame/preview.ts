/** A frozen stack as the preview shows it: what `npm run preview` writes, in the lane's own folder. */
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { type Lane, root } from "../../../drill/frame/lane";
import { graphFromState } from "../../../graph/from-state";
import type { Graph } from "../../../graph/resource";
import { type FixtureName, fixtureFile } from "../../fixtures/stacks";

export interface Preview {
  readonly graph: Graph;
  /** The YAML files of a site's manifests, in the order in which they are applied. */
  manifests(site: string): readonly string[];
}

/** @throws Error naming the log when the preview fails; a broken objective is no failure here. */
export function preview(lane: Lane, stack: FixtureName): Preview {
  const out = path.join(lane.dir, "preview");
  const cli = [
    "--require",
    "tsx/cjs",
    "tests/support/cli.ts",
    "preview",
    "--config",
    fixtureFile(stack),
    "--out",
    out,
  ];
  const run = spawnSync(process.execPath, cli, { cwd: root, encoding: "utf8" });
  const log = lane.file("preview.log", `${run.stdout}${run.stderr}`);
  if (run.status !== 0 && run.status !== 1) throw new Error(`the preview of ${stack} failed: ${log}`);
  const folder = path.join(out, stack);
  return {
    graph: graphFromState(readFileSync(path.join(folder, "state.json"), "utf8")),
    manifests: (site) => {
      const files = path.join(folder, "manifests", site);
      // The forms of the Secrets are applied as they are: placeholders that the API takes.
      return readdirSync(files, { recursive: true, encoding: "utf8" })
        .filter((file) => /^[^/]+\.yaml$|^secrets-to-fill\//.test(file))
        .sort((a, b) => (path.basename(a) < path.basename(b) ? -1 : 1))
        .map((file) => readFileSync(path.join(files, file), "utf8"));
    },
  };
}
