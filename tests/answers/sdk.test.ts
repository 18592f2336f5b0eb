import { createRequire } from "node:module";
import { describe, expect, it } from "vitest";
import { createAnswers } from "../../answers";

const answers = createAnswers();
const load = createRequire(__filename);

/** Where an SDK keeps what a token names: `aws:ec2/vpc:Vpc` is `Vpc` of @pulumi/aws/ec2. */
function exported(token: string): unknown {
  const [pkg = "", module = "", name = ""] = token.split(":");
  const [group = "", version = ""] = module.split("/");
  const path =
    pkg === "kubernetes" ? `${group.split(".")[0]}/${version}` : pkg === "tls" ? "" : group.toLowerCase();
  return load(["@pulumi", pkg, path].filter(Boolean).join("/"))[name];
}

const custom = (type: string): boolean => {
  const group = /^kubernetes:([^/]+)\//.exec(type)?.[1] ?? "";
  return group.includes(".") && !group.endsWith(".k8s.io");
};

describe("every answered resource type", () => {
  it.each(answers.types.filter((type) => !custom(type)))("%s is one of the installed SDK", (type) => {
    expect(exported(type)).toHaveProperty("__pulumiType", type);
  });

  it("that the SDK doesn't have is a custom kind of a known add-on", () => {
    const groups = answers.types.filter(custom).map((type) => type.split(":")[1]);
    expect([...new Set(groups)].sort()).toEqual(["eks.amazonaws.com/v1", "karpenter.sh/v1"]);
  });
});

describe("every answered look-up", () => {
  it.each(answers.invokes)("%s is one that the installed SDK makes", (token) => {
    expect(String(exported(token))).toContain(`"${token}"`);
  });
});
