/** Whose code a bundle holds: the licences of its parts ask for it. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { compareText } from "../../report/stable";

export interface Part {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  readonly text: string;
}

/** @param inputs of bundles, paths from `root`. @throws Error where a part says no licence */
export function partsOf(inputs: Iterable<string>, root: string): Part[] {
  const folders = new Set(
    [...inputs].flatMap((file) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1] ?? []),
  );
  return [...folders].map((folder) => partIn(path.resolve(root, folder))).sort(byName);
}

const byName = (a: Part, b: Part): number => compareText(`${a.name}@${a.version}`, `${b.name}@${b.version}`);

function partIn(folder: string): Part {
  const { name, version, license } = JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8"));
  if (typeof license !== "string") throw new Error(`${folder}/package.json: license: found none`);
  const file = readdirSync(folder).find((one) => /^(licen[cs]e|copying)/i.test(one));
  const notice = path.join(folder, "NOTICE");
  const texts = [file && path.join(folder, file), existsSync(notice) && notice].flatMap((one) =>
    one ? [readFileSync(one, "utf8").trim()] : [],
  );
  return { name, version: String(version).replace(/^v/, ""), license, text: texts.join("\n\n") };
}

/** A text for each licence, and no licence twice. */
export function noticesText(parts: readonly Part[]): string {
  const byText = new Map<string, Part[]>();
  for (const part of parts) {
    const text = `${part.license}\n\n${part.text}`;
    byText.set(text, [...(byText.get(text) ?? []), part]);
  }
  const blocks = [...byText].map(
    ([text, of]) => `${of.map(({ name, version }) => `${name} ${version}`).join(", ")}\n${text.trim()}\n`,
  );
  return `Of others, bundled here:\n\n${blocks.join(`\n${"-".repeat(80)}\n\n`)}`;
}
