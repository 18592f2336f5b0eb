import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { graphOf } from "../../graph/graph";
import type { Graph, GraphResource } from "../../graph/resource";
import type { ChangedInput, Changes } from "../../report/changes-model";
import { markdownLimit, renderMarkdown } from "../../report/markdown";
import { onCluster, resource, twoSites, urnOf } from "../graph/fixtures";

const placement = { provider: "aws", region: "us-east-2", metro: "Columbus" } as const;
const page = (graph: Graph, changes?: Changes) =>
  renderMarkdown({ stack: "prod", graph, ...(changes ? { changes } : {}) });

describe("preview.md", () => {
  const graph = twoSites(onCluster("aws", "apps/v1", "Deployment", "feed"));

  it("is a heading, the totals, the table of the sites, and the resources of each, folded", () => {
    expect(page(graph)).toBe(`## prod: 2 sites, 9 resources

4 in clouds and clusters, 1 components, 4 providers; 0 protected.

|  | aws-us-east-2<br>Columbus | oci-us-ashburn-1<br>Northern Virginia | total |
| :-- | --: | --: | --: |
| network | 1 |  | 1 |
| cluster | 1 | 1 | 2 |
| workloads | 1 |  | 1 |
| **total** | 3 | 1 | 4 |

<details><summary>aws-us-east-2: 3 resources</summary>

| kind | type | name | zone | made in |
| :-- | :-- | :-- | :-- | :-- |
| network | \`aws:ec2/vpc:Vpc\` | \`aws-vpc\` |  |  |
| cluster | \`aws:eks/cluster:Cluster\` | \`aws-cluster\` |  | \`components/aws/cluster.ts:12\` |
| workloads | \`kubernetes:apps/v1:Deployment\` | \`aws-feed\` |  |  |

</details>

<details><summary>oci-us-ashburn-1: 1 resources</summary>

| kind | type | name | zone | made in |
| :-- | :-- | :-- | :-- | :-- |
| cluster | \`oci:ContainerEngine/cluster:Cluster\` | \`oci-cluster\` |  |  |

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

  it("says at its top what is lost and refused, and nothing where nothing is", () => {
    const top = (changes: Changes) => page(graph, changes).split("\n")[4];
    expect(top(lossy)).toBe("**Deploying it: deletes store b; 1 refused; 2 to update, 1 to delete**");
    expect(top({ ...lossy, data: [], refused: [] })).not.toContain("Deploying");
  });

  it("says how many lines were left out of what is too long", () => {
    const many = Array.from({ length: 2000 }, (_, index) => resource("aws:ec2/eip:Eip", `address-${index}`));
    const text = page(twoSites(...many));
    const shown = text.match(/`address-\d+`/g)?.length ?? 0;
    expect(shown).toBeGreaterThan(500);
    expect(text).toContain(`… and ${2000 - shown} more, in preview.json.\n\n</details>`);
  });

  it("keeps the small sites whole when one is too long", () => {
    const many = Array.from({ length: 2000 }, (_, index) =>
      resource("aws:ec2/eip:Eip", `address-${index}`, { placement }),
    );
    expect(page(twoSites(...many))).toContain("`oci-cluster`");
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

  it("lets no name break out of its cell", () => {
    const text = page(graphOf([resource("a:b:C", "x`|</details>\n| y")]));
    expect(text).toContain("| `` x`\\|</details>\\n\\| y `` |");
  });
});
