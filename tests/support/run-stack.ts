/** Graphs of production with other settings: what the frozen stacks don't show. */
import { readFileSync } from "node:fs";
import { providerNames } from "../../graph/clouds/facts";
import { graphOf } from "../../graph/graph";
import type { Graph, GraphResource } from "../../graph/resource";
import { readStackFile } from "../../stacks/config";
import { toRuntime } from "../../stacks/runtime-config";
import { fixtureFile } from "../fixtures/stacks";
import { makeOnce } from "./made-graphs";

/** Settings by their keys with the namespace. */
export type Settings = Readonly<Record<string, unknown>>;

/** Production's settings with these sites alone, each `<provider> <region> <percent>`. */
export function withSites(...sites: readonly string[]): Settings {
  const parsed = sites.map((text, i) => {
    const [name, region = "", share] = text.split(" ");
    const provider = providerNames.find((known) => known === name);
    if (!provider) throw new Error(`${text}: wanted <provider> <region> <percent>`);
    return { provider, region, share: Number(share), cidr: `10.${10 + i}.0.0/16` };
  });
  const images = parsed
    .filter(({ provider }) => provider === "oci")
    .map(({ region }) => [region, `ocid1.image.oc1.${region}.${"a".repeat(60)}`]);
  const oci = production()["twincloud:oci"] as object;
  return {
    "twincloud:sites": parsed,
    "twincloud:oci": { ...oci, nodeImageIds: Object.fromEntries(images) },
  };
}

/** The graphs of production with other settings, by name. */
export async function runStacks<Name extends string>(
  changes: Readonly<Record<Name, Settings>>,
): Promise<Record<Name, Graph>> {
  const names = Object.keys(changes) as Name[];
  const files = await makeOnce(
    names.map((name) => ({
      stack: "prod",
      catalog: "video",
      ...toRuntime({ ...production(), ...changes[name] }),
    })),
  );
  const read = (file: string) => graphOf(JSON.parse(readFileSync(file, "utf8")) as GraphResource[]);
  return Object.fromEntries(names.map((name, i) => [name, read(files[i] as string)])) as Record<Name, Graph>;
}

const production = (): Settings => readStackFile(fixtureFile("prod")).values;
