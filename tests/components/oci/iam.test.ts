import { describe, expect, it } from "vitest";
import {
  autoscalerStatements,
  bucketStatements,
  objectStorageStatement,
  pullStatement,
  user,
  within,
  workload,
} from "../../../components/oci/iam";
import { ociAccess } from "../../../components/oci/rclone";
import { widest } from "../../../components/oci/store-key";

const pods = workload("ocid1.cluster.x", { namespace: "platform", name: "upload" });
const compartment = "ocid1.compartment.oc1..ours";
const keys = { reads: ["upload/", "training/"], writes: ["upload/"] };

describe("what pods may do with a bucket", () => {
  it("is written for one service account of one cluster and one bucket", () => {
    const who =
      "request.principal.type = 'workload', request.principal.cluster_id = 'ocid1.cluster.x', request.principal.namespace = 'platform', request.principal.service_account = 'upload', target.bucket.name = 'media'";
    const here = "in compartment id ocid1.compartment.oc1..ours where";
    expect(bucketStatements(pods, compartment, "media", keys)).toEqual([
      `Allow any-user to read buckets ${here} all {${who}}`,
      `Allow any-user to manage objects ${here} all {${who}, request.permission = 'OBJECT_INSPECT'}`,
      `Allow any-user to manage objects ${here} all {${who}, request.permission = 'OBJECT_READ', any {target.object.name = 'upload/*', target.object.name = 'training/*'}}`,
      `Allow any-user to manage objects ${here} all {${who}, request.permission = 'OBJECT_CREATE', any {target.object.name = 'upload/*'}}`,
    ]);
  });

  it("is nothing to write where it only reads", () => {
    expect(bucketStatements(pods, compartment, "media", { ...keys, writes: [] }).join()).not.toContain(
      "OBJECT_CREATE",
    );
  });

  it("names a prefix in each statement that is of an object's content", () => {
    for (const statement of bucketStatements(pods, compartment, "media", keys)) {
      if (!/OBJECT_(READ|CREATE)/.test(statement)) continue;
      expect(statement).toMatch(/any \{target\.object\.name = '[a-z/]+\/\*'/);
    }
  });

  it("is to add objects too, never to overwrite or delete any", () => {
    const permissions = bucketStatements(pods, compartment, "media", keys)
      .join()
      .match(/(OBJECT|BUCKET)_\w+/g);
    expect(permissions).toEqual(["OBJECT_INSPECT", "OBJECT_READ", "OBJECT_CREATE"]);
  });
});

describe("every statement for any-user", () => {
  const statements = [
    ...bucketStatements(pods, compartment, "media", keys),
    ...bucketStatements(user("ocid1.user.x"), compartment, "media", keys),
    pullStatement(user("ocid1.user.x"), compartment, ["twincloud-prod/feed", "twincloud-prod/upload"]),
    ...autoscalerStatements("ocid1.cluster.x", compartment),
  ];

  it("let the autoscaler see that OCI has no hosts left", () => {
    expect(autoscalerStatements("ocid1.cluster.x", compartment).join("\n")).toContain(
      `to read cluster-work-requests in compartment id ${compartment} where all {request.principal.type = 'workload'`,
    );
  });

  it("names who is meant among the conditions that must all hold", () => {
    for (const statement of statements) {
      const [, conditions] = statement.split(" where all ");
      expect(conditions).toMatch(/request\.(user\.id|principal\.cluster_id) = 'ocid1\./);
    }
  });

  it("closes every brace and quote that it opens", () => {
    for (const statement of statements) {
      expect(statement.split("{").length).toBe(statement.split("}").length);
      expect(statement.split("'").length % 2).toBe(1);
    }
  });
});

it("the tenancy itself can be the compartment", () => {
  expect(within("ocid1.tenancy.oc1..root")).toBe("in tenancy");
});

it("images are pulled from repositories by their whole names, not from another stack's that begin alike", () => {
  const statement = pullStatement(user("ocid1.user.x"), compartment, ["twincloud-prod/feed"]);
  expect(statement.match(/target\.repo\.name = [^,}]+/g)).toEqual([
    "target.repo.name = 'twincloud-prod/feed'",
  ]);
});

describe("what Object Storage may do by itself", () => {
  it("is to delete versions where it keeps lifecycles, and not to write", () => {
    const statement = objectStorageStatement("lifecycle", "us-chicago-1", compartment);
    expect(statement).toMatch(
      /^Allow service objectstorage-us-chicago-1 to manage object-family in compartment/,
    );
    expect(statement).toContain("OBJECT_VERSION_DELETE");
    expect(statement).not.toMatch(/OBJECT_CREATE|OBJECT_OVERWRITE/);
  });

  it("is to write where it copies, and not to delete versions", () => {
    const statement = objectStorageStatement("replication", "us-chicago-1", compartment);
    expect(statement).toContain("OBJECT_CREATE");
    expect(statement).not.toContain("OBJECT_VERSION_DELETE");
  });
});

describe("a key that several service accounts share", () => {
  const store = (bucket: string) => ({
    site: "",
    provider: "oci" as const,
    region: "",
    bucket,
    endpoint: "",
    pathStyle: true,
    reachesPeers: false,
    rclone: ociAccess,
    ready: [],
  });
  const serviceAccount = { namespace: "platform", name: "upload" };

  it("may do with each bucket what all of them may together, and no more", () => {
    const models = { serviceAccount, store: store("a"), reads: ["training/"], writes: [] };
    const append = { serviceAccount, store: store("a"), reads: ["upload/"], writes: ["upload/"] };
    const other = { serviceAccount, store: store("b"), reads: ["upload/"], writes: [] };
    expect(widest([models, append, other, append])).toEqual(
      new Map([
        ["a", { reads: ["training/", "upload/"], writes: ["upload/"] }],
        ["b", { reads: ["upload/"], writes: [] }],
      ]),
    );
  });
});
