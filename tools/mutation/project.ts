/** The checkout that the mutations are made of. */
import path from "node:path";
import { readStackFile } from "../../stacks/config";

export const projectRoot = path.resolve(__dirname, "../..");

export const stackFileOf = (stack: string) => readStackFile(path.join(projectRoot, `Pulumi.${stack}.yaml`));
