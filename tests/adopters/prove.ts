/**
 * Proves that an adopter's own files break no test: `node --require tsx/cjs tests/adopters/prove.ts [changed] [chat]`.
 * Makes a copy of the checkout below the temporary folder, puts other stack files (and for `chat` another catalog)
 * in place of ours, touches nothing else, and runs `npm test` in it. Minutes, so it is run by hand.
 */
import { execFileSync, spawnSync } from "node:child_process";
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parse, stringify } from "yaml";
import { fixtureFile } from "../fixtures/stacks";
import { ownStacks, root } from "../support/made-graphs";

type Values = Record<string, unknown>;

/** What committed files are in the copy; `node_modules` is shared. */
function copyOfCheckout(name: string): string {
  const folder = mkdtempSync(path.join(tmpdir(), `twincloud-${name}-`));
  const files = execFileSync("git", ["ls-files", "-z"], { cwd: root, encoding: "utf8" }).split("\0");
  for (const file of files.filter((one) => one !== "")) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    copyFileSync(path.join(root, file), path.join(folder, file));
  }
  symlinkSync(path.join(root, "node_modules"), path.join(folder, "node_modules"));
  for (const stack of ownStacks()) rmSync(path.join(folder, `Pulumi.${stack}.yaml`));
  return folder;
}

const unique = (kind: string) => `ocid1.${kind}.oc1..${"b".repeat(60)}`;

/** Production with every id, domain, share and site another, under another name. */
function changed(folder: string): void {
  const stack = parse(readFileSync(fixtureFile("prod"), "utf8")) as { config: Values };
  const { config } = stack;
  const images = Object.entries(config["twincloud:images"] as Record<string, Values>).map(
    ([name, image], i) => [name, { ...image, digest: `sha256:${String(i + 500).padStart(64, "0")}` }],
  );
  Object.assign(config, {
    "twincloud:domain": "films.example.net",
    "twincloud:sites": [
      { provider: "oci", region: "us-phoenix-1", share: 45, cidr: "10.100.0.0/16" },
      { provider: "aws", region: "us-west-2", share: 30, cidr: "10.101.0.0/16" },
      { provider: "aws", region: "us-east-2", share: 25, cidr: "10.102.0.0/16" },
    ],
    "twincloud:oci": {
      ...(config["twincloud:oci"] as Values),
      tenancyId: unique("tenancy"),
      compartmentId: unique("compartment"),
      homeRegion: "us-phoenix-1",
      monitorRegion: "us-chicago-1",
      domainPrefix: "Qrst",
      namespace: "filmsnamespace",
      nodeImageIds: { "us-phoenix-1": `ocid1.image.oc1.phx.${"b".repeat(60)}` },
      serviceUser: { id: unique("user"), name: "films" },
    },
    "twincloud:aws": {
      accountId: "998877665544",
      adminPrincipals: ["arn:aws:iam::998877665544:role/films-admins"],
    },
    "twincloud:images": Object.fromEntries(images),
    "twincloud:alerts": { email: "films@example.net" },
    "twincloud:adminCidrs": ["198.51.100.0/25"],
  });
  writeFileSync(path.join(folder, "Pulumi.films.yaml"), stringify(stack));
}

/** The chat product's catalog and stack file in place of ours. */
function chat(folder: string): void {
  const catalog = readFileSync(path.join(root, "tests/fixtures/catalogs/chat.ts"), "utf8")
    .replace("../../../components/", "../components/")
    .replace("export const chat:", "export const catalog:");
  writeFileSync(path.join(folder, "stacks/catalog.ts"), catalog);
  copyFileSync(fixtureFile("chat"), path.join(folder, "Pulumi.talk.yaml"));
}

const adopters: Readonly<Record<string, (folder: string) => void>> = { changed, chat };

const asked = process.argv.slice(2);
for (const [name, adopt] of Object.entries(adopters)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  const folder = copyOfCheckout(name);
  adopt(folder);
  console.log(`${name}: npm test in ${folder}`);
  const { status } = spawnSync("npm", ["test"], { cwd: folder, stdio: "inherit" });
  console.log(`${name}: ${status === 0 ? "passes" : "fails"}`);
  if (status === 0) rmSync(folder, { recursive: true, force: true });
  else process.exitCode = 1;
}
