import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { graphFromState } from "../../graph/from-state";
import { graphOf } from "../../graph/graph";
import { type Graph, SECRET, UNKNOWN } from "../../graph/resource";
import { renderState } from "../../report/state";
import { component, onCluster, provider, resource, twoSites, urnOf } from "../graph/fixtures";

interface State {
  readonly version: number;
  readonly deployment: {
    readonly manifest: { readonly time: string; readonly magic: string; readonly version: string };
    readonly resources: readonly (Readonly<Record<string, unknown>> & { readonly urn: string })[];
  };
}

const stateOf = (graph: Graph) => JSON.parse(renderState(graph)) as State;
const sorted = (graph: Graph) => [...graph.resources].sort((a, b) => (a.urn < b.urn ? -1 : 1));

const rich = twoSites(
  onCluster("aws", "v1", "Secret", "edge-tls", {
    inputs: { type: "kubernetes.io/tls", stringData: { "tls.key": SECRET } },
    protect: true,
    retainOnDelete: true,
  }),
  resource("aws:s3/bucket:Bucket", "media", {
    id: "media",
    external: true,
    inputs: { bucket: "media", tags: {}, rules: [{ days: 1.5, on: false, nothing: null }] },
    outputs: { arn: UNKNOWN },
    ignoreChanges: ["*"],
    replaceOnChanges: ["tags"],
    aliases: [urnOf("aws:s3/bucket:Bucket", "old")],
    source: { file: "components/aws/media store.ts", line: 3 },
  }),
);

describe("state.json", () => {
  it("is a deployment of version 3 with a manifest that an engine takes: no version, no checksum", () => {
    const { version, deployment } = stateOf(rich);
    expect(version).toBe(3);
    expect(deployment.manifest).toEqual({ time: "0001-01-01T00:00:00Z", magic: "", version: "" });
  });

  it("reads back as the graph that it was written from", () => {
    expect(sorted(graphFromState(renderState(rich)))).toEqual(sorted(rich));
  });

  it("holds a secret as Pulumi's secret object around the JSON text of [secret]", () => {
    const secret = stateOf(rich).deployment.resources.find(({ urn }) => urn.includes("edge-tls"));
    expect(secret?.inputs).toMatchObject({
      stringData: {
        "tls.key": {
          "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
          plaintext: '"[secret]"',
        },
      },
    });
  });

  it("gives a custom resource an id, also where it isn't known, and a component none", () => {
    const graph = graphOf([component("a:b:C", "c"), resource("aws:ec2/vpc:Vpc", "v")]);
    expect(stateOf(graph).deployment.resources.map(({ custom, id }) => [custom, id])).toEqual([
      [false, undefined],
      [true, UNKNOWN],
    ]);
  });

  it("refers to a provider by its URN and its id", () => {
    const by = provider("aws", "p", { id: "0b5c" });
    const vpc = resource("aws:ec2/vpc:Vpc", "v", { provider: by.urn });
    const written = stateOf(graphOf([vpc, by])).deployment.resources.find(({ urn }) => urn === vpc.urn);
    expect(written?.provider).toBe(`${by.urn}::0b5c`);
  });

  it("lists everything after its parent, its provider and what it depends on, in whatever order it was registered", () => {
    const count = 12;
    const urn = (index: number) => urnOf("a:b:C", `r${index}`);
    // Edges lead from a higher to a lower number, so that there is no circle; the names are shuffled.
    const edges = fc.array(fc.tuple(fc.nat(count - 1), fc.nat(count - 1)), { maxLength: 40 });
    const order = fc.shuffledSubarray([...Array(count).keys()], { minLength: count });
    fc.assert(
      fc.property(edges, order, order, (pairs, labels, registered) => {
        const below = (index: number) => pairs.filter(([a, b]) => a === index && b < a).map(([, b]) => b);
        const label = (index: number) => labels[index] ?? 0;
        const nodes = registered.map((index) => {
          const [parent, by, ...others] = below(index).map((other) => urn(label(other)));
          return resource("a:b:C", `r${label(index)}`, {
            ...(parent ? { parent } : {}),
            ...(by ? { provider: by } : {}),
            propertyDependencies: { x: others },
          });
        });
        const seen = new Set<string>();
        for (const written of stateOf(graphOf(nodes)).deployment.resources) {
          const {
            propertyDependencies = {},
            parent,
            provider: by,
          } = written as {
            propertyDependencies?: { x?: string[] };
            parent?: string;
            provider?: string;
          };
          const needed = [...(propertyDependencies.x ?? []), ...(parent ? [parent] : [])];
          expect(needed.every((one) => seen.has(one))).toBe(true);
          expect(by === undefined || seen.has(by.slice(0, by.lastIndexOf("::")))).toBe(true);
          seen.add(written.urn);
        }
        expect(seen.size).toBe(count);
      }),
    );
  });

  it("follows a chain of dependencies deeper than the call stack", () => {
    const chain = Array.from({ length: 20_000 }, (_, index) =>
      resource("a:b:C", `r${index}`, { dependencies: index === 0 ? [] : [urnOf("a:b:C", `r${index - 1}`)] }),
    ).reverse();
    expect(stateOf(graphOf(chain)).deployment.resources[0]?.urn).toBe(urnOf("a:b:C", "r0"));
  });
});
