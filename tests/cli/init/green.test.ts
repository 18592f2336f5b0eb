/** A few platforms that anybody may have begun, through the whole preview: nothing that is mandatory is broken. */
import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { answersOf, type Written } from "../../../cli/init/answers";
import { newCatalog } from "../../../cli/init/new-catalog";
import { stackText } from "../../../cli/init/new-stack";
import { graphOf } from "../../../graph/graph";
import type { Graph, GraphResource } from "../../../graph/resource";
import { judge } from "../../../policies/pack/judge";
import { packSettings } from "../../../policies/pack/settings";
import { rules } from "../../../policies/rules";
import { survivalOf } from "../../../resilience/verdict/survival";
import { toRuntime } from "../../../stacks/config";
import { makeOnce } from "../../support/made-graphs";
import { written } from "./written";

/** The same each time, so that their graphs are made once for the sources as they are. */
const said: Written[] = [
  ...fc.sample(written, { seed: 22, numRuns: 3 }),
  {
    ...{ name: "shop", domain: "shop.example.com", jurisdiction: "us", site: ["oci", "aws-us-east-2"] },
    ...{ capability: ["carts:public:queue,accounts"], database: ["accounts:aws-us-east-2:3600:300"] },
  },
];
const graphs: Graph[] = [];

beforeAll(async () => {
  const runs = said.map((one) => {
    const answers = answersOf(one);
    const { config } = parse(stackText(answers)) as { config: Record<string, unknown> };
    return { stack: answers.name, catalog: newCatalog(answers), ...toRuntime(config) };
  });
  for (const file of await makeOnce(runs))
    graphs.push(graphOf(JSON.parse(readFileSync(file, "utf8")) as GraphResource[]));
}, 300_000);

describe.each(said.map((one, index) => [JSON.stringify(one), index] as const))("%s", (_, index) => {
  const now = new Date("2026-11-29T00:00:00Z");

  it("breaks no mandatory rule, and none can't be told", () => {
    const graph = graphs[index] as Graph;
    const { violations, unknown } = judge(graph, rules, packSettings(graph, now));
    const broken = violations.filter(({ level }) => level === "mandatory");
    expect(broken.map(({ rule, summary }) => `${rule}: ${summary}`)).toEqual([]);
    expect(unknown.map(({ rule }) => rule)).toEqual([]);
  });

  it("meets its objectives", () => {
    expect(survivalOf(graphs[index] as Graph, { now }).misses).toEqual([]);
  });
});
