import { afterAll, expect, it } from "vitest";
import type { Graph } from "../../graph/resource";
import { changesAgainst } from "../../report/against/changes";
import { readEarlier } from "../../report/against/earlier";
import { fixtureFile } from "../fixtures/stacks";
import { comparable } from "./comparable";
import { previewedGraph } from "./previewed";
import { describeWithPulumi, Sandbox } from "./sandboxed";

describeWithPulumi.each(["staging", "prod"] as const)(
  "the embedded preview of %s and the real engine",
  (stack) => {
    const sandbox = new Sandbox(stack);
    afterAll(() => sandbox.remove());

    it("agree that no mandatory rule is broken, before anything is made too", () => {
      const { status, output } = sandbox.run(["preview", "--non-interactive"]);
      expect(output).toMatch(/twincloud-redundancy@/);
      expect(output).not.toContain("[mandatory]");
      expect(status).toBe(0);
    });

    it("agree on every resource that is made: URN, type, parent, provider, inputs, outputs, dependencies, protection", () => {
      const { counts } = sandbox.up();
      const preview = previewedGraph(stack, fixtureFile(stack));
      expect(counts.created).toBe(preview.resources.length);
      expect(comparable(sandbox.graph())).toEqual(comparable(preview));
    });

    it("agree on the line that makes each", () => {
      const linesOf = ({ resources }: Graph) =>
        Object.fromEntries(resources.map(({ urn, source }) => [urn, `${source?.file}:${source?.line}`]));
      const made = sandbox.graph();
      expect(linesOf(made)).toEqual(linesOf(previewedGraph(stack, fixtureFile(stack))));
      const nowhere = made.resources.filter(({ source }) => source?.file === undefined);
      expect(nowhere.map(({ type }) => type)).toEqual(["pulumi:pulumi:Stack"]);
    });

    it("agree that a second run changes nothing", () => {
      const { counts } = sandbox.up();
      expect(Object.keys(counts)).toEqual(["unchanged"]);
    });

    it("agree on what a change of one setting changes", () => {
      const changed = sandbox.configWith([[/ttl: 30,/, "ttl: 60,"]]);
      const earlier = readEarlier(sandbox.export(), "state.json");
      const changes = changesAgainst(earlier, previewedGraph(stack, changed));
      const events = sandbox.run([
        "preview",
        "--json",
        "--non-interactive",
        "--no-policies",
        "--config-file",
        changed,
      ]);
      expect(events.status).toBe(0);
      const steps = stepsOf(events.output);
      expect(changes.update.length + changes.replace.length).toBeGreaterThan(0);
      expect({
        create: changes.create,
        update: changes.update.map(({ urn }) => urn),
        replace: changes.replace.map(({ urn }) => urn),
        delete: changes.delete,
      }).toEqual(steps);
    });
  },
);

interface Step {
  readonly op: string;
  readonly urn: string;
}

/** By what the engine would do; a replacement is several steps of one resource. */
function stepsOf(json: string): Readonly<Record<"create" | "update" | "replace" | "delete", string[]>> {
  const { steps } = JSON.parse(json) as { steps: Step[] };
  const of = (...ops: string[]) =>
    [...new Set(steps.filter(({ op }) => ops.includes(op)).map(({ urn }) => urn))].sort();
  const isStack = (urn: string) => urn.includes("::pulumi:pulumi:Stack::");
  const replace = of("replace", "create-replacement", "delete-replaced");
  return {
    create: of("create"),
    update: of("update").filter((urn) => !isStack(urn)),
    replace,
    delete: of("delete"),
  };
}
