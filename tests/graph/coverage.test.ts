import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { allReaders } from "../../graph/clouds";
import { coverageOf, typesRead } from "../../graph/coverage";
import { graphOf } from "../../graph/graph";
import { stackGraph } from "../support/graphs";
import { component, resource } from "./fixtures";

describe("coverage", () => {
  it("counts managed resources, and names the types of which nothing is read with their numbers", () => {
    const graph = graphOf([
      component("pulumi:pulumi:Stack", "s"),
      component("x:y:Part", "part"),
      resource("aws:s3/bucket:Bucket", "media"),
      resource("kubernetes:extensions/v1beta1:Deployment", "old"),
      resource("gcp:compute/instance:Instance", "one"),
      resource("gcp:compute/instance:Instance", "two"),
      resource("aws:cloudwatch/metricAlarm:MetricAlarm", "alarm"),
    ]);
    expect(coverageOf(graph)).toEqual({
      understood: 2,
      total: 5,
      unknown: [
        { type: "gcp:compute/instance:Instance", count: 2 },
        { type: "aws:cloudwatch/metricAlarm:MetricAlarm", count: 1 },
      ],
    });
  });

  it("understands what prod's survival hangs on, and says how many of its resources those are", () => {
    const { understood, total, unknown } = coverageOf(stackGraph("prod"));
    const left = new Set(unknown.map(({ type }) => type));
    const decisive = [
      "aws:eks/cluster:Cluster",
      "aws:route53/record:Record",
      "aws:route53/healthCheck:HealthCheck",
      "aws:s3/bucket:Bucket",
      "kubernetes:apps/v1:Deployment",
      "kubernetes:apps/v1:StatefulSet",
      "oci:ContainerEngine/nodePool:NodePool",
      "oci:Dns/steeringPolicy:SteeringPolicy",
      "oci:HealthChecks/httpMonitor:HttpMonitor",
      "oci:ObjectStorage/bucket:Bucket",
    ];
    expect(decisive.filter((type) => left.has(type))).toEqual([]);
    expect(understood + unknown.reduce((sum, { count }) => sum + count, 0)).toBe(total);
    expect(understood / total).toBeGreaterThan(0.4);
  });

  it.each(allReaders().map((reader) => [reader.name, reader] as const))(
    "lists every type that the reader of %s names in its code",
    (name, reader) => {
      const folder = path.join(__dirname, "..", "..", "graph", "clouds", name);
      const text = readdirSync(folder, { recursive: true })
        .map(String)
        .filter((file) => file.endsWith(".ts"))
        .map((file) => readFileSync(path.join(folder, file), "utf8"))
        .join("\n");
      const named = [...text.matchAll(new RegExp(`"(${name}:[A-Za-z0-9]+/[A-Za-z0-9]+:[A-Za-z0-9]+)"`, "g"))];
      const read = new Set(typesRead(reader));
      expect([...new Set(named.map(([, type]) => type ?? ""))].filter((type) => !read.has(type))).toEqual([]);
    },
  );
});
