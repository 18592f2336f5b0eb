/** The pack as CrossGuard runs it: a policy a rule. This file has side effects on import and is the only such one here. */
import path from "node:path";
import { PolicyPack, type StackValidationPolicy } from "@pulumi/policy";
import { ExemptionsError } from "./pack/exemptions";
import { exemptionsFrom } from "./pack/exemptions-file";
import { type Policy, policiesOf } from "./pack/policies";
import { RedundancyError } from "./pack/redundancy";
import { redundancyIn } from "./pack/redundancy-file";
import { rules } from "./rules";

/** The program's own folder: where the CLI was started, whatever the engine makes of it. */
const folder = process.env.TWINCLOUD_PROGRAM ?? process.env.PWD ?? process.cwd();

new PolicyPack("twincloud-redundancy", {
  displayName: "Twincloud redundancy",
  enforcementLevel: "mandatory",
  policies: policies() as StackValidationPolicy[],
});

/** Ends the pack with a line for each thing that is wrong with a file. */
function policies(): Policy[] {
  try {
    const exemptions = exemptionsFrom(path.join(__dirname, "exemptions.yaml"), "policies/exemptions.yaml");
    return policiesOf(rules, exemptions, undefined, redundancyIn(folder, folder));
  } catch (error) {
    if (!(error instanceof ExemptionsError || error instanceof RedundancyError)) throw error;
    for (const line of error.lines) console.error(line);
    process.exit(1);
  }
}
