import { describe, expect, it } from "vitest";
import { moduleOf, nameOf, packageOf, providerUrnOf, stackOf, typeOf } from "../../graph/urn";

const urn = "urn:pulumi:prod::twincloud::twincloud:aws:Network$aws:ec2/vpc:Vpc::aws-us-east-2::odd";

describe("the parts of a URN", () => {
  it("names stack and resource, whose name may hold colons", () => {
    expect([stackOf(urn), nameOf(urn)]).toEqual(["prod", "aws-us-east-2::odd"]);
  });

  it("names the type without those of its parents", () => {
    expect(typeOf(urn)).toBe("aws:ec2/vpc:Vpc");
    expect(typeOf("urn:pulumi:prod::twincloud::tls:index/privateKey:PrivateKey::key")).toBe(
      "tls:index/privateKey:PrivateKey",
    );
    expect(typeOf("x")).toBeUndefined();
  });

  it("has none of them in other text", () => {
    expect([stackOf("x"), nameOf("x")]).toEqual([undefined, ""]);
  });

  it("splits a provider reference at its last colons", () => {
    expect(providerUrnOf(`${urn}::0b5c`)).toBe(urn);
    expect(providerUrnOf(undefined)).toBeUndefined();
    expect(providerUrnOf("")).toBeUndefined();
  });
});

describe("the parts of a type", () => {
  it.each([
    ["aws:s3/bucket:Bucket", "aws", "s3"],
    ["oci:ContainerEngine/cluster:Cluster", "oci", "ContainerEngine"],
    ["kubernetes:apps/v1:Deployment", "kubernetes", "apps/v1"],
    ["kubernetes:eks.amazonaws.com/v1:TargetGroupBinding", "kubernetes", "eks.amazonaws.com/v1"],
    ["pulumi:providers:aws", "aws", "providers"],
    ["tls:index/privateKey:PrivateKey", "tls", "index"],
  ])("%s is of package %s and module %s", (type, pack, module) => {
    expect([packageOf(type), moduleOf(type)]).toEqual([pack, module]);
  });
});
