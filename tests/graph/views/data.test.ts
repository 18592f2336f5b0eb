import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { allReaders } from "../../../graph/clouds";
import { dataTypes, destinationsOf } from "../../../graph/views/data";
import { resource } from "../fixtures";

const packages = path.resolve(__dirname, "../../../node_modules/@pulumi");

/** Where the SDK says which type a class has: `aws:rds/cluster:Cluster` in aws/rds/cluster.js. */
function isInSdk(type: string): boolean {
  const [, provider = "", module = "", name = ""] = /^(\w+):(\w+)\/(\w+):/.exec(type) ?? [];
  const file = path.join(packages, provider, module.toLowerCase(), `${name}.js`);
  return existsSync(file) && readFileSync(file, "utf8").includes(`__pulumiType = '${type}'`);
}

describe("dataTypes", () => {
  it("names types that the SDKs have, so that none is misspelt", () => {
    expect([...dataTypes()].filter((type) => !isInSdk(type))).toEqual([]);
  });
});

describe("the types whose data is lost with them", () => {
  it("are types that the SDKs have, and none twice", () => {
    const ours = allReaders().filter(({ name }) => existsSync(path.join(packages, name)));
    expect(ours).toHaveLength(2);
    for (const { data } of ours) {
      expect([...data.lasting, ...data.alsoLost].filter((type) => !isInSdk(type))).toEqual([]);
      expect([...data.alsoLost].filter((type) => data.lasting.has(type))).toEqual([]);
    }
  });
});

describe("destinationsOf", () => {
  const of = (inputs: Parameters<typeof resource>[2], type = "aws:dynamodb/table:Table") =>
    destinationsOf(resource(type, "x", inputs)).map(({ kind, text }) => `${kind} ${text}`);

  it("reads regions by the keys that hold them, and not the resource's own", () => {
    expect(of({ inputs: { region: "us-east-1", replicas: [{ regionName: "eu-west-1" }] } })).toEqual([
      "region eu-west-1",
    ]);
    expect(of({ inputs: { region: "eu-zurich-1" } }, "oci:Nosql/tableReplica:TableReplica")).toEqual([
      "region eu-zurich-1",
    ]);
  });

  it("reads the region of an availability domain, whatever the tenancy's prefix", () => {
    const [destination] = destinationsOf(
      resource("oci:Core/volume:Volume", "x", {
        inputs: { blockVolumeReplicas: [{ availabilityDomain: "Uocm:PHX-AD-2" }] },
      }),
    );
    expect(destination).toMatchObject({ kind: "region", region: { name: "us-phoenix-1" } });
  });

  it("reads nothing from where data comes, or from tags", () => {
    expect(
      of({
        inputs: {
          sourceRegion: "us-east-1",
          tags: { region: "us-east-1" },
          kmsKeyId: "arn:aws:kms:us-east-1:1:k",
        },
      }),
    ).toEqual([]);
  });
});
