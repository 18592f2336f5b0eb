/** The pack as CrossGuard runs it: a policy a rule. This file has side effects on import and is the only such one here. */
import path from "node:path";
import { PolicyPack, type StackValidationPolicy } from "@pulumi/policy";
import type { Exemption } from "./pack/exemptions";
import { exemptionsFrom } from "./pack/exemptions-file";
import { policiesOf } from "./pack/policies";
import { redundancyIn } from "./pack/redundancy-file";
import { rules } from "./rules";

const exemptions: readonly Exemption[] = exemptionsFrom(
  path.join(__dirname, "exemptions.yaml"),
  "policies/exemptions.yaml",
);

/** The program's own folder: where the CLI was started, whatever the engine makes of it. */
const folder = process.env.TWINCLOUD_PROGRAM ?? process.env.PWD ?? process.cwd();

new PolicyPack("twincloud-redundancy", {
  displayName: "Twincloud redundancy",
  enforcementLevel: "mandatory",
  policies: policiesOf(rules, exemptions, undefined, redundancyIn(folder, folder)) as StackValidationPolicy[],
});
