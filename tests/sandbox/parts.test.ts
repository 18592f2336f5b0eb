import path from "node:path";
import { describe, expect, it } from "vitest";
import { withOldChoices } from "../../answers/old-choices";
import { KUBECONFIG_TO_NOWHERE, kubeconfigOf } from "../../components/kubeconfig";
import { InputError } from "../../report/input-error";
import { fromElsewhere, needsCheckout, parseArguments, pulumiArguments } from "../../sandbox/arguments";
import { runSandbox } from "../../sandbox/cli";
import { reachOf } from "../../sandbox/clusters";
import { diffOf } from "../../sandbox/diff";
import { parseFailures } from "../../sandbox/failures";
import { video } from "../fixtures/catalogs/video";
import { fixtureFile } from "../fixtures/stacks";

describe("the sandbox's arguments", () => {
  it("are ours where we know them, and the CLI's otherwise", () => {
    const args = [
      "up",
      "--stack=prod",
      "--fail",
      "oci",
      "--yes",
      "--fail",
      "aws:Route53=hang",
      "--target",
      "urn",
    ];
    expect(parseArguments(args)).toEqual({
      stack: "prod",
      fail: ["oci", "aws:Route53=hang"],
      policies: true,
      pulumi: ["up", "--yes", "--target", "urn"],
    });
  });

  it("give the CLI the copied stack file and the policy pack where it takes them", () => {
    const with_ = { stack: "prod", configFile: "copy.yaml", policyPack: "policies" };
    const given = (...args: string[]) => pulumiArguments(parseArguments(args), with_);
    expect(given("up", "--yes")).toEqual([
      ..."up --yes --stack prod --suppress-outputs --config-file copy.yaml --policy-pack policies".split(" "),
    ]);
    // Who says how it is to be, or reads it by a program, is left alone.
    expect(given("up", "--suppress-outputs=false")).not.toContain("--suppress-outputs");
    expect(given("preview", "--json")).not.toContain("--suppress-outputs");
    expect(given("stack", "export")).toEqual(["stack", "export", "--stack", "prod"]);
    expect(given("up", "--no-policies")).not.toContain("--policy-pack");
    expect(given("up", "--policy-pack=other")).not.toContain("policies");
  });

  it("run what needs the program in the checkout, and all else where no committed stack file lies", () => {
    const needs = (command: string) => needsCheckout(parseArguments(command.split(" ")));
    const program = ["up", "update", "preview", "pre", "refresh", "import", "watch", "config set a b"];
    expect([...program, "policy analyze", "destroy --run-program"].filter((one) => !needs(one))).toEqual([]);
    const others = ["stack", "stack rm", "stack rename b", "state delete urn", "destroy", "down", "dn"];
    expect([...others, "destroy --remove", "destroy --run-program=false"].filter(needs)).toEqual([]);
  });

  it("are refused where the program's run would end with its stack file removed", () => {
    expect(() => needsCheckout(parseArguments(["destroy", "--run-program", "--remove"]))).toThrow(
      "destroy: --remove with --run-program would remove the committed stack file",
    );
  });

  it("mean the user's files wherever the CLI runs", () => {
    const files = (...args: string[]) => fromElsewhere(parseArguments(args), "/home/me").pulumi.slice(2);
    expect(files("stack", "export", "--file", "state.json")).toEqual(["--file", "/home/me/state.json"]);
    expect(files("stack", "import", "--file=../state.json")).toEqual(["--file=/home/state.json"]);
    expect(files("stack", "export", "--file", "/tmp/state.json")).toEqual(["--file", "/tmp/state.json"]);
    expect(files("stack", "rename", "other")).toEqual(["other"]);
  });

  it("need a command", () => {
    expect(() => parseArguments(["--stack", "prod"])).toThrow(InputError);
    expect(() => parseArguments(["up", "--stack"])).toThrow("--stack: has no value");
  });
});

describe("what fails", () => {
  const failures = parseFailures(["oci", "aws:Route53=hang"]);

  it("is a whole cloud, or one service of it", () => {
    expect(failures.ofToken("oci:Core/vcn:Vcn")).toBe("refuse");
    expect(failures.ofToken("aws:route53/record:Record")).toBe("hang");
    expect(failures.ofToken("aws:ec2/vpc:Vpc")).toBeUndefined();
    expect(failures.ofToken("tls:index/privateKey:PrivateKey")).toBeUndefined();
  });

  it("is named, or refused with what was wanted", () => {
    expect(() => parseFailures(["azure", "aws:"])).toThrow(
      /--fail azure: wanted aws or oci.*\n--fail aws:: wanted/,
    );
  });

  it("is a service that the sandbox answers for: any other would fail nothing", () => {
    expect(() => parseFailures(["aws:Rout53"])).toThrow(
      /^--fail aws:Rout53: aws has no service Rout53; did you mean aws:route53\? wanted one of .*\broute53, s3\b/,
    );
    expect(() => parseFailures(["oci:Route53=hang"])).toThrow(
      /^--fail oci:Route53=hang: oci has no service Route53; wanted one of .*\bdns\b/,
    );
    expect(parseFailures(["oci:DNS"]).ofToken("oci:Dns/zone:Zone")).toBe("refuse");
  });

  it("is what one region's API changes: a service of all regions with the one that changes it", () => {
    const ohio = parseFailures(["aws:us-east-2"]);
    const virginia = parseFailures(["aws:us-east-1=hang"]);
    const modes = (token: string, region: string) => [
      ohio.ofToken(token, region),
      virginia.ofToken(token, region),
    ];
    expect(modes("aws:ec2/vpc:Vpc", "us-east-2")).toEqual(["refuse", undefined]);
    expect(modes("aws:ec2/vpc:Vpc", "us-west-2")).toEqual([undefined, undefined]);
    expect(modes("aws:iam/role:Role", "us-east-2")).toEqual([undefined, "hang"]);
    expect(modes("aws:s3/bucket:Bucket", "us-east-2")).toEqual(["refuse", "hang"]);
    const home = parseFailures(["oci:us-ashburn-1"]);
    expect(home.ofToken("oci:Identity/policy:Policy", "us-ashburn-1")).toBe("refuse");
    expect(home.ofToken("oci:Identity/policy:Policy", "us-chicago-1")).toBeUndefined();
    expect(() => parseFailures(["oci:us-ashburn-9"])).toThrow(
      /^--fail oci:us-ashburn-9: oci has no region us-ashburn-9; nearest: us-ashburn-1/,
    );
  });

  it("may be gone only after some calls, those of its clusters included", () => {
    const dying = parseFailures(["oci:us-ashburn-1@2"]);
    const args = ["ce", "cluster", "generate-token", "--region", "us-ashburn-1"];
    const exec = { command: "oci", args };
    const reach = reachOf(kubeconfigOf({ server: "https://198.18.0.1" }, { exec }), dying);
    expect(dying.call("oci:Core/vcn:Vcn", "us-chicago-1")).toBeUndefined();
    expect(dying.call("oci:Core/vcn:Vcn", "us-ashburn-1")).toBeUndefined();
    expect([reach(), reach(), reach(true)]).toEqual([undefined, undefined, undefined]);
    expect(reach(true)?.mode).toBe("refuse");
    expect(dying.call("oci:Core/vcn:Vcn", "us-ashburn-1")).toBe("refuse");
    expect(dying.call("oci:Core/vcn:Vcn", "us-chicago-1")).toBeUndefined();
  });

  it("takes the clusters of a whole cloud with it", () => {
    const config = (command: string) => kubeconfigOf({ server: "https://198.18.0.1" }, { exec: { command } });
    const gone = { reason: "https://198.18.0.1: i/o timeout", mode: "refuse" };
    expect(reachOf(config("oci"), failures)()).toEqual(gone);
    expect(reachOf(config("aws"), failures)()).toBeUndefined();
    expect(reachOf(config("oci"), parseFailures(["oci=hang"]))()).toEqual({ ...gone, mode: "hang" });
  });

  it("is a cluster without a way to it, whatever else fails", () => {
    expect(reachOf(KUBECONFIG_TO_NOWHERE, parseFailures(["aws=hang"]))()).toEqual({
      reason: "https://127.0.0.1:1: connection refused",
      mode: "refuse",
    });
    expect(reachOf(undefined, failures)()?.reason).toContain("no kubeconfig");
  });
});

describe("what a provider chose", () => {
  it("stays as long as the program says nothing else", () => {
    const olds = { name: "feed-1", region: "a", __defaults: ["name"] };
    const checked = { name: "feed-2", region: "b", __defaults: ["name", "region"] };
    expect(withOldChoices("aws:iam/role:Role", olds, checked)).toEqual({ ...checked, name: "feed-1" });
    expect(withOldChoices("aws:iam/role:Role", olds, { name: "mine" })).toEqual({ name: "mine" });
  });

  it("is a Kubernetes object's name where none is given", () => {
    const auto = (name: string) => ({ metadata: { name, annotations: { "pulumi.com/autonamed": "true" } } });
    const type = "kubernetes:core/v1:ConfigMap";
    expect(withOldChoices(type, auto("a-1"), auto("a-2"))).toEqual(auto("a-1"));
    expect(withOldChoices(type, auto("a-1"), { metadata: { name: "a" } })).toEqual({
      metadata: { name: "a" },
    });
  });
});

describe("a difference", () => {
  const subject = { outputs: {}, provider: {} };

  it("is named at the value, and says whether it replaces", () => {
    const vpc = { ...subject, type: "aws:ec2/vpc:Vpc" };
    const before = { cidrBlock: "10.0.0.0/16", tags: { a: "1" } };
    expect(
      diffOf({ ...vpc, before, after: { cidrBlock: "10.1.0.0/16", tags: { a: "1", b: "2" } } }).changes,
    ).toEqual([
      { path: "cidrBlock", kind: "update", replaces: true },
      { path: "tags.b", kind: "add", replaces: false },
    ]);
    expect(diffOf({ ...vpc, before, after: before }).changes).toEqual([]);
  });

  it("deletes first where the new one takes the old one's name", () => {
    const role = { ...subject, type: "aws:iam/role:Role" };
    const named = { name: "feed", path: "/" };
    const replaced = { ...named, path: "/x/" };
    expect(diffOf({ ...role, before: named, after: replaced }).deleteBeforeReplace).toBe(true);
    const auto = { __defaults: ["name"] };
    expect(
      diffOf({ ...role, before: { ...named, ...auto }, after: { ...replaced, ...auto } }).deleteBeforeReplace,
    ).toBe(false);
  });

  it("replaces what comes under a provider of another region", () => {
    const moved = diffOf({
      type: "aws:ec2/vpc:Vpc",
      before: {},
      after: {},
      outputs: { region: "us-east-2" },
      provider: { region: "us-west-2" },
    });
    expect(moved.changes).toEqual([{ path: "region", kind: "update", replaces: true }]);
  });

  it("replaces a cluster's objects for its identifier, not for a new kubeconfig", () => {
    const provider = { ...subject, type: "pulumi:providers:kubernetes" };
    const before = { kubeconfig: "a", clusterIdentifier: "c" };
    const replaces = (after: Record<string, string>) =>
      diffOf({ ...provider, before, after }).changes.map(({ path, replaces }) => [path, replaces]);
    expect(replaces({ ...before, kubeconfig: "b" })).toEqual([["kubeconfig", false]]);
    expect(replaces({ ...before, clusterIdentifier: "d" })).toEqual([["clusterIdentifier", true]]);
  });
});

describe("npm run sandbox", () => {
  it("says in one line how to get the CLI where there is none, and ends with 2", async () => {
    let told = "";
    const root = path.resolve(__dirname, "../..");
    const output = { write: (text: string) => (told += text) };
    const place = {
      root,
      cwd: root,
      stdout: output,
      stderr: output,
      env: { PATH: __dirname },
      catalog: video,
    };
    expect(await runSandbox(["up", "--config-file", fixtureFile("prod")], place)).toBe(2);
    expect(told).toMatch(/^pulumi is not on PATH: install it from \S+, or `npm install --global pulumi`\n$/);
  });
});
