import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { survivalVerdict } from "../../cli/survey";
import { graphOf } from "../../graph/graph";
import type { Graph, GraphResource } from "../../graph/resource";
import type { ChangedInput, Changes } from "../../report/changes-model";
import { markdownLimit, renderMarkdown } from "../../report/markdown";
import type { SurvivalChanges } from "../../report/model";
import { onCluster, resource, twoSites, urnOf } from "../graph/fixtures";
import { stackGraph } from "../support/graphs";

const page = (graph: Graph, changes?: Changes) =>
  renderMarkdown({ stack: "prod", graph, ...(changes ? { changes } : {}) });

describe("preview.md", () => {
  const graph = twoSites(onCluster("aws", "apps/v1", "Deployment", "feed"));

  it("is a heading, and folded what each site gets", () => {
    expect(page(graph)).toBe(`## prod: 9 resources

<details><summary>What each site gets: 2 sites, 9 resources; 4 in clouds and clusters, 1 component, 4 providers; 0 protected</summary>

|  | aws-us-east-2<br>Columbus | oci-us-ashburn-1<br>Northern Virginia | total |
| :-- | --: | --: | --: |
| network | 1 |  | 1 |
| cluster | 1 | 1 | 2 |
| workloads | 1 |  | 1 |
| **total** | 3 | 1 | 4 |

</details>
`);
  });

  const bucket = urnOf("aws:s3/bucket:Bucket", "b");
  const lossy: Changes = {
    against: "base.json",
    headline: "deletes store b; 1 refused; 2 to update, 1 to delete",
    data: [{ urn: bucket, loss: "store" }],
    create: [],
    update: ["v", "w"].map((name) => ({
      urn: urnOf("aws:ec2/vpc:Vpc", name),
      inputs: [
        { path: "tags.a", old: 1, new: 2 },
        { path: 'annotations["x|y"]', old: null, new: "z" },
      ],
    })),
    replace: [],
    delete: [bucket],
    refused: [{ urn: bucket, because: "protected" }],
    warnings: [],
  };

  it("lists what would change, with the values behind it", () => {
    expect(
      page(graph, lossy),
    ).toContain(`### Changes against \`base.json\`: deletes store b; 1 refused; 2 to update, 1 to delete

- delete \`aws:s3/bucket:Bucket\` \`b\` (store) — **refused**, protected
- update 2 \`aws:ec2/vpc:Vpc\` \`v\`, \`w\`: \`tags.a 1 → 2\`, \`annotations["x\\|y"] (none) → z\`
`);
  });

  it("says beneath them what a state says beside its resources", () => {
    const notes = [{ urn: bucket, kind: "taint", text: "marked as <tainted>" }] as const;
    expect(page(graph, { ...lossy, notes })).toContain(
      "→ z`\n- note: `Bucket b`: marked as &#60;tainted&#62;\n\n",
    );
  });

  it("says in its first line what changes for users and for data, before how much changes", () => {
    const first = (changes: Changes, moved?: SurvivalChanges) =>
      renderMarkdown({ stack: "prod", graph, changes, ...(moved ? { survivalChanges: moved } : {}) }).split(
        "\n",
      )[0];
    expect(first(lossy)).toBe(
      "## prod: what changes for users can't be told, as nothing earlier says what they had; 1 resource that holds data or names is deleted or made anew; 1 refused; 2 to update, 1 to delete",
    );
    const move = (scenario: string, capability: string) => ({ scenario, capability, old: "up", new: "down" });
    const none = { better: { all: [] }, worse: { all: [] } };
    const calm = { ...lossy, data: [], refused: [] };
    expect(first(calm, none)).toBe(
      "## prod: nothing changes for users; no data is lost; 2 to update, 1 to delete",
    );
    const worse = { all: [move("site:a", "feed"), move("site:a", "upload"), move("site:b", "feed")] };
    expect(first(calm, { ...none, worse })).toBe(
      "## prod: worse for users under 2 faults; no data is lost; 2 to update, 1 to delete",
    );
  });

  it("says at its top what is lost and refused, and nothing where nothing is", () => {
    const top = (changes: Changes) => page(graph, changes).split("\n")[2];
    expect(top(lossy)).toBe("**Deploying it: deletes store b; 1 refused; 2 to update, 1 to delete**");
    expect(top({ ...lossy, data: [], refused: [] })).not.toContain("Deploying");
  });

  it("says how many lines were left out of what is too long", () => {
    const update = Array.from({ length: 2000 }, (_, index) => ({
      urn: urnOf("aws:ec2/vpc:Vpc", `v${index}`),
      inputs: [{ path: `tags.a${index}`, old: 1, new: 2 }],
    }));
    const text = page(graph, { ...lossy, update });
    const shown = text.match(/^- update `aws:ec2\/vpc:Vpc`/gm)?.length ?? 0;
    expect(shown).toBeGreaterThan(500);
    // The deletion is a line too, and comes first.
    expect(text).toContain(`… and ${2000 - shown} more, in preview.json.\n`);
    // What is small is whole all the same.
    expect(text).toContain("| **total** | 3 | 1 | 4 |");
  });

  it("is shorter than a comment on GitHub may be, whatever the graph and the changes", () => {
    const name = fc.oneof(
      fc.string({ unit: "binary", maxLength: 400 }),
      fc.constantFrom("`".repeat(300), "|".repeat(500), "<b>\n", "🌩".repeat(250), "x".repeat(7_000)),
    );
    const type = fc.constantFrom("aws:ec2/vpc:Vpc", "random:index/id:Id", "kubernetes:core/v1:Pod");
    // More of the shortest stand in the tests above; of the longest, one is too much.
    const count = fc.constantFrom(0, 1, 7, 250);
    fc.assert(
      fc.property(name, name, type, count, count, (stack, label, kind, resources, changed) => {
        const made = Array.from(
          { length: resources },
          (_, index): GraphResource =>
            resource(kind, `${label}${index}`, { source: { file: label, line: index } }),
        );
        const urns = Array.from({ length: changed }, (_, index) => urnOf(kind, `${label}${index}`));
        const inputs = Array(30).fill({ path: label, old: label, new: null }) as ChangedInput[];
        const changes: Changes = {
          against: label,
          headline: label.slice(0, 400),
          data: urns.map((urn) => ({ urn, loss: "store" })),
          create: urns,
          update: urns.map((urn) => ({ urn, inputs })),
          replace: [],
          delete: urns,
          refused: urns.map((urn) => ({ urn, because: label })),
          warnings: [],
        };
        const text = renderMarkdown({ stack, graph: graphOf(made), changes });
        expect(Buffer.byteLength(text)).toBeLessThanOrEqual(markdownLimit);
        expect(markdownLimit).toBeLessThan(65_536);
        expect(text.length).toBeGreaterThan(0);
      }),
      { numRuns: 10 },
    );
  });

  it("lets no name break out of its list", () => {
    const create = [urnOf("a:b:C", "x`|</details>\n| y")];
    expect(page(graph, { ...lossy, create })).toContain("- create `a:b:C` `` x`\\|</details>\\n\\| y ``");
  });
});

describe("preview.md of prod", () => {
  const survival = survivalVerdict(stackGraph("prod"), new Date("2026-03-03T13:24:00Z"));
  const text = renderMarkdown({
    stack: "prod",
    graph: stackGraph("prod"),
    ...(survival ? { survival } : {}),
  });

  it("takes less than 20 KB, so that two stacks fit into one comment", () => {
    expect(Buffer.byteLength(text)).toBeLessThan(20_000);
  });

  it("draws its sites as Mermaid, which has nothing of a name but letters and digits", () => {
    const [, drawn = ""] = /```mermaid\n([^`]*)```/.exec(text) ?? [];
    expect(drawn).toMatch(/^flowchart TB\n/);
    // With AWS lost, its two fifths and three fifths go to Oracle's two sites, by their shares.
    expect(drawn).toContain('["aws-us-east-2<br>Columbus<br>30 % → 0 %"]');
    expect(drawn).toContain('["oci-us-chicago-1<br>Chicago<br>30 % → 60 %"]');
    for (const [, label] of drawn.matchAll(/"([^"]*)"/g)) expect(label).toMatch(/^[\w .,<>%→-]*$/u);
  });
});
