import { describe, expect, it } from "vitest";
import type { Changes } from "../../report/model";
import { renderTerminal } from "../../report/terminal";
import { onCluster, resource, twoSites, urnOf } from "../graph/fixtures";

const graph = twoSites(
  onCluster("aws", "apps/v1", "Deployment", "feed"),
  onCluster("oci", "apps/v1", "Deployment", "feed"),
  resource("aws:route53/zone:Zone", "zone"),
);
const options = {
  color: false,
  width: 100,
  out: "out/test",
  files: ["preview.json", "manifests/a/55-x.yaml"],
};
const linesOf = (text: string) => text.split("\n");

describe("what a preview prints", () => {
  it("is a table of what each site gets by kind, the totals, and where the files are", () => {
    expect(linesOf(renderTerminal({ stack: "test", graph }, options))).toEqual([
      "test  2 sites, 11 resources",
      "",
      "            aws-us-east-2    oci-us-ashburn-1   shared   total",
      "metro            Columbus   Northern Virginia",
      "network                 1                   -        -       1",
      "cluster                 1                   1        -       2",
      "workloads               1                   1        -       2",
      "routing                 -                   -        1       1",
      "total                   3                   2        1       6",
      "",
      "6 resources in clouds and clusters, 1 component, 4 providers, 0 protected",
      "",
      "files in out/test: preview.json, manifests/ (1 file)",
      "",
    ]);
  });

  it("splits the table where it is wider than the terminal", () => {
    const text = renderTerminal({ stack: "test", graph }, { ...options, width: 50 });
    expect(text.match(/^workloads.*$/gm)).toEqual([
      "workloads               1",
      "workloads                   1        -       2",
    ]);
    expect(
      Math.max(
        ...linesOf(text)
          .slice(2, 16)
          .map((line) => line.length),
      ),
    ).toBeLessThanOrEqual(50);
  });

  it("has colour when told to, and the same words", () => {
    const colored = renderTerminal({ stack: "test", graph }, { ...options, color: true });
    expect(colored).toContain("\u001B[1m");
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the colours are control characters
    expect(colored.replace(/\u001B\[\d+m/g, "")).toBe(renderTerminal({ stack: "test", graph }, options));
    expect(renderTerminal({ stack: "test", graph }, options)).not.toContain("\u001B");
  });

  const changes = (rest: Partial<Changes>): Changes => ({
    against: "base.json",
    create: [],
    update: [],
    replace: [],
    delete: [],
    refused: [],
    ...rest,
  });
  const subnet = urnOf("twincloud:aws:Network$aws:ec2/subnet:Subnet", "a");

  it("says what would change, what of it is refused, and the inputs behind it", () => {
    const report = {
      stack: "test",
      graph,
      changes: changes({
        create: [urnOf("aws:ec2/eip:Eip", "n")],
        update: [{ urn: urnOf("aws:ec2/vpc:Vpc", "v"), inputs: ["a", "b", "c", "d", "e"] }],
        replace: [{ urn: subnet, inputs: ["cidrBlock"] }],
        delete: [urnOf("aws:s3/bucket:Bucket", "b")],
        refused: [urnOf("aws:s3/bucket:Bucket", "b")],
      }),
    };
    expect(linesOf(renderTerminal(report, options)).slice(-9)).toEqual([
      "",
      "changes against base.json: 1 to create, 1 to update, 1 to replace, 1 to delete",
      "  - delete aws:s3/bucket:Bucket b  protected: the engine will refuse",
      "  ± replace aws:ec2/subnet:Subnet a: cidrBlock",
      "  ~ update aws:ec2/vpc:Vpc v: a, b, c, d and 1 more",
      "  + create aws:ec2/eip:Eip n",
      "",
      "files in out/test: preview.json, manifests/ (1 file)",
      "",
    ]);
  });

  it("says so when nothing would change", () => {
    expect(renderTerminal({ stack: "test", graph, changes: changes({}) }, options)).toContain(
      "changes against base.json: nothing changes\n",
    );
  });

  it("puts changes together that are alike", () => {
    const update = ["a", "b", "c"].map((name) => ({ urn: urnOf("aws:ec2/vpc:Vpc", name), inputs: ["tags"] }));
    const other = { urn: urnOf("aws:ec2/vpc:Vpc", "d"), inputs: ["tags", "cidrBlock"] };
    const text = renderTerminal(
      { stack: "test", graph, changes: changes({ update: [...update, other] }) },
      options,
    );
    expect(text.match(/^ {2}~.*$/gm)).toEqual([
      "  ~ update 3 aws:ec2/vpc:Vpc a, b and 1 more: tags",
      "  ~ update aws:ec2/vpc:Vpc d: tags, cidrBlock",
    ]);
  });

  it("leaves a long list of changes to the files", () => {
    const create = Array.from({ length: 100 }, (_, index) => urnOf(`aws:ec2/type${index}:Type`, "n"));
    const text = renderTerminal({ stack: "test", graph, changes: changes({ create }) }, options);
    expect(text.match(/\+ create/g)).toHaveLength(40);
    expect(text).toContain("  and 60 more like these, in preview.json\n");
  });
});
