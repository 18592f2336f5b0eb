import { describe, expect, it } from "vitest";
import type { Graph } from "../../../graph/resource";
import { platformOf } from "../../../resilience/platform/from-graph";
import { changed, setting, stackGraph } from "../../support/graphs";

/** The chat product with annotations of one of its capabilities set, or taken away. */
function saying(graph: Graph, capability: string, said: Readonly<Record<string, string | undefined>>): Graph {
  return Object.entries(said).reduce(
    (changing, [key, value]) =>
      changed(
        changing,
        ({ type, name }) => type === "kubernetes:apps/v1:Deployment" && name.endsWith(`-${capability}`),
        setting(["metadata", "annotations", `twincloud.dev/${key}`], value),
      ),
    graph,
  );
}

const followed = (graph: Graph, name: string): string | undefined => {
  const { capabilities } = platformOf(graph, new Date("2026-11-01T00:00:00Z"));
  return capabilities[capabilities.find((one) => one.name === name)?.follows ?? -1]?.name;
};

describe("what a capability inside is asked for", () => {
  const inside = saying(stackGraph("chat"), "presence", { "public-name": undefined });

  it("follows the public one that hangs on it", () => {
    expect(followed(inside, "presence")).toBe("search");
  });

  it("follows the public one at the end of those that hang on it", () => {
    const deeper = saying(
      saying(inside, "messages", { "public-name": undefined, needs: "media-store/own" }),
      "presence",
      { needs: "capability/messages" },
    );
    expect(followed(deeper, "messages")).toBe("search");
  });
});
