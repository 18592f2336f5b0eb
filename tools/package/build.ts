/** Writes the folder that is published: one bundle for the binary, one for the pack, and the files that they read. */
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { build, type Plugin } from "esbuild";
import { projectRoot } from "../project";
import { type Checkout, manifestOf, packManifest, places } from "./manifest";
import { noticesText, partsOf } from "./notices";
import { readmeOf } from "./readme";
import { sbomOf } from "./sbom";

/** Read beside the bundle, as they are beside the sources. */
const beside = {
  "engine/launch.cjs": "dist/launch.cjs",
  "engine/put-off.cjs": "dist/put-off.cjs",
  "resilience/incidents": places.incidents,
  "policies/PulumiPolicy.yaml": "policies/PulumiPolicy.yaml",
  ...Object.fromEntries(
    ["preview.schema.json", "redundancy.schema.json"].map((file) => [
      `docs/${file}`,
      `${places.schemas}/${file}`,
    ]),
  ),
  LICENSE: "LICENSE",
};

const pageFolder = "report/html";

/** What runs in the page, and how it looks: read beside the code that writes it. */
const pageFiles = (): string[] =>
  readdirSync(path.join(projectRoot, pageFolder)).filter((file) => /\.(js|css)$/.test(file));

/**
 * @param folder absolute; what was there is replaced
 * @param repository address of the repository that it is built in, where it is to be published
 */
export async function buildPackage(folder: string, repository?: string): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  const inputs = [
    ...(await bundle('require("./cli/packaged").runPackaged();', path.join(folder, places.binary), {
      js: "#!/usr/bin/env node",
    })),
    ...(await bundle('require("./policies/index");', path.join(folder, places.pack))),
  ];
  for (const file of pageFiles())
    cpSync(path.join(projectRoot, pageFolder, file), path.join(folder, "dist", file));
  for (const [from, to] of Object.entries(beside))
    cpSync(path.join(projectRoot, from), path.join(folder, to), { recursive: true });
  const checkout = JSON.parse(readFileSync(path.join(projectRoot, "package.json"), "utf8")) as Checkout;
  const write = (file: string, text: string) => writeFileSync(path.join(folder, file), text);
  write("package.json", `${JSON.stringify(manifestOf(checkout, repository), null, 2)}\n`);
  write("policies/package.json", `${JSON.stringify(packManifest(checkout), null, 2)}\n`);
  const { text, pages } = readmeOf(readFileSync(path.join(projectRoot, "docs/other-programs.md"), "utf8"));
  write("README.md", text);
  for (const page of pages) cpSync(path.join(projectRoot, "docs", page), path.join(folder, "docs", page));
  const parts = partsOf(inputs, projectRoot);
  write("THIRD-PARTY.txt", noticesText(parts));
  write("sbom.cdx.json", `${JSON.stringify(sbomOf(checkout, parts), null, 2)}\n`);
}

/** One CommonJS file; gives the paths of what is in it. @throws Error of esbuild's, where the sources don't hold together */
async function bundle(entry: string, outfile: string, banner: { js?: string } = {}): Promise<string[]> {
  mkdirSync(path.dirname(outfile), { recursive: true });
  const { metafile } = await build({
    stdin: { contents: entry, resolveDir: projectRoot },
    outfile,
    absWorkingDir: projectRoot,
    banner,
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    minify: true,
    keepNames: true,
    legalComments: "none",
    metafile: true,
    // The SDK's messages are bundled: whatever version the user's program has, they are those that our engine speaks.
    plugins: [withoutIdle],
    logLevel: "error",
  });
  return Object.values(metafile.outputs).flatMap(({ inputs }) =>
    Object.entries(inputs).flatMap(([file, { bytesInOutput }]) => (bytesInOutput > 0 ? [file] : [])),
  );
}

/** What the SDK loads to turn functions into Lambdas: neither the engine nor a pack does so, and it is most of the SDK. */
const withoutIdle: Plugin = {
  name: "without idle libraries",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(typescript|@npmcli\/arborist)$/ }, ({ path }) => ({ path, namespace: "idle" }));
    onLoad({ filter: /./, namespace: "idle" }, () => ({ contents: "module.exports = {};" }));
  },
};
