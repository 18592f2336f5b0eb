/** Runs the program that the settings name. */
import * as pulumi from "@pulumi/pulumi";
import { programs } from "./programs";

function chosen() {
  const name = new pulumi.Config("small").require("program");
  const program = programs[name];
  if (!program) throw new pulumi.RunError(`there is no program ${name}`);
  return program();
}

export = chosen;
