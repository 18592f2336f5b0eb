import { describe, expect, it } from "vitest";
import { type GraphResource, UNKNOWN } from "../../../graph/resource";
import { storeWritersApart } from "../../../policies/rules/store-writers-apart";
import { placed, resource } from "../../graph/fixtures";
import { findings } from "../../support/findings";
import { changed, ofType, setting, stackGraph, without } from "../../support/graphs";

const rolePolicy = "aws:iam/rolePolicy:RolePolicy";
const ociPolicy = "oci:Identity/policy:Policy";
const bucket = resource("aws:s3/bucket:Bucket", "media", { inputs: { bucket: "media" } });
/** A policy of a role that puts objects where a resource says. */
const putting = (role: string, ...Resource: string[]): GraphResource =>
  resource(rolePolicy, role, {
    inputs: {
      role,
      policy: JSON.stringify({ Statement: [{ Effect: "Allow", Action: "s3:PutObject", Resource }] }),
    },
  });
const append = resource("aws:s3/bucketPolicy:BucketPolicy", "media", {
  inputs: {
    bucket: "media",
    policy: JSON.stringify({
      Statement: [
        {
          Effect: "Deny",
          Principal: "*",
          Action: "s3:PutObject",
          Resource: "arn:aws:s3:::media/*",
          Condition: { Null: { "s3:if-none-match": "true" } },
        },
      ],
    }),
  },
});
const said = (...resources: GraphResource[]) => findings(storeWritersApart, placed([bucket, ...resources]));

describe("store-writers-apart on AWS", () => {
  it("lets two write below prefixes of their own, where nothing is written over", () => {
    expect(
      said(append, putting("a", "arn:aws:s3:::media/a/*"), putting("b", "arn:aws:s3:::media/b/*")),
    ).toEqual([]);
  });

  it("lets one alone write where it likes", () => {
    expect(said(putting("a", "arn:aws:s3:::media/*"))).toEqual([]);
  });

  it.each(["arn:aws:s3:::media/*", "arn:aws:s3:::*", "*"])(
    "finds the one of two that writes any key: %s",
    (arn) => {
      expect(said(append, putting("a", "arn:aws:s3:::media/a/*"), putting("b", arn))).toEqual([
        "b lets objects of any name be put into media, to which 1 other writes; wanted prefixes of its own",
      ]);
    },
  );

  it("finds both where the bucket lets them write over what is there", () => {
    const two = [putting("a", "arn:aws:s3:::media/a/*"), putting("b", "arn:aws:s3:::media/b/*")];
    expect(said(...two)).toEqual(
      ["a", "b"].map(
        (name) =>
          `${name} lets objects be overwritten in media, to which 1 other writes; wanted new objects only`,
      ),
    );
  });

  it("isn't sure of a policy that can't be told yet, and that a bucket is part of", () => {
    const unknown = resource(rolePolicy, "a", {
      inputs: { role: "a", policy: UNKNOWN },
      propertyDependencies: { policy: [bucket.urn] },
    });
    expect(storeWritersApart.check(placed([bucket, unknown]), {} as never)).toMatchObject([{ unsure: true }]);
  });

  it("takes one that is made of no bucket to be about something else", () => {
    const unknown = resource(rolePolicy, "a", { inputs: { role: "a", policy: UNKNOWN } });
    expect(storeWritersApart.check(placed([bucket, unknown]), {} as never)).toEqual([]);
  });
});

describe("store-writers-apart on OCI", () => {
  const ociBucket = resource("oci:ObjectStorage/bucket:Bucket", "media", { inputs: { name: "media" } });
  const policy = (...statements: string[]) => resource(ociPolicy, "grants", { inputs: { statements } });
  const grant = (name: string, ...conditions: string[]) =>
    `Allow any-user to manage objects in tenancy where all {${[
      `request.principal.service_account = '${name}'`,
      "target.bucket.name = 'media'",
      ...conditions,
    ].join(", ")}}`;
  const create = "request.permission = 'OBJECT_CREATE'";
  const below = (prefix: string) => `target.object.name = '${prefix}*'`;
  const told = (...statements: string[]) =>
    findings(storeWritersApart, placed([ociBucket, policy(...statements)]));

  it("lets two create objects below prefixes of their own", () => {
    expect(told(grant("a", create, below("a/")), grant("b", create, below("b/")))).toEqual([]);
  });

  it("finds a statement without a prefix, and one that may overwrite", () => {
    expect(told(grant("a", create), grant("b", create, below("b/")))).toEqual([
      "grants lets objects of any name be put into media, to which 1 other writes; wanted prefixes of its own",
    ]);
    expect(told(grant("a", below("a/")), grant("b", create, below("b/")))).toEqual([
      "grants lets objects be overwritten in media, to which 1 other writes; wanted new objects only",
    ]);
  });

  it("leaves alone who only reads, and Object Storage's own copying", () => {
    expect(
      told(
        grant("a", create),
        grant("b", "request.permission = 'OBJECT_READ'"),
        "Allow service objectstorage-us-chicago-1 to manage object-family in tenancy",
      ),
    ).toEqual([]);
  });
});

describe("store-writers-apart on the platform", () => {
  it.each(["prod", "staging", "prod-unknown"] as const)("passes %s", (stack) => {
    expect(findings(storeWritersApart, stackGraph(stack))).toEqual([]);
  });

  it("finds a capability's role that was widened to its whole bucket", () => {
    const upload = ofType(rolePolicy, "aws-us-east-2-platform-upload");
    const widened = changed(stackGraph("prod"), upload, (one) =>
      setting(["policy"], String(one.inputs.policy).replaceAll("/upload/*", "/*"))(one),
    );
    expect(findings(storeWritersApart, widened)[0]).toMatch(
      /^aws-us-east-2-platform-upload lets objects of any name be put into .+, to which \d+ others write;/,
    );
  });

  it("finds a store whose policy no longer refuses overwriting", () => {
    const gone = without(
      stackGraph("prod"),
      ofType("aws:s3/bucketPolicy:BucketPolicy", "aws-us-east-2-media"),
    );
    expect(findings(storeWritersApart, gone).join()).toContain("lets objects be overwritten in");
  });
});
