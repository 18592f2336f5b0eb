import { describe, expect, it } from "vitest";
import type { ChangedInput, Changes } from "../../report/changes-model";
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
    headline: "a headline",
    data: [],
    create: [],
    update: [],
    replace: [],
    delete: [],
    refused: [],
    warnings: [],
    ...rest,
  });
  const subnet = urnOf("twincloud:aws:Network$aws:ec2/subnet:Subnet", "a");
  const input = (path: string, old: ChangedInput["old"] = 1, now: ChangedInput["new"] = 2): ChangedInput => ({
    path,
    old,
    new: now,
  });

  it("says what would change, with the values behind it: what is lost first, what is refused next", () => {
    const [bucket, vpc] = [urnOf("aws:s3/bucket:Bucket", "b"), urnOf("aws:ec2/vpc:Vpc", "v")];
    const report = {
      stack: "test",
      graph,
      changes: changes({
        data: [{ urn: bucket, loss: "store" }],
        create: [urnOf("aws:ec2/eip:Eip", "n")],
        update: [
          {
            urn: urnOf("aws:ec2/vpc:Vpc", "u"),
            inputs: ["a", "b", "c", "d", "e"].map((path) => input(path)),
          },
          { urn: vpc, inputs: [input("z")] },
        ],
        replace: [
          { urn: subnet, because: "cidrBlock", inputs: [input("cidrBlock", "10.0.0.0/24", "10.1.0.0/24")] },
          { urn: urnOf("aws:ec2/eip:Eip", "e"), because: "its provider p is replaced", inputs: [] },
        ],
        delete: [urnOf("aws:ec2/eip:Eip", "d"), bucket],
        refused: [
          { urn: vpc, because: "not that" },
          { urn: bucket, because: "protected" },
        ],
        warnings: [{ urn: subnet, because: "it hurts", brief: "" }],
      }),
    };
    expect(linesOf(renderTerminal(report, options)).slice(-14, -3)).toEqual([
      "changes against base.json: a headline",
      "  - delete aws:s3/bucket:Bucket b (store)",
      "      refused protected",
      "  ~ update aws:ec2/vpc:Vpc v: z 1 → 2",
      "      refused not that",
      "  ± replace aws:ec2/subnet:Subnet a: cidrBlock 10.0.0.0/24 → 10.1.0.0/24",
      "      warning it hurts",
      "  - delete aws:ec2/eip:Eip d",
      "  ± replace aws:ec2/eip:Eip e: its provider p is replaced",
      "  ~ update aws:ec2/vpc:Vpc u: a 1 → 2, b 1 → 2, c 1 → 2, d 1 → 2 and 1 more",
      "  + create aws:ec2/eip:Eip n",
    ]);
  });

  it("says once, beneath the changes, what a state says beside its resources", () => {
    const noted = changes({
      notes: [{ urn: subnet, kind: "taint", text: "marked as tainted", unsure: true }],
    });
    expect(linesOf(renderTerminal({ stack: "test", graph, changes: noted }, options)).slice(-5, -3)).toEqual([
      "changes against base.json: a headline",
      "  can't tell Subnet a: marked as tainted",
    ]);
  });

  it("says which verdicts moved, a line for what is worse and one for what is better", () => {
    const survival = {
      ...{ verdict: "met" as const, because: [], before: [], nothing: false, misses: [], untold: [] },
      ...{ calm: {}, sites: [], scenarios: [], demand: 0.5, yearly: { kinds: {}, total: {}, untold: [] } },
    };
    const survivalChanges = { worse: { line: "site:x: feed", all: [] }, better: { all: [] } };
    const text = renderTerminal({ stack: "test", graph, survival, survivalChanges }, options);
    expect(text).toContain("\n  worse site:x: feed\n");
    expect(text).not.toContain("better");
  });

  it("says so when nothing would change", () => {
    const none = changes({ headline: "nothing changes" });
    expect(renderTerminal({ stack: "test", graph, changes: none }, options)).toContain(
      "changes against base.json: nothing changes\n",
    );
  });

  it("puts changes together that are alike", () => {
    const update = ["a", "b", "c"].map((name) => ({
      urn: urnOf("aws:ec2/vpc:Vpc", name),
      inputs: [input("tags")],
    }));
    const other = { urn: urnOf("aws:ec2/vpc:Vpc", "d"), inputs: [input("tags", 1, 3)] };
    const text = renderTerminal(
      { stack: "test", graph, changes: changes({ update: [...update, other] }) },
      options,
    );
    expect(text.match(/^ {2}~.*$/gm)).toEqual([
      "  ~ update 3 aws:ec2/vpc:Vpc a, b and 1 more: tags 1 → 2",
      "  ~ update aws:ec2/vpc:Vpc d: tags 1 → 3",
    ]);
  });

  it("leaves a long list of changes to the files", () => {
    const create = Array.from({ length: 100 }, (_, index) => urnOf(`aws:ec2/type${index}:Type`, "n"));
    const text = renderTerminal({ stack: "test", graph, changes: changes({ create }) }, options);
    expect(text.match(/\+ create/g)).toHaveLength(40);
    expect(text).toContain("  and 60 more like these, in preview.json\n");
  });
});
