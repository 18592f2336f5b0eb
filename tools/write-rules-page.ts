/** Writes docs/rules.md: `npm run rules`. */
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { rulesPage } from "../policies/pack/rules-page";
import { rules } from "../policies/rules";

const folder = path.resolve(__dirname, "../docs");
mkdirSync(folder, { recursive: true });
writeFileSync(path.join(folder, "rules.md"), rulesPage(rules));
