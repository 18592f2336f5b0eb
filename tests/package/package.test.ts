import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { version } from "../../package.json";
import { manifestOf } from "../../tools/package/manifest";
import { configure, endPacks, found, infoOf, servePack } from "../support/served-pack";
import { Packed } from "./packed";

const packed = new Packed();
beforeAll(() => packed.pack());
afterAll(() => packed.remove());
afterEach(endPacks);

const onAwsAlone = "tests/foreign/programs/held/h10-one-region-only.ts";

describe("the package", () => {
  it("takes less than 3 MB", () => {
    expect(packed.bytes).toBeLessThan(3_000_000);
  });

  it("holds nothing of the machine that it was made on", () => {
    const here = path.resolve(__dirname, "../..");
    const files = readdirSync(packed.installed, { recursive: true, withFileTypes: true });
    for (const file of files.filter((one) => one.isFile())) {
      const text = readFileSync(path.join(file.parentPath, file.name), "utf8");
      expect(text.includes(here), file.name).toBe(false);
    }
  });

  it("asks npm for no other package", () => {
    const manifest = JSON.parse(readFileSync(path.join(packed.installed, "package.json"), "utf8"));
    expect(manifest.dependencies).toBeUndefined();
    expect(manifest.peerDependenciesMeta["@pulumi/pulumi"]).toEqual({ optional: true });
  });

  it("begins with the page for whoever has a program, whose links lead to pages that are there", () => {
    const readme = readFileSync(path.join(packed.installed, "README.md"), "utf8");
    expect(readme).toMatch(/^# Judge a program of your own\n/);
    const links = [...readme.matchAll(/\]\(([^)]+)\)/g)].map(([, to = ""]) => to);
    expect(links.length).toBeGreaterThanOrEqual(4);
    expect(links.filter((to) => !existsSync(path.join(packed.installed, to)))).toEqual([]);
  });

  it("lists its parts: those whose licences it brings, in the lock file's versions, and nothing that only made it", () => {
    const read = (file: string) => readFileSync(path.join(packed.installed, file), "utf8");
    const sbom = JSON.parse(read("sbom.cdx.json"));
    expect(sbom.metadata.component).toMatchObject({ name: "twincloud", version });
    const lock = JSON.parse(readFileSync(path.resolve(__dirname, "../../package-lock.json"), "utf8"));
    const locked = new Set(
      Object.entries(lock.packages).map(
        ([at, one]) => `${at.replace(/^.*node_modules\//, "")}@${(one as { version: string }).version}`,
      ),
    );
    const parts = sbom.components.map(
      (one: { name: string; version: string }) => `${one.name}@${one.version}`,
    );
    expect(parts.filter((part: string) => !locked.has(part))).toEqual([]);
    expect(
      parts.filter((part: string) => !read("THIRD-PARTY.txt").includes(part.replace(/@([^@]*)$/, " $1"))),
    ).toEqual([]);
    expect(parts.join()).toMatch(/@pulumi\/policy@.*zod@/);
    expect(parts.join()).not.toMatch(/esbuild|vitest|typescript|@pulumi\/aws/);
  });

  it("says where it was built only where it is to be published", () => {
    const checkout = { name: "twincloud", version, license: "Apache-2.0", engines: {} };
    expect(manifestOf(checkout)).not.toHaveProperty("repository");
    expect(manifestOf(checkout, "https://github.com/acme/twincloud").repository).toEqual({
      type: "git",
      url: "git+https://github.com/acme/twincloud.git",
    });
  });

  it("names each package that it bundles, with its licence", () => {
    const notices = readFileSync(path.join(packed.installed, "THIRD-PARTY.txt"), "utf8");
    for (const name of ["@pulumi/pulumi", "@pulumi/policy", "@grpc/grpc-js", "zod", "yaml", "commander"])
      expect(notices).toMatch(new RegExp(`${name} \\d+\\.\\d+\\.\\d+`));
    expect(notices).toContain("Apache License");
  });
});

describe("npm exec of the tarball, in an empty folder and without a registry", () => {
  it("runs the binary", () => {
    const empty = path.join(packed.folder, "empty");
    mkdirSync(empty);
    const exec = ["exec", "--yes", "--package", packed.tarball, "--", "twincloud", "--version"];
    expect(packed.run("npm", exec, empty)).toMatchObject({ code: 0, stdout: `${version}\n` });
    expect(readdirSync(empty)).toEqual([]);
  });
});

describe("the binary", () => {
  it("names what it can do, and how it is typed", () => {
    const { stdout } = packed.twincloud(["--help"], packed.folder);
    for (const command of ["preview", "survive", "check"])
      expect(stdout).toMatch(new RegExp(`^  ${command} `, "m"));
    expect(stdout).not.toMatch(/^ {2}cost /m);
    expect(packed.twincloud(["check", "--help"], packed.folder).stdout).toContain(
      "npx twincloud check --state",
    );
  });

  it("leads whoever wants a platform of their own to a checkout, and writes nothing", () => {
    const { code, stderr } = packed.twincloud(["init", "--name", "chat"], packed.installed);
    expect(code).toBe(2);
    expect(stderr).toContain("in a checkout:\n  npm ci && npm run init -- --help\n");
    expect(existsSync(path.join(packed.installed, "Pulumi.chat.yaml"))).toBe(false);
  });

  it("previews the program of the folder that it is started in, and writes there", () => {
    const folder = packed.userFolder("shop", onAwsAlone);
    const { code, stdout, stderr } = packed.twincloud(["preview", "--stack", "dev"], folder);
    expect({ code, stderr: stderr.split("\n").slice(1).join("\n") }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain("advisory min-regions");
    expect(readdirSync(path.join(folder, "out/dev")).sort()).toEqual([
      "preview.html",
      "preview.json",
      "preview.md",
      "preview.sarif",
      "state.json",
    ]);
    const page = readFileSync(path.join(folder, "out/dev/preview.html"), "utf8");
    expect(page).toContain("site:aws-us-west-2:brownout");
    const json = JSON.parse(readFileSync(path.join(folder, "out/dev/preview.json"), "utf8"));
    const schema = JSON.parse(
      readFileSync(path.join(packed.installed, "schemas/preview.schema.json"), "utf8"),
    );
    expect(z.fromJSONSchema(schema).safeParse(json).error).toBeUndefined();
  });

  it("says what a change of the program would do to users, against an earlier preview", () => {
    mkdirSync(path.join(packed.folder, "repository/.git"), { recursive: true });
    const folder = packed.userFolder("repository/infra", onAwsAlone);
    expect(packed.twincloud(["preview", "--stack", "dev", "--out", "../before"], folder).code).toBe(0);
    const program = path.join(folder, "index.ts");
    const text = readFileSync(program, "utf8");
    writeFileSync(program, text.replace("desiredCount: 6", "desiredCount: 1"));
    const against = ["--against", "../before/dev/preview.json"];
    const { code, stdout } = packed.twincloud(["preview", "--stack", "dev", ...against], folder);
    expect(code).toBe(0);
    expect(stdout).toContain("update aws:ecs/service:Service app: desiredCount 6 → 1");
    expect(stdout).toMatch(/worse zone:aws-us-west-2\/usw2-az\d: app up 50 s/);
    const { runs } = JSON.parse(readFileSync(path.join(folder, "out/dev/preview.sarif"), "utf8"));
    const places = runs[0].results.map(
      (result: { locations: { physicalLocation: { artifactLocation: { uri: string } } }[] }) =>
        result.locations[0]?.physicalLocation.artifactLocation.uri,
    );
    // From the repository's root, where GitHub looks for them.
    expect(places.sort()).toEqual(["infra/Pulumi.dev.yaml", "infra/index.ts"]);
  });

  it("says what happens when the program's region browns out", () => {
    const folder = packed.userFolder("brownout", onAwsAlone);
    const fault = ["--fault", "site:aws-us-west-2:brownout:0.5"];
    const { code, stdout } = packed.twincloud(["survive", "--stack", "dev", ...fault], folder);
    expect(stdout).toContain("Brownout of site aws-us-west-2 (50 % of requests fail)\n  app  ");
    expect(stdout).toContain("half of the requests fail for as long as it lasts");
    // It is degraded, and not down.
    expect(code).toBe(0);
  });

  it("judges what was deployed, without any SDK", () => {
    const alone = path.join(packed.folder, "alone");
    mkdirSync(alone);
    const urn = "urn:pulumi:dev::shop::pulumi:pulumi:Stack::shop-dev";
    const stack = { urn, type: "pulumi:pulumi:Stack", custom: false };
    const database = {
      urn: "urn:pulumi:dev::shop::aws:rds/instance:Instance::db",
      type: "aws:rds/instance:Instance",
      custom: true,
      parent: urn,
      id: "db",
      inputs: { engine: "mysql", multiAz: false, backupRetentionPeriod: 0 },
      outputs: { engine: "mysql", multiAz: false, backupRetentionPeriod: 0 },
    };
    const state = { version: 3, deployment: { resources: [stack, database] } };
    writeFileSync(path.join(alone, "state.json"), JSON.stringify(state));
    const { code, stdout } = packed.twincloud(["check", "--state", "state.json"], alone);
    expect(stdout).toContain("advisory backups-kept");
    expect(code).toBe(0);
  });

  it("says which folder holds no program, which no SDK, and which stacks there are", () => {
    const folder = path.join(packed.folder, "nothing");
    mkdirSync(folder);
    const wanted = (stderr: string, code: number | null) => ({
      line: stderr.trim().split("\n").at(-1),
      code,
    });
    const first = packed.twincloud(["check", "--stack", "dev"], folder);
    expect(wanted(first.stderr, first.code)).toEqual({
      line: "--program .: found no Pulumi.yaml in it; wanted a Pulumi project's folder",
      code: 2,
    });
    writeFileSync(path.join(folder, "Pulumi.yaml"), "name: shop\nruntime: nodejs\n");
    const second = packed.twincloud(["check", "--stack", "dev"], folder);
    expect(second.code).toBe(2);
    expect(second.stderr).toContain("@pulumi/pulumi isn't installed there");
    const third = packed.twincloud(["check"], folder);
    expect(wanted(third.stderr, third.code)).toEqual({
      line: "--program .: wanted --stack NAME beside it; there is no stack file Pulumi.<stack>.yaml there, so any name will do",
      code: 2,
    });
    writeFileSync(path.join(folder, "Pulumi.dev.yaml"), "{}\n");
    expect(packed.twincloud(["check"], folder).stderr).toContain(
      "wanted --stack NAME beside it; there are dev\n",
    );
  });

  it("refuses flags that npm took, with the line to type", () => {
    const exec = [
      "exec",
      "--yes",
      "--package",
      packed.tarball,
      "twincloud",
      "check",
      "--state",
      "state.json",
    ];
    const { code, stderr } = packed.run("npm", exec);
    expect(code).toBe(2);
    expect(stderr).toContain("npx twincloud check --state state.json\n");
  });
});

describe("the package's policy pack", () => {
  const pack = () => path.join(packed.installed, "policies");

  it("is served by itself, in the package's version, and finds what the checkout's finds", async () => {
    const client = await servePack(pack(), "profile: single-region\n");
    const info = await infoOf(client);
    expect([info.getName(), info.getVersion()]).toEqual(["twincloud-redundancy", version]);
    await configure(client, {});
    expect(await found(client)).toMatchObject({ "single-point": "MANDATORY", "backups-kept": "MANDATORY" });
  });

  it("is started by the launcher of the user's own SDK", async () => {
    const launcher = path.resolve(
      __dirname,
      "../../node_modules/@pulumi/pulumi/cmd/run-policy-pack/index.js",
    );
    const client = await servePack(pack(), undefined, [launcher, "127.0.0.1:1", "."]);
    expect((await infoOf(client)).getPoliciesList().length).toBeGreaterThan(40);
  });
});
