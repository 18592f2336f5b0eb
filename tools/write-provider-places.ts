/**
 * Writes the list of CONTRIBUTING.md's "A third provider": `npm run provider-places`. With `--check` it writes nothing
 * and fails where the list isn't what the compiler names.
 */
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { providerPlaces, withPlaces } from "./provider-places";

const root = path.resolve(__dirname, "..");
const page = path.join(root, "CONTRIBUTING.md");

const told = readFileSync(page, "utf8");
const right = withPlaces(told, providerPlaces(root));
if (!process.argv.includes("--check")) {
  writeFileSync(page, right);
} else if (told !== right) {
  console.error(
    "CONTRIBUTING.md: found a list of a third provider's places that isn't what the compiler names, wanted the one that `npm run provider-places` writes",
  );
  process.exitCode = 1;
}
